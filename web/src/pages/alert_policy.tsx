// SPDX-License-Identifier: Apache-2.0
// When a team's channels are told what: the morning, reminders, escalation, quiet hours; and what that would have sent lately.
import { useState } from "preact/hooks";
import { PRIORITIES, type Priority } from "../api";
import { type AlertPolicy, type AlertPolicyChange, type AlertPreview, type QuietHours, WEEKDAYS } from "../api_alert";
import { day } from "../format";
import { useResource, useTask } from "../hooks";
import { patch, remove } from "../http";
import { t, word } from "../i18n";
import { Field, ProblemBox, Skeleton } from "../ui/basics";
import { PriorityMark } from "../ui/priority";
import { tell } from "../ui/toast";
import { AlertPreviewBox } from "./alert_preview";
import { useWhatIf } from "./what_if";

type RemindKey = keyof AlertPolicy["remind_days"];

/** What the form holds: numbers as they are typed. */
interface Draft {
  morning: string;
  remind: Record<RemindKey, string>;
  every: string;
  overdueDays: string;
  unseenHours: string;
  toAdmins: boolean;
  toGovernance: boolean;
  channelId: string;
  quiet: QuietHours[];
}

function remindKey(priority: Priority): RemindKey {
  return priority.replace(/-/g, "_") as RemindKey;
}

function draftOf(policy: AlertPolicy): Draft {
  const text = (value: number | null) => (value === null ? "" : String(value));
  const { immediate, out_of_cycle, scheduled, defer } = policy.remind_days;
  return {
    morning: policy.morning,
    remind: {
      immediate: immediate.join(", "),
      out_of_cycle: out_of_cycle.join(", "),
      scheduled: scheduled.join(", "),
      defer: defer.join(", "),
    },
    every: text(policy.overdue_every_days),
    overdueDays: text(policy.escalation.overdue_days),
    unseenHours: text(policy.escalation.unacknowledged_hours),
    toAdmins: policy.escalation.to_admins,
    toGovernance: policy.escalation.to_governance,
    channelId: policy.escalation.channel_id ?? "",
    quiet: policy.quiet_hours,
  };
}

/** "7, 1" as [7, 1]; what is no number is left for the server to refuse. */
function daysOf(text: string): number[] {
  return text
    .split(/[\s,、]+/)
    .filter((one) => one !== "")
    .map(Number)
    .map((one) => (Number.isNaN(one) ? -1 : one));
}

function changeOf(draft: Draft): AlertPolicyChange {
  const number = (text: string) => (text.trim() === "" ? null : Number(text));
  return {
    morning: draft.morning,
    remind_days: {
      immediate: daysOf(draft.remind.immediate),
      out_of_cycle: daysOf(draft.remind.out_of_cycle),
      scheduled: daysOf(draft.remind.scheduled),
      defer: daysOf(draft.remind.defer),
    },
    overdue_every_days: number(draft.every),
    escalation: {
      overdue_days: number(draft.overdueDays),
      unacknowledged_hours: number(draft.unseenHours),
      to_admins: draft.toAdmins,
      to_governance: draft.toGovernance,
      channel_id: draft.channelId || null,
    },
    quiet_hours: draft.quiet,
  };
}

type Set = (changes: Partial<Draft>) => void;

