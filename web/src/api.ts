// SPDX-License-Identifier: Apache-2.0
// The objects of the REST interface, as docs/api.yaml describes them. Times are RFC 3339 texts, ids are texts.

import type { TicketExplanation } from "./api_explain";
import type { Step } from "./api_sbom";

export type Priority = "immediate" | "out-of-cycle" | "scheduled" | "defer";
export type State = "open" | "acknowledged" | "scheduled" | "completed" | "closed";
export type Answer = "affected" | "not_affected" | "not_covered" | "undecidable";
export type ActionKind = "elimination" | "mitigation" | "transfer" | "acceptance" | "detection" | "rejection";
export type Exposure = "small" | "controlled" | "open";
export type SafetyImpact = "negligible" | "marginal" | "critical" | "catastrophic";
export type MissionImpact = "degraded" | "mef support crippled" | "mef failure" | "mission failure";

export type Role = "viewer" | "member" | "admin";

export const ROLES: readonly Role[] = ["viewer", "member", "admin"];
export const PRIORITIES: readonly Priority[] = ["immediate", "out-of-cycle", "scheduled", "defer"];
export const STATES: readonly State[] = ["open", "acknowledged", "scheduled", "completed", "closed"];
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

export interface Person {
  id: string;
  name: string;
}

export interface Team {
  id: string;
  name: string;
  role: Role | null;
  service_count: number;
  created_at: string;
}

export interface Member {
  account_id: string;
  name: string;
  role: Role;
}

export interface Account {
  id: string;
  name: string;
  is_administrator: boolean;
  is_disabled: boolean;
}

/** Lets somebody in, once. */
export interface SigninLink {
  signin_link: { path: string; expires_at: string };
}

export interface Me {
  id: string;
  name: string;
  is_administrator: boolean;
  teams: Team[];
}

export interface Counts {
  immediate: number;
  out_of_cycle: number;
  scheduled: number;
  defer: number;
}

/** What is said of a service; null where nobody has said it. */
export interface SsvcInputs {
  exposure: Exposure | null;
  safety_impact: SafetyImpact | null;
  mission_impact: MissionImpact | null;
}

export interface Service extends SsvcInputs {
  id: string;
  team_id: string;
  team_name: string;
  name: string;
  description: string;
  role: Role | null;
  parts: Part[];
  open_tickets: Counts;
  created_at: string;
  updated_at: string;
}

export interface Part {
  id: string;
  service_id: string;
  service_name: string;
  name: string;
  held_count: number;
  current_sbom: Sbom | null;
}

export interface OperatingSystem {
  name: string;
  release: string | null;
  label: string | null;
  eol: { state: "supported" | "extended" | "ended"; support_ends_at: string | null } | null;
}

export interface Sbom {
  id: string;
  part_id: string;
  number: number;
  digest: string;
  bytes: number;
  file_name: string;
  format: string;
  spec_version: string;
  subject_name: string | null;
  subject_version: string | null;
  tool: string | null;
  operating_system: OperatingSystem | null;
  component_count: number;
  uploaded_by: Person | null;
  created_at: string;
  is_current: boolean;
  is_held: boolean;
  held_reason: string | null;
  /** All zero and meaning nothing while is_matched is false. */
  summary: Record<Answer, number> & { checked: number; owned: number; no_package: number };
  is_matched: boolean;
}

export interface TicketChanges {
  opened: number;
  closed: number;
  reopened: number;
  updated: number;
  marked: number;
  unchanged: number;
}

export interface Uploaded {
  sbom: Sbom;
  tickets: TicketChanges;
}

export interface Component {
  position: number;
  name: string;
  version: string | null;
  ecosystem: string | null;
  package: string | null;
  purl: string | null;
  scope: string | null;
  license: string | null;
  is_direct: boolean | null;
  /** False for an operating system, a lock file: nothing to match. */
  is_package: boolean;
  answer: Answer;
  reason: string | null;
  finding_count: number;
  eol: { state: "supported" | "extended" | "ended"; label: string; support_ends_at: string | null } | null;
  /** A shortest way from the subject, itself last; null when none is known. */
  via?: Step[] | null;
}

