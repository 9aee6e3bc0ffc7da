// SPDX-License-Identifier: Apache-2.0
// The objects of the REST interface, as docs/api.yaml describes them. Times are RFC 3339 texts, ids are texts.

import type { WellBeing } from "./api_decide";
import type { TicketExplanation } from "./api_explain";
import type { Schemas } from "./schemas";

export type { Schemas };

export type Priority = Schemas["Priority"];
export type State = Schemas["State"];
export type Answer = Schemas["Answer"];
export type Advice = Schemas["Advice"];
export type ActionKind = Schemas["ActionKind"];
export type Exposure = NonNullable<Schemas["Exposure"]>;
export type SafetyImpact = "negligible" | "marginal" | "critical" | "catastrophic";
export type MissionImpact = "degraded" | "mef support crippled" | "mef failure" | "mission failure";

export type Role = Schemas["Role"];

export const ROLES: readonly Role[] = ["viewer", "member", "admin"];
export const PRIORITIES: readonly Priority[] = ["immediate", "out-of-cycle", "scheduled", "defer"];
export const STATES: readonly State[] = ["open", "acknowledged", "scheduled", "in_progress", "completed", "closed"];
export const ANSWERS: readonly Answer[] = ["affected", "undecidable", "not_covered", "not_affected"];
export const ACTION_KINDS: readonly ActionKind[] = [
  "elimination",
  "mitigation",
  "transfer",
  "acceptance",
  "detection",
  "rejection",
];
export const EXPOSURES: readonly Exposure[] = ["small", "controlled", "open"];
export const WELL_BEINGS: readonly WellBeing[] = ["low", "medium", "high"];
export const SAFETY_IMPACTS: readonly SafetyImpact[] = ["negligible", "marginal", "critical", "catastrophic"];
export const MISSION_IMPACTS: readonly MissionImpact[] = [
  "degraded",
  "mef support crippled",
  "mef failure",
  "mission failure",
];

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Person = Schemas["Person"];

export type Team = Schemas["Team"];

export type Member = Schemas["Member"];

export type Account = Schemas["Account"];

/** Lets somebody in, once. */
export interface SigninLink {
  signin_link: Schemas["SigninLink"];
}

export type Me = Schemas["Me"];

export type Counts = Schemas["Counts"];

/** What is said of a service; null where nobody has said it. */
export interface SsvcInputs {
  exposure: Exposure | null;
  safety_impact: SafetyImpact | null;
  mission_impact: MissionImpact | null;
  mission_well_being: WellBeing | null;
}

export type Service = Schemas["Service"];

export type Part = Schemas["Part"];

export type OperatingSystem = NonNullable<Sbom["operating_system"]>;

export type Sbom = Schemas["Sbom"];

export type TicketChanges = Uploaded["tickets"];

export type Uploaded = Schemas["Uploaded"];

export type Component = Schemas["Component"];

export type Kev = Schemas["Kev"];

export type Epss = Schemas["Epss"];

export type Finding = Schemas["Finding"];

export type Ticket = Schemas["Ticket"];

export type Occurrence = TicketDetail["occurrences"][number];

export type AdvisoryRecord = TicketDetail["records"][number];

/** What one source says of a flaw. */
export type SourceWord = Schemas["SourceWord"];

export type TicketEvent = Omit<TicketDetail["events"][number], "detail"> & { detail: EventDetail | null };

/** What an event rests on; which members there are depends on its kind. */
export interface EventDetail {
  from?: string;
  to?: string;
  due_at?: string | null;
  due_source?: string;
  input?: string;
  value?: string;
  until?: string;
  action?: ActionKind;
  sbom_id?: string;
  /** The SBOM that was current before. */
  former_sbom_id?: string;
  /** The ticket that this is a duplicate of, and the one that is a duplicate of this. */
  duplicate_of?: string;
  duplicate?: string;
  explanation?: TicketExplanation;
  /** A day, as its midnight in UTC. */
  kev_added_at?: string | null;
  versions_before?: string[];
  versions?: string[];
}

export type VexStatus = Schemas["VexStatus"];

/** The words that people choose from; a document may have others. */
export const JUSTIFICATIONS = [
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_not_in_execute_path",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "inline_mitigations_already_exist",
] as const;

export type VexDocument = Schemas["Vex"];

export type VexProduct = Schemas["VexProduct"];

/** A statement of a document that bears on a ticket. */
export type VexSaid = NonNullable<TicketDetail["vex"]>["statements"][number];

export type TicketDetail = Schemas["TicketDetail"];

export type Bulk = Schemas["Bulk"];

export type BulkPreview = Schemas["BulkPreview"];

export type SavedFilter = Schemas["SavedFilter"];

export type Notice = Schemas["Notice"];

export type Action = Schemas["Action"];

export type ActionGround = Schemas["ActionGround"];

export type ActionMetadata = Schemas["ActionMetadata"];

export type AdvisorySource = AdvisoryStatus["sources"][number];

export type CoveredEcosystem = Coverage["unused"][number];

/** Together all components. */
export type CoverageAnswers = Schemas["CoverageAnswers"];

export const COVERAGE_ANSWERS = [...ANSWERS, "owned", "not_matched", "no_package"] as const;

export type RunEcosystem = Coverage["items"][number];

export type Coverage = Schemas["Coverage"];

export type AdvisoryStatus = Schemas["AdvisoryStatus"];

export type WhereCounts = Schemas["WhereCounts"];

export type WhereTicket = Schemas["WhereTicket"];

export type WhereVersion = Where["versions"][number];

/** A version in an SBOM. */
export type WhereItem = Where["items"][number];

export type WhereRemoved = WhereTicket & {
  package: string;
  service_id: string;
  service_name: string;
  part_name: string;
  closed_at: string | null;
};

/** Only the first page has what is beside the items. */
export type Where = Required<Schemas["Where"]>;

export type ApiToken = Schemas["Token"] & {
  /** The secret, told once: when the token is made. */
  token?: string;
};
