// SPDX-License-Identifier: Apache-2.0
// What a person can do with a ticket: the next step first, the others beside it.
import { useState } from "preact/hooks";
import type { TicketDetail } from "../api";
import { useTask } from "../hooks";
import { post } from "../http";
import { t, type WordKey } from "../i18n";
import { may } from "../session";
import { ProblemBox } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { tell } from "../ui/toast";
import { AssignDialog, CommentDialog, ReopenDialog, ScheduleDialog, type TicketDialogProps } from "./ticket_dialogs";
import { AcceptDialog, MitigateDialog, UnmitigateDialog } from "./ticket_risk";
import { CompleteDialog } from "./ticket_complete";
import { SnoozeDialog } from "./ticket_snooze";
import { NotAffectedDialog } from "./ticket_vex";

const DIALOGS = {
  schedule: ScheduleDialog,
  complete: CompleteDialog,
  assign: AssignDialog,
  comment: CommentDialog,
  snooze: SnoozeDialog,
  reopen: ReopenDialog,
  notAffected: NotAffectedDialog,
  accept: AcceptDialog,
  mitigate: MitigateDialog,
  unmitigate: UnmitigateDialog,
};

type DialogName = keyof typeof DIALOGS;

export function TicketActions({ ticket, onChange }: Omit<TicketDialogProps, "onClose">) {
  const [open, setOpen] = useState<DialogName | null>(null);
  const { isBusy, problem, run } = useTask();
  const isAtWork = ticket.state === "in_progress";
  const isDone = ticket.state === "completed" || ticket.state === "closed";
  const send = (verb: string, told: WordKey) =>
    run(
      () => post<TicketDetail>(`/tickets/${ticket.id}/${verb}`),
      (next) => {
        onChange(next);
        tell(t(told));
      },
    );
  const atOnce = (verb: string, icon: IconName, text: string, told: WordKey, kind = "") => (
    <button type="button" class={`button ${kind}`} disabled={isBusy} onClick={() => send(verb, told)}>
      <Icon name={icon} /> {text}
    </button>
  );
  const button = (name: DialogName, icon: IconName, text: string, kind = "") => (
    <button type="button" class={`button ${kind}`} onClick={() => setOpen(name)}>
      <Icon name={icon} /> {text}
    </button>
  );
  const Chosen = open && DIALOGS[open];
  return (
    <section class="card ticket-actions" aria-label={t("your_move")}>
      <h2>{t("your_move")}</h2>
      <ProblemBox problem={problem} />
      {ticket.state === "open" && atOnce("acknowledge", "eye", t("acknowledge"), "told_acknowledged", "primary")}
      {!isDone &&
        button(
          "schedule",
          "calendar",
          t(ticket.state === "scheduled" ? "reschedule" : "schedule"),
          ticket.state === "acknowledged" ? "primary" : "",
        )}
      {!isDone &&
        !isAtWork &&
        atOnce("start", "play", t("start"), "told_started", ticket.state === "scheduled" ? "primary" : "")}
      {!isDone && button("complete", "check", t("complete"), isAtWork ? "primary" : "")}
      {isAtWork && atOnce("stop", "pause", t("stop"), "told_stopped")}
      {!isDone && button("mitigate", "shield", t("mitigate"))}
      {ticket.mitigation.length > 0 && !isDone && button("unmitigate", "undo", t("unmitigate"))}
      {!isDone && may("admin", ticket.team_id) && button("accept", "calendar", t("accept_risk"))}
      {!isDone && button("notAffected", "ban", t("not_affected"))}
      {isDone && button("reopen", "undo", t("reopen"))}
      {!isDone && button("assign", "person", t("assign"))}
      {!isDone && !ticket.snooze && button("snooze", "moon", t("snooze"))}
      {button("comment", "comment", t("comment"))}
      {!isDone && (
        <a class="button" href={`/tickets/${ticket.id}/explain`}>
          <Icon name="cross" /> {t("wrong_match_question")}
        </a>
      )}
      {Chosen && <Chosen ticket={ticket} onChange={onChange} onClose={() => setOpen(null)} />}
    </section>
  );
}

/** What an analyst does with a ticket of a team that is not theirs: advise, and leave the work to the team. */
export function CommentOnly({ ticket, onChange }: Omit<TicketDialogProps, "onClose">) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="card ticket-actions" aria-label={t("your_move")}>
      <h2>{t("your_move")}</h2>
      <p class="muted small">{t("analyst_comments", { team: ticket.team_name })}</p>
      <button type="button" class="button primary" onClick={() => setOpen(true)}>
        <Icon name="comment" /> {t("comment")}
      </button>
      {isOpen && <CommentDialog ticket={ticket} onChange={onChange} onClose={() => setOpen(false)} />}
    </section>
  );
}
