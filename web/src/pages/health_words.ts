// SPDX-License-Identifier: Apache-2.0
// Durations, and what is to be done, in words.
import type { GradePart, GradeStep } from "../api_health";
import { number } from "../format";
import { locale, t } from "../i18n";

const STEPS: readonly [number, "minute" | "hour" | "day"][] = [
  [1440 * 2, "day"],
  [120, "hour"],
  [0, "minute"],
];
const MINUTES = { minute: 1, hour: 60, day: 1440 };

/** "45 min", "7 hr", "12 days": as exact as people speak of it. */
export function duration(minutes: number): string {
  const unit = STEPS.find(([least]) => minutes >= least)?.[1] ?? "minute";
  const value = minutes / MINUTES[unit];
  return value.toLocaleString(locale(), {
    style: "unit",
    unit,
    unitDisplay: unit === "day" ? "long" : "short",
    maximumFractionDigits: 0,
  });
}

export function days(value: number): string {
  return value.toLocaleString(locale(), {
    style: "unit",
    unit: "day",
    unitDisplay: "long",
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}

export function stepText(step: GradeStep): string {
  return t(`health_step_${step.kind}`, { n: step.count });
}

/** Why a part has its value, or why it has none. */
export function whyText(part: GradePart): string {
  if (!part.has_data) return t(`grade_missing_${part.kind}`);
  if (part.kind === "kev" && part.of === 0) return t("grade_why_kev_none");
  return t(`grade_why_${part.kind}`, { n: part.good, of: number(part.of) });
}
