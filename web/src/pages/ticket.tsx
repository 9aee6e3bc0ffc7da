// SPDX-License-Identifier: Apache-2.0
// One ticket: why this priority, what to do, where it occurs, what the world says, what happened.
import type { ComponentChild } from "preact";
import { useCallback } from "preact/hooks";
import type { TicketDetail } from "../api";
import { useResource, useTitle } from "../hooks";
import { t, word } from "../i18n";
import { useKeys } from "../keys";
import { useReading } from "../read_log";
import { go } from "../router";
import { SightingButton } from "./sighting_dialog";
import { SightingsOf } from "./sightings";
import { holds, may } from "../session";
import { Crumbs, ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { PriorityMark } from "../ui/priority";
import { TicketConflicts } from "./alias_conflicts";
import { TicketRemedy } from "./remedies";
import { CommentOnly, TicketActions } from "./ticket_actions";
import { DecisionSection } from "./ticket_decision";
import { DueDate } from "./ticket_due";
import { EventsSection } from "./ticket_events";
import { SourcesSection } from "./sources";
import { TicketJiraCard } from "./ticket_jira";
import { TicketNews } from "./ticket_live";
import { OccurrencesSection, RecordsSection } from "./ticket_facts";
import { EpssTag, KevTag, MitigationTag, SeverityTag, StateMark, Versions } from "./ticket_row";
import { SnoozeNotice } from "./ticket_snooze";
import { WhereLink } from "./where_link";
import { VexSection } from "./ticket_vex";
import { WatchButton } from "./ticket_watch";
import { WhatToDo } from "./ticket_todo";

function Head({ ticket }: { ticket: TicketDetail }) {
  return (
    <header class={`ticket-head band-${ticket.priority}`}>
      <div class="line">
        <PriorityMark priority={ticket.priority} />
        <StateMark ticket={ticket} />
      </div>
      <h1>
        {ticket.package} <Versions ticket={ticket} />
      </h1>
      <p class="ticket-where">
        <a href={`/advisories/${encodeURIComponent(ticket.vulnerability_id)}`}>{ticket.vulnerability_id}</a>
        {ticket.aliases.length > 0 && <span class="muted"> {ticket.aliases.join(", ")}</span>}
        <span class="muted"> · {t("in_service")} </span>
        <a href={`/services/${ticket.service_id}`}>{ticket.service_name}</a>
        <span class="muted"> / {ticket.part_name}</span> <WhereLink q={ticket.vulnerability_id} />
      </p>
      {ticket.summary && (
        <p class="ticket-summary" lang="en">
          {ticket.summary}
        </p>
      )}
      <div class="tags">
        <KevTag ticket={ticket} />
        <SeverityTag severity={ticket.severity} score={ticket.score} />
        <EpssTag ticket={ticket} />
        <MitigationTag ticket={ticket} />
        <Tag>{ticket.ecosystem === "CPE" ? t("by_cpe") : ticket.ecosystem}</Tag>
      </div>
      {ticket.is_marked && (
        <p class="notice">
          <Icon name="flag" />
          <span>
            <strong>{t("marked_lead")}</strong> {ticket.mark_reason}
          </span>
        </p>
      )}
    </header>
  );
}

function Facts({ ticket, onChange }: { ticket: TicketDetail; onChange: (next: TicketDetail | null) => void }) {
  const facts: [string, ComponentChild][] = [
    [t("team"), ticket.team_name],
    [t("assignee"), ticket.assignee?.name ?? t("nobody")],
    [t("opened"), <Time at={ticket.created_at} />],
    [t("updated"), <Time at={ticket.updated_at} />],
  ];
  facts.splice(2, 0, [t("due_date"), <DueDate ticket={ticket} onChange={onChange} />]);
  if (ticket.closed_at) facts.push([word("state", ticket.state), <Time at={ticket.closed_at} />]);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function TicketPage({ id }: { id: string }) {
  const { data: ticket, problem, reload, set } = useResource<TicketDetail>(`/tickets/${id}`);
  useTitle(ticket ? `${ticket.package} ${ticket.vulnerability_id}` : t("nav_tickets"));
  useKeys({ u: () => go("/tickets") });
  // The ticket shows what its advisory says.
  useReading(ticket?.vulnerability_id);
  const onChange = useCallback((next: TicketDetail | null) => (next ? set(next) : reload()), [set, reload]);
  if (!ticket) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton rows={10} />;
  return (
    <article class="ticket">
      <Crumbs steps={[["/tickets", t("nav_tickets")]]} />
      <TicketNews ticket={ticket} onShow={set} />
      <Head ticket={ticket} />
      <SnoozeNotice ticket={ticket} onChange={onChange} />
      <div class="ticket-body">
        <aside class="ticket-side">
          {may("member", ticket.team_id) ? (
            <TicketActions ticket={ticket} onChange={onChange} />
          ) : (
            holds("analyst") && <CommentOnly ticket={ticket} onChange={onChange} />
          )}
          <WatchButton ticket={ticket} onChange={onChange} />
          <SightingButton
            flaw={ticket.vulnerability_id}
            team={{ id: ticket.team_id, name: ticket.team_name }}
            part={{ id: ticket.part_id, name: `${ticket.service_name} / ${ticket.part_name}` }}
          />
          <TicketJiraCard ticket={ticket} onChange={onChange} />
          <Facts ticket={ticket} onChange={onChange} />
        </aside>
        <div class="ticket-main">
          <WhatToDo ticket={ticket} onChange={onChange} />
          {ticket.state !== "closed" && <TicketRemedy id={id} />}
          <TicketConflicts conflicts={ticket.alias_conflicts} id={ticket.vulnerability_id} />
          <VexSection ticket={ticket} />
          <DecisionSection ticket={ticket} onChange={onChange} />
          <OccurrencesSection ticket={ticket} />
          <SourcesSection sources={ticket.sources} disagreements={ticket.disagreements} />
          <SightingsOf id={ticket.vulnerability_id} />
          <RecordsSection ticket={ticket} />
          <EventsSection ticket={ticket} onChange={onChange} />
        </div>
      </div>
    </article>
  );
}
