// SPDX-License-Identifier: Apache-2.0
// Heads of journals that this browser has seen: an issuer who shows one journal today and another tomorrow is found out. They are kept on
// the reader's own machine, and told to nobody but the issuer, who is asked for the proof between the two.
import { type Bytes, isSame, readHex, sha256 } from "./bytes";
import { type Issuer, readJson } from "./did";
import { get } from "./fetch";
import type { Checkpoint } from "./log";
import { isObject, listOf, type Said, stop, textOf } from "./verdict";

const KEY = "kenzen.heads";
const ISSUERS_MOST = 200;
const ANSWER_MOST = 64 << 10;
const PATH_MOST = 126;

interface Head {
  size: number;
  root: Bytes;
}

function hexOf(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is kept may be anything that somebody wrote there. */
function allHeads(): [string, { size: number; root: string }][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => Array.isArray(one) && typeof one[0] === "string" && isObject(one[1])) : [];
  } catch {
    return [];
  }
}

function headOf(did: string): Head | null {
  const kept = allHeads().find(([name]) => name === did)?.[1];
  const root = readHex(textOf(kept, "root"), 32);
  return kept && root && Number.isSafeInteger(kept.size) && kept.size > 0 ? { size: kept.size, root } : null;
}

function keep(did: string, head: Head): void {
  const others = allHeads().filter(([name]) => name !== did);
  const all = [[did, { size: head.size, root: hexOf(head.root) }], ...others].slice(0, ISSUERS_MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A browser that keeps nothing sees each journal for the first time.
  }
}

async function node(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(Uint8Array.of(1), left, right);
}

/** RFC 9162, section 2.1.4.2. */
export async function isConsistent(first: Head, second: Head, path: readonly Bytes[]): Promise<boolean> {
  if (first.size === second.size) return path.length === 0 && isSame(first.root, second.root);
  const isPower = Number.isInteger(Math.log2(first.size));
  const [start, ...rest] = isPower ? [first.root, ...path] : path;
  let at = first.size - 1;
  let last = second.size - 1;
  const up = () => {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  };
  while (at % 2 === 1) up();
  if (!start) return false;
  let old = start;
  let now = start;
  for (const one of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = await node(one, old);
      now = await node(one, now);
      while (at % 2 === 0 && at !== 0) up();
    } else {
      now = await node(now, one);
    }
    up();
  }
  return last === 0 && isSame(old, first.root) && isSame(now, second.root);
}

async function pathBetween(issuer: Issuer, first: number, second: number): Promise<readonly Bytes[]> {
  const url = `${issuer.server}/api/v1/public/log/consistency?first=${first}&second=${second}`;
  const path = listOf(readJson(await get(url, ANSWER_MOST))?.path).map((one) => (typeof one === "string" ? readHex(one, 32) : null));
  return path.length > PATH_MOST || path.includes(null) ? stop("verify_proof_damaged") : (path as Bytes[]);
}

/** Holds a head against the one that was seen before; returns that one's size, or null when there was none. Keeps the larger one. */
async function checkSeen(issuer: Issuer, checkpoint: Checkpoint): Promise<number | null> {
  const kept = headOf(issuer.did);
  if (kept) {
    const [first, second] = kept.size <= checkpoint.size ? [kept, checkpoint] : [checkpoint, kept];
    const path = first.size === second.size ? [] : await pathBetween(issuer, first.size, second.size);
    if (!(await isConsistent(first, second, path))) stop("verify_seen_other");
  }
  if (!kept || kept.size < checkpoint.size) keep(issuer.did, checkpoint);
  return kept?.size ?? null;
}

export async function tellSeen(issuer: Issuer, checkpoint: Checkpoint): Promise<Said> {
  const size = await checkSeen(issuer, checkpoint);
  return size === null ? { key: "verify_seen_first" } : { key: "verify_seen_same", values: { size } };
}