function Check(props: { label: string; isSet: boolean; onChange: (isSet: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={props.isSet} onChange={(event) => props.onChange(event.currentTarget.checked)} />{" "}
      {props.label}
    </label>
  );
}

function NumberField(props: {
  label: string;
  hint: string;
  value: string;
  most: number;
  none: string;
  onChange: (text: string) => void;
}) {
  return (
    <Field label={props.label} hint={props.hint}>
      {(id, hintId) => (
        <input
          id={id}
          aria-describedby={hintId}
          type="number"
          min={1}
          max={props.most}
          step={1}
          placeholder={props.none}
          value={props.value}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function Reminders({ draft, zone, set }: { draft: Draft; zone: string; set: Set }) {
  return (
    <fieldset>
      <legend>{t("alert_reminders")}</legend>
      <Field label={t("alert_morning")} hint={t("alert_morning_hint", { zone })}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            type="time"
            required
            value={draft.morning}
            onInput={(event) => set({ morning: event.currentTarget.value })}
          />
        )}
      </Field>
      <p class="hint">{t("alert_remind_hint")}</p>
      <div class="days">
        {PRIORITIES.map((priority) => (
          <label key={priority}>
            <PriorityMark priority={priority} />
            <input
              type="text"
              inputMode="numeric"
              placeholder={t("alert_remind_none")}
              value={draft.remind[remindKey(priority)]}
              onInput={(event) =>
                set({ remind: { ...draft.remind, [remindKey(priority)]: event.currentTarget.value } })
              }
            />
          </label>
        ))}
      </div>
      <NumberField
        label={t("alert_every")}
        hint={t("alert_every_hint")}
        value={draft.every}
        most={365}
        none={t("alert_once")}
        onChange={(every) => set({ every })}
      />
    </fieldset>
  );
}

function Escalation({ draft, set }: { draft: Draft; set: Set }) {
  return (
    <fieldset>
      <legend>{t("alert_escalation")}</legend>
      <div class="field-pair">
        <NumberField
          label={t("alert_unseen_hours")}
          hint={t("alert_unseen_hours_hint")}
          value={draft.unseenHours}
          most={720}
          none={t("alert_never")}
          onChange={(unseenHours) => set({ unseenHours })}
        />
        <NumberField
          label={t("alert_overdue_days")}
          hint={t("alert_overdue_days_hint")}
          value={draft.overdueDays}
          most={365}
          none={t("alert_never")}
          onChange={(overdueDays) => set({ overdueDays })}
        />
      </div>
      <Field label={t("alert_escalate_to")}>
        {(id) => (
          <select id={id} value={draft.channelId} onChange={(event) => set({ channelId: event.currentTarget.value })}>
            <option value="">{t("alert_no_channel")}</option>
            {draft.quiet.map((one) => (
              <option key={one.channel_id} value={one.channel_id}>
                {one.channel_name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Check label={t("alert_to_admins")} isSet={draft.toAdmins} onChange={(toAdmins) => set({ toAdmins })} />
      <Check
        label={t("alert_to_governance")}
        isSet={draft.toGovernance}
        onChange={(toGovernance) => set({ toGovernance })}
      />
    </fieldset>
  );
}

function Quiet({ quiet, onChange }: { quiet: QuietHours; onChange: (quiet: QuietHours) => void }) {
  const time = (key: "from" | "to") => (
    <input
      type="time"
      required
      aria-label={t(key === "from" ? "alert_quiet_from" : "alert_quiet_to", { channel: quiet.channel_name })}
      value={quiet[key]}
      onInput={(event) => onChange({ ...quiet, [key]: event.currentTarget.value })}
    />
  );
  return (
    <div class="quiet-row" role="group" aria-label={quiet.channel_name}>
      <strong>{quiet.channel_name}</strong>
      <span class="quiet-hours">
        {time("from")} <span aria-hidden="true">–</span> {time("to")}
        {quiet.from === quiet.to && <span class="muted small">{t("alert_quiet_none")}</span>}
      </span>
      <span class="quiet-days">
        {WEEKDAYS.map((one) => (
          <label key={one} class="quiet-day">
            <input
              type="checkbox"
              checked={quiet.days.includes(one)}
              onChange={(event) => {
                const days = WEEKDAYS.filter((it) => (it === one ? event.currentTarget.checked : quiet.days.includes(it)));
                onChange({ ...quiet, days });
              }}
            />
            <span>{word("weekday", one)}</span>
          </label>
        ))}
      </span>
      <Check
        label={t("alert_immediate_passes")}
        isSet={quiet.immediate_passes}
        onChange={(immediate_passes) => onChange({ ...quiet, immediate_passes })}
      />
    </div>
  );
}

function QuietFields({ draft, zone, set }: { draft: Draft; zone: string; set: Set }) {
  return (
    <fieldset>
      <legend>{t("alert_quiet")}</legend>
      <p class="hint">{t("alert_quiet_hint", { zone })}</p>
      {draft.quiet.map((one, at) => (
        <Quiet
          key={one.channel_id}
          quiet={one}
          onChange={(changed) => set({ quiet: draft.quiet.map((it, place) => (place === at ? changed : it)) })}
        />
      ))}
    </fieldset>
  );
}

function Mutes({ policy, onChange }: { policy: AlertPolicy; onChange: () => void }) {
  const { isBusy, problem, run } = useTask();
  if (!policy.mutes.length) return null;
  return (
    <section class="mutes">
      <h3>{t("alert_mutes")}</h3>
      <ul>
        {policy.mutes.map((one) => (
          <li key={one.vulnerability}>
            <a href={`/tickets/${one.ticket_id}`}>{one.vulnerability}</a>{" "}
            <span class="muted">{t("alert_muted_until", { day: day(one.until), who: one.muted_by?.name ?? "" })}</span>
            {one.reason && <span class="muted"> · {one.reason}</span>}{" "}
            <button
              type="button"
              class="link-button"
              disabled={isBusy}
              aria-label={t("alert_unmute_it", { flaw: one.vulnerability })}
              onClick={() => run(() => remove(`/tickets/${one.ticket_id}/alert-mute`), onChange)}
            >
              {t("alert_unmute")}
            </button>
          </li>
        ))}
      </ul>
      <ProblemBox problem={problem} />
    </section>
  );
}

interface FormProps {
  teamId: string;
  policy: AlertPolicy;
  canManage: boolean;
  onSaved: (policy: AlertPolicy) => void;
}

function PolicyForm({ teamId, policy, canManage, onSaved }: FormProps) {
  const [draft, setDraft] = useState(() => draftOf(policy));
  const { isBusy, problem, run } = useTask();
  const change = changeOf(draft);
  const isChanged = JSON.stringify(change) !== JSON.stringify(changeOf(draftOf(policy)));
  const tried = useWhatIf<AlertPreview>(`/teams/${teamId}/alert-preview`, change);
  const set: Set = (changes) => setDraft({ ...draft, ...changes });
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    void run(
      () => patch<AlertPolicy>(`/teams/${teamId}/alert-policy`, change),
      (saved) => {
        tell(t("told_alert_policy_saved"));
        onSaved(saved);
      },
    );
  };
  return (
    <form onSubmit={onSubmit}>
      <fieldset class="alert-fields" disabled={!canManage}>
        <Reminders draft={draft} zone={policy.time_zone} set={set} />
        <Escalation draft={draft} set={set} />
        <QuietFields draft={draft} zone={policy.time_zone} set={set} />
      </fieldset>
      <AlertPreviewBox tried={tried} isChanged={isChanged} />
      <ProblemBox problem={problem} />
      {canManage ? (
        <button type="submit" class="button primary" disabled={isBusy || !isChanged}>
          {t("save")}
        </button>
      ) : (
        <p class="muted">{t("policy_admins_only")}</p>
      )}
    </form>
  );
}

/** The card of the page Channels; channels: what tells one set of them from another. */
export function AlertPolicyCard({ teamId, channels, canManage }: { teamId: string; channels: string; canManage: boolean }) {
  const policy = useResource<AlertPolicy>(`/teams/${teamId}/alert-policy`);
  if (policy.problem) return <ProblemBox problem={policy.problem} retry={policy.reload} />;
  if (!policy.data) return <Skeleton rows={6} />;
  const known = policy.data.quiet_hours.map((one) => one.channel_id + one.channel_name).join();
  return (
    <section class="card alert-policy" aria-label={t("alert_policy")}>
      <h2>{t("alert_policy")}</h2>
      <p class="muted">{t("alert_policy_lead")}</p>
      <PolicyForm
        key={channels + known + JSON.stringify(policy.data.remind_days)}
        teamId={teamId}
        policy={policy.data}
        canManage={canManage}
        onSaved={policy.set}
      />
      <Mutes policy={policy.data} onChange={policy.reload} />
    </section>
  );
}
