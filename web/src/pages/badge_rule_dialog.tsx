// SPDX-License-Identifier: Apache-2.0
// Making and changing a rule for badges: what counts, how often for which level, and who gets it.
import { useState } from "preact/hooks";
import { ACTION_KINDS, type ActionKind } from "../api";
import type { BadgeClass, BadgeCondition, BadgeRule } from "../api_badge";
import { useTask } from "../hooks";
import { patch, post } from "../http";
import { t, word } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";
import { badgeNameText } from "./badge_name";
import { PreviewBox } from "./badge_rule_preview";

const EVENTS: readonly BadgeCondition["on"][] = ["action", "completion", "advice", "quarter"];

/** As badges name them: with "_". */
const CERTIFIERS = ["trusted_third_party", "coworker", "myself", "system"] as const;
const BADGE_PRIORITIES = ["immediate", "out_of_cycle", "scheduled", "defer"] as const;

const FLAGS = {
  action: ["is_confirmed", "with_grounds", "is_kev"],
  completion: ["is_confirmed", "is_kev", "is_before_due"],
  advice: [],
  quarter: [],
} as const satisfies Record<BadgeCondition["on"], readonly (keyof BadgeCondition)[]>;

/** As it stands in the fields: numbers as they were typed. */
interface Draft {
  name: string;
  series: string;
  on: BadgeCondition["on"];
  kinds: ActionKind[];
  certifiers: string[];
  priorities: string[];
  flags: string[];
  recipient: "person" | "team";
  minutes: string;
  counts: string;
  per_day: string;
  least: string;
}

function draftOf(rule: BadgeRule | null, classes: BadgeClass[]): Draft {
  const condition: Partial<BadgeCondition> = rule?.condition ?? {};
  const on = condition.on ?? "action";
  const text = (value: number | null | undefined) => (value ? String(value) : "");
  return {
    name: rule?.name ?? "",
    series: rule?.series ?? classes[0]?.series ?? "",
    on,
    kinds: [...(condition.kinds ?? [])],
    certifiers: [...(condition.certifiers ?? [])],
    priorities: [...(condition.priorities ?? [])],
    flags: FLAGS[on].filter((flag) => condition[flag as keyof BadgeCondition]),
    recipient: condition.recipient === "team" ? "team" : "person",
    minutes: text(condition.within_minutes),
    counts: condition.counts?.join(", ") ?? "1",
    per_day: text(condition.per_day),
    least: text(condition.least),
  };
}

/** What is not said is left out: the server knows what it is without. */
function conditionOf(draft: Draft): BadgeCondition {
  const { on } = draft;
  const number = (text: string) => (text.trim() ? Number(text) : undefined);
  const ofWork = on === "action" || on === "completion";
  const some = (isOne: boolean, words: string[]) => (isOne && words.length ? words : undefined);
  const rest = {
    kinds: some(on === "action", draft.kinds),
    certifiers: some(on === "action", draft.certifiers),
    priorities: some(ofWork, draft.priorities),
    recipient: ofWork && draft.recipient === "team" ? "team" : undefined,
    within_minutes: on === "completion" ? number(draft.minutes) : undefined,
    counts: on === "quarter" ? undefined : (draft.counts.match(/\d+/g) ?? []).map(Number),
    per_day: on === "quarter" ? undefined : number(draft.per_day),
    least: on === "quarter" ? number(draft.least) : undefined,
    ...Object.fromEntries(FLAGS[on].map((flag) => [flag, draft.flags.includes(flag) || undefined])),
  };
  return { on, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) };
}

/** One entry for each series, called like its first class. */
function seriesOf(classes: BadgeClass[]): [string, string][] {
  const found = new Map<string, string>();
  for (const one of classes) if (!found.has(one.series)) found.set(one.series, badgeNameText(one.slug, one.name));
  return [...found];
}

interface FieldsProps {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}

