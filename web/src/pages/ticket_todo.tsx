// SPDX-License-Identifier: Apache-2.0
// What to do about a ticket.
import type { TicketDetail } from "../api";
import { day } from "../format";
import { language, t } from "../i18n";
import { Icon } from "../ui/icons";

/** The server's advice is English; where facts suffice, the same is said in the reader's language. */
function advice(ticket: TicketDetail): { text: string; isEnglish: boolean }[] {
  const from = ticket.versions.join(", ");
  if (language.value === "en" || ticket.fixed.length === 0) {
    if (ticket.what_to_do.length) return ticket.what_to_do.map((text) => ({ text, isEnglish: true }));
    return [{ text: t("todo_no_fix", { package: ticket.package }), isEnglish: false }];
  }
  const to = ticket.fixed.join(t("or"));
  return [{ text: t("todo_upgrade", { package: ticket.package, from, to }), isEnglish: false }];
}

export function WhatToDo({ ticket }: { ticket: TicketDetail }) {
  const isDone = ticket.state === "closed" || ticket.state === "completed";
  return (
    <section class="card todo">
      <h2>{t("what_to_do")}</h2>
      {isDone && (
        <p class="done">
          <Icon name="check" /> {t(ticket.state === "closed" ? "todo_closed" : "todo_completed")}
        </p>
      )}
      {!isDone && (
        <ol>
          {advice(ticket).map(({ text, isEnglish }) => (
            <li key={text} lang={isEnglish ? "en" : undefined}>
              {text}
            </li>
          ))}
        </ol>
      )}
      {!isDone && ticket.kev?.due_at && <p class="muted">{t("todo_kev_due", { date: day(ticket.kev.due_at) })}</p>}
    </section>
  );
}
