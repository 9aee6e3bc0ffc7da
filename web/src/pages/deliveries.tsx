// SPDX-License-Identifier: Apache-2.0
// The log of what was sent to one place: to Jira, to a channel. Filtered by state, with what failed tried again.
import type { Schemas } from "../schemas";
import { number, relative } from "../format";
import { useList, useTask } from "../hooks";
import { post, withQuery } from "../http";
import { isAbout, useHint } from "../live";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { Paged } from "../ui/paged";
import { tell } from "../ui/toast";

type State = Schemas["DeliveryState"];
/** A kind is named by the word delivery_kind_… */
type Any = Schemas["Delivery"] | Schemas["ChannelDelivery"] | Schemas["MailDelivery"];

const STATES: readonly State[] = ["failed", "waiting", "sent", "skipped"];
const STATE_ICONS: Record<State, IconName> = {
  waiting: "clock",
  sent: "check",
  skipped: "ban",
  failed: "warn",
};

export function DeliveryMark({ state }: { state: State }) {
  return (
    <span class={`delivery-mark delivery-${state}`}>
      <Icon name={STATE_ICONS[state]} />
      {word("delivery", state)}
    </span>
  );
}

export function deliveryTitle(title: string, ticketId: string | null) {
  return ticketId ? <a href={`/tickets/${ticketId}`}>{title}</a> : <strong>{title}</strong>;
}

function DeliveryRow(props: { delivery: Any; path: string; canRetry: boolean; onChange: () => void }) {
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
          <Tag>{word("delivery_kind", delivery.kind)}</Tag> {deliveryTitle(delivery.title, delivery.ticket_id)}
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

interface LogProps {
  path: string;
  label: string;
  counts: Record<State, number>;
  canRetry: boolean;
  /** Whose log it is, to look again when the server tells of it. */
  teamId?: string;
  targetId?: string;
  /** What else of the address stays when a state is chosen. */
  query?: Record<string, string>;
  onChange: () => void;
}

function Tabs({ label, counts, query, chosen }: LogProps & { chosen: string | null }) {
  return (
    <div class="tabs" role="group" aria-label={label}>
      {[null, ...STATES].map((state) => (
        <a
          key={state}
          href={withQuery(place.value.path, { ...query, state })}
          aria-current={chosen === state ? "true" : undefined}
          onClick={(event) => {
            event.preventDefault();
            setQuery({ state });
          }}
        >
          {state ? word("delivery", state) : t("deliveries_all")}{" "}
          {state && <span class="muted">{number(counts[state])}</span>}
        </a>
      ))}
    </div>
  );
}

export function DeliveriesLog(props: LogProps) {
  const { path, label, canRetry, teamId, targetId, onChange } = props;
  const state = place.value.query.get("state");
  const list = useList<Any>(withQuery(`${path}/deliveries`, { state }));
  const changed = () => {
    void list.reload();
    onChange();
  };
  useHint((hint) => !!teamId && isAbout(hint, "deliveries", teamId, targetId), () => void list.reload());
  return (
    <>
      <Tabs {...props} chosen={state} />
      {!list.first.value && list.isLoading.value && <Skeleton rows={3} />}
      {list.first.value && list.items.value.length === 0 && <p class="muted quiet">{t("deliveries_none")}</p>}
      <Paged
        list={list}
        label={label}
        class="deliveries"
        keyOf={(delivery) => delivery.id}
        row={(delivery) => <DeliveryRow delivery={delivery} path={path} canRetry={canRetry} onChange={changed} />}
      />
    </>
  );
}
