// SPDX-License-Identifier: Apache-2.0
// A rule for badges in words: what counts, how often it must have happened, and what does not count.
import type { BadgeCondition, BadgeRule } from "../api_badge";
import { language, t, word, type WordKey } from "../i18n";
import { words } from "../words";

function listOf(texts: string[]): string {
  return new Intl.ListFormat(language.value, { type: "disjunction" }).format(texts);
}

/** What counts: "an action of the kind elimination". */
function subject(condition: BadgeCondition): string {
  if (condition.on === "action")
    return condition.kinds?.length
      ? t("badge_rule_on_action_kinds", { kinds: listOf(condition.kinds.map((kind) => word("action", kind))) })
      : t("badge_rule_on_action");
  if (condition.on === "completion")
    return condition.within_minutes
      ? t("badge_rule_on_completion_within", { n: condition.within_minutes })
      : t("badge_rule_on_completion");
  return word("badge_rule_on", condition.on);
}

/** One line for each part of the condition, in the order in which one would tell it. */
export function conditionLines(condition: BadgeCondition): string[] {
  const lines = [subject(condition)];
  if (condition.certifiers?.length)
    lines.push(t("badge_rule_by", { who: listOf(condition.certifiers.map((one) => word("certifier", one))) }));
  if (condition.priorities?.length)
    lines.push(t("badge_rule_of", { priorities: listOf(condition.priorities.map((one) => word("priority", one))) }));
  if (condition.is_kev) lines.push(t("badge_rule_is_kev"));
  if (condition.is_before_due) lines.push(t("badge_rule_is_before_due"));
  if (condition.with_grounds) lines.push(t("badge_rule_with_grounds"));
  if (condition.is_confirmed) lines.push(t("badge_rule_is_confirmed"));
  if (condition.least) lines.push(t("badge_rule_least", { n: condition.least }));
  if (condition.counts?.length)
    lines.push(t("badge_rule_counts", { counts: condition.counts.map((count) => count.toLocaleString()).join(", ") }));
  if (condition.per_day) lines.push(t("badge_rule_per_day", { n: condition.per_day }));
  if (condition.recipient === "team") lines.push(t("badge_rule_to_team"));
  return lines;
}

/** The rules that are built in are called by their series, and have words while nobody gave them another name. */
export function ruleName({ name, series }: Pick<BadgeRule, "name" | "series">): string {
  const key = `badge_rule_named_${series.replaceAll("-", "_")}`;
  return key in words && words[key as WordKey][0] === name ? t(key as WordKey) : name;
}
