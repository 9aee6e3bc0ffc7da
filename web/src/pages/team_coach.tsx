// SPDX-License-Identifier: Apache-2.0
// The team's coach: named and taken back by its admins, seen by who sees its health, laid down by themselves.
import { useState } from "preact/hooks";
import type { Page, Team } from "../api";
import { useResource, useTask } from "../hooks";
import { put, remove } from "../http";
import { t } from "../i18n";
import type { Schemas } from "../schemas";
import { may } from "../session";
import { Field, ProblemBox, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

type Coach = Schemas["TeamCoach"];
export type CoachedTeam = Schemas["CoachedTeam"];

/** Whose coach one is. */
export function useCoached() {
  return useResource<Page<CoachedTeam>>("/coached-teams");
}

function NameForm({ isBusy, onName }: { isBusy: boolean; onName: (name: string) => void }) {
  const [name, setName] = useState("");
  const onSubmit = (event: Event) => {
    event.preventDefault();
    onName(name.trim());
  };
  return (
    <form class="inline-form" onSubmit={onSubmit}>
      <Field label={t("team_coach_field")}>
        {(id) => (
          <input id={id} required value={name} autocomplete="off" onInput={(event) => setName(event.currentTarget.value)} />
        )}
      </Field>
      <button type="submit" class="button" disabled={isBusy || !name.trim()}>
        <Icon name="person" /> {t("team_coach_name")}
      </button>
    </form>
  );
}

export function TeamCoachCard({ team }: { team: Team }) {
  const path = `/teams/${team.id}/coach`;
  const { data, problem, set, reload } = useResource<Coach>(path);
  const task = useTask();
  const name = (wanted: string) =>
    task.run(
      () => put<Coach>(path, { name: wanted }),
      (next) => {
        set(next);
        tell(t("told_team_coach_named", { name: next.coach?.name ?? "" }));
      },
    );
  const withdraw = () =>
    task.run(
      () => remove(path),
      () => {
        reload();
        tell(t("told_team_coach_withdrawn"));
      },
    );
  // A coordinator sees the team and not its health.
  if (problem?.status === 404) return null;
  return (
    <section class="card coach" aria-label={t("team_coach")}>
      <h2>{t("team_coach")}</h2>
      <p class="muted">{t("team_coach_lead")}</p>
      <ProblemBox problem={problem ?? task.problem} />
      {data && (
        <p class="coach-is">
          {data.coach ? t("team_coach_is", { name: data.coach.name }) : t("team_coach_none")}{" "}
          {data.coach && (
            <span class="muted small">
              <Time at={data.since_at} />
            </span>
          )}{" "}
          {data.coach && may("admin", team.id) && (
            <button type="button" class="button small" disabled={task.isBusy} onClick={withdraw}>
              <Icon name="undo" /> {t("team_coach_withdraw")}
            </button>
          )}
        </p>
      )}
      {data && !data.coach && may("admin", team.id) && <NameForm isBusy={task.isBusy} onName={name} />}
    </section>
  );
}

/** On the health of a team: to its coach, what they are there for; to others, who it is. */
export function TeamCoachLine({ team, coached, onLaidDown }: { team: string; coached: CoachedTeam | undefined; onLaidDown: () => void }) {
  const { data } = useResource<Coach>(coached ? null : `/teams/${team}/coach`);
  const task = useTask();
  const layDown = () =>
    task.run(
      () => remove(`/coached-teams/${team}`),
      () => {
        tell(t("told_team_coach_laid_down"));
        onLaidDown();
      },
    );
  if (!coached) return data?.coach ? <p class="muted small">{t("team_coach_is", { name: data.coach.name })}</p> : null;
  return (
    <>
      <ProblemBox problem={task.problem} />
      <p class="notice coach-notice">
        <Icon name="eye" />
        <span>
          {t("team_coach_you", { team: coached.name })} <a href={`/health/feedback?team=${team}`}>{t("team_coach_write")}</a>{" "}
          <button type="button" class="link-button" disabled={task.isBusy} onClick={layDown}>
            {t("team_coach_lay_down")}
          </button>
        </span>
      </p>
    </>
  );
}
