// SPDX-License-Identifier: Apache-2.0
// Feedback on a team's week beside its numbers: who looks in from outside writes, the team answers.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { Feedback, FeedbackSum, FeedbackWeek, Grade, Trend } from "../api_health";
import { day, number, percent } from "../format";
import { useList, useResource, useTask } from "../hooks";
import { post, withQuery } from "../http";
import { t, type WordKey } from "../i18n";
import { useKeys } from "../keys";
import { go, place } from "../router";
import { holds } from "../session";
import { Empty, Field, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import type { HealthScope } from "./health";
import { FeedbackThread, threadsOf } from "./health_feedback_thread";
import { Letter } from "./health_grade";

const pageOf = (team: string, week: string | null) => withQuery("/health/feedback", { team, week });

export function mayGiveFeedback(): boolean {
  return holds("analyst") || holds("governance") || holds("administrator");
}

function Walk({ team, week }: { team: string; week: FeedbackWeek }) {
  const before = pageOf(team, week.previous);
  const after = week.next && pageOf(team, week.next);
  return (
    <div class="walk">
      <a class="icon-button" href={before} aria-label={t("feedback_before")} title={t("feedback_before")}>
        <Icon name="back" />
      </a>
      <h2 aria-live="polite">{week.week}</h2>
      {after && (
        <a class="icon-button" href={after} aria-label={t("feedback_after")} title={t("feedback_after")}>
          <Icon name="next" />
        </a>
      )}
      <a class="button small" href={pageOf(team, null)}>
        {t("feedback_last")}
      </a>
      <span class="muted small">
        {t("feedback_from_to", { from: day(`${week.from}T12:00:00`), to: day(`${week.to}T12:00:00`) })}
      </span>
    </div>
  );
}

function Fact({ name, value, href }: { name: WordKey; value: string; href?: string | null }) {
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{href ? <a href={`/tickets?${href}`}>{value}</a> : value}</dd>
    </div>
  );
}

/** The server counts a week by any of its days; of the running one, today. */
function WeekNumbers({ team, week }: { team: string; week: FeedbackWeek }) {
  const asked = { team, period: "week", count: 1, until: week.is_running ? null : week.to };
  const trend = useResource<Trend>(withQuery("/health/trend", asked));
  const grade = useResource<Grade>(withQuery("/health/grade", asked));
  const problem = trend.problem ?? grade.problem;
  const point = trend.data?.items[0];
  return (
    <section class="card feedback-numbers" aria-label={t("feedback_numbers")}>
      <h2>{t("feedback_numbers")}</h2>
      <ProblemBox problem={problem} retry={trend.reload} />
      {!problem && (!point || !grade.data) && <Skeleton rows={4} />}
      {grade.data && <Letter grade={grade.data} />}
      {point && !point.has_data && !point.is_running && <p class="muted">{t("health_no_data")}</p>}
      {point && (point.has_data || point.is_running) && (
        <dl class="feedback-facts">
          <Fact name="feedback_opened" value={number(point.opened.count)} href={point.opened.tickets} />
          <Fact name="feedback_ended" value={number(point.ended.count)} href={point.ended.tickets} />
          <Fact name="feedback_in_time" value={point.in_time.share === null ? "–" : percent(point.in_time.share)} />
          <Fact name="feedback_open" value={number(point.backlog.count)} />
          <Fact name="feedback_overdue" value={number(point.overdue.count)} />
        </dl>
      )}
      {week.is_running && <p class="muted small">{t("feedback_running")}</p>}
    </section>
  );
}

function GiveForm({ team, week, onDone }: { team: string; week: string; onDone: () => void }) {
  const [text, setText] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void run(
      () => post<Feedback>(`/teams/${team}/feedback`, { week, text }),
      () => {
        tell(t("feedback_given"));
        setText("");
        onDone();
      },
    );
  };
  return (
    <form class="feedback-form" onSubmit={onSubmit}>
      <Field label={t("feedback_new")} hint={t("feedback_new_hint")}>
        {(id, hintId) => (
          <textarea
            id={id}
            aria-describedby={hintId}
            rows={4}
            required
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <ProblemBox problem={problem} />
      <button type="submit" class="button primary" disabled={isBusy || !text.trim()}>
        <Icon name="comment" /> {t("feedback_give")}
      </button>
    </form>
  );
}

function Weeks({ team, current }: { team: string; current: string }) {
  const { data } = useResource<Page<FeedbackSum>>(`/teams/${team}/feedback/weeks?limit=26`);
  if (!data?.items.length) return null;
  return (
    <nav class="card feedback-weeks" aria-label={t("feedback_weeks")}>
      <h2>{t("feedback_weeks")}</h2>
      <ul>
        {data.items.map((sum) => (
          <li key={sum.week}>
            <a class="chip" href={pageOf(team, sum.week)} aria-current={sum.week === current ? "page" : undefined}>
              {t("feedback_weeks_count", { week: sum.week, n: sum.count })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TeamFeedback({ team, asked, isCoach }: { team: string; asked: string | null; isCoach: boolean }) {
  const list = useList<Feedback, FeedbackWeek>(withQuery(`/teams/${team}/feedback`, { week: asked }));
  const [changes, setChanges] = useState(0);
  const week = list.first.value;
  useKeys({
    ArrowLeft: () => week && go(pageOf(team, week.previous)),
    ArrowRight: () => week?.next && go(pageOf(team, week.next)),
  });
  const reload = () => {
    setChanges(changes + 1);
    void list.reload();
  };
  if (!week)
    return list.problem.value ? (
      <ProblemBox problem={list.problem.value} retry={() => void list.reload()} />
    ) : (
      <Skeleton />
    );
  const threads = threadsOf(list.items.value);
  return (
    <>
      <Walk team={team} week={week} />
      <div class="feedback-columns">
        <div>
          <WeekNumbers key={week.week} team={team} week={week} />
          <Weeks key={changes} team={team} current={week.week} />
        </div>
        <section class="card feedback-said" aria-label={t("feedback_thread")}>
          <h2>{t("feedback_thread")}</h2>
          {threads.length === 0 && (
            <Empty icon="comment" title={t("feedback_none")}>
              <p>{t("feedback_none_hint")}</p>
            </Empty>
          )}
          {threads.map((thread) => (
            <FeedbackThread key={thread.id} thread={thread} isCoach={isCoach} onChange={reload} />
          ))}
          {list.hasMore && (
            <button type="button" class="button" onClick={() => void list.more()}>
              {t("feedback_more")}
            </button>
          )}
          {(isCoach || mayGiveFeedback()) && <GiveForm key={week.week} team={team} week={week.week} onDone={reload} />}
        </section>
      </div>
    </>
  );
}

export function FeedbackTab({ scope }: { scope: HealthScope }) {
  if (!scope.team) return <Empty icon="comment" title={t("feedback_choose_team")} />;
  const asked = place.value.query.get("week");
  return (
    <div class="feedback-tab">
      <p class="muted">{t("feedback_lead")}</p>
      <TeamFeedback team={scope.team} asked={asked} isCoach={scope.isCoach} />
    </div>
  );
}
