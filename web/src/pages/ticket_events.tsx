// SPDX-License-Identifier: Apache-2.0
// What happened to a ticket, newest first.
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { TicketEvent } from "../api";
import { calendarDay, day } from "../format";
import { t, word } from "../i18n";
import { may } from "../session";
import { Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon, type IconName } from "../ui/icons";
import { TextArea, type TicketDialogProps, useTicketPost } from "./ticket_dialogs";
import { answerWord } from "./decision_picture";
import { WithMentions } from "./mentions";

export const EVENT_ICONS: Record<string, IconName> = {
  opened: "plus",
  acknowledged: "eye",
  scheduled: "calendar",
  started: "play",
  stopped: "pause",
  accepted: "shield",
  mitigated: "shield",
  unmitigated: "shield",
  moved: "tickets",
  noted: "info",
  completed: "check",
  closed: "archive",
  reopened: "undo",
  marked: "flag",
  unmarked: "flag",
  decision_changed: "bolt",
  exploited: "bolt",
  due_changed: "calendar",
  override_set: "comment",
  override_ended: "undo",
  assigned: "person",
  commented: "comment",
  mentioned: "comment",
  snoozed: "moon",
  woken: "sun",
  taken_back: "undo",
  undone: "undo",
  undo_ended: "undo",
  split: "tickets",
  advised: "comment",
  alias_conflict: "info",
  alias_conflict_ended: "check",
  repaired: "info",
  occurrences_changed: "services",
  action_recorded: "actions",
  issue_linked: "link",
  issue_unlinked: "link",
  merged: "tickets",
  wrong_match: "cross",
  not_affected: "ban",
  alerted: "bell",
  due_soon: "calendar",
  overdue: "clock",
  escalated: "bolt",
};

/** Kinds whose ground says all that the server says in English. */
const TOLD_OTHERWISE = new Set(["opened", "noted", "decision_changed", "due_changed", "exploited"]);

/** What an event rests on: dates, versions, the SBOM. */
function Ground({ event, ticketId }: { event: TicketEvent; ticketId: string }) {
  const { due_at, due_source, until, action, kev_added_at, sbom_id, versions_before, versions, from, to } = event.detail ?? {};
  const { input, value, former_sbom_id, duplicate_of, duplicate } = event.detail ?? {};
  const other = duplicate_of ?? duplicate;
  const isMoved = versions_before && versions && versions_before.join() !== versions.join();
  const parts: ComponentChild[] = [];
  if (event.kind === "decision_changed" && from && to)
    parts.push(`${word("priority", from)} → ${word("priority", to)}`);
  if (kev_added_at) parts.push(t("kev_added", { date: calendarDay(kev_added_at) }));
  if (input && value) parts.push(`${word("ssvc", input)}: ${answerWord(input, value)}`);
  if (due_at) parts.push(t("due", { date: day(due_at) }));
  else if (event.kind === "due_changed") parts.push(t("no_due_date"));
  if (due_source) parts.push(word("due_by", due_source));
  if (until) parts.push(t("until", { date: day(until) }));
  if (action) parts.push(word("action", action));
  if (isMoved) parts.push(`${versions_before.join(", ")} → ${versions.join(", ") || "–"}`);
  if (sbom_id) parts.push(<a href={`/sboms/${sbom_id}`}>{t("event_sbom")}</a>);
  if (sbom_id && former_sbom_id) {
    parts.push(<a href={`/sboms/${former_sbom_id}`}>{t("event_former_sbom")}</a>);
    parts.push(<a href={`/sboms/${sbom_id}?tab=changes&with=${former_sbom_id}`}>{t("event_diff")}</a>);
  }
  if (other) parts.push(<a href={`/tickets/${other}`}>{t(duplicate_of ? "event_duplicate_of" : "event_duplicate")}</a>);
  if (event.detail?.explanation)
    parts.push(<a href={`/tickets/${ticketId}/explain?event=${event.seq}`}>{t("explain_kept_show")}</a>);
  if (!parts.length) return null;
  return <p class="event-ground">{parts.map((part, i) => [i > 0 && " · ", part])}</p>;
}

/** People write in their own language; what an SBOM or the advisories brought about is told by the server. */
function isOwnText(event: TicketEvent): boolean {
  return event.actor !== null && !event.detail?.sbom_id;
}

function Event({ event, ticketId, onUndo }: { event: TicketEvent; ticketId: string; onUndo: (() => void) | null }) {
  return (
    <li class={`event event-${event.kind}`}>
      <span class="event-icon">
        <Icon name={EVENT_ICONS[event.kind] ?? "info"} />
      </span>
      <div>
        <p>
          <strong>{word("event", event.kind)}</strong>{" "}
          <span class="muted">
            {event.actor?.name ?? "kenzen"} · <Time at={event.at} />
          </span>
        </p>
        {event.text && !TOLD_OTHERWISE.has(event.kind) && (
          <p class="event-text" lang={isOwnText(event) ? undefined : "en"}>
            <WithMentions text={event.text} people={event.mentions} />
          </p>
        )}
        <Ground event={event} ticketId={ticketId} />
        {onUndo && (
          <button type="button" class="button small" onClick={onUndo}>
            <Icon name="undo" /> {t("undo_step")}
          </button>
        )}
      </div>
    </li>
  );
}

function UndoDialog(props: TicketDialogProps & { event: number }) {
  const [reason, setReason] = useState("");
  const task = useTicketPost(props, "undo", t("told_undone"));
  return (
    <FormDialog
      {...task}
      title={t("undo_step")}
      submit={t("undo_step")}
      onClose={props.onClose}
      onSubmit={() => task.send({ event: props.event, reason })}
    >
      <p class="muted">{t("undo_lead")}</p>
      <TextArea label={t("reason")} value={reason} isRequired onChange={setReason} />
    </FormDialog>
  );
}

export function EventsSection({ ticket, onChange }: Omit<TicketDialogProps, "onClose">) {
  const [undone, setUndone] = useState<number | null>(null);
  const undoable = may("member", ticket.team_id) ? ticket.undoable_event : null;
  const events = [...ticket.events].sort((a, b) => b.seq - a.seq);
  const before = (events.at(-1)?.seq ?? 1) - 1;
  return (
    <section class="card">
      <h2>{t("what_happened")}</h2>
      <ol class="events">
        {events.map((event) => (
          <Event
            key={event.seq}
            event={event}
            ticketId={ticket.id}
            onUndo={event.seq === undoable ? () => setUndone(event.seq) : null}
          />
        ))}
      </ol>
      {before > 0 && <p class="muted">{t("events_before", { n: before })}</p>}
      {undone !== null && (
        <UndoDialog ticket={ticket} event={undone} onChange={onChange} onClose={() => setUndone(null)} />
      )}
    </section>
  );
}