export interface Kev {
  added_at: string | null;
  due_at: string | null;
  ransomware: boolean | string | null;
}

export interface Epss {
  probability: number;
  percentile: number | null;
  date: string | null;
}

export interface Finding {
  component: { name: string; version: string | null; ecosystem: string; package: string; purl: string | null };
  id: string;
  aliases: string[];
  severity: string | null;
  score: number | null;
  cvss_vector: string | null;
  summary: string | null;
  url: string | null;
  fixed: string[];
  answer: Answer;
  reason: string | null;
  kev: Kev | null;
  epss: Epss | null;
  ticket_id: string | null;
  via?: Step[] | null;
}

export interface Ticket {
  id: string;
  team_id: string;
  team_name: string;
  service_id: string;
  service_name: string;
  part_id: string;
  part_name: string;
  ecosystem: string;
  package: string;
  vulnerability_id: string;
  aliases: string[];
  summary: string | null;
  /** The package itself is the attack. */
  malicious: boolean;
  severity: string;
  score: number | null;
  kev: Kev | null;
  epss: Epss | null;
  state: State;
  cause: string | null;
  priority: Priority;
  versions: string[];
  fixed: string[];
  is_marked: boolean;
  mark_reason: string | null;
  due_at: string | null;
  assignee: Person | null;
  created_at: string;
  updated_at: string;
  closed_at: string | null;
}

export interface DecisionInput {
  value: string;
  source: string | null;
  is_assumed: boolean;
  from?: { safety_impact: string | null; mission_impact: string | null };
}

export interface Decision {
  table: string;
  exploitation: DecisionInput;
  exposure: DecisionInput;
  automatable: DecisionInput;
  human_impact: DecisionInput;
  outcome: Priority;
}

export interface Occurrence {
  version: string | null;
  purl: string | null;
  answer: Answer;
  reason: string | null;
  fixed: string[];
  via: Step[] | null;
}

export interface AdvisoryRecord {
  /** The flaws that it mends, of a vendor's advisory. */
  mends?: string[];
  id: string;
  source: string | null;
  summary: string | null;
  url: string | null;
  severity: string | null;
  cvss_vector: string | null;
  modified_at: string | null;
  withdrawn_at?: string | null;
}

/** What one source says of a flaw. */
export interface SourceWord {
  record: string;
  source: string;
  by: string;
  url: string | null;
  modified_at: string | null;
  is_withdrawn: boolean;
  severity: string;
  score: number | null;
  cvss_vector: string | null;
  answer: Answer | null;
  ranges: string | null;
  fixed: string | null;
}

export interface TicketEvent {
  seq: number;
  at: string;
  actor: Person | null;
  kind: string;
  text: string | null;
  detail: EventDetail | null;
}

/** What an event rests on; which members there are depends on its kind. */
export interface EventDetail {
  from?: string;
  to?: string;
  due_at?: string;
  action?: ActionKind;
  sbom_id?: string;
  explanation?: TicketExplanation;
  versions_before?: string[];
  versions?: string[];
}

export type VexStatus = "not_affected" | "affected" | "fixed" | "under_investigation";

/** The words that people choose from; a document may have others. */
export const JUSTIFICATIONS = [
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_not_in_execute_path",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "inline_mitigations_already_exist",
] as const;

export interface VexDocument {
  id: string;
  scope: "part" | "service" | "team" | "organisation";
  part_name: string | null;
  file_name: string;
  format: string;
  spec_version: string | null;
  author: string | null;
  said_at: string | null;
  statement_count: number;
  odd_count: number;
  oddities: string[];
  is_replaced: boolean;
}

export interface VexProduct {
  id: string | null;
  name: string | null;
  purl: string | null;
  component?: VexProduct | null;
}

/** A statement of a document that bears on a ticket. */
export interface VexSaid {
  document: string;
  vex_id?: string;
  author: string | null;
  place: string;
  status: VexStatus;
  justification: string | null;
  impact: string | null;
  action: string | null;
  said_at: string | null;
  counts: boolean;
  product: VexProduct;
}

