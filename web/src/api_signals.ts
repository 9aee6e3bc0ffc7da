// SPDX-License-Identifier: Apache-2.0
// Supply-chain signals, as docs/api.yaml describes them.
import type { Page, Person } from "./api";

/** Worst first. */
export const SUSPICIONS = ["malicious", "impostor", "confusion"] as const;
/** Nothing is suspicious but that too little is said. */
export const UNSAID = ["no-version", "no-hash", "no-supplier"] as const;
export type SignalKind = (typeof SUSPICIONS)[number] | (typeof UNSAID)[number];

export interface SignalDismissal {
  id: string;
  kind: SignalKind;
  package: string;
  what: string | null;
  reason: string;
  created_by: Person | null;
  created_at: string;
}

interface Told {
  name: string;
  version: string | null;
  purl: string | null;
  package: string;
  place: string;
  position: number;
  what: string | null;
  why: string | null;
  host: string | null;
  dismissal: SignalDismissal | null;
}

export type ImpostorReason = "edit" | "swap" | "separator" | "scope" | "homoglyph";
export type ConfusionReason = "public-registry" | "popular-name" | "known-name" | "no-origin";

export type Signal = Told &
  (
    | { kind: "impostor"; reason: ImpostorReason }
    | { kind: "confusion"; reason: ConfusionReason }
    | { kind: "malicious" | (typeof UNSAID)[number]; reason: null }
  );

export interface Signals extends Page<Signal> {
  has_index: boolean;
  namespace_count: number;
  counts: Record<SignalKind, number>;
  dismissed_count: number;
  signal_count: number;
}

export interface Namespaces {
  namespaces: string[];
  set_by: Person | null;
  set_at: string | null;
}
