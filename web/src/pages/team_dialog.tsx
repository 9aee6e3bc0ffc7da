// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import type { Team } from "../api";
import type { Namespaces } from "../api_signals";
import { browserZone, day, linesOf } from "../format";
import { useResource, useTask } from "../hooks";
import { post, put } from "../http";
import { t } from "../i18n";
import { loadSession } from "../session";
import { Field, ProblemBox } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

export function TeamDialog(props: { onClose: () => void; onDone: () => void }) {
  const [name, setName] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => post<Team>("/teams", { name: name.trim(), time_zone: browserZone() }),
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

/** The names of a team's own packages, for its admins. */
export function NamespacesDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const path = `/teams/${team.id}/namespaces`;
  const { data, problem, reload } = useResource<Namespaces>(path);
  const [typed, setTyped] = useState<string | null>(null);
  const task = useTask();
  const text = typed ?? data?.namespaces.join("\n") ?? "";
  const onSubmit = () =>
    task.run(
      () => put(path, { namespaces: linesOf(text) }),
      () => {
        tell(t("namespaces_saved"));
        reload();
        onClose();
      },
    );
  return (
    <FormDialog
      title={t("namespaces_of", { team: team.name })}
      submit={t("save")}
      isBusy={task.isBusy || !data}
      problem={task.problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p class="muted">{t("namespaces_lead")}</p>
      <ProblemBox problem={problem} retry={reload} />
      <Field label={t("namespaces_label")} hint={t("namespaces_hint")}>
        {(id, hintId) => (
          <textarea
            id={id}
            aria-describedby={hintId}
            rows={5}
            spellcheck={false}
            class="mono"
            disabled={!data}
            value={text}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      {data?.set_at && (
        <p class="hint">{t("namespaces_set_by", { name: data.set_by?.name ?? "–", date: day(data.set_at) })}</p>
      )}
    </FormDialog>
  );
}
