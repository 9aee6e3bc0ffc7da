// SPDX-License-Identifier: Apache-2.0
// The diary of a person: a day or a week. The address says which, and whose.
import { useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { go, place } from "../router";
import type { Schemas } from "../schemas";
import { Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { SelectChip } from "../ui/menu";
import { Bites, KindTags } from "./diary_bites";
import { Meals, Timeline } from "./diary_day";
import { type Diary, dayName, DiaryViews, KindMark, KINDS } from "./diary_parts";
import { Week, WeekKey } from "./diary_week";

const hrefFor = (person: string | null) => (period: string | null) => withQuery("/diary", { period, person });

function Walk({ diary, hrefOf }: { diary: Diary; hrefOf: (period: string | null) => string }) {
  const isWeek = diary.days.length > 1;
  const today = isWeek ? hrefOf("week") : hrefOf(null);
  const to = (period: string | null) => period && go(hrefOf(period));
  useKeys({
    ArrowLeft: () => to(diary.previous),
    ArrowRight: () => to(diary.next),
    t: () => go(today),
  });
  return (
    <div class="walk">
      <a class="icon-button" href={hrefOf(diary.previous)} aria-label={t("diary_before")} title={t("diary_before")}>
        <Icon name="back" />
      </a>
      <h2 aria-live="polite">{isWeek ? t("diary_week_of", { week: diary.period }) : dayName(diary.period)}</h2>
      <a class="icon-button" href={hrefOf(diary.next)} aria-label={t("diary_after")} title={t("diary_after")}>
        <Icon name="next" />
      </a>
      <a class="button small" href={today}>
        {t(isWeek ? "diary_this_week" : "diary_today")}
      </a>
      <span class="muted small">{t("diary_zone", { zone: diary.time_zone })}</span>
    </div>
  );
}

function Nothing({ isWeek }: { isWeek: boolean }) {
  return (
    <Empty icon="calendar" title={t(isWeek ? "diary_empty_week" : "diary_empty")}>
      <ul class="empty-kinds">
        {KINDS.map((kind) => (
          <li key={kind}>
            <KindMark kind={kind} /> {t(`diary_empty_${kind}`)}
          </li>
        ))}
      </ul>
    </Empty>
  );
}

function sumsOf(diary: Diary): Schemas["DiarySums"] {
  const sums = { read: 0, sighted: 0, decided: 0, acted: 0 };
  for (const day of diary.days) for (const kind of KINDS) sums[kind] += day.sums[kind];
  return sums;
}

function Period({ diary, person }: { diary: Diary; person: string | null }) {
  const isWeek = diary.days.length > 1;
  const hrefOf = hrefFor(person);
  const sums = sumsOf(diary);
  const isEmpty = KINDS.every((kind) => sums[kind] === 0);
  return (
    <>
      <section class="card">
        <Walk diary={diary} hrefOf={hrefOf} />
        {!isEmpty && !isWeek && (
          <>
            <KindTags sums={sums} />
            <Timeline diary={diary} />
            <Meals diary={diary} />
          </>
        )}
        {!isEmpty && isWeek && (
          <>
            <WeekKey />
            <Week diary={diary} hrefOf={hrefOf} />
          </>
        )}
        {isEmpty && <Nothing isWeek={isWeek} />}
      </section>
      {!isEmpty && <Bites period={diary.period} person={person} zone={diary.time_zone} />}
    </>
  );
}

function WhoseChip({ people, person }: { people: Schemas["DiaryCoach"]["people"]; person: string | null }) {
  if (!people.length) return null;
  return (
    <SelectChip
      label={t("diary_people")}
      value={person ?? ""}
      choices={[["", t("diary_own")], ...people.map((one) => [one.id, one.name] as const)]}
      onChoose={(id) => go(withQuery("/diary", { period: place.value.query.get("period"), person: id || null }))}
    />
  );
}

export function DiaryPage() {
  const { query } = place.value;
  const person = query.get("person");
  // "week" is the one that runs, which only the server knows by the person's clock.
  const wanted = query.get("period");
  const own = useResource<Diary>(wanted === "week" ? withQuery("/diary", { person }) : null);
  const period = wanted === "week" ? (own.data?.week ?? null) : wanted;
  const isReady = wanted !== "week" || period !== null;
  const { data, problem, reload } = useResource<Diary>(isReady ? withQuery("/diary", { period, person }) : null);
  const coach = useResource<Schemas["DiaryCoach"]>("/diary/coach").data;
  const name = data?.person.name ?? "";
  useTitle(person ? t("diary_of", { name }) : t("nav_diary"));
  const isWeek = period?.includes("W") ?? false;
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{person ? t("diary_of", { name }) : t("nav_diary")}</h1>
          <p class="muted">{person ? t("diary_coach_lead", { name }) : t("diary_lead")}</p>
        </div>
        {coach && <WhoseChip people={coach.people} person={person} />}
      </header>
      {!person && <DiaryViews current={isWeek ? "week" : "day"} {...(data ? { week: data.week } : {})} />}
      {person && data && (
        <nav class="tabs" aria-label={t("diary_views")}>
          <a href={hrefFor(person)(isWeek ? (data.days[0]?.day ?? null) : data.period)} aria-current={isWeek ? undefined : "page"}>
            {t("diary_day")}
          </a>
          <a href={hrefFor(person)(data.week)} aria-current={isWeek ? "page" : undefined}>
            {t("diary_week")}
          </a>
        </nav>
      )}
      <ProblemBox problem={problem ?? own.problem} retry={reload} />
      {!data && !problem && <Skeleton />}
      {data && <Period key={data.period} diary={data} person={person} />}
    </>
  );
}
