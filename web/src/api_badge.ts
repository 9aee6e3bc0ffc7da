// SPDX-License-Identifier: Apache-2.0
// Badges, as docs/api.yaml describes them.
import type { Schemas } from "./schemas";

export type Badge = Schemas["Badge"];
export type BadgeClass = Schemas["BadgeClass"];
export type PublicBadge = Schemas["PublicBadge"];
export type BadgeRule = Schemas["BadgeRule"];
export type BadgeCondition = Schemas["BadgeCondition"];
export type BadgePreview = Schemas["BadgePreview"];
