// SPDX-License-Identifier: Apache-2.0
// Whether the issue of a badge is in the issuer's log: RFC 9162 paths, under heads that are signed as C2SP's tlog-checkpoint has it.
import { type Bytes, isSame, readBase64, readHex, sha256, utf8 } from "./bytes";
import { ed25519Bytes, type Issuer } from "./did";
import { isEd25519 } from "./jwt";
import { isObject, type Json, listOf, stop, textOf } from "./verdict";

const PATH_MOST = 126;
const NOTE_MOST = 16 << 10;

async function node(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(Uint8Array.of(1), left, right);
}

/** RFC 9162, section 2.1.3.2. */
export async function isIncluded(index: number, size: number, leaf: Bytes, path: readonly Bytes[], root: Bytes): Promise<boolean> {
  let at = index;
  let last = size - 1;
  let hash = leaf;
  if (index >= size) return false;
  for (const one of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = await node(one, hash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await node(hash, one);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isSame(hash, root);
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
  body: string;
  lines: readonly string[];
}

export function readCheckpoint(note: string): Checkpoint {
  const cut = note.lastIndexOf("\n\n");
  if (note.length > NOTE_MOST || cut < 0 || !note.endsWith("\n")) stop("verify_head_damaged");
  const body = note.slice(0, cut + 1);
  const [origin, size, root] = body.split("\n");
  const bytes = readBase64(root ?? "");
  if (!origin || !/^(?:0|[1-9][0-9]{0,15})$/.test(size ?? "") || bytes?.length !== 32) stop("verify_head_damaged");
  return { origin, size: Number(size), root: bytes, body, lines: note.slice(cut + 2).split("\n") };
}

async function isSignedBy(checkpoint: Checkpoint, key: Bytes): Promise<boolean> {
  const id = (await sha256(utf8(`${checkpoint.origin}\n`), Uint8Array.of(1), key)).subarray(0, 4);
  for (const line of checkpoint.lines) {
    const [dash, name, sealed] = line.split(" ");
    const bytes = readBase64(sealed ?? "");
    if (dash !== "—" || name !== checkpoint.origin || bytes?.length !== 68 || !isSame(bytes.subarray(0, 4), id)) continue;
    if (await isEd25519(key, utf8(checkpoint.body), bytes.subarray(4))) return true;
  }
  return false;
}

async function checkHead(checkpoint: Checkpoint, issuer: Issuer): Promise<void> {
  if (checkpoint.origin !== `${new URL(issuer.server).host}/journal`) stop("verify_head_other", { origin: checkpoint.origin });
  for (const { jwk } of issuer.keys) {
    const raw = ed25519Bytes(jwk);
    if (raw && (await isSignedBy(checkpoint, raw))) return;
  }
  stop("verify_head_unsigned");
}

export interface Inclusion {
  proof: Json;
  seq: number;
  leaf: Bytes;
  checkpoint: Checkpoint;
}

/** The first evidence that has a proof; null when none has. */
export function findProof(claims: Json): Json | null {
  for (const one of listOf(claims.evidence)) if (isObject(one) && isObject(one.inclusionProof)) return one.inclusionProof;
  return null;
}

export async function checkInclusion(proof: Json, issuer: Issuer): Promise<Inclusion> {
  const leaf = readHex(textOf(proof, "leaf"), 32);
  const seq = proof.seq;
  const path = listOf(proof.path).map((one) => (typeof one === "string" ? readHex(one, 32) : null));
  if (!leaf || typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 0 || path.length > PATH_MOST || path.includes(null)) stop("verify_proof_damaged");
  const checkpoint = readCheckpoint(textOf(proof, "checkpoint"));
  await checkHead(checkpoint, issuer);
  if (!(await isIncluded(seq, checkpoint.size, leaf, path as Bytes[], checkpoint.root))) stop("verify_path_wrong");
  return { proof, seq, leaf, checkpoint };
}

/** What the holder has opened of the entry: it must be what was written, and tell of the issue of a badge of this class. */
export async function checkEntry(inclusion: Inclusion, claims: Json, issuer: Issuer): Promise<void> {
  const text = textOf(inclusion.proof, "text");
  const secret = readHex(textOf(inclusion.proof, "secret"), 32) ?? stop("verify_proof_damaged");
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const data = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text)));
  if (!isSame(await sha256(Uint8Array.of(0), data), inclusion.leaf)) stop("verify_entry_wrong");
  const entry = JSON.parse(text) as Json;
  const subject = claims.credentialSubject;
  const achievement = isObject(subject) ? subject.achievement : null;
  const wanted = `${issuer.did}#class-${textOf(entry.facts, "class")}`;
  if (entry.kind !== "badge.issued" || textOf(achievement, "id") !== wanted) stop("verify_entry_other");
}

