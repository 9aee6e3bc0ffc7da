// SPDX-License-Identifier: Apache-2.0
// Verifies a badge in the browser, check by check, as 'kenzen badge verify' does. Example: await verifyBadge(bytes)
import type { Bytes } from "./bytes";
import { findIssuer, type Issuer } from "./did";
import { tellSeen } from "./heads";
import { checkSignature, checkTime, readToken, timeOf, type Token } from "./jwt";
import { checkEntry, checkInclusion, type Checkpoint, findProof } from "./log";
import { findCredential } from "./picture";
import { isMarked } from "./status";
import { attempt, type Check, isGood, isObject, type Json, listOf, type Said, Stop, stop, textOf } from "./verdict";

export interface Report {
  name: string;
  achievement: string;
  issuer: string;
  validFrom: string;
  validUntil: string;
  /** Who vouches for the work, as its issuer says. */
  certifier?: string;
  checks: readonly Check[];
  isGood: boolean;
  /** All holds, but whether it was revoked could not be found out: it is not good. */
  isPerhapsRevoked?: boolean;
  /** Of a token: its picture, as a data: URI. */
  picture?: string;
}

const STATUSES_MOST = 4;
const NEEDED = ["form", "issuer", "signature"] as const;

function idOf(value: unknown): string {
  return typeof value === "string" ? value : textOf(value, "id");
}

function isSameTime(claims: Json, claim: string, member: string): boolean {
  if (claims[claim] === undefined || claims[member] === undefined) return true;
  return Math.floor(timeOf(claims, claim, member) ?? 0) === Math.floor(Date.parse(textOf(claims, member)) / 1000);
}

function checkForm({ claims, header }: Token): Said {
  const types = listOf(claims.type);
  const type = textOf(header, "typ").toLowerCase();
  if (claims.vc !== undefined) stop("verify_form_old");
  if (!["", "jwt", "vc+jwt"].includes(type)) stop("verify_form_none");
  if (!types.includes("VerifiableCredential") || !(types.includes("OpenBadgeCredential") || types.includes("AchievementCredential"))) stop("verify_form_none");
  const repeats: [unknown, unknown][] = [
    [claims.iss, idOf(claims.issuer)],
    [claims.jti, claims.id],
    [claims.sub, idOf(claims.credentialSubject) || undefined],
  ];
  for (const [claim, member] of repeats) if (claim !== undefined && claim !== member) stop("verify_form_differs");
  if (!isSameTime(claims, "nbf", "validFrom") || !isSameTime(claims, "exp", "validUntil")) stop("verify_form_differs");
  return { key: "verify_form_fine" };
}

async function checkStatuses(checks: Check[], claims: Json, issuer: Issuer, nowMs: number): Promise<void> {
  const statuses = listOf(claims.credentialStatus);
  if (!statuses.length) checks.push({ name: "status", verdict: "skipped", key: "verify_status_none" });
  if (statuses.length > STATUSES_MOST) checks.push({ name: "status", verdict: "fail", key: "verify_list_damaged" });
  else
    for (const entry of statuses)
      await attempt(checks, "status", async () => {
        if (!isObject(entry)) stop("verify_list_damaged");
        if (await isMarked(entry, issuer, nowMs)) stop("verify_status_marked");
        return { key: "verify_status_fine" };
      });
}

async function checkLog(checks: Check[], claims: Json, issuer: Issuer): Promise<void> {
  const proof = findProof(claims);
  if (!proof) {
    checks.push({ name: "evidence", verdict: "skipped", key: "verify_evidence_none" });
    return;
  }
  let head: Checkpoint | null = null;
  await attempt(checks, "evidence", async () => {
    const inclusion = await checkInclusion(proof, issuer);
    head = inclusion.checkpoint;
    if (textOf(proof, "text"))
      await attempt(checks, "entry", async () => {
        await checkEntry(inclusion, claims, issuer);
        return { key: "verify_entry_fine" };
      });
    return { key: "verify_evidence_fine", values: { seq: inclusion.seq, size: inclusion.checkpoint.size, origin: inclusion.checkpoint.origin } };
  });
  const found = head as Checkpoint | null;
  if (found) await attempt(checks, "consistency", () => tellSeen(issuer, found));
}

async function checkAll(token: Token, nowMs: number, known: readonly string[]): Promise<Check[]> {
  const checks: Check[] = [];
  const { claims } = token;
  let issuer: Issuer | null = null;
  await attempt(checks, "form", () => checkForm(token));
  await attempt(checks, "issuer", async () => {
    issuer = await findIssuer(idOf(claims.issuer), known);
    return { key: "verify_issuer_fine", values: { did: issuer.did } };
  });
  const found = issuer as Issuer | null;
  const isSigned = await attempt(checks, "signature", async () => {
    if (!found) throw new Stop({ key: "verify_no_key" }, true);
    return { key: "verify_signature_fine", values: { alg: String(token.header.alg), kid: await checkSignature(token, found) } };
  });
  await attempt(checks, "time", () => {
    checkTime(claims, nowMs);
    return { key: "verify_time_fine" };
  });
  if (!found || !isSigned) return checks;
  await checkStatuses(checks, claims, found, nowMs);
  await checkLog(checks, claims, found);
  return checks;
}

/** Whether it has a status that could not be had. Bitstring Status List 1.0, section 3.2: then nothing can be said of it. */
function isStatusOpen(checks: readonly Check[]): boolean {
  return checks.some(({ name, verdict, key }) => name === "status" && verdict === "skipped" && key !== "verify_status_none");
}

/** Of the results, the one that says who vouches for the work. */
function certifierOf(subject: Json): string {
  return textOf(
    listOf(subject.result).find((result) => textOf(result, "resultDescription").endsWith("#result-certifier")),
    "value",
  );
}

/** Throws a Stop when there is no credential in the file. known: origins that the reader named. */
export async function verifyBadge(file: Bytes, known: readonly string[] = [], nowMs = Date.now()): Promise<Report> {
  const token = readToken(findCredential(file));
  const { claims } = token;
  const subject = isObject(claims.credentialSubject) ? claims.credentialSubject : {};
  const checks = await checkAll(token, nowMs, known);
  const isOpen = isStatusOpen(checks);
  const allHolds = isGood(checks, NEEDED);
  return {
    name: textOf(claims, "name"),
    achievement: textOf(subject.achievement, "name"),
    issuer: idOf(claims.issuer),
    validFrom: textOf(claims, "validFrom"),
    validUntil: textOf(claims, "validUntil"),
    certifier: certifierOf(subject),
    checks,
    isGood: allHolds && !isOpen,
    isPerhapsRevoked: allHolds && isOpen,
  };
}
