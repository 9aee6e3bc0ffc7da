// SPDX-License-Identifier: Apache-2.0
// A goal is set: what, how much, until when.
import { useState } from "preact/hooks";
import { GOAL_KINDS, type Goal, type GoalKind } from "../api_health";
import { dateInput, daysAhead } from "../format";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";
import { goalName } from "./health_goals";

const USUAL: Record<GoalKind, number> = {
  kev_days: 7,
  acknowledged: 90,
  in_time: 90,
  backlog: 50,
  overdue: 0,
  covered: 95,
};

export function GoalDialog({ team, onClose, onDone }: { team: string; onClose: () => void; onDone: () => void }) {
  const [kind, setKind] = useState<GoalKind>("kev_days");
  const [target, setTarget] = useState(String(USUAL.kev_days));
  const [within, setWithin] = useState("2");
  const [until, setUntil] = useState(dateInput(daysAhead(90)));
  const [note, setNote] = useState("");
  const { isBusy, problem, run } = useTask();
  const hasWithin = kind === "acknowledged";
  const choose = (next: GoalKind) => {
    setKind(next);
    setTarget(String(USUAL[next]));
  };
  const body = { kind, target: Number(target), within_days: hasWithin ? Number(within) : null, until, note: note || null };
  const onSubmit = () =>
    run(
      () => post<Goal>(`/teams/${team}/goals`, body),
      () => {
        tell(t("goal_set"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog title={t("goal_new")} submit={t("goal_set_it")} isBusy={isBusy} problem={problem} onClose={onClose} onSubmit={onSubmit}>
      <Field label={t("goal_kind")}>
        {(id) => (
          <select id={id} value={kind} onChange={(event) => choose(event.currentTarget.value as GoalKind)}>
            {GOAL_KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`goal_kind_${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t(`goal_target_${kind}`)}>
        {(id) => (
          <input
            id={id}
            type="number"
            min="0"
            required
            value={target}
            onInput={(event) => setTarget(event.currentTarget.value)}
          />
        )}
      </Field>
      {hasWithin && (
        <Field label={t("goal_within")}>
          {(id) => (
            <input
              id={id}
              type="number"
              min="1"
              max="90"
              required
              value={within}
              onInput={(event) => setWithin(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <Field label={t("goal_until_day")}>
        {(id) => (
          <input
            id={id}
            type="date"
            required
            min={dateInput(new Date())}
            value={until}
            onInput={(event) => setUntil(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t("goal_note")}>
        {(id) => <input id={id} maxLength={200} value={note} onInput={(event) => setNote(event.currentTarget.value)} />}
      </Field>
      <p class="goal-preview">
        <strong>{goalName({ kind, target: body.target, within_days: body.within_days })}</strong>
      </p>
      <p class="muted">{t(`goal_decided_${kind}`)}</p>
    </FormDialog>
  );
}
