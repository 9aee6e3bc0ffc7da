// SPDX-License-Identifier: Apache-2.0
// One step of an explanation in the reader's language; a kind that there are no words for as the server says it.
import type { ComponentChild } from "preact";
import type { Step } from "../api_explain";
import { t, word, type WordKey } from "../i18n";
import { words } from "../words";

/** Values that the server says in English. */
const PROSE = new Set(["reason", "vector", "aliases"]);
/** Values that are words of ours. */
const LISTS: Record<string, string> = { severity: "severity", exploitation: "exploitation", automatable: "automatable" };
const ALL = "name version place count asked purl reason package ecosystem distro source imported newest scheme id named owner " +
  "since until sign records aliases record severity score vector added due probability date exploitation automatable ids";

const BLANK = Object.fromEntries(ALL.split(" ").map((key) => [key, ""]));
const FENCE = "\u0001";

export function StepText({ step }: { step: Step }) {
  const key = `step_${step.kind}`;
  if (!(key in words)) return <span lang="en">{step.text}</span>;
  const values = { ...BLANK };
  for (const [name, value] of Object.entries(step.detail))
    values[name] = PROSE.has(name) ? `${FENCE}${value}${FENCE}` : LISTS[name] ? word(LISTS[name], value) : value;
  const parts = t(key as WordKey, values)
    .replace(/ {2,}/g, " ")
    .split(FENCE);
  const shown: ComponentChild[] = parts.map((part, i) =>
    i % 2 ? (
      <span key={i} lang="en">
        {part}
      </span>
    ) : (
      part
    ),
  );
  return <span>{shown}</span>;
}
