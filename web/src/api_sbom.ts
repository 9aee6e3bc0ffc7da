// SPDX-License-Identifier: Apache-2.0
// What the server says of one SBOM beside its findings: docs/api.yaml has the same.
import type { Answer, Finding, Sbom } from "./api";

export interface Step {
  position: number;
  name: string;
  version: string | null;
}

export interface Neighbour extends Step {
  is_package: boolean;
  scope: string | null;
  answer: Answer;
  finding_count: number;
  needs_count: number;
}

export interface Dependencies {
  /** Null: the subject. */
  component: Neighbour | null;
  via: Step[] | null;
  is_direct: boolean;
  needs: Neighbour[];
  needs_count: number;
  needed_by: Neighbour[];
  needed_by_count: number;
}

export interface DiffSide {
  versions: string[];
  license: string | null;
  scope: string | null;
  is_direct: boolean;
}

export type PackageChange = "added" | "removed" | "changed" | "same";

export interface PackageDiff {
  kind: PackageChange;
  way: "up" | "down" | null;
  ecosystem: string | null;
  name: string;
  before: DiffSide | null;
  after: DiffSide | null;
}

export interface FlawDiff {
  kind: "new" | "changed" | "gone";
  versions_before: string[];
  versions_after: string[];
  answer_before: Answer;
  answer_after: Answer;
  finding: Omit<Finding, "ticket_id">;
}

export interface SbomDiff {
  before: Sbom;
  after: Sbom;
  /** False: there is no advisory index, so nothing is known of vulnerabilities. */
  is_matched: boolean;
  counts: {
    packages: Record<PackageChange | "unchanged", number>;
    vulnerabilities: Record<"new" | "gone" | "changed" | "same", number>;
  };
  packages: PackageDiff[];
  vulnerabilities: FlawDiff[];
}

export interface QualityRule {
  id: string;
  section: string;
  what: string;
  mend: string;
  of: "document" | "components";
  is_optional: boolean;
  met: number;
  asked: number;
  lacking: { name: string; version: string | null }[];
}

export interface Quality {
  package_count: number;
  oddities: { place: string; text: string }[];
  standards: { name: "ntia" | "bsi"; title: string; score: number; rules: QualityRule[] }[];
}
