// SPDX-License-Identifier: Apache-2.0
// Tells above a list how many of its rows others changed; they are shown when the reader asks, and not before.
import { useEffect, useRef, useState } from "preact/hooks";
import { t, type WordKey } from "../i18n";
import type { List } from "../list";
import { type Hint, useHint } from "../live";
import { place } from "../router";
import { NewsBar } from "./news";

const AGAIN_MS = 1000;

interface ListNewsProps<T> {
  list: List<T>;
  idOf: (item: T) => string;
  concerns: (hint: Hint) => boolean;
  text: WordKey;
  /** Whether nobody is disturbed when the list is shown anew at once. An empty one disturbs nobody. */
  isFree?: () => boolean;
}

export function ListNews<T>({ list, idOf, concerns, text, isFree }: ListNewsProps<T>) {
  const [count, setCount] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const first = list.first.value;
  const look = async () => {
    clearTimeout(timer.current);
    const asked = list.first.peek();
    const found = await list.countChanged(idOf);
    // It was being loaded, and perhaps read before the change.
    if (found === null || list.first.peek() !== asked) {
      timer.current = setTimeout(() => void look(), AGAIN_MS);
      return;
    }
    if (found > 0 && (list.items.peek().length === 0 || isFree?.())) void list.reload();
    else setCount(found);
  };
  useHint(concerns, () => void look());
  // What is shown anew has no news.
  useEffect(() => setCount(0), [first]);
  useEffect(() => {
    if (place.peek().isReturn && first && !list.isStale) void look();
    return () => clearTimeout(timer.current);
  }, [list]);
  return <NewsBar news={count ? { text: t(text, { n: count }), onShow: () => void list.reload() } : null} />;
}
