// SPDX-License-Identifier: Apache-2.0
// Putting a ticket aside: until a date, until there is a fix, or whichever comes first.
import { useState } from "preact/hooks";
import type { Ticket, TicketDetail } from "../api";
import { dateInput, day, daysAhead, startOfDay } from "../format";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { Field, ProblemBox, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { TextArea, type TicketDialogProps, useTicketPost } from "./ticket_dialogs";

export function untilText(snooze: NonNullable<Ticket["snooze"]>): string {
  if (!snooze.until) return t("snoozed_until_fix");
  const date = day(snooze.until);
  return t(snooze.until_fix ? "snoozed_until_date_or_fix" : "snoozed_until_date", { date });
}

export function SnoozeTag({ ticket }: { ticket: Pick<Ticket, "snooze"> }) {
  if (!ticket.snooze) return null;
  return (
    <Tag kind="snoozed" icon="moon" title={untilText(ticket.snooze)}>
      {t("snoozed")}
    </Tag>
  );
}

export interface SnoozeDraft {
  until: string;
  isUntilFix: boolean;
  comment: string;
}

export const newSnooze = (): SnoozeDraft => ({ until: dateInput(daysAhead(7)), isUntilFix: false, comment: "" });

export function snoozeBody({ until, isUntilFix, comment }: SnoozeDraft) {
  return {
    ...(until ? { until: startOfDay(until) } : {}),
    until_fix: isUntilFix,
    ...(comment ? { comment } : {}),
  };
}

/** hasFix: there is a fix already, so that nothing can wait for it. */
export function SnoozeFields(props: { draft: SnoozeDraft; hasFix: boolean; onChange: (draft: SnoozeDraft) => void }) {
  const { draft, onChange } = props;
  return (
    <>
      <p class="muted">{t("snooze_lead")}</p>
      <Field label={t("snooze_until")}>
        {(id) => (
          <input
            id={id}
            type="date"
            required={!draft.isUntilFix}
            min={dateInput(daysAhead(1))}
            value={draft.until}
            onInput={(event) => onChange({ ...draft, until: event.currentTarget.value })}
          />
        )}
      </Field>
      <div class="presets">
        {([["tomorrow", 1], ["in_a_week", 7], ["in_a_month", 30]] as const).map(([name, days]) => (
          <button
            key={name}
            type="button"
            class="button small"
            onClick={() => onChange({ ...draft, until: dateInput(daysAhead(days)) })}
          >
            {t(name)}
          </button>
        ))}
      </div>
      {!props.hasFix && (
        <label class="check-line">
          <input
            type="checkbox"
            checked={draft.isUntilFix}
            onChange={(event) => onChange({ ...draft, isUntilFix: event.currentTarget.checked })}
          />
          {t("snooze_until_fix")}
        </label>
      )}
      <TextArea
        label={t("comment_optional")}
        value={draft.comment}
        onChange={(comment) => onChange({ ...draft, comment })}
      />
    </>
  );
}

export function SnoozeDialog(props: TicketDialogProps) {
  const [draft, setDraft] = useState(newSnooze);
  const task = useTicketPost(props, "snooze", t("told_snoozed"));
  return (
    <FormDialog
      {...task}
      title={t("snooze")}
      submit={t("snooze")}
      onClose={props.onClose}
      onSubmit={() => task.send(snoozeBody(draft))}
    >
      <SnoozeFields draft={draft} hasFix={props.ticket.fixed.length > 0} onChange={setDraft} />
    </FormDialog>
  );
}

/** Says in the ticket's head that it is put aside, with the way back. */
export function SnoozeNotice({ ticket, onChange }: Omit<TicketDialogProps, "onClose">) {
  const { isBusy, problem, run } = useTask();
  if (!ticket.snooze) return null;
  const wake = () =>
    run(
      () => post<TicketDetail>(`/tickets/${ticket.id}/wake`),
      (next) => {
        onChange(next);
        tell(t("told_woken"));
      },
    );
  return (
    <div class="notice snooze-notice">
      <Icon name="moon" />
      <span>{untilText(ticket.snooze)}</span>
      <button type="button" class="button small" disabled={isBusy} onClick={wake}>
        {t("wake")}
      </button>
      <ProblemBox problem={problem} />
    </div>
  );
}
