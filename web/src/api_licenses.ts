// SPDX-License-Identifier: Apache-2.0
// Licences and their policies, as docs/api.yaml describes them.
import type { Page, Person } from "./api";

export type LicenseAnswer = "allow" | "review" | "deny";

/** Worst first. */
export const LICENSE_ANSWERS: readonly LicenseAnswer[] = ["deny", "review", "allow"];
export const LICENSE_FAMILIES = [
  "permissive",
  "weak-copyleft",
  "strong-copyleft",
  "network-copyleft",
  "proprietary",
  "unknown",
] as const;

export type LicenseSource = "team" | "organisation" | "built-in";

export interface LicenseRules {
  default: LicenseAnswer;
  missing: LicenseAnswer;
  allow: string[];
  review: string[];
  deny: string[];
}

export interface LicensePolicySet {
  number: number;
  note: string;
  set_by: Person | null;
  set_at: string | null;
}

export interface LicensePolicy extends LicensePolicySet {
  source: LicenseSource;
  policy: LicenseRules;
}

export type LicensePolicies = Page<LicensePolicySet & { policy: LicenseRules | null }>;

export interface LicenseException {
  id: string;
  service: Person | null;
  package: string | null;
  license: string | null;
  scope: string | null;
  answer: LicenseAnswer;
  reason: string;
  until: string | null;
  is_over: boolean;
  created_by: Person | null;
  created_at: string;
}

export interface LicenseGroup extends Record<LicenseAnswer, number> {
  license: string | null;
  written: string | null;
  problem: string | null;
  is_guessed: boolean;
  is_unknown: boolean;
  family: string | null;
  answer: LicenseAnswer;
  why: string;
  components: number;
}

export interface LicensedComponent {
  name: string;
  version: string | null;
  purl: string | null;
  scope: string | null;
  part: string;
  sbom_id: string;
  position: number;
  license: string | null;
  written: string | null;
  family: string | null;
  answer: LicenseAnswer;
  why: string;
  path: string[];
}

export interface LicenseReport extends Page<LicensedComponent> {
  policy: { source: LicenseSource; number: number };
  counts: Record<LicenseAnswer | "components" | "missing" | "guessed" | "unknown" | "licenses", number>;
  licenses: LicenseGroup[];
  component_count: number;
}
