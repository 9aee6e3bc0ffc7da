// SPDX-License-Identifier: Apache-2.0
// The issue that stands for a ticket in the team's Jira.
import { useEffect } from "preact/hooks";
import type { TicketDetail } from "../api";
import type { Delivery, TicketJira } from "../api_jira";
import { useRepeat, useResource, useTask } from "../hooks";
import { post, remove } from "../http";
import { t, word } from "../i18n";
import { isAbout, isLive, useHint } from "../live";
import { may } from "../session";
import { ProblemBox, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { DeliveryMark } from "./deliveries";

const LOOK_AGAIN_MS = 1_500;
/** While the server tells when to look. */
const LOOK_LIVE_MS = 10_000;

function Issue({ issue }: { issue: NonNullable<TicketJira["issue"]> }) {
  if (issue.state === "wanted") return <p role="status">{t("issue_wanted")}</p>;
  return (
    <p class="line">
      {issue.url && issue.state === "linked" ? (
        <a href={issue.url} target="_blank" rel="noreferrer noopener">
          <strong>{issue.key}</strong>
        </a>
      ) : (
        <strong>{issue.key}</strong>
      )}
      {issue.state === "gone" ? (
        <Tag icon="warn">{t("issue_gone")}</Tag>
      ) : (
        issue.status && <Tag kind={`category-${issue.category}`}>{issue.status}</Tag>
      )}
    </p>
  );
}

/** What went well is told by the issue itself. */
function Unsent({ deliveries }: { deliveries: Delivery[] }) {
  const shown = deliveries.filter((one) => one.state === "failed" || (one.state === "waiting" && one.outcome));
  if (shown.length === 0) return null;
  return (
    <ul class="unsent">
      {shown.map((one) => (
        <li key={one.id}>
          <DeliveryMark state={one.state} /> {word("delivery_kind", one.kind)}
          <p class="small" lang="en">
            {one.outcome}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function TicketJiraCard({ ticket, onChange }: { ticket: TicketDetail; onChange: (next: null) => void }) {
  const { data, reload, set } = useResource<TicketJira>(`/tickets/${ticket.id}/jira`);
  const { isBusy, problem, run } = useTask();
  const path = `/tickets/${ticket.id}/jira`;
  const issue = data?.issue ?? null;
  const isUnderWay = issue?.state === "wanted" || !!data?.deliveries.some((one) => one.state === "waiting");
  useEffect(reload, [ticket.version]);
  useHint((hint) => isUnderWay && isAbout(hint, "deliveries", ticket.team_id), reload);
  const pauseMs = isLive.value ? LOOK_LIVE_MS : LOOK_AGAIN_MS;
  useRepeat(isUnderWay, reload, pauseMs);
  // Its link stands in the ticket's history too.
  useEffect(() => {
    if (issue?.state === "linked" && !ticket.events.some((one) => one.kind === "issue_linked")) onChange(null);
  }, [issue?.state]);
  if (!data || (!data.is_connected && !issue)) return null;
  const canWork = may("member", ticket.team_id);
  const make = () => run(() => post<TicketJira>(path), set);
  const unlink = () =>
    run(
      () => remove(path),
      () => {
        tell(t("issue_unlinked"));
        reload();
        onChange(null);
      },
    );
  return (
    <section class="card ticket-jira" aria-label={t("issue")}>
      <h2>{t("issue")}</h2>
      {issue && <Issue issue={issue} />}
      <Unsent deliveries={data.deliveries} />
      {data.trouble && (
        <p class="small">
          <a href={`/teams/${ticket.team_id}/jira`}>{t("issue_setup")}</a>
        </p>
      )}
      <ProblemBox problem={problem} />
      {canWork && (!issue || issue.state === "gone") && (
        <button type="button" class="button wide" disabled={isBusy} onClick={make}>
          <Icon name="link" /> {t(issue ? "issue_again" : "issue_make")}
        </button>
      )}
      {canWork && issue && (
        <button type="button" class="link-button" disabled={isBusy} onClick={unlink}>
          {t("issue_unlink")}
        </button>
      )}
    </section>
  );
}
