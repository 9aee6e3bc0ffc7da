// SPDX-License-Identifier: Apache-2.0
// How much is unread, for the mark that every page shows: asked again after each change, when the server tells of one, and
// without its telling every minute while somebody looks.
import { effect, signal } from "@preact/signals";
import type { Schemas } from "./schemas";
import { changeCount, get } from "./http";
import { isLive, listen } from "./live";
import { me } from "./session";

const PAUSE_MS = 60_000;

export const unread = signal(0);

async function ask(): Promise<void> {
  if (!me.peek() || document.hidden) return;
  try {
    unread.value = (await get<Schemas["NoticeCount"]>("/notices/count")).unread;
  } catch {
    // The next round asks again; that the server is away is shown by whatever else needs it.
  }
}

export function startInbox(): void {
  effect(() => {
    // Signing in, and whatever this page changes.
    if (me.value && changeCount.value >= 0) void ask();
  });
  listen(({ kind }) => (kind === "inbox" || kind === "all") && void ask());
  setInterval(() => !isLive.peek() && void ask(), PAUSE_MS);
  document.addEventListener("visibilitychange", () => void ask());
}
