// SPDX-License-Identifier: Apache-2.0
// JSON Web Tokens: taken apart, and their signatures checked by WebCrypto. What a token says of itself is not believed: the kind of the
// issuer's key decides how it is checked, and keys that a header brings along are not looked at.
import { type Bytes, readBase64Url, utf8 } from "./bytes";
import { ed25519Bytes, type Issuer, readJson } from "./did";
import { type Json, Stop, stop, textOf } from "./verdict";

export interface Token {
  header: Json;
  claims: Json;
  signed: Bytes;
  signature: Bytes;
}

/** A status list of a million badges has some 64 kB. */
export const TOKEN_MOST = 256 << 10;
const SLACK_S = 60;

export function readToken(compact: string): Token {
  const parts = compact.split(".");
  const [head, body, tail] = parts.map(readBase64Url);
  if (compact.length > TOKEN_MOST || parts.length !== 3 || !head || !body || !tail) stop("verify_no_credential");
  const header = readJson(head);
  const claims = readJson(body);
  if (!header || !claims) stop("verify_no_credential");
  if (header.crit !== undefined) stop("verify_header_unknown");
  if (header.alg !== "EdDSA" && header.alg !== "RS256") stop("verify_alg", { alg: String(header.alg) });
  return { header, claims, signed: utf8(compact.slice(0, compact.lastIndexOf("."))), signature: tail };
}

async function isSignedBy(jwk: Json, token: Token): Promise<boolean> {
  const { signed, signature } = token;
  if (token.header.alg === "EdDSA") {
    const raw = ed25519Bytes(jwk) ?? stop("verify_key_kind");
    return isEd25519(raw, signed, signature);
  }
  const n = readBase64Url(textOf(jwk, "n"));
  if (jwk.kty !== "RSA" || !n || n.length < 256 || n.length > 1024) stop("verify_key_kind");
  const kind = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = { kty: "RSA", n: textOf(jwk, "n"), e: textOf(jwk, "e") };
  return crypto.subtle.verify(kind, await crypto.subtle.importKey("jwk", key, kind, false, ["verify"]), signature, signed);
}

/** Browsers before 2025 know no Ed25519: then nothing is proved, neither way. */
export async function isEd25519(raw: Bytes, signed: Bytes, signature: Bytes): Promise<boolean> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  } catch {
    throw new Stop({ key: "verify_no_ed25519" }, true);
  }
  return crypto.subtle.verify("Ed25519", key, signature, signed);
}

export async function checkSignature(token: Token, issuer: Issuer): Promise<string> {
  const given = textOf(token.header, "kid") || stop("verify_no_kid");
  const id = given.startsWith("#") ? issuer.did + given : given;
  const key = issuer.keys.find((one) => one.id === id && one.mayAssert && id.startsWith(`${issuer.did}#`));
  if (!key) stop("verify_kid_other", { kid: given });
  if (!(await isSignedBy(key.jwk, token))) stop("verify_signature_wrong");
  return id;
}

/** A time in seconds: the claim, else the member that says the same; null when there is neither. */
export function timeOf(claims: Json, claim: string, member: string): number | null {
  const value = claims[claim];
  if (value !== undefined) return typeof value === "number" && value > 0 && value < 253402300799 ? value : stop("verify_time_none");
  if (claims[member] === undefined) return null;
  const time = Date.parse(textOf(claims, member));
  return Number.isFinite(time) ? time / 1000 : stop("verify_time_none");
}

export function checkTime(claims: Json, nowMs: number): void {
  const from = timeOf(claims, "nbf", "validFrom");
  const until = timeOf(claims, "exp", "validUntil");
  if (from !== null && from > nowMs / 1000 + SLACK_S) stop("verify_too_early", { at: new Date(from * 1000).toISOString() });
  if (until !== null && until < nowMs / 1000 - SLACK_S) stop("verify_expired", { at: new Date(until * 1000).toISOString() });
}
