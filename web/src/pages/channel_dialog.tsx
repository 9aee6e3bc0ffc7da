// SPDX-License-Identifier: Apache-2.0
// Where a channel leads, and what it is told.
import { useState } from "preact/hooks";
import { PRIORITIES, type Priority } from "../api";
import { type Channel, CHANNEL_KINDS, CHANNEL_TELLS, type ChannelKind, type NewChannel } from "../api_channel";
import { useTask } from "../hooks";
import { patch, post } from "../http";
import { language, t, word } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

interface Props {
  path: string;
  held: Channel | null;
  onClose: () => void;
  /** The secret of a webhook, when it is new. */
  onDone: (channel: Channel, secret: string | null) => void;
}

type Form = Required<NewChannel>;
type Set = (changes: Partial<Form>) => void;

function formOf(held: Channel | null): Form {
  if (!held)
    return {
      kind: "slack",
      name: "",
      address: "",
      least_priority: "out-of-cycle",
      tells: ["new", "reminder", "overdue", "escalation", "digest"],
      language: language.value,
      is_on: true,
    };
  const { kind, name, least_priority, tells, is_on } = held;
  return { kind, name, address: held.address ?? "", least_priority, tells, language: held.language, is_on };
}

function KindField({ form, set }: { form: Form; set: Set }) {
  return (
    <Field label={t("channel_kind")}>
      {(id) => (
        <select
          id={id}
          value={form.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as ChannelKind, address: "" })}
        >
          {CHANNEL_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {word("channel_kind", kind)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function hintOf(form: Form, isHeld: boolean): string {
  const hint = word("channel_address_hint", form.kind);
  return isHeld && form.kind !== "mail" ? t("channel_address_kept") : hint;
}

function AddressField({ form, set, isHeld }: { form: Form; set: Set; isHeld: boolean }) {
  const isMail = form.kind === "mail";
  return (
    <Field label={t(isMail ? "channel_mails" : "channel_url")} hint={hintOf(form, isHeld)}>
      {(id, hintId) =>
        isMail ? (
          <textarea
            id={id}
            aria-describedby={hintId}
            rows={2}
            required
            value={form.address}
            onInput={(event) => set({ address: event.currentTarget.value })}
          />
        ) : (
          <input
            id={id}
            aria-describedby={hintId}
            type="url"
            required={!isHeld}
            autocomplete="off"
            spellcheck={false}
            value={form.address}
            onInput={(event) => set({ address: event.currentTarget.value })}
          />
        )
      }
    </Field>
  );
}

function TellsField({ form, set }: { form: Form; set: Set }) {
  const toggle = (one: (typeof CHANNEL_TELLS)[number], isOn: boolean) =>
    set({ tells: CHANNEL_TELLS.filter((tells) => (tells === one ? isOn : form.tells.includes(tells))) });
  return (
    <fieldset class="channel-tells">
      <legend>{t("channel_tells")}</legend>
      {CHANNEL_TELLS.map((one) => (
        <label key={one} class="check">
          <input
            type="checkbox"
            checked={form.tells.includes(one)}
            onChange={(event) => toggle(one, event.currentTarget.checked)}
          />{" "}
          {word("channel_tells", one)}
        </label>
      ))}
    </fieldset>
  );
}

function RuleFields({ form, set }: { form: Form; set: Set }) {
  return (
    <div class="field-pair">
      <Field label={t("channel_least")}>
        {(id) => (
          <select
            id={id}
            value={form.least_priority}
            onChange={(event) => set({ least_priority: event.currentTarget.value as Priority })}
          >
            {PRIORITIES.map((priority) => (
              <option key={priority} value={priority}>
                {word("priority", priority)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t("channel_language")}>
        {(id) => (
          <select
            id={id}
            value={form.language}
            onChange={(event) => set({ language: event.currentTarget.value as Form["language"] })}
          >
            <option value="en">{t("channel_language_en")}</option>
            <option value="ja">{t("channel_language_ja")}</option>
          </select>
        )}
      </Field>
    </div>
  );
}

/** Only what this person changed: another one may have changed something else meanwhile. */
function changesOf(held: Channel, form: Form): Partial<Form> {
  const before = formOf(held);
  const isOther = (key: keyof Form) => JSON.stringify(form[key]) !== JSON.stringify(before[key]);
  return Object.fromEntries(Object.entries(form).filter(([key]) => isOther(key as keyof Form)));
}

async function save(path: string, held: Channel | null, form: Form): Promise<[Channel, string | null]> {
  if (held) return [await patch<Channel>(`${path}/${held.id}`, changesOf(held, form)), null];
  const made = await post<{ channel: Channel; secret: string | null }>(path, form);
  return [made.channel, made.secret];
}

export function ChannelDialog({ path, held, onClose, onDone }: Props) {
  const [form, setForm] = useState(() => formOf(held));
  const { isBusy, problem, run } = useTask();
  const set: Set = (changes) => setForm({ ...form, ...changes });
  const onSubmit = () =>
    run(
      () => save(path, held, form),
      ([channel, secret]) => {
        tell(t("channel_saved"));
        onClose();
        onDone(channel, secret);
      },
    );
  return (
    <FormDialog
      title={held ? t("channel_change_title", { name: held.name }) : t("channel_add")}
      submit={t("save")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {!held && <KindField form={form} set={set} />}
      <Field label={t("channel_name")} hint={t("channel_name_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            required
            maxLength={200}
            autocomplete="off"
            value={form.name}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <AddressField form={form} set={set} isHeld={!!held} />
      <RuleFields form={form} set={set} />
      <TellsField form={form} set={set} />
      <label class="check">
        <input
          type="checkbox"
          checked={form.is_on}
          onChange={(event) => set({ is_on: event.currentTarget.checked })}
        />{" "}
        {t("channel_is_on")}
      </label>
    </FormDialog>
  );
}
