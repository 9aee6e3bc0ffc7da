// SPDX-License-Identifier: Apache-2.0
// Who sees one's diary: named and withdrawn on the profile; whoever is named is told in the inbox.
import { useState } from "preact/hooks";
import { useResource, useTask } from "../hooks";
import { post, put, remove } from "../http";
import { t } from "../i18n";
import type { Schemas } from "../schemas";
import { Field, ProblemBox, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

type Coach = Schemas["DiaryCoach"];

function NameForm({ choices, onName }: { choices: Coach["choices"]; onName: (id: string) => void }) {
  const [chosen, setChosen] = useState("");
  return (
    <div class="inline-form">
      <Field label={t("coach_choose")}>
        {(id) => (
          <select id={id} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            <option value="">–</option>
            {choices.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="button" class="button" disabled={!chosen} onClick={() => onName(chosen)}>
        <Icon name="person" /> {t("coach_name")}
      </button>
    </div>
  );
}

export function CoachCard() {
  const { data, problem, reload, set } = useResource<Coach>("/diary/coach");
  const task = useTask();
  const name = (account_id: string) =>
    task.run(
      () => put<Coach>("/diary/coach", { account_id }),
      (next) => {
        set(next);
        tell(t("told_coach_named", { name: next.coach?.name ?? "" }));
      },
    );
  const withdraw = () =>
    task.run(
      () => remove("/diary/coach"),
      () => {
        reload();
        tell(t("told_coach_withdrawn"));
      },
    );
  return (
    <section class="card coach">
      <h2>{t("coach")}</h2>
      <p class="muted">{t("coach_lead")}</p>
      <ProblemBox problem={problem ?? task.problem} />
      {data?.coach && (
        <p class="coach-is">
          <Icon name="eye" /> {t("coach_is", { name: data.coach.name })}{" "}
          <span class="muted small">
            <Time at={data.since_at} />
          </span>{" "}
          <button type="button" class="button small" disabled={task.isBusy} onClick={withdraw}>
            <Icon name="undo" /> {t("coach_withdraw")}
          </button>
        </p>
      )}
      {data && !data.coach && <p class="coach-is">{t("coach_none")}</p>}
      {data && !data.coach && data.choices.length > 0 && <NameForm choices={data.choices} onName={name} />}
    </section>
  );
}

/** In the inbox, until it was looked at. */
export function CoachNotices() {
  const { data, reload } = useResource<Coach>("/diary/coach");
  const { isBusy, run } = useTask();
  const fresh = data?.people.filter((person) => person.is_new) ?? [];
  const seen = () => run(() => post("/diary/coach/seen"), reload);
  if (!fresh.length) return null;
  return (
    <>
      {fresh.map((person) => (
        <p key={person.id} class="notice coach-notice">
          <Icon name="eye" />
          <span>
            {t("coach_new", { name: person.name })}{" "}
            <a href={`/diary?person=${person.id}`} onClick={() => void seen()}>
              {t("coach_look")}
            </a>{" "}
            <button type="button" class="link-button" disabled={isBusy} onClick={seen}>
              {t("coach_seen")}
            </button>
          </span>
        </p>
      ))}
    </>
  );
}
