// SPDX-License-Identifier: Apache-2.0
// The trend in pictures.
import type { Trend, TrendPoint } from "../api_health";
import { number, percent } from "../format";
import { t } from "../i18n";
import { Chart, MINUTES, SHARES, WHOLE } from "../ui/chart";
import { days, duration } from "./health_words";

const AGES = ["up_to_7_days", "up_to_30_days", "up_to_90_days", "over_90_days"] as const;

/** The backlog of now by age: longer strokes for what lies longer, and the number beside each. */
function Ages({ now }: { now: TrendPoint }) {
  const { by_age, count, tickets } = now.backlog;
  return (
    <section class="card chart" aria-label={t("health_ages")}>
      <h3>{t("health_ages")}</h3>
      <p class="muted chart-hint">{t("health_ages_hint", { n: count })}</p>
      {count > 0 && (
        <span class="age-bar" aria-hidden="true">
          {AGES.map((age) => by_age[age] > 0 && <span key={age} class={`age-${age}`} style={{ flexGrow: by_age[age] }} />)}
        </span>
      )}
      <ul class="age-list">
        {AGES.map((age) => (
          <li key={age}>
            <span class={`age-mark age-${age}`} aria-hidden="true" />
            <strong>{number(by_age[age])}</strong> {t(`health_age_${age}`)}
          </li>
        ))}
      </ul>
      {tickets && (
        <p>
          <a href={`/tickets?${tickets}`}>{t("health_oldest_first")}</a>
        </p>
      )}
    </section>
  );
}

export function TrendCharts({ trend }: { trend: Trend }) {
  const points = trend.items;
  const names = points.map((point) => point.period);
  const now = points[points.length - 1];
  const hrefs = (pick: (point: TrendPoint) => string | null) =>
    points.map((point) => {
      const filter = pick(point);
      return filter && `/tickets?${filter}`;
    });
  const values = (pick: (point: TrendPoint) => number | null) => points.map((point) => (point.has_data ? pick(point) : null));
  return (
    <div class="chart-grid">
      <Chart
        title={t("health_flow")}
        hint={t("health_flow_hint")}
        names={names}
        lines={[
          { label: t("health_opened"), values: values((p) => p.opened.count), stroke: "solid", tone: "scheduled" },
          { label: t("health_ended"), values: values((p) => p.ended.count), stroke: "dashed", tone: "accent" },
          { label: t("health_returned"), values: values((p) => p.returned.count), stroke: "dotted", tone: "immediate" },
        ]}
        print={(value) => number(Math.round(value))}
        steps={WHOLE}
        hrefs={hrefs((p) => p.opened.tickets)}
      />
      <Chart
        title={t("health_in_time")}
        hint={t("health_in_time_chart")}
        names={names}
        lines={[{ label: t("health_in_time"), values: values((p) => p.in_time.share), stroke: "solid", tone: "accent" }]}
        print={percent}
        steps={SHARES}
        most={1}
        hrefs={hrefs((p) => p.in_time.tickets)}
      />
      <Chart
        title={t("health_times")}
        hint={t("health_times_hint")}
        names={names}
        lines={[
          { label: t("health_know"), values: values((p) => p.time_to_know.median_minutes), stroke: "dotted", tone: "scheduled" },
          { label: t("health_ack"), values: values((p) => p.time_to_acknowledge.median_minutes), stroke: "dashed", tone: "muted" },
          { label: t("health_fix"), values: values((p) => p.time_to_fix.median_minutes), stroke: "solid", tone: "accent" },
        ]}
        print={duration}
        steps={MINUTES}
        hrefs={hrefs((p) => p.time_to_fix.tickets)}
      />
      <Chart
        title={t("health_times_p90")}
        hint={t("health_times_p90_hint")}
        names={names}
        lines={[
          { label: t("health_know"), values: values((p) => p.time_to_know.p90_minutes), stroke: "dotted", tone: "scheduled" },
          { label: t("health_ack"), values: values((p) => p.time_to_acknowledge.p90_minutes), stroke: "dashed", tone: "muted" },
          { label: t("health_fix"), values: values((p) => p.time_to_fix.p90_minutes), stroke: "solid", tone: "accent" },
        ]}
        print={duration}
        steps={MINUTES}
        hrefs={hrefs((p) => p.time_to_fix.tickets)}
      />
      <Chart
        title={t("health_backlog")}
        hint={t("health_backlog_chart")}
        names={names}
        lines={[
          { label: t("health_backlog"), values: values((p) => p.backlog.count), stroke: "solid", tone: "scheduled" },
          { label: t("health_age_over_90_days"), values: values((p) => p.backlog.by_age.over_90_days), stroke: "dotted", tone: "muted" },
          { label: t("health_overdue"), values: values((p) => p.overdue.count), stroke: "dashed", tone: "immediate" },
        ]}
        print={(value) => number(Math.round(value))}
        steps={WHOLE}
      />
      {now && <Ages now={now} />}
      <Chart
        title={t("health_kev_days")}
        hint={t("health_kev_days_hint")}
        names={names}
        lines={[
          { label: t("health_kev_sum"), values: values((p) => p.kev.days), stroke: "solid", tone: "immediate" },
          { label: t("health_kev_longest"), values: values((p) => p.kev.longest_days), stroke: "dashed", tone: "muted" },
        ]}
        print={days}
        steps={WHOLE}
      />
      <Chart
        title={t("health_coverage")}
        hint={t("health_coverage_hint")}
        names={names}
        lines={[
          { label: t("health_not_covered"), values: values((p) => (p.coverage.of ? p.coverage.not_covered : null)), stroke: "dashed", tone: "immediate" },
          { label: t("health_undecidable"), values: values((p) => (p.coverage.of ? p.coverage.undecidable : null)), stroke: "dotted", tone: "muted" },
        ]}
        print={(value) => number(Math.round(value))}
        steps={WHOLE}
      />
    </div>
  );
}
