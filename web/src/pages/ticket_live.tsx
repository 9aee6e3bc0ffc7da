// SPDX-License-Identifier: Apache-2.0
// A ticket that others work on while it is read: it is shown as it is now, and not while somebody writes.
import { useEffect, useState } from "preact/hooks";
import type { TicketDetail, TicketEvent } from "../api";
import { get, post } from "../http";
import { t, word } from "../i18n";
import { unread } from "../inbox";
import { isAbout, useHint } from "../live";
import { me } from "../session";
import { openDialogs, PageNews, pageNews } from "../ui/news";
import { mention } from "../ui/toast";

const lastSeq = (ticket: TicketDetail) => Math.max(0, ...ticket.events.map((event) => event.seq));

/** What happened to it since it was shown, oldest first. */
function eventsSince(shown: TicketDetail, now: TicketDetail): TicketEvent[] {
  const before = lastSeq(shown);
  return (now.events as TicketEvent[]).filter((event) => event.seq > before).sort((a, b) => a.seq - b.seq);
}

/** Who changed it how, others than oneself; "" when nobody did. */
function newsOf(events: readonly TicketEvent[]): string {
  const others = events.filter((event) => !event.actor || event.actor.id !== me.peek()?.id);
  const unique = (texts: string[]) => [...new Set(texts)].join(", ");
  if (!others.length) return "";
  return t("live_changed_by", {
    who: unique(others.map((event) => event.actor?.name ?? "kenzen")),
    what: unique(others.map((event) => word("event", event.kind))),
  });
}

/** Whether a dialog is open, or something is written into a field of the page. */
function isWriting(): boolean {
  if (openDialogs.peek() > 0) return true;
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'main textarea, main input:is([type="text"], [type="date"], :not([type]))',
  );
  return [...fields].some((field) => field === document.activeElement || field.value !== field.defaultValue);
}

/** Shows the news of a ticket, or the ticket as it is now by onShow. */
export function TicketNews({ ticket, onShow }: { ticket: TicketDetail; onShow: (now: TicketDetail) => void }) {
  const [found, setFound] = useState<TicketDetail | null>(null);
  const look = () => void get<TicketDetail>(`/tickets/${ticket.id}`).then(setFound, () => {});
  useHint((hint) => isAbout(hint, "tickets", ticket.team_id, ticket.id), look);
  const isNews = found !== null && lastSeq(found) > lastSeq(ticket);
  const isBehind = openDialogs.value > 0;
  useEffect(() => {
    if (!isNews) return;
    const text = newsOf(eventsSince(ticket, found));
    if (!isWriting()) {
      onShow(found);
      if (text) mention(text);
    } else if (text) {
      pageNews.value = { text, onShow: () => onShow(found) };
    }
    return () => {
      pageNews.value = null;
    };
  }, [isNews, found, ticket, isBehind]);
  // Whoever reads the ticket has read what was told of it, also while it is open.
  useEffect(() => {
    if (unread.value > 0 && !isNews && !document.hidden) void post("/notices/mark", { ticket_id: ticket.id }).catch(() => {});
  }, [ticket.id, unread.value, isNews]);
  return <PageNews />;
}
