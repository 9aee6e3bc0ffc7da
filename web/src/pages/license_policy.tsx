// SPDX-License-Identifier: Apache-2.0
// The policy that licences are held against: what it says, who set it, and the dialog that sets another.
import { useState } from "preact/hooks";
import {
  LICENSE_ANSWERS,
  LICENSE_FAMILIES,
  type LicenseAnswer,
  type LicensePolicies,
  type LicensePolicy,
  type LicenseRules,
} from "../api_licenses";
import { linesOf } from "../format";
import { useResource, useTask } from "../hooks";
import { put } from "../http";
import { t, word } from "../i18n";
import { holds, may } from "../session";
import { Field, ProblemBox, Skeleton, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { LicenseMark } from "./license_mark";

const LISTS = ["allow", "review", "deny"] as const;

function ruleName(rule: string): string {
  return (LICENSE_FAMILIES as readonly string[]).includes(rule) ? word("family", rule) : rule;
}

function AnswerSelect(props: { label: string; value: LicenseAnswer; onChange: (answer: LicenseAnswer) => void }) {
  return (
    <Field label={props.label}>
      {(id) => (
        <select
          id={id}
          value={props.value}
          onChange={(event) => props.onChange(event.currentTarget.value as LicenseAnswer)}
        >
          {LICENSE_ANSWERS.map((answer) => (
            <option key={answer} value={answer}>
              {word("license", answer)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DialogProps {
  path: string;
  title: string;
  held: LicensePolicy;
  onClose: () => void;
  onDone: () => void;
}

function PolicyDialog({ path, title, held, onClose, onDone }: DialogProps) {
  const { policy } = held;
  const [rest, setRest] = useState({ default: policy.default, missing: policy.missing });
  const [lists, setLists] = useState(() => ({
    allow: policy.allow.join("\n"),
    review: policy.review.join("\n"),
    deny: policy.deny.join("\n"),
  }));
  const [note, setNote] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () => {
    const rules = { ...rest, ...Object.fromEntries(LISTS.map((list) => [list, linesOf(lists[list])])) };
    return run(
      () => put(path, { policy: rules, note, after: held.number }),
      () => {
        tell(t("license_saved"));
        onClose();
        onDone();
      },
    );
  };
  return (
    <FormDialog title={title} submit={t("save")} isBusy={isBusy} problem={problem} onClose={onClose} onSubmit={onSubmit}>
      <p class="hint">
        {t("license_rules_hint")} <code>{LICENSE_FAMILIES.join(" ")}</code>
      </p>
      {LISTS.map((list) => (
        <Field key={list} label={t(`license_list_${list}`)}>
          {(id) => (
            <textarea
              id={id}
              rows={3}
              spellcheck={false}
              class="mono"
              value={lists[list]}
              onInput={(event) => setLists({ ...lists, [list]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      <AnswerSelect
        label={t("license_default")}
        value={rest.default}
        onChange={(answer) => setRest({ ...rest, default: answer })}
      />
      <AnswerSelect
        label={t("license_missing")}
        value={rest.missing}
        onChange={(answer) => setRest({ ...rest, missing: answer })}
      />
      <Field label={t("license_note")}>
        {(id) => (
          <input id={id} maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

function Rules({ rules }: { rules: LicenseRules }) {
  return (
    <dl class="license-rules">
      {LICENSE_ANSWERS.map((answer) => (
        <div key={answer}>
          <dt>
            <LicenseMark answer={answer} />
          </dt>
          <dd>
            {rules[answer].map((rule) => (
              <code key={rule}>{ruleName(rule)}</code>
            ))}
            {rules.default === answer && <span class="muted">{t("license_all_else")}</span>}
            {rules.missing === answer && <span class="muted">{t("license_without")}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function History({ path }: { path: string }) {
  const { data, problem } = useResource<LicensePolicies>(`${path}/history?limit=50`);
  if (problem) return <ProblemBox problem={problem} />;
  return (
    <ol class="license-history">
      {data?.items.map((set) => (
        <li key={set.number}>
          <b>{set.number}</b> <Time at={set.set_at} /> {set.set_by?.name} {set.note && <q>{set.note}</q>}{" "}
          {!set.policy && <span class="muted">{t("license_taken_away")}</span>}
        </li>
      ))}
    </ol>
  );
}

/** What of the policy one may do: set the team's, take it away, set the organisation's. */
function PolicyButtons(props: { held: LicensePolicy; team: string; onEdit: (which: Which) => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const takeAway = () =>
    run(
      () => put(`/teams/${props.team}/license-policy`, { policy: null, note: "", after: props.held.number }),
      () => {
        tell(t("license_saved"));
        props.onDone();
      },
    );
  return (
    <p class="buttons">
      {may("admin", props.team) && (
        <button type="button" class="button" onClick={() => props.onEdit("team")}>
          <Icon name="pencil" /> {t("license_edit_team")}
        </button>
      )}
      {may("admin", props.team) && props.held.source === "team" && (
        <button type="button" class="button" disabled={isBusy} onClick={takeAway}>
          <Icon name="undo" /> {t("license_take_away")}
        </button>
      )}
      {holds("administrator") && (
        <button type="button" class="button" onClick={() => props.onEdit("organisation")}>
          <Icon name="pencil" /> {t("license_edit_organisation")}
        </button>
      )}
      <ProblemBox problem={problem} />
    </p>
  );
}

type Which = "team" | "organisation";

export function PolicyCard({ team, onChange }: { team: string; onChange: () => void }) {
  const path = `/teams/${team}/license-policy`;
  const own = useResource<LicensePolicy>(path);
  const common = useResource<LicensePolicy>("/license-policy");
  const [which, setWhich] = useState<Which | null>(null);
  const held = own.data;
  if (!held || !common.data) return own.problem ? <ProblemBox problem={own.problem} retry={own.reload} /> : <Skeleton />;
  const done = () => {
    own.reload();
    common.reload();
    onChange();
  };
  return (
    <section class="card">
      <h2>{t("license_policy")}</h2>
      <p class="muted">{word("license_source", held.source)}</p>
      <Rules rules={held.policy} />
      <PolicyButtons held={held} team={team} onEdit={setWhich} onDone={done} />
      {held.source !== "built-in" && (
        <details>
          <summary>{t("license_history")}</summary>
          <History key={held.number} path={held.source === "team" ? path : "/license-policy"} />
        </details>
      )}
      {which && (
        <PolicyDialog
          path={which === "team" ? path : "/license-policy"}
          title={t(which === "team" ? "license_edit_team" : "license_edit_organisation")}
          held={which === "team" ? held : common.data}
          onClose={() => setWhich(null)}
          onDone={done}
        />
      )}
    </section>
  );
}
