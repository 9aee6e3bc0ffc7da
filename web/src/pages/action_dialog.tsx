// SPDX-License-Identifier: Apache-2.0
// Recording by hand what was done without a ticket.
import { useState } from "preact/hooks";
import type { Action, Team } from "../api";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { ActionFields, bodyOf, newDraft } from "../ui/action_fields";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

export function RecordActionDialog(props: { teams: Team[]; onClose: () => void; onDone: () => void }) {
  const [draft, setDraft] = useState(newDraft);
  const [team, setTeam] = useState(props.teams[0]?.id ?? "");
  const [advisory, setAdvisory] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () =>
        post<Action>("/action-logs", {
          team_id: team,
          ...bodyOf(draft),
          ...(advisory.trim() ? { advisory_id: advisory.trim() } : {}),
        }),
      () => {
        props.onClose();
        props.onDone();
        tell(t("told_recorded"));
      },
    );
  return (
    <FormDialog
      title={t("record_action")}
      submit={t("record")}
      isBusy={isBusy}
      problem={problem}
      onClose={props.onClose}
      onSubmit={onSubmit}
    >
      <Field label={t("team")}>
        {(id) => (
          <select id={id} value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
            {props.teams.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ActionFields draft={draft} onChange={setDraft} />
      <Field label={t("advisory_id_optional")}>
        {(id) => (
          <input
            id={id}
            value={advisory}
            placeholder="CVE-2021-44228"
            spellcheck={false}
            onInput={(event) => setAdvisory(event.currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
