// SPDX-License-Identifier: Apache-2.0
// Supply-chain signals, as docs/api.yaml describes them.
import type { Page } from "./api";
import type { Schemas } from "./schemas";

/** Worst first. */
export const SUSPICIONS = ["malicious", "impostor", "confusion"] as const;
/** Nothing is suspicious but that too little is said. */
export const UNSAID = ["no-version", "no-hash", "no-supplier"] as const;
export type SignalKind = Schemas["SignalKind"];

export type SignalDismissal = Schemas["SignalDismissal"];

export type ImpostorReason = "edit" | "swap" | "separator" | "scope" | "homoglyph";
export type ConfusionReason = "public-registry" | "popular-name" | "known-name" | "no-origin";

/** The document gives every kind all reasons; each has some of its own. */
export type Signal = Omit<Schemas["Signal"], "kind" | "reason"> &
  (
    | { kind: "impostor"; reason: ImpostorReason }
    | { kind: "confusion"; reason: ConfusionReason }
    | { kind: "malicious" | (typeof UNSAID)[number]; reason: null }
  );

export type Signals = Omit<Schemas["Signals"], "items"> & Page<Signal>;

export type Namespaces = Schemas["Namespaces"];
