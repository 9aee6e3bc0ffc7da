// SPDX-License-Identifier: Apache-2.0
// The report of a period: looked at first, then made and kept, opened as a page, downloaded in three forms.
import { useState } from "preact/hooks";
import type { Report } from "../api_health";
import { dateInput, day, daysAhead, moment } from "../format";
import { useList, useTask } from "../hooks";
import { post, withQuery } from "../http";
import { t } from "../i18n";
import { holds, may } from "../session";
import { Empty, Field, ProblemBox, Skeleton } from "../ui/basics";
import { endOfThatDay, startOfDay } from "../ui/date_filter";
import { Paged } from "../ui/paged";
import { tell } from "../ui/toast";
import { type HealthScope, seesAllTeams } from "./health";

const FORMS = ["html", "csv", "json"] as const;

interface Span {
  from: string;
  to: string;
}

function orderOf(scope: HealthScope, span: Span): { team_id: string | null; from: string | null; to: string | null } {
  return { team_id: scope.team || null, from: startOfDay(span.from), to: endOfThatDay(span.to) };
}

/** Browsers open the page by itself, so that printing prints nothing but the report. */
function ReportRow({ report }: { report: Report }) {
  const path = `/api/v1/reports/${report.id}`;
  const last = new Date(Date.parse(report.to) - 1).toISOString();
  return (
    <div class="report-row">
      <span>
        <a href={`${path}?format=html`} target="_blank" rel="noopener" title={t("report_open", { from: day(report.from), to: day(last) })}>
          {report.team?.name ?? t("health_advice_organisation")}: {day(report.from)} – {day(last)}
        </a>
        <small class="muted">{t("report_made_by", { name: report.made_by.name, date: moment(report.made_at) })}</small>
      </span>
      <span class="report-forms">
        {FORMS.map((form) => (
          <a key={form} class="button small" href={`${path}?format=${form}&download=1`} download>
            {form.toUpperCase()}
          </a>
        ))}
      </span>
    </div>
  );
}

function Kept({ scope, round }: { scope: HealthScope; round: number }) {
  const list = useList<Report>(withQuery("/reports", { team_id: scope.team || null, round: null }));
  const [seen, setSeen] = useState(round);
  if (seen !== round) {
    setSeen(round);
    void list.reload();
  }
  const isEmpty = list.first.value !== null && list.items.value.length === 0;
  return (
    <section class="card">
      <h2>{t("report_kept")}</h2>
      {!list.first.value && list.isLoading.value && <Skeleton rows={2} />}
      {isEmpty && (
        <Empty icon="archive" title={t("report_none")}>
          <p>{t("report_none_hint")}</p>
        </Empty>
      )}
      <Paged
        list={list}
        class="reports"
        label={t("report_kept")}
        keyOf={(report) => report.id}
        row={(report) => <ReportRow report={report} />}
      />
    </section>
  );
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <Field label={label}>
      {(id) => (
        <input id={id} type="date" required value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      )}
    </Field>
  );
}

function SpanFields({ span, onChange }: { span: Span; onChange: (span: Span) => void }) {
  return (
    <>
      <DayField label={t("report_from")} value={span.from} onChange={(from) => onChange({ ...span, from })} />
      <DayField label={t("report_to")} value={span.to} onChange={(to) => onChange({ ...span, to })} />
    </>
  );
}

export function ReportTab({ scope }: { scope: HealthScope }) {
  const [span, setSpan] = useState<Span>({ from: dateInput(daysAhead(-90)), to: dateInput(daysAhead(0)) });
  const [round, setRound] = useState(0);
  const { isBusy, problem, run } = useTask();
  const order = orderOf(scope, span);
  const isAllowed = !!scope.team || seesAllTeams();
  const mayMake = scope.team ? may("member", scope.team) || holds("analyst") || holds("governance") : seesAllTeams();
  const make = () =>
    run(
      () => post("/reports", order),
      () => {
        tell(t("report_made"));
        setRound(round + 1);
      },
    );
  if (!isAllowed) return <p class="muted">{t("report_takes_role")}</p>;
  const preview = order.from && order.to ? withQuery("/api/v1/reports/preview", { ...order, format: "html" }) : null;
  return (
    <section class="report-tab">
      <p class="muted">{t("report_lead")}</p>
      <form
        class="report-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <SpanFields span={span} onChange={setSpan} />
        {mayMake && (
          <button type="submit" class="button primary" disabled={isBusy || !preview}>
            {t("report_make")}
          </button>
        )}
      </form>
      <ProblemBox problem={problem} />
      <Kept scope={scope} round={round} />
      <section class="card">
        <h2>{t("report_preview")}</h2>
        {preview && <iframe class="report-preview" src={preview} title={t("report_preview")} />}
      </section>
    </section>
  );
}
