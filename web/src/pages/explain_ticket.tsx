// SPDX-License-Identifier: Apache-2.0
// Why there is a ticket, and the place to say that it is a wrong match, with what speaks for it in view.
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import type { TicketDetail, TicketEvent } from "../api";
import type { TicketExplanation } from "../api_explain";
import { useResource, useTask, useTitle } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { go, place } from "../router";
import { may } from "../session";
import { Crumbs, Field, ProblemBox, Skeleton, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { Conclusion, Steps } from "./explain_parts";
import { StateMark } from "./ticket_row";
import { WhereLink } from "./where_link";

function WrongMatchForm({ ticket, onChange }: { ticket: TicketDetail; onChange: (next: TicketDetail) => void }) {
  const [reason, setReason] = useState("");
  const { isBusy, problem, run } = useTask();
  const undo = () =>
    void post<TicketDetail>(`/tickets/${ticket.id}/reopen`, { reason: t("wrong_match_mistake") }).then(
      onChange,
      (failure: Error) => tell(failure.message),
    );
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void run(
      () => post<TicketDetail>(`/tickets/${ticket.id}/wrong-match`, { reason }),
      (next) => {
        onChange(next);
        setReason("");
        tell(t("told_wrong_match"), undo);
      },
    );
  };
  return (
    <form class="card ask wrong-match" onSubmit={onSubmit}>
      <h2>{t("wrong_match")}</h2>
      <p>{t("wrong_match_lead")}</p>
      <Field label={t("wrong_match_reason")} hint={t("wrong_match_stays")}>
        {(id, hint) => (
          <textarea
            id={id}
            aria-describedby={hint}
            rows={4}
            required
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      <ProblemBox problem={problem} />
      <div class="buttons">
        <button type="submit" class="button primary" disabled={isBusy}>
          <Icon name="cross" /> {t("wrong_match_close")}
        </button>
      </div>
    </form>
  );
}

/** What a person judged, and that it is over. */
function Judged({ ticket, event }: { ticket: TicketDetail; event: TicketEvent }) {
  const isShown = place.value.query.get("event") === String(event.seq);
  return (
    <section class="card ask">
      <h2>{t("wrong_match")}</h2>
      <p class="event-text">{event.text}</p>
      <p class="muted small">
        {event.actor?.name} · <Time at={event.at} />
      </p>
      <div class="buttons">
        {isShown ? (
          <a class="button" href={`/tickets/${ticket.id}/explain`}>
            {t("explain_now")}
          </a>
        ) : (
          <a class="button" href={`/tickets/${ticket.id}/explain?event=${event.seq}`}>
            {t("explain_kept_show")}
          </a>
        )}
      </div>
    </section>
  );
}

function Notices({ data, event }: { data: TicketExplanation; event: TicketEvent | undefined }) {
  const notices: string[] = [];
  if (event) notices.push(t("explain_kept"));
  else if (data.is_of_other_generation) notices.push(t("explain_other_generation"));
  if (!data.is_present) notices.push(t("explain_not_present"));
  if (data.component_count > 1) notices.push(t("explain_n_versions", { n: data.component_count }));
  return (
    <>
      {notices.map((notice) => (
        <p key={notice} class="notice">
          <Icon name="info" /> <span>{notice}</span>
        </p>
      ))}
    </>
  );
}

function Side({ ticket, onChange }: { ticket: TicketDetail; onChange: (next: TicketDetail) => void }) {
  const isDone = ticket.state === "completed" || ticket.state === "closed";
  const judged = [...ticket.events].reverse().find((event) => event.kind === "wrong_match");
  return (
    <aside class="ticket-side">
      {!isDone && may("member", ticket.team_id) && <WrongMatchForm ticket={ticket} onChange={onChange} />}
      {judged && <Judged ticket={ticket} event={judged} />}
    </aside>
  );
}

export function TicketExplainPage({ id }: { id: string }) {
  const ticket = useResource<TicketDetail>(`/tickets/${id}`);
  const now = useResource<TicketExplanation>(`/tickets/${id}/explain`);
  useTitle(t("explain_title"));
  useKeys({ u: () => go(`/tickets/${id}`) });
  const seq = place.value.query.get("event");
  const event = ticket.data?.events.find((one) => String(one.seq) === seq && one.detail?.explanation);
  const data = event?.detail?.explanation ?? now.data;
  const problem = ticket.problem ?? now.problem;
  if (!ticket.data || !data) return problem ? <ProblemBox problem={problem} retry={now.reload} /> : <Skeleton rows={10} />;
  return (
    <article class="explain">
      <Crumbs steps={[[`/tickets/${id}`, `${ticket.data.package} ${ticket.data.vulnerability_id}`]]} />
      <header class="page-head">
        <div>
          <h1>{t("explain_title")}</h1>
          <p class="line">
            <StateMark ticket={ticket.data} />
            <span class="muted">
              {ticket.data.package} ·{" "}
              <a href={`/advisories/${encodeURIComponent(ticket.data.vulnerability_id)}`}>{ticket.data.vulnerability_id}</a> ·{" "}
              <a href={`/services/${ticket.data.service_id}`}>{ticket.data.service_name}</a>
            </span>
            <WhereLink q={ticket.data.vulnerability_id} />
          </p>
        </div>
      </header>
      <div class="ticket-body">
        <Side ticket={ticket.data} onChange={ticket.set} />
        <div class="ticket-main">
          <Notices data={data} event={event} />
          {data.explanations.map((one, i) => (
            <Fragment key={i}>
              <Conclusion explanation={one} />
              <Steps explanation={one} ask={null} />
            </Fragment>
          ))}
        </div>
      </div>
    </article>
  );
}
