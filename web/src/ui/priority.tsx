// SPDX-License-Identifier: Apache-2.0
// The four priorities. Each has a shape of its own, so that they are told apart without colour.
import type { Counts, Priority } from "../api";
import { PRIORITIES } from "../api";
import { number } from "../format";
import { t, word } from "../i18n";

const SHAPES: Record<Priority, string> = {
  immediate: "M8 .8 15.2 8 8 15.2 .8 8zM8 4.600v4M8 11v.2",
  "out-of-cycle": "M8 1.8 15 14H1z",
  scheduled: "M2 2h12v12H2z",
  defer: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z",
};

export function PriorityShape({ priority }: { priority: Priority }) {
  return (
    <svg class={`shape shape-${priority}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[priority]} />
    </svg>
  );
}

export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span class={`priority priority-${priority}`}>
      <PriorityShape priority={priority} />
      {word("priority", priority)}
    </span>
  );
}

export function countOf(counts: Counts, priority: Priority): number {
  return counts[priority.replace(/-/g, "_") as keyof Counts] ?? 0;
}

export function sumOf(counts: Counts): number {
  return PRIORITIES.reduce((sum, priority) => sum + countOf(counts, priority), 0);
}

/** Open tickets as a bar whose parts are as long as their share, with the numbers beside it. */
export function PriorityBar({ counts }: { counts: Counts }) {
  const total = sumOf(counts);
  if (!total) return <span class="muted">{t("no_open_tickets")}</span>;
  return (
    <span class="priority-bar">
      <span class="bar" aria-hidden="true">
        {PRIORITIES.map((priority) => {
          const count = countOf(counts, priority);
          return count > 0 && <span key={priority} class={`fill fill-${priority}`} style={{ flexGrow: count }} />;
        })}
      </span>
      <span class="bar-numbers">
        {PRIORITIES.map((priority) => (
          <span key={priority} class={countOf(counts, priority) ? "" : "zero"} title={word("priority", priority)}>
            <PriorityShape priority={priority} />
            <span class="sr-only">{word("priority", priority)}: </span>
            {number(countOf(counts, priority))}
          </span>
        ))}
      </span>
    </span>
  );
}
