// SPDX-License-Identifier: Apache-2.0
// Badges, as docs/api.yaml describes them.
import type { ActionKind } from "./api";
import type { Schemas } from "./schemas";

export type Badge = Schemas["Badge"];
export type BadgeClass = Schemas["BadgeClass"];
export type PublicBadge = Schemas["PublicBadge"];
export interface BadgeCondition { on: "action"|"completion"|"advice"|"quarter"; kinds?: ActionKind[]; certifiers?: string[]; priorities?: string[]; is_confirmed?: boolean; with_grounds?: boolean; is_kev?: boolean; is_before_due?: boolean; within_minutes?: number; counts?: number[]; per_day?: number; least?: number; recipient?: "team" }
export interface BadgeRule { id: string; name: string; series: string; condition: BadgeCondition; is_enabled: boolean; issued: number }
export interface BadgePreview { is_whole: boolean; items: { class: BadgeClass; recipient: {name: string}; at: string }[] }
