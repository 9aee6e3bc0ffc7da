// SPDX-License-Identifier: Apache-2.0
// The diary of a team: sums of eight weeks, never of fewer than three people; and its balance.
import { number } from "../format";
import { useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { useKeys } from "../keys";
import { go, place } from "../router";
import type { Schemas } from "../schemas";
import { ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { SelectChip } from "../ui/menu";
import { BalanceSection } from "./balance";
import { dayName, DiaryViews, KindMark, KINDS, Shape, useTeams } from "./diary_parts";

type TeamDiary = Schemas["TeamDiary"];
type Sum = Schemas["DiarySum"];

const WEEK_MS = 7 * 24 * 3600 * 1000;

/** The Monday so many weeks later. Such a date is no instant: it is moved in UTC. */
function mondayFrom(monday: string, weeks: number): string {
  return new Date(Date.parse(`${monday}T12:00:00Z`) + weeks * WEEK_MS).toISOString().slice(0, 10);
}

function sundayOf(monday: string): string {
  return new Date(Date.parse(`${monday}T12:00:00Z`) + 6 * (WEEK_MS / 7)).toISOString().slice(0, 10);
}

function SumCell({ sum, most, isRounded }: { sum: Sum; most: number; isRounded: boolean }) {
  if (sum.count === null)
    return (
      <span class="sum-hidden" title={t(sum.hidden === "running" ? "team_diary_running" : "team_diary_few")}>
        <span aria-hidden="true">{sum.hidden === "running" ? "…" : "<3"}</span>
        <span class="sr-only">{t(sum.hidden === "running" ? "team_diary_running" : "team_diary_few")}</span>
      </span>
    );
  return (
    <>
      <span class="sum-bar" style={{ height: `${most ? (sum.count / most) * 100 : 0}%` }} />
      <span class="sum-count">{isRounded ? t("team_diary_about", { n: number(sum.count) }) : number(sum.count)}</span>
    </>
  );
}

function KindWeeks({ diary, kind }: { diary: TeamDiary; kind: (typeof KINDS)[number] | "people" }) {
  const most = Math.max(0, ...diary.weeks.map((week) => week[kind].count ?? 0));
  return (
    <section class="kind-weeks" aria-label={kind === "people" ? t("team_diary_people") : word("diary_kind", kind)}>
      <h3>
        {kind === "people" ? <Icon name="person" /> : <KindMark kind={kind} />}{" "}
        {kind === "people" ? t("team_diary_people") : word("diary_kind", kind)}
      </h3>
      <ol>
        {diary.weeks.map((week) => (
          <li key={week.week} class={week[kind].count === null ? "is-hidden" : ""}>
            <span class="sr-only">{week.week}: </span>
            <SumCell sum={week[kind]} most={most} isRounded={kind === "read"} />
            <span class="sum-week muted" aria-hidden="true">
              {dayName(week.monday, { day: "numeric", month: "numeric" })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Walk({ diary }: { diary: TeamDiary }) {
  const last = diary.weeks[diary.weeks.length - 1];
  const path = `/teams/${diary.team.id}/diary`;
  const before = withQuery(path, { week: last && mondayFrom(last.monday, -1) });
  const after = withQuery(path, { week: last && mondayFrom(last.monday, 1) });
  useKeys({ ArrowLeft: () => go(before), ArrowRight: () => go(after), t: () => go(path) });
  return (
    <div class="walk">
      <a class="icon-button" href={before} aria-label={t("diary_before")} title={t("diary_before")}>
        <Icon name="back" />
      </a>
      <h2 aria-live="polite">{t("diary_week_of", { week: diary.week })}</h2>
      <a class="icon-button" href={after} aria-label={t("diary_after")} title={t("diary_after")}>
        <Icon name="next" />
      </a>
      <a class="button small" href={path}>
        {t("diary_this_week")}
      </a>
      <span class="muted small">{t("diary_zone", { zone: diary.time_zone })}</span>
    </div>
  );
}

function Weeks({ diary }: { diary: TeamDiary }) {
  return (
    <section class="card">
      <Walk diary={diary} />
      <div class="team-weeks">
        {(["people", ...KINDS] as const).map((kind) => (
          <KindWeeks key={kind} diary={diary} kind={kind} />
        ))}
      </div>
      <p class="muted small">
        <svg class="kind-mark" viewBox="-8 -8 16 16" aria-hidden="true">
          <Shape kind="read" />
        </svg>{" "}
        {t("team_diary_read_hint")}
      </p>
      <p class="muted small">
        <b>{"<3"}</b> {t("team_diary_few")} · <b>…</b> {t("team_diary_running")}
      </p>
    </section>
  );
}

function TeamChip({ id }: { id: string }) {
  const teams = useTeams();
  if (teams.length < 2) return null;
  return (
    <SelectChip
      label={t("team")}
      value={id}
      choices={teams.map((team) => [team.id, team.name] as const)}
      onChoose={(other) => go(`/teams/${other}/diary`)}
    />
  );
}

export function TeamDiaryPage({ id }: { id: string }) {
  const week = place.value.query.get("week");
  const { data, problem, reload } = useResource<TeamDiary>(withQuery(`/teams/${id}/diary`, { week }));
  const name = data?.team.name ?? "";
  useTitle(t("team_diary_of", { name }));
  const first = data?.weeks[Math.max(0, data.weeks.length - 4)];
  const last = data?.weeks[data.weeks.length - 1];
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("team_diary_of", { name })}</h1>
          <p class="muted">{t("team_diary_lead", { n: data?.people_least ?? 3 })}</p>
        </div>
        <TeamChip id={id} />
      </header>
      <DiaryViews current="team" />
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton />}
      {data && <Weeks diary={data} />}
      {first && last && <BalanceSection team={id} from={first.monday} to={sundayOf(last.monday)} />}
    </>
  );
}
