// SPDX-License-Identifier: Apache-2.0
// The issuer's document (did:web), and the keys in it.
import { type Bytes, readBase64Url, readUtf8 } from "./bytes";
import { getNamed } from "./fetch";
import { isObject, type Json, listOf, stop, textOf } from "./verdict";

const DOCUMENT_MOST = 256 << 10;
const SERVICES_MOST = 1000;

export interface Key {
  id: string;
  jwk: Json;
  mayAssert: boolean;
}

export interface Issuer {
  did: string;
  server: string;
  keys: readonly Key[];
  /** Those that its badges are tokens of, as eip155:CHAIN:ADDRESS. */
  contracts: readonly string[];
}

/** A host and a port, then a path; nothing that would make another URL of it. The host itself by https, but for this machine. */
export function readDid(did: string): { server: string; document: string } | null {
  const match = /^did:web:([A-Za-z0-9.-]+)(?:%3[Aa]([0-9]+))?((?::[A-Za-z0-9._~-]+)*)$/.exec(did);
  const host = match?.[1];
  if (!match || !host || did.length > 1024) return null;
  const parts = (match[3] ?? "").split(":").slice(1);
  if (parts.some((part) => /^\.+$/.test(part))) return null;
  const scheme = host === "127.0.0.1" || host === "localhost" ? "http" : "https";
  const server = `${scheme}://${host}${match[2] ? `:${match[2]}` : ""}`;
  return { server, document: `${server}/${parts.length ? parts.join("/") : ".well-known"}/did.json` };
}

function isNamed(name: unknown, did: string, id: string): boolean {
  const text = isObject(name) ? textOf(name, "id") : name;
  return text === id || (typeof text === "string" && text.startsWith("#") && did + text === id);
}

export function readKeys(document: Json, did: string): readonly Key[] {
  const asserting = listOf(document.assertionMethod);
  const keys: Key[] = [];
  for (const method of listOf(document.verificationMethod).slice(0, 100)) {
    const jwk = isObject(method) ? method.publicKeyJwk : null;
    const said = textOf(method, "id");
    if (!isObject(jwk) || !said || textOf(method, "controller") !== did) continue;
    const id = said.startsWith("#") ? did + said : said;
    keys.push({ id, jwk, mayAssert: asserting.some((name) => isNamed(name, did, id)) });
  }
  return keys;
}

function readContracts(document: Json): readonly string[] {
  const services = listOf(document.service).slice(0, SERVICES_MOST);
  return services.filter((one) => textOf(one, "type") === "SecurityBadgeContract").map((one) => textOf(one, "serviceEndpoint"));
}

/** The issuer as a person writes it: a DID, the address of its server, or its host alone. */
export function didOf(given: string): string {
  if (given.startsWith("did:")) return given;
  try {
    const { host, pathname } = new URL(given.includes("://") ? given : `https://${given}`);
    const parts = pathname.split("/").filter(Boolean);
    return ["did:web", host.replace(":", "%3A"), ...parts].join(":");
  } catch {
    return stop("verify_no_did", { did: given });
  }
}

/** known: origins that the reader named, which may stand anywhere; an issuer that the reader named is one of them. */
export async function findIssuer(did: string, known: readonly string[]): Promise<Issuer> {
  const place = readDid(did) ?? stop("verify_no_did", { did });
  const document = readJson(await getNamed(place.document, DOCUMENT_MOST, known)) ?? stop("verify_document_damaged");
  if (document.id !== did) stop("verify_document_other", { did: textOf(document, "id") });
  return { did, server: place.server, keys: readKeys(document, did), contracts: readContracts(document) };
}

export function readJson(bytes: Bytes): Json | null {
  try {
    const value: unknown = JSON.parse(readUtf8(bytes) ?? "");
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The 32 bytes of an Ed25519 key; null for any other. */
export function ed25519Bytes(jwk: Json): Bytes | null {
  if (jwk.kty !== "OKP" || jwk.crv !== "Ed25519") return null;
  const bytes = readBase64Url(textOf(jwk, "x"));
  return bytes?.length === 32 ? bytes : null;
}
