// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import type { Team } from "../api";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { loadSession } from "../session";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";

export function TeamDialog(props: { onClose: () => void; onDone: () => void }) {
  const [name, setName] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => post<Team>("/teams", { name: name.trim() }),
      () => {
        props.onClose();
        props.onDone();
        void loadSession();
      },
    );
  return (
    <FormDialog
      title={t("new_team")}
      submit={t("create")}
      isBusy={isBusy}
      problem={problem}
      onClose={props.onClose}
      onSubmit={onSubmit}
    >
      <Field label={t("name")} hint={t("team_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            required
            maxLength={100}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
