// SPDX-License-Identifier: Apache-2.0
// A list that the server gives page by page, kept while the program runs, so that going back to it shows it at once.
import { batch, signal } from "@preact/signals";
import type { Page } from "./api";
import { changeCount, get, Problem, withQuery } from "./http";

const PAGE = 100;
const KEPT = 12;

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

  /** Loads the list anew, as many pages as were there, and shows them all at once. */
  reload(): Promise<void> {
    return this.guarded(async () => {
      const wanted = this.items.peek().length;
      const loadedAt = changeCount.peek();
      const first = await this.page(null);
      const items = [...first.items];
      let next = first.next_cursor;
      while (next !== null && items.length < wanted) {
        const page = await this.page(next);
        items.push(...page.items);
        next = page.next_cursor;
      }
      batch(() => {
        this.first.value = first;
        this.items.value = items;
        this.next = next;
        this.loadedAt = loadedAt;
      });
    });
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
