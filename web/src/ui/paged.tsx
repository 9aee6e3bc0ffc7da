// SPDX-License-Identifier: Apache-2.0
// A list whose rows are as high as their text, and which asks for more when its end comes near.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import type { List } from "../list";
import { ProblemBox } from "./basics";

interface PagedProps<T> {
  list: List<T>;
  label: string;
  class: string;
  keyOf: (item: T) => string;
  row: (item: T) => ComponentChildren;
}

export function Paged<T>({ list, label, class: name, keyOf, row }: PagedProps<T>) {
  const end = useRef<HTMLDivElement>(null);
  const items = list.items.value;
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting && list.hasMore && !list.problem.peek()) void list.more();
      },
      { rootMargin: "800px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [list, items.length]);
  return (
    <>
      {items.length > 0 && (
        <ul class={`paged ${name}`} aria-label={label}>
          {items.map((item) => (
            <li key={keyOf(item)}>{row(item)}</li>
          ))}
        </ul>
      )}
      <ProblemBox problem={list.problem.value} retry={() => void (items.length ? list.more() : list.reload())} />
      {list.isLoading.value && items.length > 0 && (
        <p class="loading-more" role="status">
          {t("loading")}
        </p>
      )}
      <div ref={end} />
    </>
  );
}