export interface TicketDetail extends Ticket {
  /** Who said that it is not affected, while it is closed for that. */
  closed_by: {
    status: VexStatus;
    justification: string | null;
    impact: string | null;
    account_name: string | null;
    document: string | null;
  } | null;
  vex: { is_silenced: boolean; is_contradicted: boolean; statements: VexSaid[] } | null;
  decision: Decision;
  occurrences: Occurrence[];
  sbom_id: string | null;
  records: AdvisoryRecord[];
  sources: SourceWord[];
  disagreements: string[];
  what_to_do: string[];
  events: TicketEvent[];
}

export interface Action {
  id: string;
  team_id: string;
  ticket_id: string | null;
  service_name: string | null;
  account: Person;
  recorded_by: Person;
  kind: ActionKind;
  text: string;
  advisory_id: string | null;
  executed_at: string;
  created_at: string;
}

export interface AdvisorySource {
  name: string;
  path: string | null;
  record_count: number;
  unusable_count: number;
  refused_count: number;
  withdrawn_count: number;
  notice_count: number;
  malicious_count: number;
  imported_at: string;
  newest_at: string | null;
}

export interface CoveredEcosystem {
  ecosystem: string;
  sources: { name: string; record_count: number }[];
}

/** Together all components. */
export type CoverageAnswers = Record<Answer | "owned" | "not_matched" | "no_package", number>;

export const COVERAGE_ANSWERS = [...ANSWERS, "owned", "not_matched", "no_package"] as const;

export interface RunEcosystem {
  ecosystem: string | null;
  component_count: number;
  owned_count: number;
  sbom_count: number;
  service_count: number;
  answers: CoverageAnswers;
  causes: { answer: "undecidable" | "not_covered"; cause: string; component_count: number; service_count: number }[];
  undecidable_version_count: number;
  undecidable_service_count: number;
  is_covered: boolean;
  reason: string | null;
  /** What `kenzen advisory pull` takes to cover it. */
  to_pull: string | null;
  sources: { name: string; record_count: number }[];
}

export interface Coverage {
  digest: string | null;
  sbom_count: number;
  matched_sbom_count: number;
  component_count: number;
  answers: CoverageAnswers;
  items: RunEcosystem[];
  unused: CoveredEcosystem[];
}

export interface AdvisoryStatus {
  digest: string;
  created_at: string;
  sources: AdvisorySource[];
  covered: { ecosystem: string; record_count: number }[];
}

export interface WhereCounts {
  services: number;
  parts: number;
}

export interface WhereTicket {
  id: string;
  vulnerability_id: string;
  state: State;
  cause: string | null;
  priority: Priority;
}

export interface WhereVersion {
  id: string;
  ecosystem: string | null;
  package: string;
  version: string | null;
  source_package: string | null;
  source_version: string | null;
  arch: string | null;
  module: string | null;
  owner_package: string | null;
  answer: Answer;
  reason: string | null;
  finding_count: number;
  findings: { id: string; severity: string; answer: Answer; reason: string; fixed: string[] }[];
  service_count: number;
  part_count: number;
  sbom_count: number;
}

/** A version in an SBOM. */
export interface WhereItem {
  package_version_id: string;
  owner_package: string | null;
  team_id: string;
  team_name: string;
  service_id: string;
  service_name: string;
  part_id: string;
  part_name: string;
  sbom: { id: string; number: number; created_at: string; is_current: boolean };
  purl: string | null;
  scope: string | null;
  is_direct: boolean;
  component_count: number;
  tickets: WhereTicket[];
  open_ticket_count: number;
  done_ticket_count: number;
}

export type WhereRemoved = WhereTicket & {
  package: string;
  service_id: string;
  service_name: string;
  part_name: string;
  closed_at: string | null;
};

/** Only the first page has what is beside the items. */
export interface Where extends Page<WhereItem> {
  kind: "purl" | "package" | "id";
  name: string;
  is_known: boolean;
  flaws: string[];
  counts: Record<Answer | "all", WhereCounts>;
  is_cut: boolean;
  versions: WhereVersion[];
  removed: WhereRemoved[];
  suggestions: { ecosystem: string | null; package: string }[];
}

export interface ApiToken {
  id: string;
  name: string;
  created_at: string;
  expires_at: string | null;
  used_at: string | null;
  /** The secret, told once: when the token is made. */
  token?: string;
}
