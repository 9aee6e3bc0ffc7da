// SPDX-License-Identifier: Apache-2.0
// Whether a badge was revoked, by the issuer's list (W3C Bitstring Status List 1.0).
import { readBase64Url, readUtf8 } from "./bytes";
import type { Issuer } from "./did";
import { getNamed, readStream } from "./fetch";
import { checkSignature, checkTime, readToken, TOKEN_MOST } from "./jwt";
import { type Json, Stop, stop, textOf } from "./verdict";

const LIST_LEAST = 131072 / 8;
const LIST_MOST = 1 << 20;

async function bitOf(encoded: string, position: number): Promise<boolean> {
  const packed = encoded.startsWith("u") ? readBase64Url(encoded.slice(1)) : null;
  if (!packed || packed[0] !== 0x1f || packed[1] !== 0x8b) stop("verify_list_damaged");
  let bits;
  try {
    bits = await readStream(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")), LIST_MOST);
  } catch (error) {
    if (error instanceof Stop) throw error;
    stop("verify_list_damaged");
  }
  const byte = bits[Math.floor(position / 8)];
  if (bits.length < LIST_LEAST || byte === undefined) stop("verify_list_short");
  return (byte & (0x80 >> position % 8)) !== 0;
}

export async function isMarked(entry: Json, issuer: Issuer, nowMs: number): Promise<boolean> {
  const url = textOf(entry, "statusListCredential");
  const position = Number(textOf(entry, "statusListIndex"));
  if (textOf(entry, "type") !== "BitstringStatusListEntry") throw new Stop({ key: "verify_status_unknown" }, true);
  if (!Number.isSafeInteger(position) || position < 0 || !textOf(entry, "statusListIndex")) stop("verify_list_damaged");
  if (!url.startsWith("https://") && !url.startsWith(`${issuer.server}/`)) stop("verify_list_insecure");
  const token = readToken((readUtf8(await getNamed(url, TOKEN_MOST, [issuer.server])) ?? "").trim());
  await checkSignature(token, issuer);
  const { claims } = token;
  const subject = claims.credentialSubject as Json | undefined;
  const said = textOf(claims, "issuer") || textOf(claims.issuer, "id");
  if (said !== issuer.did || claims.iss !== issuer.did) stop("verify_list_issuer");
  if (claims.id !== url) stop("verify_list_other");
  if (textOf(subject, "statusPurpose") !== entry.statusPurpose || textOf(subject, "type") !== "BitstringStatusList") stop("verify_list_other");
  checkTime(claims, nowMs);
  return bitOf(textOf(subject, "encodedList"), position);
}
