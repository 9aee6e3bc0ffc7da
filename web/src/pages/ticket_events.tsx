// SPDX-License-Identifier: Apache-2.0
// What happened to a ticket, newest first.
import type { TicketDetail, TicketEvent } from "../api";
import { t, word } from "../i18n";
import { Time } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";

const ICONS: Record<string, IconName> = {
  opened: "plus",
  acknowledged: "eye",
  scheduled: "calendar",
  completed: "check",
  closed: "archive",
  reopened: "undo",
  marked: "flag",
  unmarked: "flag",
  decision_changed: "bolt",
  assigned: "person",
  commented: "comment",
  occurrences_changed: "services",
  action_recorded: "actions",
  merged: "tickets",
};

function Event({ event }: { event: TicketEvent }) {
  return (
    <li class={`event event-${event.kind}`}>
      <span class="event-icon">
        <Icon name={ICONS[event.kind] ?? "info"} />
      </span>
      <div>
        <p>
          <strong>{word("event", event.kind)}</strong>{" "}
          <span class="muted">
            {event.actor?.name ?? "kenzen"} · <Time at={event.at} />
          </span>
        </p>
        {event.text && <p class="event-text">{event.text}</p>}
      </div>
    </li>
  );
}

export function EventsSection({ ticket }: { ticket: TicketDetail }) {
  const events = [...ticket.events].sort((a, b) => b.seq - a.seq);
  return (
    <section class="card">
      <h2>{t("what_happened")}</h2>
      <ol class="events">
        {events.map((event) => (
          <Event key={event.seq} event={event} />
        ))}
      </ol>
    </section>
  );
}
