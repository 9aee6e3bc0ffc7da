// SPDX-License-Identifier: Apache-2.0
// How priorities are decided (docs/decide.md tells the rules).
import type { Schemas } from "./schemas";

export type DecisionModel = Schemas["DecisionModel"];
export type WellBeing = NonNullable<Schemas["WellBeing"]>;
export type DecisionInput = Schemas["DecisionInput"];
export type Decision = Schemas["TicketDecision"];
