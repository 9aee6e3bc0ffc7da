// SPDX-License-Identifier: Apache-2.0
// The questions asked before a ticket changes: until when, who, why.
import { useState } from "preact/hooks";
import type { ActionKind, Member, Page, TicketDetail } from "../api";
import { dateInput, day, daysAhead, endOfDay } from "../format";
import { useResource, useTask } from "../hooks";
import { post } from "../http";
import { t, type WordKey } from "../i18n";
import { me } from "../session";
import { Field, ProblemBox } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { MentionArea } from "../ui/mention_area";
import { tell } from "../ui/toast";

export interface TicketDialogProps {
  ticket: TicketDetail;
  /** What an action begins with: what was recommended. */
  start?: { kind: ActionKind; text: string };
  onChange: (next: TicketDetail | null) => void;
  onClose: () => void;
}

/** What each of the dialogs does in the end: post, show the ticket as it is now, close, say so. */
export function useTicketPost({ ticket, onChange, onClose }: TicketDialogProps, verb: string, told: string) {
  const { isBusy, problem, run } = useTask();
  const send = (body: unknown) =>
    run(
      () => post<TicketDetail>(`/tickets/${ticket.id}/${verb}`, body),
      (next) => {
        onChange(next);
        onClose();
        tell(told);
      },
    );
  return { isBusy, problem, send };
}

export function TextArea(props: {
  label: string;
  hint?: string;
  value: string;
  isRequired?: boolean;
  onChange: (text: string) => void;
}) {
  return (
    <Field label={props.label} {...(props.hint ? { hint: props.hint } : {})}>
      {(id, hintId) => (
        <textarea
          id={id}
          aria-describedby={hintId}
          rows={3}
          value={props.value}
          required={!!props.isRequired}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

type Preset = readonly [WordKey, number];
const PRESETS: readonly Preset[] = [
  ["in_a_week", 7],
  ["in_two_weeks", 14],
  ["in_a_month", 30],
];

/** A day to come, typed or by one of the usual spans. */
export function DayField(props: {
  label: string;
  date: string;
  presets: readonly Preset[];
  onChange: (date: string) => void;
}) {
  return (
    <>
      <Field label={props.label}>
        {(id) => (
          <input
            id={id}
            type="date"
            required
            min={dateInput(new Date())}
            value={props.date}
            onInput={(event) => props.onChange(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="presets">
        {props.presets.map(([name, days]) => (
          <button key={name} type="button" class="button small" onClick={() => props.onChange(dateInput(daysAhead(days)))}>
            {t(name)}
          </button>
        ))}
      </div>
    </>
  );
}

export function ScheduleDialog(props: TicketDialogProps) {
  const [date, setDate] = useState(
    props.ticket.due_at ? dateInput(new Date(props.ticket.due_at)) : dateInput(daysAhead(14)),
  );
  const [comment, setComment] = useState("");
  const task = useTicketPost(props, "schedule", t("told_scheduled", { date: date ? day(endOfDay(date)) : "" }));
  return (
    <FormDialog
      {...task}
      title={t("schedule")}
      submit={t("schedule")}
      onClose={props.onClose}
      onSubmit={() => task.send({ due_at: endOfDay(date), ...(comment ? { comment } : {}) })}
    >
      <DayField label={t("due_date")} date={date} presets={PRESETS} onChange={setDate} />
      <TextArea label={t("comment_optional")} value={comment} onChange={setComment} />
    </FormDialog>
  );
}

export function AssignDialog(props: TicketDialogProps) {
  const { data, problem } = useResource<Page<Member>>(`/teams/${props.ticket.team_id}/members`);
  const [who, setWho] = useState(props.ticket.assignee?.id ?? me.value?.id ?? "");
  const task = useTicketPost(props, "assign", t("told_assigned"));
  const members = data?.items ?? [];
  return (
    <FormDialog
      {...task}
      title={t("assign")}
      submit={t("assign")}
      onClose={props.onClose}
      onSubmit={() => task.send({ account_id: who || null })}
    >
      <ProblemBox problem={problem} />
      <Field label={t("assignee")}>
        {(id) => (
          <select id={id} value={who} onChange={(event) => setWho(event.currentTarget.value)}>
            <option value="">{t("nobody")}</option>
            {members.map((member) => (
              <option key={member.account_id} value={member.account_id}>
                {member.name}
                {member.account_id === me.value?.id ? ` (${t("you")})` : ""}
              </option>
            ))}
          </select>
        )}
      </Field>
    </FormDialog>
  );
}

export function CommentDialog(props: TicketDialogProps) {
  const [text, setText] = useState("");
  const task = useTicketPost(props, "comment", t("told_commented"));
  return (
    <FormDialog
      {...task}
      title={t("comment")}
      submit={t("send_comment")}
      onClose={props.onClose}
      onSubmit={() => task.send({ text })}
    >
      <MentionArea label={t("comment")} ticketId={props.ticket.id} value={text} onChange={setText} />
    </FormDialog>
  );
}

export function ReopenDialog(props: TicketDialogProps) {
  const [reason, setReason] = useState("");
  const task = useTicketPost(props, "reopen", t("told_reopened"));
  return (
    <FormDialog
      {...task}
      title={t("reopen")}
      submit={t("reopen")}
      onClose={props.onClose}
      onSubmit={() => task.send({ reason })}
    >
      <TextArea label={t("reason")} hint={t("reopen_hint")} value={reason} isRequired onChange={setReason} />
    </FormDialog>
  );
}
