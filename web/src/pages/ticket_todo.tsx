// SPDX-License-Identifier: Apache-2.0
// What to do about a ticket.
import type { Occurrence, TicketDetail } from "../api";
import { calendarDay, day } from "../format";
import { language, t } from "../i18n";
import { Icon } from "../ui/icons";
import { TicketAdvice, WithoutFix } from "./ticket_advice";
import type { TicketDialogProps } from "./ticket_dialogs";

function remedy(ticket: TicketDetail, one: Occurrence): string {
  const values = { package: ticket.package, from: one.version ?? "", to: one.fixed[0] ?? "" };
  if (ticket.malicious) return t("todo_malicious", values);
  return t(one.fixed.length ? "todo_upgrade" : "todo_no_fix", values);
}

/** The server's advice is English; from the same facts the same is said in another language. */
function advice(ticket: TicketDetail): string[] {
  if (language.value === "en") return ticket.what_to_do;
  const steps = ticket.occurrences.map((one) => remedy(ticket, one));
  if (ticket.kev?.due_at) steps.push(t("todo_kev_due", { date: calendarDay(ticket.kev.due_at) }));
  if (ticket.mark_reason) steps.push(t("todo_check", { reason: ticket.mark_reason }));
  return steps;
}

export function WhatToDo({ ticket, onChange }: Omit<TicketDialogProps, "onClose">) {
  const isDone = ticket.state === "closed" || ticket.state === "completed";
  return (
    <section class="card todo">
      <h2>{t("what_to_do")}</h2>
      {isDone ? (
        <p class="done">
          <Icon name="check" /> {ticket.accepted_until
            ? t("todo_accepted", { date: day(ticket.accepted_until) })
            : t(ticket.state === "closed" ? "todo_closed" : "todo_completed")}
        </p>
      ) : (
        <ol>
          {[...new Set(advice(ticket))].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {!isDone && !ticket.malicious && ticket.fixed.length === 0 && <WithoutFix ticket={ticket} onChange={onChange} />}
      <TicketAdvice ticket={ticket} onChange={onChange} />
    </section>
  );
}
