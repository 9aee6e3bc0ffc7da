// SPDX-License-Identifier: Apache-2.0
// How a team decides: its SSVC model, when EPSS counts, how many days a priority gives; and what a change would do.
import { useState } from "preact/hooks";
import { PRIORITIES, type Priority, type Team } from "../api";
import {
  type DecisionModel,
  type DecisionPolicy,
  type DecisionPolicyChange,
  type DecisionTable,
  type WhatIf,
} from "../api_decide";
import { useResource, useTask, useTitle } from "../hooks";
import { patch } from "../http";
import { t, word } from "../i18n";
import { may } from "../session";
import { Crumbs, Field, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { PriorityMark } from "../ui/priority";
import { tell } from "../ui/toast";
import { Outcome } from "./decision_picture";
import { useWhatIf, WhatIfSummary } from "./what_if";

type DaysKey = keyof DecisionPolicy["due_days"];

/** What the form holds: numbers as they are typed. */
interface Draft {
  model: DecisionModel;
  epss: string;
  days: Record<DaysKey, string>;
  isKevDue: boolean;
}

function daysKey(priority: Priority): DaysKey {
  return priority.replace(/-/g, "_") as DaysKey;
}

function draftOf(policy: DecisionPolicy): Draft {
  const text = (value: number | null) => (value === null ? "" : String(value));
  const { immediate, out_of_cycle, scheduled, defer } = policy.due_days;
  return {
    model: policy.model,
    epss: text(policy.epss_threshold),
    days: {
      immediate: text(immediate),
      out_of_cycle: text(out_of_cycle),
      scheduled: text(scheduled),
      defer: text(defer),
    },
    isKevDue: policy.is_kev_due,
  };
}

function changeOf(draft: Draft): DecisionPolicyChange {
  const number = (text: string) => (text.trim() === "" ? null : Number(text));
  const days = Object.fromEntries(Object.entries(draft.days).map(([key, text]) => [key, number(text)]));
  return {
    model: draft.model,
    epss_threshold: number(draft.epss),
    due_days: days as DecisionPolicy["due_days"],
    is_kev_due: draft.isKevDue,
  };
}

function Model(props: { table: DecisionTable; isChosen: boolean; onChoose: () => void }) {
  const { table, isChosen, onChoose } = props;
  return (
    <label class={`model-card ${isChosen ? "chosen" : ""}`}>
      <span class="line">
        <input type="radio" name="model" checked={isChosen} onChange={onChoose} />
        <strong>{word("model", table.model)}</strong>
      </span>
      <span class="muted small">
        {table.table} {table.version}
      </span>
      <span class="small">
        {t("model_asks")} {table.points.map(({ name }) => word("ssvc", name)).join(" · ")}
      </span>
      <span class="outcomes">
        {table.outcomes.map(({ outcome, priority }) => (
          <Outcome key={outcome} outcome={outcome} priority={priority} />
        ))}
      </span>
    </label>
  );
}

function DueDays({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  return (
    <fieldset class="due-days">
      <legend>{t("days_by_priority")}</legend>
      <p class="hint">{t(draft.model === "bod-26-04" ? "days_of_bod" : "days_hint")}</p>
      <div class="days">
        {PRIORITIES.map((priority) => (
          <label key={priority}>
            <PriorityMark priority={priority} />
            <input
              type="number"
              min={1}
              max={3650}
              step={1}
              disabled={draft.model === "bod-26-04"}
              placeholder={t("no_due_date")}
              value={draft.days[daysKey(priority)]}
              onInput={(event) =>
                onChange({ ...draft, days: { ...draft.days, [daysKey(priority)]: event.currentTarget.value } })
              }
            />
          </label>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.isKevDue}
          onChange={(event) => onChange({ ...draft, isKevDue: event.currentTarget.checked })}
        />{" "}
        {t("kev_is_due")}
      </label>
    </fieldset>
  );
}

interface FormProps {
  path: string;
  team: Team;
  policy: DecisionPolicy;
  tables: DecisionTable[];
  onSaved: (policy: DecisionPolicy) => void;
}

function PolicyForm({ path, team, policy, tables, onSaved }: FormProps) {
  const [draft, setDraft] = useState(() => draftOf(policy));
  const { isBusy, problem, run } = useTask();
  const change = changeOf(draft);
  const isChanged = JSON.stringify(change) !== JSON.stringify(changeOf(draftOf(policy)));
  const tried = useWhatIf<WhatIf>(`/teams/${team.id}/what-if`, isChanged ? change : null);
  const isAdmin = may("admin", team.id);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    void run(
      () => patch<DecisionPolicy>(path, change),
      (saved) => {
        tell(t("told_policy_saved"));
        onSaved(saved);
      },
    );
  };
  return (
    <form class="card policy" onSubmit={onSubmit}>
      <h2>{t("model")}</h2>
      <div class="models" role="radiogroup" aria-label={t("model")}>
        {tables.map((table) => (
          <Model
            key={table.model}
            table={table}
            isChosen={draft.model === table.model}
            onChoose={() => setDraft({ ...draft, model: table.model })}
          />
        ))}
      </div>
      <Field label={t("epss_threshold")} hint={t("epss_threshold_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            type="number"
            min={0.000001}
            max={1}
            step="any"
            placeholder={t("epss_counts_nothing")}
            value={draft.epss}
            onInput={(event) => setDraft({ ...draft, epss: event.currentTarget.value })}
          />
        )}
      </Field>
      <DueDays draft={draft} onChange={setDraft} />
      <WhatIfSummary tried={tried} />
      <ProblemBox problem={problem} />
      {isAdmin ? (
        <button type="submit" class="button primary" disabled={isBusy || !isChanged}>
          {t("save")}
        </button>
      ) : (
        <p class="muted">{t("policy_admins_only")}</p>
      )}
    </form>
  );
}

export function TeamPolicyPage({ id }: { id: string }) {
  const path = `/teams/${id}/decision-policy`;
  const team = useResource<Team>(`/teams/${id}`);
  const policy = useResource<DecisionPolicy>(path);
  const tables = useResource<{ items: DecisionTable[] }>("/decision-models");
  useTitle(t("how_it_decides"));
  const problem = team.problem ?? policy.problem ?? tables.problem;
  if (problem) return <ProblemBox problem={problem} retry={policy.reload} />;
  if (!team.data || !policy.data || !tables.data) return <Skeleton rows={8} />;
  return (
    <article class="policy-page">
      <Crumbs steps={[[`/teams/${id}`, team.data.name]]} />
      <h1>{t("how_team_decides", { team: team.data.name })}</h1>
      <p class="lead">{t("policy_lead")}</p>
      {policy.data.is_at_work && (
        <p class="notice">
          <Icon name="clock" />
          <span>{t("policy_at_work")}</span>
          <button type="button" class="link-button" onClick={policy.reload}>
            {t("look_again")}
          </button>
        </p>
      )}
      <PolicyForm
        key={JSON.stringify(policy.data.due_days) + policy.data.model}
        path={path}
        team={team.data}
        policy={policy.data}
        tables={tables.data.items}
        onSaved={policy.set}
      />
    </article>
  );
}
