// SPDX-License-Identifier: Apache-2.0
// What an action is: its kind out of six, what was done, and when.
import { ACTION_KINDS, type ActionGround, type ActionKind } from "../api";
import { dateInput } from "../format";
import { t, word } from "../i18n";
import { Field } from "./basics";
import { GroundFields } from "./ground_fields";

export interface ActionDraft {
  kind: ActionKind;
  text: string;
  date: string;
  grounds: ActionGround[];
}

export function newDraft(kind: ActionKind = "elimination", text = ""): ActionDraft {
  return { kind, text, date: dateInput(new Date()), grounds: [] };
}

/** The time of a day that was chosen: now when it is today, its noon otherwise, since people rarely know the hour. */
function timeOf(date: string): string {
  const time = date === dateInput(new Date()) ? new Date() : new Date(`${date}T12:00:00`);
  return time.toISOString();
}

export function bodyOf(draft: ActionDraft): {
  kind: ActionKind;
  text: string;
  executed_at: string;
  grounds: ActionGround[];
} {
  return { kind: draft.kind, text: draft.text, executed_at: timeOf(draft.date), grounds: draft.grounds };
}

interface ActionFieldsProps {
  draft: ActionDraft;
  /** Those to choose from; all without. */
  kinds?: readonly ActionKind[];
  onChange: (draft: ActionDraft) => void;
}

export function KindField(props: {
  kind: ActionKind;
  kinds?: readonly ActionKind[];
  onChange: (kind: ActionKind) => void;
}) {
  return (
    <fieldset class="kinds">
      <legend>{t("action_kind")}</legend>
      {(props.kinds ?? ACTION_KINDS).map((kind) => (
        <label key={kind} class={kind === props.kind ? "chosen" : ""}>
          <input type="radio" name="kind" checked={kind === props.kind} onChange={() => props.onChange(kind)} />
          <span>
            <strong>{word("action", kind)}</strong>
            <span class="muted">{word("action_means", kind)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function ActionFields({ draft, kinds = ACTION_KINDS, onChange }: ActionFieldsProps) {
  return (
    <>
      <KindField kind={draft.kind} kinds={kinds} onChange={(kind) => onChange({ ...draft, kind })} />
      <Field label={t("action_text")}>
        {(id) => (
          <textarea
            id={id}
            rows={3}
            required
            value={draft.text}
            placeholder={t("action_text_example")}
            onInput={(event) => onChange({ ...draft, text: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t("executed_on")}>
        {(id) => (
          <input
            id={id}
            type="date"
            required
            max={dateInput(new Date())}
            value={draft.date}
            onInput={(event) => onChange({ ...draft, date: event.currentTarget.value })}
          />
        )}
      </Field>
      <GroundFields chosen={draft.grounds} onChange={(grounds) => onChange({ ...draft, grounds })} />
    </>
  );
}
