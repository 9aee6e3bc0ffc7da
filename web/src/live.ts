// SPDX-License-Identifier: Apache-2.0
// What changes on the server while one looks: its stream of hints (GET /api/v1/events), and what looks again because of one. Nothing
// depends on it: where there is no stream, pages are as fresh as their last look, and what must be followed is asked for from time to time.
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get } from "./http";
import { me } from "./session";

const KINDS = ["tickets", "sboms", "deliveries", "inbox", "advisories"] as const;
export type HintKind = (typeof KINDS)[number];

/** "all": something was missed, and everything is to be looked at anew. No ids: many. */
export interface Hint {
  kind: HintKind | "all";
  teamId: string | null;
  ids: readonly string[];
}

/** A browser has six connections to a server (HTTP/1.1): a tab that nobody sees gives its own back. */
const HIDDEN_MS = 60_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

/** Whether hints come: what is told by them need not be asked for. */
export const isLive = signal(false);

const listeners = new Set<(hint: Hint) => void>();

/** Calls the listener for each hint, until what is returned is called. */
export function listen(listener: (hint: Hint) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(hint: Hint): void {
  for (const listener of [...listeners]) listener(hint);
}

// -- the stream --

let source: EventSource | null = null;
let account: string | null = null;
let hasListened = false;
let failures = 0;
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
/** Tells the browser's other tabs that this one is looked at, so that hidden ones give way at once. */
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("kenzen-live") : null;

function close(): void {
  clearTimeout(retryTimer);
  source?.close();
  source = null;
  isLive.value = false;
}

/** Whether the session has ended, only an answer tells: a stream hides why it was refused. */
function fail(own: EventSource): void {
  if (own !== source) return;
  isLive.value = false;
  failures++;
  // Once the browser may connect again by itself: then the server knows whether anything was missed.
  if (own.readyState !== EventSource.CLOSED && failures < 2) return;
  close();
  get("/me").catch(() => {});
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  retryTimer = setTimeout(open, pause * (0.5 + Math.random()));
}

function read(kind: HintKind, data: string): void {
  try {
    const { team_id, ids } = JSON.parse(data) as { team_id: string | null; ids: string[] };
    tell({ kind, teamId: team_id, ids });
  } catch {
    tell({ kind: "all", teamId: null, ids: [] });
  }
}

function open(): void {
  if (source || !account || document.hidden) return;
  clearTimeout(retryTimer);
  const own = new EventSource("/api/v1/events");
  // A new stream does not know where an earlier one of this page ended.
  let hasGap = hasListened;
  const begin = (isMissed: boolean) => {
    failures = 0;
    hasListened = true;
    isLive.value = true;
    if (isMissed || hasGap) tell({ kind: "all", teamId: null, ids: [] });
    hasGap = false;
  };
  source = own;
  own.addEventListener("hello", () => begin(false));
  own.addEventListener("reload", () => begin(true));
  for (const kind of KINDS) own.addEventListener(kind, (event) => read(kind, (event as MessageEvent<string>).data));
  own.onerror = () => fail(own);
  tabs?.postMessage("seen");
}

function onVisibility(): void {
  clearTimeout(hiddenTimer);
  if (document.hidden) hiddenTimer = setTimeout(close, HIDDEN_MS);
  else if (source) tabs?.postMessage("seen");
  else open();
}

export function startLive(): void {
  effect(() => {
    const next = me.value?.id ?? null;
    if (next === account) return;
    close();
    account = next;
    hasListened = false;
    failures = 0;
    open();
  });
  if (tabs) tabs.onmessage = () => document.hidden && close();
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", open);
  // A page that is left must not be kept waiting for, nor complain that its stream broke.
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
}

// -- those who look --

/** Hints of one cause come together, and what they lead to is asked for once, by not everybody at the same moment. */
function gatherMs(hint: Hint): number {
  return hint.ids.length || hint.kind === "inbox" ? 150 + 350 * Math.random() : 1000 + 2000 * Math.random();
}

/** Looks again when a hint concerns what is shown, or when everything is to be looked at. */
export function useHint(concerns: (hint: Hint) => boolean, look: () => void): void {
  const latest = useRef({ concerns, look });
  latest.current = { concerns, look };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listen((hint) => {
      if (timer !== undefined || !(hint.kind === "all" || latest.current.concerns(hint))) return;
      timer = setTimeout(() => {
        timer = undefined;
        latest.current.look();
      }, gatherMs(hint));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}

/** Whether a hint is of what hangs on id in a team: a part's SBOMs, a channel's log. */
export function isAbout(hint: Hint, kind: HintKind, teamId: string | undefined, id?: string): boolean {
  return hint.kind === kind && hint.teamId === teamId && (!id || !hint.ids.length || hint.ids.includes(id));
}
