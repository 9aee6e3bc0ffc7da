// SPDX-License-Identifier: Apache-2.0
// Explanations, as docs/api.yaml describes them.
import type { Schemas } from "./schemas";

export type Step = Schemas["ExplanationStep"];

export type Mark = ExplainedRange["line"][number];

export type ExplainedRange = Schemas["ExplainedRange"];

export type ExplainedEntry = ExplainedRecord["entries"][number];

export type ExplainedRecord = Schemas["ExplainedRecord"];

export type Explanation = Schemas["Explanation"];

export type TicketExplanation = Schemas["TicketExplanation"];
