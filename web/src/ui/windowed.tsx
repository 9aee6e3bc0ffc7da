// SPDX-License-Identifier: Apache-2.0
// A long list of equally high rows, of which only those near the screen are in the document; asks for more near its end.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Page } from "../api";
import { t } from "../i18n";
import type { List } from "../list";
import { ProblemBox } from "./basics";

const MARGIN_ROWS = 10;
const ROWS_BEFORE_MORE = 40;

interface Range {
  from: number;
  to: number;
}

/** The rows that the screen shows, by the height that the style sheet gives them (--row). */
function visibleRange(element: HTMLElement, count: number): Range {
  const height = parseFloat(getComputedStyle(element).getPropertyValue("--row")) || 64;
  const above = -element.getBoundingClientRect().top;
  const from = Math.floor(above / height) - MARGIN_ROWS;
  const to = Math.ceil((above + window.innerHeight) / height) + MARGIN_ROWS;
  return { from: Math.max(0, Math.min(from, count)), to: Math.max(0, Math.min(to, count)) };
}

function useVisibleRange(count: number) {
  const element = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<Range>({ from: 0, to: Math.min(count, 30) });
  useLayoutEffect(() => {
    const measure = () => {
      if (!element.current) return;
      const next = visibleRange(element.current, count);
      setRange((last) => (last.from === next.from && last.to === next.to ? last : next));
    };
    measure();
    window.addEventListener("scroll", measure, { passive: true });
    window.addEventListener("resize", measure);
    return () => {
      window.removeEventListener("scroll", measure);
      window.removeEventListener("resize", measure);
    };
  }, [count]);
  return { element, range };
}

interface WindowedProps<T, First extends Page<T>> {
  list: List<T, First>;
  label: string;
  class?: string;
  /** How many there are in all, when the server said. */
  total?: number;
  keyOf: (item: T) => string;
  row: (item: T, index: number) => ComponentChildren;
}

export function Windowed<T, First extends Page<T>>(props: WindowedProps<T, First>) {
  const { list } = props;
  const items = list.items.value;
  const { element, range } = useVisibleRange(items.length);
  useEffect(() => {
    if (list.hasMore && !list.problem.value && range.to > items.length - ROWS_BEFORE_MORE) void list.more();
  }, [list, range.to, items.length, list.isLoading.value]);
  const to = Math.min(range.to, items.length);
  const from = Math.min(range.from, to);
  return (
    <>
      <div
        ref={element}
        class={`windowed ${props.class ?? ""}`}
        role="list"
        aria-label={props.label}
        style={{ "--from": from, "--rows": items.length }}
      >
        {items.slice(from, to).map((item, i) => (
          <div
            key={props.keyOf(item)}
            role="listitem"
            class="windowed-row"
            aria-posinset={from + i + 1}
            aria-setsize={props.total ?? (list.hasMore ? -1 : items.length)}
          >
            {props.row(item, from + i)}
          </div>
        ))}
      </div>
      <ProblemBox problem={list.problem.value} retry={() => void (items.length ? list.more() : list.reload())} />
      {list.isLoading.value && items.length > 0 && (
        <p class="loading-more" role="status">
          {t("loading")}
        </p>
      )}
    </>
  );
}
