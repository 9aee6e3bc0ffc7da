// SPDX-License-Identifier: Apache-2.0
// What went to Jira and what came from it, newest first.
import { DELIVERY_STATES, type Delivery, type DeliveryState, type Jira, type JiraReceived } from "../api_jira";
import { number, relative } from "../format";
import { useList, useTask } from "../hooks";
import { post, withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { may } from "../session";
import { ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { Paged } from "../ui/paged";
import { tell } from "../ui/toast";

const STATE_ICONS: Record<DeliveryState, IconName> = {
  waiting: "clock",
  sent: "check",
  skipped: "ban",
  failed: "warn",
};

export function DeliveryMark({ state }: { state: DeliveryState }) {
  return (
    <span class={`delivery-mark delivery-${state}`}>
      <Icon name={STATE_ICONS[state]} />
      {word("delivery", state)}
    </span>
  );
}

function titleOf(title: string, ticketId: string | null) {
  return ticketId ? <a href={`/tickets/${ticketId}`}>{title}</a> : <strong>{title}</strong>;
}

function DeliveryRow(props: { delivery: Delivery; path: string; canRetry: boolean; onChange: () => void }) {
  const { delivery, path, canRetry, onChange } = props;
  const { isBusy, problem, run } = useTask();
  const isOpen = delivery.state === "waiting" || delivery.state === "failed";
  const retry = () =>
    run(
      () => post(`${path}/deliveries/${delivery.id}/retry`),
      () => {
        tell(t("delivery_retried"));
        onChange();
      },
    );
  const facts = [
    delivery.attempts > 0 && isOpen && t("delivery_attempts", { n: delivery.attempts, most: delivery.attempts_max }),
    delivery.due_at && delivery.attempts > 0 && t("delivery_next", { when: relative(delivery.due_at) }),
  ].filter(Boolean);
  return (
    <div class="delivery">
      <DeliveryMark state={delivery.state} />
      <div>
        <p>
          <Tag>{word("delivery_kind", delivery.kind)}</Tag> {titleOf(delivery.title, delivery.ticket_id)}
        </p>
        {delivery.outcome && (
          <p class="delivery-outcome" lang="en">
            {delivery.outcome}
          </p>
        )}
        <p class="muted small">
          <Time at={delivery.ended_at ?? delivery.created_at} />
          {facts.map((fact) => ` · ${fact}`)}
        </p>
        <ProblemBox problem={problem} />
      </div>
      {isOpen && canRetry && (
        <button type="button" class="button small" disabled={isBusy} onClick={retry}>
          {t("delivery_retry")}
        </button>
      )}
    </div>
  );
}

function Tabs({ connection, chosen }: { connection: Jira; chosen: string | null }) {
  return (
    <div class="tabs" role="group" aria-label={t("jira_deliveries")}>
      {[null, ...DELIVERY_STATES].map((state) => (
        <a
          key={state}
          href={withQuery(place.value.path, { state })}
          aria-current={chosen === state ? "true" : undefined}
          onClick={(event) => {
            event.preventDefault();
            setQuery({ state });
          }}
        >
          {state ? word("delivery", state) : t("jira_all")}{" "}
          {state && <span class="muted">{number(connection.deliveries[state])}</span>}
        </a>
      ))}
    </div>
  );
}

interface LogProps {
  path: string;
  teamId: string;
  connection: Jira;
  onChange: () => void;
}

export function DeliveriesCard({ path, teamId, connection, onChange }: LogProps) {
  const state = place.value.query.get("state");
  const list = useList<Delivery>(withQuery(`${path}/deliveries`, { state }));
  const changed = () => {
    void list.reload();
    onChange();
  };
  return (
    <section class="card jira-log" aria-label={t("jira_deliveries")}>
      <h2>{t("jira_deliveries")}</h2>
      <Tabs connection={connection} chosen={state} />
      {!list.first.value && list.isLoading.value && <Skeleton rows={3} />}
      {list.first.value && list.items.value.length === 0 && <p class="muted quiet">{t("jira_deliveries_none")}</p>}
      <Paged
        list={list}
        label={t("jira_deliveries")}
        class="deliveries"
        keyOf={(delivery) => delivery.id}
        row={(delivery) => (
          <DeliveryRow delivery={delivery} path={path} canRetry={may("member", teamId)} onChange={changed} />
        )}
      />
    </section>
  );
}

export function ReceivedCard({ path }: { path: string }) {
  const list = useList<JiraReceived>(`${path}/received`);
  return (
    <section class="card jira-log" aria-label={t("jira_received")}>
      <h2>{t("jira_received")}</h2>
      {list.first.value && list.items.value.length === 0 && <p class="muted quiet">{t("jira_received_none")}</p>}
      <Paged
        list={list}
        label={t("jira_received")}
        class="deliveries"
        keyOf={(one) => one.id}
        row={(one) => (
          <div class="delivery">
            <code>{one.event || "–"}</code>
            <div>
              <p>{titleOf(one.issue_key || "–", one.ticket_id)}</p>
              <p class="delivery-outcome" lang="en">
                {one.outcome}
              </p>
              <p class="muted small">
                <Time at={one.at} />
              </p>
            </div>
          </div>
        )}
      />
    </section>
  );
}
