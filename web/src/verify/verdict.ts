// SPDX-License-Identifier: Apache-2.0
// What a check found, and how one fails: what could not be had is not checked, all else is wrong.
import type { WordKey } from "../i18n";

export type Verdict = "pass" | "fail" | "skipped";

export interface Said {
  key: WordKey;
  values?: Record<string, string | number>;
}

export interface Check extends Said {
  name: "form" | "issuer" | "signature" | "time" | "status" | "evidence" | "entry" | "consistency" | "chain" | "owner" | "commitments" | "contract";
  verdict: Verdict;
}

/** Stops a check. is_away: it could not be made, which proves nothing against the badge. */
export class Stop extends Error {
  constructor(
    readonly said: Said,
    readonly isAway = false,
  ) {
    super(said.key);
  }
}

export function stop(key: WordKey, values?: Record<string, string | number>): never {
  throw new Stop(values ? { key, values } : { key });
}

/** An object of JSON that strangers wrote. */
export type Json = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(object: unknown, key: string): string {
  const value = isObject(object) ? object[key] : undefined;
  return typeof value === "string" ? value : "";
}

/** A list, or the one thing that stands for a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Runs one check, and tells what came of it. */
export async function attempt(checks: Check[], name: Check["name"], work: () => Promise<Said> | Said): Promise<boolean> {
  try {
    checks.push({ name, verdict: "pass", ...(await work()) });
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    checks.push({ name, verdict: error.isAway ? "skipped" : "fail", ...error.said });
    return false;
  }
}

/** Whether each of the needed checks holds, and none fails. */
export function isGood(checks: readonly Check[], needed: readonly Check["name"][]): boolean {
  const holds = (name: Check["name"]) => checks.some((check) => check.name === name && check.verdict === "pass");
  return needed.every(holds) && checks.every((check) => check.verdict !== "fail");
}
