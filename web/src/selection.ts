// SPDX-License-Identifier: Apache-2.0
// The tickets that are ticked in the list: some of them by id, or all that the filter lets through.
import { computed, signal } from "@preact/signals";

export const ticked = signal<ReadonlySet<string>>(new Set());
/** True: all that match, however many of them were loaded. */
export const isAllTicked = signal(false);
let anchor = -1;

export const tickedCount = computed(() => ticked.value.size);

export function clearTicks(): void {
  ticked.value = new Set();
  isAllTicked.value = false;
  anchor = -1;
}

/** Ticks a row or takes its tick away; with isRange, all from the last one on are made alike. */
export function toggleTick(ids: readonly string[], index: number, isRange = false): void {
  const id = ids[index];
  if (id === undefined) return;
  const next = new Set(ticked.peek());
  const isOn = !next.has(id);
  const from = isRange && anchor >= 0 ? Math.min(anchor, index) : index;
  const to = isRange && anchor >= 0 ? Math.max(anchor, index) : index;
  for (const one of ids.slice(from, to + 1)) {
    if (isOn) next.add(one);
    else next.delete(one);
  }
  anchor = index;
  isAllTicked.value = false;
  ticked.value = next;
}

export function tickThese(ids: readonly string[]): void {
  ticked.value = new Set(ids);
  isAllTicked.value = false;
}
