// SPDX-License-Identifier: Apache-2.0
// Until when a ticket is to be done, who says so, and going back to what the rules say.
import type { TicketDetail } from "../api";
import { day, isPast } from "../format";
import { useTask } from "../hooks";
import { remove } from "../http";
import { t, word } from "../i18n";
import { may } from "../session";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

interface DueDateProps {
  ticket: TicketDetail;
  onChange: (next: TicketDetail | null) => void;
}

export function DueDate({ ticket, onChange }: DueDateProps) {
  const { isBusy, problem, run } = useTask();
  if (!ticket.due_at) return <span class="muted">{t("no_due_date")}</span>;
  const isDone = ticket.state === "closed" || ticket.state === "completed";
  const takeBack = () =>
    run(
      () => remove(`/tickets/${ticket.id}/due-date`),
      () => {
        tell(t("told_due_by_rules"));
        onChange(null);
      },
    );
  return (
    <>
      {!isDone && isPast(ticket.due_at) ? (
        <strong class="late">
          <Icon name="warn" /> {t("was_due", { date: day(ticket.due_at) })}
        </strong>
      ) : (
        day(ticket.due_at)
      )}
      {ticket.due_source && <span class="muted small due-source">{word("due_by", ticket.due_source)}</span>}
      {ticket.due_source === "person" && !isDone && may("member", ticket.team_id) && (
        <button type="button" class="link-button small" disabled={isBusy} onClick={() => void takeBack()}>
          <Icon name="undo" /> {t("due_by_rules")}
        </button>
      )}
      <ProblemBox problem={problem} />
    </>
  );
}
