// SPDX-License-Identifier: Apache-2.0
// What one reads of flaws, told to the server, which keeps it for the one who reads and for nobody else: it can be named as the
// ground of an act, and stands in the diary.
import { useEffect } from "preact/hooks";

/** Shorter visits are told as such; longer ones in steps, so that nobody is measured by the second. */
const STEP_S = 10;
const LONGEST_S = 3600;

/** Not as a change: no list must be loaded anew because somebody reads. What cannot be told is not. */
function note(advisory: string, seconds: number, isMore: boolean): void {
  const body = JSON.stringify({ advisory_id: advisory, seconds, is_more: isMore });
  const headers = { "Content-Type": "application/json" };
  fetch("/api/v1/readings", { method: "POST", headers, body, keepalive: true }).catch(() => {});
}

/** Notes that the page of a flaw is read, and how long it is in front. null: nothing is shown yet. */
export function useReading(advisory: string | null | undefined): void {
  useEffect(() => {
    if (!advisory) return;
    let since = document.hidden ? 0 : Date.now();
    note(advisory, 0, false);
    const leave = () => {
      const seconds = since ? Math.min((Date.now() - since) / 1000, LONGEST_S) : 0;
      const told = Math.floor(seconds / STEP_S) * STEP_S;
      if (told > 0) note(advisory, told, true);
      since = 0;
    };
    const onVisibility = () => {
      if (document.hidden) leave();
      else since = Date.now();
    };
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", leave);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [advisory]);
}
