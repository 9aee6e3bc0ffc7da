// SPDX-License-Identifier: Apache-2.0
// The overview: what is asked first by who looks, the grade with its parts, the trend in pictures, streaks, who carries the load.
import { type Grade, type Load, PERIOD_COUNTS, type Streaks, type Trend } from "../api_health";
import { useResource } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import type { HealthScope } from "./health";
import { GoalsCard } from "./health_goals";
import { GradeCard } from "./health_grade";
import { FirstView } from "./health_first";
import { LoadCard, StreaksCard } from "./health_team";
import { TrendCharts } from "./health_trend";

function NewTeam() {
  return (
    <Empty icon="heart" title={t("health_new")}>
      <p>{t("health_new_hint")}</p>
      <a class="button primary" href="/services">
        <Icon name="upload" /> {t("health_new_do")}
      </a>
    </Empty>
  );
}

/** Nothing was ever counted, and there is nothing to count. */
function isNew(trend: Trend): boolean {
  return trend.items.every((point) => point.sboms.count === 0 && point.opened.count === 0 && point.backlog.count === 0);
}

export function OverviewTab({ scope }: { scope: HealthScope }) {
  const asked = { team: scope.team, service: scope.service, period: scope.period, count: PERIOD_COUNTS[scope.period] };
  // Goals, streaks and the load are a team's, not a service's.
  const isTeam = !!scope.team && !scope.service;
  const trend = useResource<Trend>(withQuery("/health/trend", asked));
  const grade = useResource<Grade>(withQuery("/health/grade", asked));
  const streaks = useResource<Streaks>(isTeam ? `/teams/${scope.team}/streaks` : null);
  const load = useResource<Load>(isTeam ? `/teams/${scope.team}/load` : null);
  const problem = trend.problem ?? grade.problem;
  if (!trend.data || !grade.data) return problem ? <ProblemBox problem={problem} retry={trend.reload} /> : <Skeleton />;
  if (isNew(trend.data)) return <NewTeam />;
  return (
    <>
      {trend.data.is_behind && (
        <p class="notice">
          <Icon name="clock" /> <span>{t("health_behind")}</span>
        </p>
      )}
      <FirstView scope={scope} trend={trend.data} grade={grade.data} />
      <GradeCard grade={grade.data} />
      {isTeam && <GoalsCard scope={scope} />}
      <TrendCharts trend={trend.data} />
      {streaks.data && <StreaksCard streaks={streaks.data.items} team={scope.team} />}
      {load.data && <LoadCard load={load.data} team={scope.team} />}
    </>
  );
}
