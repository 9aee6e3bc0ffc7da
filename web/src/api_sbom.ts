// SPDX-License-Identifier: Apache-2.0
// What the server says of one SBOM beside its findings: docs/api.yaml has the same.
import type { Schemas } from "./schemas";

export type Step = NonNullable<Schemas["Via"]>[number];

export type Neighbour = Schemas["Neighbour"];

export type Dependencies = Schemas["Dependencies"];

export type DiffSide = NonNullable<Schemas["DiffSide"]>;

export type PackageChange = "added" | "removed" | "changed" | "same";

export type PackageDiff = SbomDiff["packages"][number];

export type FlawDiff = SbomDiff["vulnerabilities"][number];

export type SbomDiff = Schemas["SbomDiff"];

export type QualityRule = Quality["standards"][number]["rules"][number];

export type Quality = Schemas["SbomQuality"];
