// SPDX-License-Identifier: Apache-2.0
// Health: the frame with its tabs, the team and the period that they are about. The address holds all of it.
import type { ComponentChild } from "preact";
import type { Page, Service, Team } from "../api";
import { PERIODS, type Period } from "../api_health";
import { useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, type WordKey } from "../i18n";
import { go, place, setQuery } from "../router";
import { holds, me } from "../session";
import { Empty, ProblemBox, Skeleton } from "../ui/basics";
import { type Choice, SelectChip } from "../ui/menu";
import { AdviceTab } from "./health_advice";
import { FeedbackTab } from "./health_feedback";
import { GoalsTab } from "./health_goals";
import { OrganisationTab } from "./health_organisation";
import { OverviewTab } from "./health_overview";
import { ReportTab } from "./health_report";
import { TeamCoachLine, useCoached } from "./team_coach";

export interface HealthScope {
  /** Empty: all teams that one sees, together. */
  team: string;
  teamName: string;
  /** Empty: all of the team's. */
  service: string;
  period: Period;
  /** Whether one is the team's coach. */
  isCoach: boolean;
}

export interface HealthTab {
  path: string;
  name: WordKey;
  show: (scope: HealthScope) => ComponentChild;
  /** Whether the period counts there, and whether one may see it; always when left out. */
  hasPeriod?: boolean;
  mayShow?: () => boolean;
}

/** The tabs in their order. */
const TABS: readonly HealthTab[] = [
  { path: "", name: "health_overview", show: (scope) => <OverviewTab scope={scope} />, hasPeriod: true },
  { path: "goals", name: "health_goals", show: (scope) => <GoalsTab scope={scope} /> },
  { path: "advice", name: "health_advice", show: (scope) => <AdviceTab scope={scope} /> },
  { path: "feedback", name: "health_feedback", show: (scope) => <FeedbackTab scope={scope} /> },
  { path: "organisation", name: "health_organisation", show: (scope) => <OrganisationTab scope={scope} /> },
  { path: "report", name: "health_report", show: (scope) => <ReportTab scope={scope} /> },
];

/** Whoever works in a team begins with it; who looks across teams, with all of them. */
export function usualTeam(): string {
  return me.value?.teams[0]?.id ?? "";
}

export function seesAllTeams(): boolean {
  return holds("administrator") || holds("governance") || holds("analyst");
}

function hrefOf(tab: string): string {
  const { query } = place.value;
  return withQuery(tab ? `/health/${tab}` : "/health", {
    team: query.get("team"),
    service: query.get("service"),
    period: query.get("period"),
    view: query.get("view"),
  });
}

function periodOf(query: URLSearchParams): Period {
  const asked = query.get("period") as Period;
  return PERIODS.includes(asked) ? asked : "week";
}

function PeriodSwitch({ chosen }: { chosen: Period }) {
  return (
    <fieldset class="segmented health-period">
      <legend class="sr-only">{t("health_period")}</legend>
      <div>
        {PERIODS.map((period) => (
          <label key={period} class={period === chosen ? "chosen" : ""}>
            <input
              type="radio"
              name="period"
              checked={period === chosen}
              onChange={() => setQuery({ period: period === "week" ? null : period })}
            />
            {t(`health_period_${period}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function TeamChoice({ teams, team }: { teams: Pick<Team, "id" | "name">[]; team: string }) {
  const choices: Choice[] = teams.map((one): Choice => [one.id, one.name]);
  if (seesAllTeams() || teams.length !== 1) choices.unshift(["all", t("all_teams")]);
  return (
    <SelectChip
      label={t("team")}
      value={team || "all"}
      choices={choices}
      onChoose={(value) => setQuery({ team: value, service: null })}
    />
  );
}

function ServiceChoice({ team, service }: { team: string; service: string }) {
  const { data } = useResource<Page<Service>>(team ? `/services?team=${team}&limit=200` : null);
  if (!team || !data?.items.length) return null;
  const choices: Choice[] = [["", t("all_services")], ...data.items.map((one): Choice => [one.id, one.name])];
  return (
    <SelectChip
      label={t("service")}
      value={service}
      choices={choices}
      onChoose={(value) => setQuery({ service: value || null })}
    />
  );
}

function Tabs({ path }: { path: string }) {
  return (
    <nav class="tabs" aria-label={t("nav_health")}>
      {TABS.filter((tab) => tab.mayShow?.() ?? true).map((tab) => (
        <a key={tab.path} href={hrefOf(tab.path)} aria-current={tab.path === path ? "page" : undefined}>
          {t(tab.name)}
        </a>
      ))}
    </nav>
  );
}

export function HealthPage({ path }: { path: string }) {
  useTitle(t("nav_health"));
  const { data, problem, reload } = useResource<Page<Team>>("/teams?limit=200");
  const coached = useCoached();
  const { query } = place.value;
  const tab = TABS.find((one) => one.path === path);
  if (!data || (!coached.data && !coached.problem)) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton />;
  if (!tab) return <Empty icon="unknown" title={t("no_such_page")} />;
  const mine = coached.data?.items ?? [];
  const teams = [...data.items, ...mine.filter((one) => !data.items.some((other) => other.id === one.id))];
  const asked = query.get("team") ?? (usualTeam() || (data.items.length ? "" : (mine[0]?.id ?? "")));
  const team = asked === "all" ? "" : asked;
  const scope = {
    team,
    teamName: teams.find((one) => one.id === team)?.name ?? t("all_teams"),
    service: team ? (query.get("service") ?? "") : "",
    period: periodOf(query),
    isCoach: mine.some((one) => one.id === team),
  };
  return (
    <article class="health">
      <header class="page-head">
        <div>
          <h1>{t("nav_health")}</h1>
          <p class="muted">{t("health_lead")}</p>
        </div>
        <div class="health-scope">
          <TeamChoice teams={teams} team={team} />
          {tab.hasPeriod && data.items.some((one) => one.id === team) && <ServiceChoice team={team} service={scope.service} />}
        </div>
      </header>
      <Tabs path={path} />
      {team && (
        <TeamCoachLine
          key={team}
          team={team}
          coached={mine.find((one) => one.id === team)}
          onLaidDown={() => {
            coached.reload();
            go("/health");
          }}
        />
      )}
      {teams.length === 0 ? (
        <Empty icon="heart" title={t("health_no_team")}>
          <p>{t("health_no_team_hint")}</p>
          <a class="button" href="/services">
            {t("nav_services")}
          </a>
        </Empty>
      ) : (
        <>
          {tab.hasPeriod && <PeriodSwitch chosen={scope.period} />}
          {tab.show(scope)}
        </>
      )}
    </article>
  );
}
