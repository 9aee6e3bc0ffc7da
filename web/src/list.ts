// SPDX-License-Identifier: Apache-2.0
// A list that the server gives page by page, kept while the program runs, so that going back to it shows it at once.
import { batch, signal } from "@preact/signals";
import type { Page } from "./api";
import { changeCount, get, Problem, withQuery } from "./http";

const PAGE = 100;
const KEPT = 12;
/** Of a list that was read far down, so many rows are compared with what the server has now. */
const COMPARED = 300;

/** How many rows differ. With more to come behind, what a row in between pushes out at the end is not another change. */
function countChanges<T>(shown: T[], now: T[], idOf: (item: T) => string, isMore: boolean): number {
  const before = new Map(shown.map((item) => [idOf(item), JSON.stringify(item)]));
  let changed = 0;
  let added = 0;
  for (const item of now) {
    const old = before.get(idOf(item));
    if (old === undefined) added++;
    else if (old !== JSON.stringify(item)) changed++;
    before.delete(idOf(item));
  }
  return changed + (isMore ? Math.max(added, before.size) : added + before.size);
}

export class List<T, First extends Page<T> = Page<T>> {
  readonly items = signal<T[]>([]);
  readonly first = signal<First | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly isLoading = signal(false);
  private next: string | null = null;
  private loadedAt = -1;

  constructor(private readonly path: string) {}

  get hasMore(): boolean {
    return this.next !== null;
  }

  get isStale(): boolean {
    return this.loadedAt !== changeCount.peek();
  }

  private page(cursor: string | null): Promise<First> {
    const [path = "", query] = this.path.split("?");
    const values = Object.fromEntries(new URLSearchParams(query));
    return get<First>(withQuery(path, { ...values, limit: PAGE, cursor }));
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    if (this.isLoading.peek()) return;
    batch(() => {
      this.isLoading.value = true;
      this.problem.value = null;
    });
    try {
      await work();
    } catch (error) {
      this.problem.value = error instanceof Problem ? error : new Problem(500, "", String(error));
    } finally {
      this.isLoading.value = false;
    }
  }

  /** The first pages, with as many items as are wanted where there are so many. */
  private async fetch(wanted: number): Promise<{ first: First; items: T[]; next: string | null }> {
    const first = await this.page(null);
    const items = [...first.items];
    let next = first.next_cursor;
    while (next !== null && items.length < wanted) {
      const page = await this.page(next);
      items.push(...page.items);
      next = page.next_cursor;
    }
    return { first, items, next };
  }

  /** Loads the list anew, as many pages as were there, and shows them all at once. */
  reload(): Promise<void> {
    return this.guarded(async () => {
      const loadedAt = changeCount.peek();
      const { first, items, next } = await this.fetch(this.items.peek().length);
      batch(() => {
        this.first.value = first;
        this.items.value = items;
        this.next = next;
        this.loadedAt = loadedAt;
      });
    });
  }

  /** How many of the rows that are shown would be others now; null when it cannot be told, as while they are loaded. */
  async countChanged(idOf: (item: T) => string): Promise<number | null> {
    const items = this.items.peek();
    if (this.isLoading.peek() || !this.first.peek()) return null;
    try {
      const now = await this.fetch(Math.min(items.length, COMPARED));
      if (this.items.peek() !== items) return null;
      const isMore = now.next !== null;
      return countChanges(isMore ? items.slice(0, now.items.length) : items, now.items, idOf, isMore);
    } catch {
      return null;
    }
  }

  more(): Promise<void> {
    return this.guarded(async () => {
      if (this.next === null) return;
      const page = await this.page(this.next);
      this.next = page.next_cursor;
      this.items.value = [...this.items.peek(), ...page.items];
    });
  }
}

const lists = new Map<string, List<unknown>>();

/** The list at path; the ones used last are kept. */
export function listAt<T, First extends Page<T> = Page<T>>(path: string): List<T, First> {
  const list = lists.get(path) ?? (new List<T, First>(path) as unknown as List<unknown>);
  lists.delete(path);
  lists.set(path, list);
  const oldest = lists.keys().next().value;
  if (lists.size > KEPT && oldest !== undefined) lists.delete(oldest);
  return list as unknown as List<T, First>;
}

export function forgetLists(): void {
  lists.clear();
}
