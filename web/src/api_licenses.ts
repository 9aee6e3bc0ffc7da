// SPDX-License-Identifier: Apache-2.0
// Licences and their policies, as docs/api.yaml describes them.
import type { Schemas } from "./schemas";

export type LicenseAnswer = Schemas["LicenseAnswer"];

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

export type LicenseRules = Schemas["LicenseRules"];

export type LicensePolicySet = Schemas["LicensePolicySet"];

export type LicensePolicy = Schemas["LicensePolicy"];

export type LicensePolicies = Schemas["LicensePolicies"];

export type LicenseException = Schemas["LicenseException"];

export type LicenseGroup = LicenseReport["licenses"][number];

export type LicensedComponent = LicenseReport["items"][number];

export type LicenseReport = Schemas["LicenseReport"];
