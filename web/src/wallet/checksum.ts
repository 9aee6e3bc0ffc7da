// SPDX-License-Identifier: Apache-2.0
// Addresses as they are written.
import { keccak_256 } from "@noble/hashes/sha3";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";

/** EIP-55: upper case where the hash of the lower case says so. */
export function checksummed(address: string): string {
  const digits = address.toLowerCase().replace(/^0x/, "");
  const hash = bytesToHex(keccak_256(utf8ToBytes(digits)));
  return `0x${[...digits].map((digit, i) => (parseInt(hash[i] as string, 16) >= 8 ? digit.toUpperCase() : digit)).join("")}`;
}
