// SPDX-License-Identifier: Apache-2.0
// The address bar holds the state: the page by its path, filters by its query, so that every view can be shared.
import { signal } from "@preact/signals";

export interface Place {
  path: string;
  query: URLSearchParams;
  /** True when a person came here by the browser's back or forward button. */
  isReturn: boolean;
}

function read(isReturn: boolean): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search), isReturn };
}

export const place = signal<Place>(read(false));

/** Goes to a page. The scroll position of the one that is left waits in its history entry. */
export function go(href: string, options: { replace?: boolean } = {}): void {
  if (options.replace) {
    history.replaceState(history.state, "", href);
    place.value = read(false);
    return;
  }
  history.replaceState({ scroll: window.scrollY }, "");
  history.pushState(null, "", href);
  place.value = read(false);
  window.scrollTo(0, 0);
  document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
}

/** Changes values of the query; an empty one is taken away. */
export function setQuery(changes: Record<string, string | null>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString().replaceAll("%2C", ",");
  go(location.pathname + (text ? `?${text}` : ""), { replace: true });
}

function isOurs(anchor: HTMLAnchorElement): boolean {
  return (
    anchor.origin === location.origin &&
    !anchor.target &&
    !anchor.hasAttribute("download") &&
    !anchor.pathname.startsWith("/api/")
  );
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = (event.target as Element).closest?.("a");
  if (!anchor?.href || !isOurs(anchor) || anchor.hash) return;
  event.preventDefault();
  go(anchor.pathname + anchor.search);
}

function onPopState(event: PopStateEvent): void {
  place.value = read(true);
  const scroll = (event.state as { scroll?: number } | null)?.scroll ?? 0;
  // Cached lists are drawn in the next frame; before it the page is too short to scroll.
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo(0, scroll)));
}

export function startRouter(): void {
  history.scrollRestoration = "manual";
  document.addEventListener("click", onClick);
  window.addEventListener("popstate", onPopState);
}
