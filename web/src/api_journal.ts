// SPDX-License-Identifier: Apache-2.0
// The journal, as docs/api.yaml describes it.
import type { Schemas } from "./schemas";

export type JournalEntry = Schemas["JournalEntry"];
export type JournalVerdict = Schemas["JournalVerdict"];

/** The newest head, as it is kept elsewhere: size:root. */
export type JournalHead = Schemas["JournalHead"] & { head: string; waiting: number };

/** What proves that an entry is in the journal. */
export type JournalProof = Schemas["JournalHead"] & {
  text: string;
  secret: string;
  leaf: string;
  seq: number;
  path: string[];
};

/** What stands in front of the dot of a kind, in the order of the filter. */
export const JOURNAL_NOUNS = [
  "account",
  "identity",
  "invitation",
  "mail",
  "signin",
  "sso",
  "token",
  "team",
  "service",
  "sbom",
  "advisories",
  "ticket",
  "action",
  "vex",
  "license",
  "signal",
  "tracker",
  "badge",
  "goal",
  "feedback",
] as const;
