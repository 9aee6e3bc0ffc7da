// SPDX-License-Identifier: Apache-2.0
// What was opened in this tab, newest first, to be named as the ground of an act. It goes with the tab; nothing is sent by itself.
import type { ActionGround } from "./api";

const KEY = "kenzen.read";
const MOST = 30;

export function readLog(): ActionGround[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? (kept as ActionGround[]) : [];
  } catch {
    return [];
  }
}

export function noteRead(kind: string, id: string): void {
  const rest = readLog().filter((one) => one.kind !== kind || one.id !== id);
  const all = [{ kind, id, read_at: new Date().toISOString() }, ...rest].slice(0, MOST);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A tab that may keep nothing offers nothing to choose from.
  }
}