function NumberField(props: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <Field label={props.label}>
      {(id) => (
        <input
          id={id}
          type="number"
          min={1}
          max={1000000}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function Ticks<T extends string>(props: {
  legend: string;
  values: readonly T[];
  ticked: readonly string[];
  nameOf: (value: T) => string;
  onChange: (ticked: T[]) => void;
}) {
  if (props.values.length === 0) return null;
  const toggle = (value: T) =>
    props.onChange(props.values.filter((one) => (one === value) !== props.ticked.includes(one)));
  return (
    <fieldset class="field">
      <legend>{props.legend}</legend>
      <div class="scopes">
        {props.values.map((value) => (
          <label key={value}>
            <input type="checkbox" checked={props.ticked.includes(value)} onChange={() => toggle(value)} />
            {props.nameOf(value)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function WhatFields({ draft, onChange }: FieldsProps) {
  return (
    <>
      <Field label={t("badge_rule_what")}>
        {(id) => (
          <select
            id={id}
            value={draft.on}
            onChange={(event) => onChange({ on: event.currentTarget.value as Draft["on"] })}
          >
            {EVENTS.map((event) => (
              <option key={event} value={event}>
                {word("badge_rule_on", event)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.on === "action" && (
        <Ticks
          legend={t("badge_rule_kinds")}
          values={ACTION_KINDS}
          ticked={draft.kinds}
          nameOf={(kind) => word("action", kind)}
          onChange={(kinds) => onChange({ kinds })}
        />
      )}
      {draft.on === "completion" && (
        <NumberField
          label={t("badge_rule_field_minutes")}
          value={draft.minutes}
          onInput={(minutes) => onChange({ minutes })}
        />
      )}
      {draft.on === "action" && (
        <Ticks
          legend={t("badge_rule_certifiers")}
          values={CERTIFIERS}
          ticked={draft.certifiers}
          nameOf={(certifier) => word("certifier", certifier)}
          onChange={(certifiers) => onChange({ certifiers })}
        />
      )}
      {(draft.on === "action" || draft.on === "completion") && (
        <Ticks
          legend={t("badge_rule_priorities")}
          values={BADGE_PRIORITIES}
          ticked={draft.priorities}
          nameOf={(priority) => word("priority", priority)}
          onChange={(priorities) => onChange({ priorities })}
        />
      )}
      <Ticks
        legend={t("badge_rule_only")}
        values={FLAGS[draft.on] as readonly string[]}
        ticked={draft.flags}
        nameOf={(flag) => word("badge_rule", flag)}
        onChange={(flags) => onChange({ flags })}
      />
    </>
  );
}

function WhoField({ draft, onChange }: FieldsProps) {
  return (
    <Field label={t("badge_rule_who")}>
      {(id) => (
        <select
          id={id}
          value={draft.recipient}
          onChange={(event) => onChange({ recipient: event.currentTarget.value as Draft["recipient"] })}
        >
          <option value="person">{t("badge_rule_who_person")}</option>
          <option value="team">{t("badge_rule_who_team")}</option>
        </select>
      )}
    </Field>
  );
}

function CountFields({ draft, onChange }: FieldsProps) {
  if (draft.on === "quarter")
    return <NumberField label={t("badge_rule_field_least")} value={draft.least} onInput={(least) => onChange({ least })} />;
  return (
    <>
      <Field label={t("badge_rule_field_counts")} hint={t("badge_rule_field_counts_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            required
            inputMode="numeric"
            pattern="[0-9]+([ ,]+[0-9]+)*"
            value={draft.counts}
            onInput={(event) => onChange({ counts: event.currentTarget.value })}
          />
        )}
      </Field>
      <NumberField
        label={t("badge_rule_field_per_day")}
        value={draft.per_day}
        onInput={(per_day) => onChange({ per_day })}
      />
      {draft.on !== "advice" && <WhoField draft={draft} onChange={onChange} />}
    </>
  );
}

function NameFields({ draft, classes, onChange }: FieldsProps & { classes: BadgeClass[] }) {
  return (
    <>
      <Field label={t("badge_rule_name")}>
        {(id) => (
          <input
            id={id}
            required
            maxLength={100}
            value={draft.name}
            onInput={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t("badge_rule_series")}>
        {(id) => (
          <select id={id} value={draft.series} onChange={(event) => onChange({ series: event.currentTarget.value })}>
            {seriesOf(classes).map(([series, name]) => (
              <option key={series} value={series}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

interface DialogProps {
  /** null: a new one. */
  rule: BadgeRule | null;
  classes: BadgeClass[];
  onClose: () => void;
  onDone: () => void;
}

export function BadgeRuleDialog({ rule, classes, onClose, onDone }: DialogProps) {
  const issued = classes.filter((one) => !one.is_given);
  const [draft, setDraft] = useState(() => draftOf(rule, issued));
  const { isBusy, problem, run } = useTask();
  const onChange = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  const { series } = draft;
  const onSubmit = () => {
    const body = { name: draft.name.trim(), series, condition: conditionOf(draft) };
    return run(
      () => (rule ? patch<BadgeRule>(`/badge-rules/${rule.id}`, body) : post<BadgeRule>("/badge-rules", body)),
      () => {
        tell(t("told_rule_saved"));
        onClose();
        onDone();
      },
    );
  };
  return (
    <FormDialog
      title={t(rule ? "badge_rule_edit" : "badge_rule_new")}
      submit={t("save")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <NameFields draft={draft} classes={issued} onChange={onChange} />
      <WhatFields draft={draft} onChange={onChange} />
      <CountFields draft={draft} onChange={onChange} />
      <PreviewBox orderOf={() => ({ ...(rule ? { rule_id: rule.id } : {}), series, condition: conditionOf(draft) })} />
    </FormDialog>
  );
}
