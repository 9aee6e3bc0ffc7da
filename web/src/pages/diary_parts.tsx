// SPDX-License-Identifier: Apache-2.0
// What the pages of the diary share: its views, the four kinds of bites with their marks, days as people say them.
import type { Page, Team } from "../api";
import { useResource } from "../hooks";
import { t, type WordKey, locale } from "../i18n";
import type { Schemas } from "../schemas";
import { me } from "../session";

export type Diary = Schemas["Diary"];
export type DiaryKind = Schemas["DiaryKind"];

export const KINDS: readonly DiaryKind[] = ["read", "sighted", "decided", "acted"];

/** A shape of its own for each kind, so that none depends on colour: circle, triangle, diamond, square. */
const SHAPES: Record<DiaryKind, string> = {
  read: "M0-6a6 6 0 1 0 .01 0z",
  sighted: "M0-6.500 6.500 5.500H-6.500z",
  decided: "M0-7 7 0 0 7-7 0z",
  acted: "M-5.500-5.500h11v11h-11z",
};

export function Shape({ kind, x = 0, y = 0, size = 1 }: { kind: DiaryKind; x?: number; y?: number; size?: number }) {
  return (
    <path class={`bite-mark bite-${kind}`} d={SHAPES[kind]} transform={`translate(${x} ${y}) scale(${size})`} />
  );
}

/** The mark beside its word. */
export function KindMark({ kind }: { kind: DiaryKind }) {
  return (
    <svg class="kind-mark" viewBox="-8 -8 16 16" aria-hidden="true">
      <Shape kind={kind} />
    </svg>
  );
}

/** "2026-11-29" as people say it; such a date is no instant, so no zone may move it. */
export function dayName(day: string, style: Intl.DateTimeFormatOptions = { dateStyle: "full" }): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(locale(), { ...style, timeZone: "UTC" });
}

/** The clock in the diary's zone. */
export function clockIn(zone: string, time: string): string {
  return new Date(time).toLocaleTimeString(locale(), { timeStyle: "short", timeZone: zone });
}

export function hourIn(zone: string, time: string): number {
  const hour = new Date(time).toLocaleTimeString("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: zone });
  return Number.parseInt(hour, 10);
}

/** One's own teams; whoever has none sees those that their role in the organisation shows. */
export function useTeams(): { id: string; name: string }[] {
  const own = me.value?.teams ?? [];
  const all = useResource<Page<Team>>(own.length ? null : "/teams?limit=200").data?.items;
  return own.length ? own : (all ?? []);
}

export function DiaryViews({ current, week }: { current: "day" | "week" | "team" | "sightings"; week?: string }) {
  const team = useTeams()[0];
  const views: [string, string, WordKey][] = [
    ["day", "/diary", "diary_day"],
    ["week", week ? `/diary?period=${week}` : "/diary?period=week", "diary_week"],
  ];
  if (team) views.push(["team", `/teams/${team.id}/diary`, "diary_team"]);
  views.push(["sightings", "/sightings", "sightings"]);
  return (
    <nav class="tabs" aria-label={t("diary_views")}>
      {views.map(([name, href, text]) => (
        <a key={name} href={href} aria-current={name === current ? "page" : undefined}>
          {t(text)}
        </a>
      ))}
    </nav>
  );
}
