// SPDX-License-Identifier: Apache-2.0
// When a team's channels are told what, as docs/api.yaml describes it.
import type { Schemas } from "./schemas";

export type AlertPolicy = Schemas["AlertPolicy"];
export type AlertPolicyChange = Schemas["AlertPolicyChange"];
export type AlertPreview = Schemas["AlertPreview"];
export type QuietHours = AlertPolicy["quiet_hours"][number];
export type Weekday = Schemas["Weekday"];

export const WEEKDAYS: readonly Weekday[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];
