// SPDX-License-Identifier: Apache-2.0
// A ticket as one row: how pressing, what, where, why, until when.
import type { Ticket } from "../api";
import { day, isPast, percent } from "../format";
import { t, word } from "../i18n";
import { Tag, Time } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { PriorityMark } from "../ui/priority";
import { SnoozeTag } from "./ticket_snooze";

const STATE_ICONS: Record<Ticket["state"], IconName> = {
  open: "circle",
  acknowledged: "eye",
  scheduled: "calendar",
  in_progress: "play",
  completed: "check",
  closed: "archive",
};

export function StateMark({ ticket }: { ticket: Pick<Ticket, "state" | "cause"> }) {
  const cause = ticket.cause && word("cause", ticket.cause);
  return (
    <span class={`state state-${ticket.state}`}>
      <Icon name={STATE_ICONS[ticket.state]} />
      {word("state", ticket.state)}
      {cause && <span class="muted"> · {cause}</span>}
    </span>
  );
}

export function SeverityTag({ severity, score }: { severity: string | null; score: number | null }) {
  const name = severity ?? "unknown";
  return (
    <Tag kind={`severity-${name.toLowerCase()}`} title={t("severity")}>
      {word("severity", name.toLowerCase())}
      {score != null && <b>{score.toFixed(1)}</b>}
    </Tag>
  );
}

export function KevTag({ ticket }: { ticket: Pick<Ticket, "kev"> }) {
  if (!ticket.kev) return null;
  return (
    <Tag kind="kev" icon="bolt" title={t("kev_title")}>
      {t("kev")}
    </Tag>
  );
}

export function EpssTag({ ticket }: { ticket: Pick<Ticket, "epss"> }) {
  if (!ticket.epss) return null;
  return (
    <Tag kind="epss" title={t("epss_title")}>
      EPSS <b>{percent(ticket.epss.probability)}</b>
    </Tag>
  );
}

/** The flaw is there, but its risk is smaller by what somebody did. */
export function MitigationTag({ ticket }: { ticket: Pick<Ticket, "mitigation"> }) {
  if (!ticket.mitigation.length) return null;
  return (
    <Tag kind="mitigated" icon="shield" title={ticket.mitigation.map((kind) => word("action", kind)).join(t("comma"))}>
      {t("mitigated")}
    </Tag>
  );
}

export function Versions({ ticket }: { ticket: Pick<Ticket, "versions" | "fixed"> }) {
  return (
    <span class="versions">
      {ticket.versions.join(", ")}
      {ticket.fixed.length > 0 && (
        <>
          <span class="arrow" aria-hidden="true">
            →
          </span>
          <span class="sr-only">{t("fixed_in")}</span>
          <span class="fixed">{ticket.fixed.join(", ")}</span>
        </>
      )}
    </span>
  );
}

function Due({ ticket }: { ticket: Ticket }) {
  if (!ticket.due_at) return <Time at={ticket.created_at} />;
  const isLate = isPast(ticket.due_at) && ticket.state !== "closed" && ticket.state !== "completed";
  return (
    <span class={isLate ? "late" : ""}>
      {isLate && <Icon name="warn" />}
      {t(isLate ? "was_due" : "due", { date: day(ticket.due_at) })}
    </span>
  );
}

export function TicketRow({ ticket, index, onOpen }: { ticket: Ticket; index: number; onOpen: () => void }) {
  return (
    <a class={`ticket-row band-${ticket.priority}`} href={`/tickets/${ticket.id}`} data-index={index} onClick={onOpen}>
      <span class="cell-priority">
        <PriorityMark priority={ticket.priority} />
      </span>
      <span class="cell-what">
        <span class="line">
          <strong class="package">{ticket.package}</strong>
          <Versions ticket={ticket} />
        </span>
        <span class="line second">
          <span class="vulnerability">{ticket.vulnerability_id}</span>
          <span class="where">
            {ticket.service_name}
            <span class="slash">/</span>
            {ticket.part_name}
          </span>
          <span class="summary">{ticket.summary}</span>
        </span>
      </span>
      <span class="cell-why">
        {ticket.is_marked && (
          <Tag kind="marked" icon="flag" title={ticket.mark_reason ?? ""}>
            {t("marked")}
          </Tag>
        )}
        <SnoozeTag ticket={ticket} />
        <KevTag ticket={ticket} />
        <SeverityTag severity={ticket.severity} score={ticket.score} />
        <EpssTag ticket={ticket} />
        <MitigationTag ticket={ticket} />
        {ticket.ecosystem === "CPE" && <Tag title={t("by_cpe_title")}>{t("by_cpe")}</Tag>}
      </span>
      <span class="cell-state">
        <StateMark ticket={ticket} />
        <span class="muted">
          {ticket.assignee && <span class="assignee">{ticket.assignee.name} · </span>}
          <Due ticket={ticket} />
        </span>
      </span>
    </a>
  );
}
