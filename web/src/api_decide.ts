// SPDX-License-Identifier: Apache-2.0
// How priorities are decided (docs/decide.md tells the rules).
import type { Schemas } from "./schemas";

export type DecisionModel = Schemas["DecisionModel"];
export type WellBeing = NonNullable<Schemas["WellBeing"]>;
export type DecisionInput = Schemas["DecisionInput"];
export type Decision = Schemas["TicketDecision"];
export type DecisionPolicy = Schemas["DecisionPolicy"];
export type DecisionPolicyChange = Schemas["DecisionPolicyChange"];
export type DecisionTable = Schemas["DecisionTable"];
export type DecisionOverride = Schemas["DecisionOverride"];
export type WhatIf = Schemas["WhatIf"];
/** What one ticket would be. */
export interface TicketWhatIf {
  decision: Decision;
  due_at: string | null;
  due_source: Schemas["DueSource"] | null;
}

export const MODELS: readonly DecisionModel[] = ["deployer", "cisa", "bod-26-04"];
