// SPDX-License-Identifier: Apache-2.0
// Keys that work everywhere, and those that a page adds while it is shown.
import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { go } from "./router";

export const isHelpOpen = signal(false);

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const GO_TO: Record<string, string> = {
  t: "/tickets",
  s: "/services",
  a: "/actions",
  v: "/advisories",
  w: "/where",
  b: "/badges",
  d: "/diary",
  i: "/inbox",
  p: "/profile",
};
const GO_WAIT_MS = 1200;

let layers: Keys[] = [];
let wentAt = 0;

/** Keys of the page that is shown; they are taken away with it. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const layer: Keys = new Proxy({}, { get: (_, name: string) => latest.current[name] });
    layers = [...layers, layer];
    return () => {
      layers = layers.filter((one) => one !== layer);
    };
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
}

/** "g" and then a letter goes to a page, as in many programs. */
function goes(event: KeyboardEvent): boolean {
  const isSecond = Date.now() - wentAt < GO_WAIT_MS;
  wentAt = event.key === "g" && !isSecond ? Date.now() : 0;
  const href = isSecond ? GO_TO[event.key] : undefined;
  if (href) go(href);
  return href !== undefined;
}

function search(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && (event.target as HTMLElement).matches?.("[data-search]")) {
    (event.target as HTMLElement).blur();
    return;
  }
  if (isTyping(event.target) || goes(event)) return;
  if (event.key === "?") isHelpOpen.value = true;
  else if (event.key === "/") search(event);
  else for (const layer of layers) layer[event.key]?.(event);
}

export function startKeys(): void {
  document.addEventListener("keydown", onKeyDown);
}
