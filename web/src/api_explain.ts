// SPDX-License-Identifier: Apache-2.0
// Explanations, as docs/api.yaml describes them.
import type { Answer } from "./api";

export interface Step {
  kind: string;
  /** English, for a kind that the pages have no words for. */
  text: string;
  detail: Record<string, string>;
}

export interface Mark {
  event: "introduced" | "fixed" | "last_affected" | "limit" | "installed";
  version: string;
  /** Whether what follows it is in the range; of the installed version itself. */
  is_affected: boolean;
}

export interface ExplainedRange {
  text: string;
  answer: Answer;
  comparison: Step;
  line: Mark[];
}

export interface ExplainedEntry {
  ecosystem: string;
  package: string;
  ranges: ExplainedRange[];
  steps: Step[];
}

export interface ExplainedRecord {
  id: string;
  source: string;
  kind: string;
  link: string | null;
  summary: string | null;
  url: string | null;
  modified_at: string | null;
  withdrawn_at: string | null;
  is_counted: boolean;
  /** Null when it names other packages. */
  verdict: { package: string; version: string | null; answer: Answer; reason: string | null } | null;
  entries: ExplainedEntry[];
  other_packages: string[];
  has_more_packages: boolean;
}

export interface Explanation {
  id: string | null;
  answer: Answer;
  conclusion: Step;
  component: { name: string; version: string | null; purl: string | null; ecosystem: string | null; package: string | null };
  steps: (Step & { record: ExplainedRecord | null })[];
  record_count: number;
}

export interface TicketExplanation {
  vulnerability_id: string;
  is_of_other_generation: boolean;
  is_present: boolean;
  component_count: number;
  explanations: Explanation[];
}
