// SPDX-License-Identifier: Apache-2.0
// A fresh address that nobody can connect with the holder's other ones: ERC-5564 with secp256k1 (scheme 1). The holder's keys come from a
// signature of the wallet, so that nothing is to be kept but that wallet; they never leave the page.
import { secp256k1 } from "@noble/curves/secp256k1";
import { keccak_256 } from "@noble/hashes/sha3";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { checksummed } from "./checksum";

const { ProjectivePoint: Point, CURVE, getPublicKey, getSharedSecret, utils } = secp256k1;

export interface StealthKeys {
  spending: Uint8Array;
  viewing: Uint8Array;
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${bytesToHex(bytes)}`);

/** A number below the order of the curve and not 0; what is taken off is one in 2^128. */
function scalar(bytes: Uint8Array): bigint {
  return (numberOf(bytes) % (CURVE.n - 1n)) + 1n;
}

const bytesOf = (value: bigint): Uint8Array => hexToBytes(value.toString(16).padStart(64, "0"));

/** The two keys of a holder, from the signature over STEALTH_TEXT (stealth_text.ts). Its last byte, which wallets write in two ways, does not count. */
export function stealthKeys(signature: string): StealthKeys {
  const bytes = hexToBytes(signature.replace(/^0x/, ""));
  if (bytes.length !== 65) throw new Error("not a signature of 65 bytes");
  const key = (name: string) => bytesOf(scalar(keccak_256(concatBytes(bytes.subarray(0, 64), utf8ToBytes(name)))));
  return { spending: key("spending"), viewing: key("viewing") };
}

/** st:eth:0x…, the public half, from which others make addresses for the holder. */
export function metaAddress(keys: StealthKeys): string {
  return `st:eth:0x${bytesToHex(getPublicKey(keys.spending))}${bytesToHex(getPublicKey(keys.viewing))}`;
}

function addressOf(publicKey: Uint8Array): string {
  const uncompressed = Point.fromHex(publicKey).toRawBytes(false);
  return checksummed(bytesToHex(keccak_256(uncompressed.subarray(1)).subarray(12)));
}

export interface StealthAddress {
  address: string;
  /** What the holder needs besides the wallet to find the key again; tells nothing to others. */
  ephemeral: string;
  viewTag: number;
}

/** generateStealthAddress of ERC-5564. */
export function newStealthAddress(meta: string, ephemeralKey = utils.randomPrivateKey()): StealthAddress {
  const parts = /^st:eth:0x([0-9a-f]{66})([0-9a-f]{66})$/.exec(meta);
  if (!parts) throw new Error("not a meta-address");
  const hash = keccak_256(getSharedSecret(ephemeralKey, parts[2] as string));
  const point = Point.fromHex(parts[1] as string).add(Point.BASE.multiply(scalarOfHash(hash)));
  return {
    address: addressOf(point.toRawBytes(true)),
    ephemeral: `0x${bytesToHex(getPublicKey(ephemeralKey))}`,
    viewTag: hash[0] as number,
  };
}

function scalarOfHash(hash: Uint8Array): bigint {
  const value = numberOf(hash) % CURVE.n;
  if (value === 0n) throw new Error("a hash of 0");
  return value;
}

/** computeStealthKey of ERC-5564: the key of an address that was made for the holder. */
export function stealthKey(keys: StealthKeys, ephemeral: string): Uint8Array {
  const hash = keccak_256(getSharedSecret(keys.viewing, ephemeral.replace(/^0x/, "")));
  return bytesOf((numberOf(keys.spending) + scalarOfHash(hash)) % CURVE.n);
}

export const addressOfKey = (key: Uint8Array): string => addressOf(getPublicKey(key));

/** Signs a text as a wallet would (EIP-191). */
export function signTextWith(key: Uint8Array, text: string): string {
  const bytes = utf8ToBytes(text);
  const signature = secp256k1.sign(keccak_256(concatBytes(utf8ToBytes(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes)), key);
  return `0x${signature.toCompactHex()}${(27 + signature.recovery).toString(16)}`;
}

export const hexOfKey = (key: Uint8Array): string => `0x${bytesToHex(key)}`;
