// SPDX-License-Identifier: Apache-2.0
// What a team has set itself: how far it is, what came of it, and how it sets another.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { Goal } from "../api_health";
import { day, number } from "../format";
import { useList, useTask } from "../hooks";
import { remove } from "../http";
import { t } from "../i18n";
import { may } from "../session";
import { Empty, Skeleton } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon, type IconName } from "../ui/icons";
import { Paged } from "../ui/paged";
import { tell } from "../ui/toast";
import type { HealthScope } from "./health";
import { GoalDialog } from "./health_goal_dialog";

const STATE_ICONS: Record<Goal["state"], IconName> = {
  running: "flag",
  reached: "check",
  missed: "cross",
  withdrawn: "undo",
};

export function goalName(goal: Pick<Goal, "kind" | "target" | "within_days">): string {
  return t(`goal_is_${goal.kind}`, { n: goal.target, days: goal.within_days ?? 0 });
}

function valueText(goal: Goal): string {
  if (goal.value === null) return t("health_no_data");
  return t(`goal_value_${goal.kind}`, { n: goal.value });
}

/** How far: of shares the value itself, of limits how much of the limit is used. */
function Progress({ goal }: { goal: Goal }) {
  if (goal.value === null) return null;
  const isShare = goal.kind === "acknowledged" || goal.kind === "in_time" || goal.kind === "covered";
  const whole = isShare ? 100 : Math.max(goal.target, goal.value, 1);
  return (
    <span class="goal-track" aria-hidden="true">
      <span class={`goal-fill ${goal.is_met ? "" : "is-low"}`} style={{ width: `${(100 * goal.value) / whole}%` }} />
      <span class="goal-target" style={{ left: `${(100 * goal.target) / whole}%` }} />
    </span>
  );
}

function WithdrawDialog({ goal, onClose, onDone }: { goal: Goal; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/goals/${goal.id}`),
      () => {
        tell(t("goal_withdrawn"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("goal_withdraw")}
      submit={t("goal_withdraw")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("goal_withdraw_warning", { goal: goalName(goal) })}</p>
    </FormDialog>
  );
}

function GoalRow({ goal, onChange }: { goal: Goal; onChange: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const isRunning = goal.state === "running";
  return (
    <div class={`goal goal-${goal.state}`}>
      <span class="goal-mark">
        <Icon name={STATE_ICONS[goal.state]} /> {t(`goal_state_${goal.state}`)}
      </span>
      <div>
        <p>
          <strong>{goalName(goal)}</strong>{" "}
          <span class="muted">{t("goal_until", { day: day(goal.until) })}</span>
        </p>
        {goal.note && <p class="goal-note">{goal.note}</p>}
        <p class="muted">
          {isRunning ? t("goal_now") : t("goal_at_end")}{" "}
          {goal.tickets && isRunning ? <a href={`/tickets?${goal.tickets}`}>{valueText(goal)}</a> : valueText(goal)}
          {isRunning && goal.of !== null && goal.of > 0 && goal.kind !== "backlog" && (
            <> · {t("goal_rests_on", { n: goal.good ?? 0, of: number(goal.of) })}</>
          )}
          {isRunning && goal.value !== null && <> · {t(goal.is_met ? "goal_met" : "goal_not_met")}</>}
          {goal.state === "withdrawn" && goal.ended_by && <> · {goal.ended_by.name}</>}
        </p>
        {isRunning && <Progress goal={goal} />}
      </div>
      {isRunning && may("member", goal.team_id) && (
        <button
          type="button"
          class="icon-button"
          aria-label={`${t("goal_withdraw")}: ${goalName(goal)}`}
          title={t("goal_withdraw")}
          onClick={() => setOpen(true)}
        >
          <Icon name="trash" />
        </button>
      )}
      {isOpen && <WithdrawDialog goal={goal} onClose={() => setOpen(false)} onDone={onChange} />}
    </div>
  );
}

function NewGoal({ team, onDone }: { team: string; onDone: () => void }) {
  const [isOpen, setOpen] = useState(false);
  if (!may("member", team)) return null;
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        <Icon name="plus" /> {t("goal_new")}
      </button>
      {isOpen && <GoalDialog team={team} onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}

/** Those that run; all of them stand in the tab. */
export function GoalsCard({ scope }: { scope: HealthScope }) {
  const list = useList<Goal, Page<Goal>>(`/teams/${scope.team}/goals`);
  const running = list.items.value.filter((goal) => goal.state === "running");
  const reload = () => void list.reload();
  return (
    <section class="card" aria-label={t("goals_running")}>
      <header class="card-head">
        <h2>{t("goals_running")}</h2>
        <NewGoal team={scope.team} onDone={reload} />
      </header>
      {list.first.value && running.length === 0 && <p class="muted">{t("goals_none_hint")}</p>}
      <ul class="goals">
        {running.map((goal) => (
          <li key={goal.id}>
            <GoalRow goal={goal} onChange={reload} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function GoalsTab({ scope }: { scope: HealthScope }) {
  if (!scope.team) return <Empty icon="flag" title={t("goals_choose_team")} />;
  return <TeamGoals team={scope.team} />;
}

function TeamGoals({ team }: { team: string }) {
  const list = useList<Goal, Page<Goal>>(`/teams/${team}/goals`);
  const reload = () => void list.reload();
  const isEmpty = list.first.value && list.items.value.length === 0;
  return (
    <section class="card" aria-label={t("health_goals")}>
      <header class="card-head">
        <p class="muted">{t("goals_lead")}</p>
        <NewGoal team={team} onDone={reload} />
      </header>
      {!list.first.value && list.isLoading.value && <Skeleton rows={4} />}
      {isEmpty && (
        <Empty icon="flag" title={t("goals_none")}>
          <p>{t("goals_none_hint")}</p>
        </Empty>
      )}
      <Paged
        list={list}
        label={t("health_goals")}
        class="goals"
        keyOf={(goal) => goal.id}
        row={(goal) => <GoalRow goal={goal} onChange={reload} />}
      />
    </section>
  );
}
