// SPDX-License-Identifier: Apache-2.0
// The health of the operation, as docs/api.yaml describes it.
import type { Schemas } from "./schemas";

export type Trend = Schemas["Trend"];
export type TrendPoint = Schemas["TrendPoint"];
export type TrendTime = Schemas["TrendTime"];
export type Grade = Schemas["Grade"];
export type GradePart = Schemas["GradePart"];
export type GradeStep = Schemas["GradeStep"];
export type Streak = Schemas["Streak"];
export type Streaks = Schemas["Streaks"];
export type Load = Schemas["Load"];
export type Goal = Schemas["Goal"];
export type GoalKind = Schemas["GoalKind"];

export type Feedback = Schemas["Feedback"];
export type FeedbackSum = Schemas["FeedbackSum"];
export type FeedbackWeek = Schemas["FeedbackWeek"];

export type HealthAdvice = Schemas["HealthAdvice"];
export type Standing = Schemas["Standing"];
export type PolicyException = Schemas["PolicyException"];
export type Report = Schemas["Report"];

export type Period = Trend["unit"];
export const PERIODS: readonly Period[] = ["day", "week", "month", "quarter"];
/** How many of them a page shows. */
export const PERIOD_COUNTS: Record<Period, number> = { day: 14, week: 13, month: 12, quarter: 8 };

export const GOAL_KINDS: readonly GoalKind[] = [
  "kev_days",
  "acknowledged",
  "in_time",
  "backlog",
  "overdue",
  "covered",
];
