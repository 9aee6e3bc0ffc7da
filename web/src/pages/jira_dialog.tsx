// SPDX-License-Identifier: Apache-2.0
// Where the team's Jira is and by whom it is entered.
import { useState } from "preact/hooks";
import { PRIORITIES } from "../api";
import type { Jira, NewJira } from "../api_jira";
import { useTask } from "../hooks";
import { put } from "../http";
import { t, word } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

interface Props {
  path: string;
  held: Jira | null;
  onClose: () => void;
  onDone: () => void;
}

const BLANK: NewJira = {
  kind: "cloud",
  base_url: "",
  project_key: "",
  issue_type: "Task",
  mail: "",
  least_priority: null,
  assigns: false,
  is_on: true,
};

function formOf(held: Jira | null): NewJira {
  if (!held) return BLANK;
  const { kind, base_url, project_key, issue_type, mail, least_priority, assigns, is_on } = held;
  return { kind, base_url, project_key, issue_type, mail, least_priority, assigns, is_on };
}

type Set = (changes: Partial<NewJira>) => void;

function Line(props: {
  label: string;
  hint?: string;
  value: string;
  type?: string;
  isOptional?: boolean;
  placeholder?: string;
  onChange: (text: string) => void;
}) {
  return (
    <Field label={props.label} {...(props.hint ? { hint: props.hint } : {})}>
      {(id, hintId) => (
        <input
          id={id}
          aria-describedby={hintId}
          type={props.type ?? "text"}
          required={!props.isOptional}
          placeholder={props.placeholder}
          autocomplete="off"
          spellcheck={false}
          value={props.value}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function Check({ label, value, onChange }: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} /> {label}
    </label>
  );
}

function Place({ form, set }: { form: NewJira; set: Set }) {
  return (
    <>
      <Field label={t("jira_kind")}>
        {(id) => (
          <select
            id={id}
            value={form.kind}
            onChange={(event) => set({ kind: event.currentTarget.value as NewJira["kind"] })}
          >
            <option value="cloud">{t("jira_kind_cloud")}</option>
            <option value="server">{t("jira_kind_server")}</option>
          </select>
        )}
      </Field>
      <Line
        label={t("jira_address")}
        hint={t("jira_address_hint")}
        type="url"
        placeholder={form.kind === "cloud" ? "https://example.atlassian.net" : "https://example.org/jira"}
        value={form.base_url}
        onChange={(base_url) => set({ base_url })}
      />
      <div class="field-pair">
        <Line
          label={t("jira_project")}
          placeholder="PROJ"
          value={form.project_key}
          onChange={(project_key) => set({ project_key })}
        />
        <Line
          label={t("jira_type")}
          hint={t("jira_type_hint")}
          value={form.issue_type}
          onChange={(issue_type) => set({ issue_type })}
        />
      </div>
    </>
  );
}

function Rule({ form, set }: { form: NewJira; set: Set }) {
  return (
    <Field label={t("jira_rule")}>
      {(id) => (
        <select
          id={id}
          value={form.least_priority ?? ""}
          onChange={(event) =>
            set({ least_priority: (event.currentTarget.value || null) as NonNullable<NewJira["least_priority"]> | null })
          }
        >
          <option value="">{t("jira_rule_none")}</option>
          {PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {t("jira_rule_from", { priority: word("priority", priority) })}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function JiraDialog({ path, held, onClose, onDone }: Props) {
  const [form, setForm] = useState(() => formOf(held));
  const [token, setToken] = useState("");
  const { isBusy, problem, run } = useTask();
  const set: Set = (changes) => setForm({ ...form, ...changes });
  const isCloud = form.kind === "cloud";
  const onSubmit = () =>
    run(
      () => put(path, { ...form, token: token || null }),
      () => {
        tell(t("jira_saved"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("jira_connect")}
      submit={t("save")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Place form={form} set={set} />
      <Line
        label={t(isCloud ? "jira_mail" : "jira_name")}
        hint={t("jira_account_hint")}
        type={isCloud ? "email" : "text"}
        isOptional={!isCloud}
        value={form.mail ?? ""}
        onChange={(mail) => set({ mail })}
      />
      <Line
        label={t("jira_token")}
        hint={t(held ? "jira_token_kept" : "jira_token_hint")}
        type="password"
        isOptional={!!held}
        value={token}
        onChange={setToken}
      />
      <Rule form={form} set={set} />
      <Check label={t("jira_assigns")} value={form.assigns ?? false} onChange={(assigns) => set({ assigns })} />
      <Check label={t("jira_is_on")} value={form.is_on ?? true} onChange={(is_on) => set({ is_on })} />
    </FormDialog>
  );
}
