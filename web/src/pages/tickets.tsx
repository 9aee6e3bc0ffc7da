// SPDX-License-Identifier: Apache-2.0
// What is to be done, most pressing first.
import type { ComponentChild } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type AdvisoryStatus, type Counts, type Coverage, type Page, type Priority, PRIORITIES, type Service, type Ticket } from "../api";
import { number } from "../format";
import { useList, useResource, useTask, useTitle } from "../hooks";
import { get, withQuery } from "../http";
import { t, word } from "../i18n";
import { useKeys } from "../keys";
import { place, setQuery } from "../router";
import { clearTicks, isAllTicked, ticked, tickThese, toggleTick } from "../selection";
import { Empty, Skeleton } from "../ui/basics";
import { countOf, PriorityShape, sumOf } from "../ui/priority";
import { ListNews } from "../ui/list_news";
import { Windowed } from "../ui/windowed";
import { AdvisoryNotice, hasNone, NoAdvisories } from "./advisory_state";
import { BulkBar } from "./bulk_bar";
import { COVERAGE_HREF } from "./coverage";
import { filterOf, FilterTabs } from "./filter_tabs";
import { AnswerCount } from "./service_part";
import { FILTERS, hasFilter, TicketFilters } from "./ticket_filters";
import { TicketRow } from "./ticket_row";

export type TicketsPage = Page<Ticket> & { counts?: Counts; counts_more?: Priority[] };

/** The ticket that was opened last, on which the keys go on when one comes back. */
let lastOpened = "";

function valuesOf(query: URLSearchParams, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, query.get(name)]));
}

/** A number that is "at least" when there may be more. */
function atLeast(count: number, isMore: boolean): string {
  return isMore ? `${number(count)}+` : number(count);
}

function PriorityTiles({ counts, more }: { counts: Counts | undefined; more: readonly Priority[] }) {
  const chosen = place.value.query.get("priority")?.split(",") ?? [];
  const toggle = (priority: Priority) => {
    const next = PRIORITIES.filter((one) => (one === priority) !== chosen.includes(one));
    setQuery({ priority: next.join(",") });
  };
  return (
    <div class="tiles" role="group" aria-label={t("priority")}>
      {PRIORITIES.map((priority) => (
        <button
          key={priority}
          type="button"
          class={`tile ${counts && countOf(counts, priority) > 0 ? `tile-${priority}` : ""}`}
          aria-pressed={chosen.includes(priority)}
          onClick={() => toggle(priority)}
        >
          <PriorityShape priority={priority} />
          <span class="tile-count">{counts ? atLeast(countOf(counts, priority), more.includes(priority)) : "–"}</span>
          <span class="tile-name">{word("priority", priority)}</span>
          <span class="tile-hint">{word("priority_hint", priority)}</span>
        </button>
      ))}
    </div>
  );
}

function NoTickets() {
  const { problem } = useResource<AdvisoryStatus>("/advisories");
  const services = useResource<Page<Service>>("/services?limit=1").data;
  if (hasFilter(place.value.query)) {
    const clear = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])));
    return (
      <Empty icon="search" title={t("no_tickets_filtered")}>
        <button type="button" class="button" onClick={clear}>
          {t("clear_filters")}
        </button>
      </Empty>
    );
  }
  if (hasNone(problem)) return <NoAdvisories />;
  if (services && services.items.length === 0) {
    return (
      <Empty icon="services" title={t("no_tickets_as_no_services")}>
        <p>{t("no_tickets_hint")}</p>
        <a class="button primary" href="/services">
          {t("no_teams")}
        </a>
      </Empty>
    );
  }
  return (
    <Empty icon="check" title={t("no_tickets")}>
      <p>{t("no_tickets_hint")}</p>
      <a class="button primary" href="/services">
        {t("nav_services")}
      </a>
    </Empty>
  );
}

function rowAt(index: number): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-index="${index}"]`);
}

/** Puts the focus on a row, scrolling first: a row far from the screen is not in the document. */
function focusRow(index: number, height: number, listTop: number): void {
  const top = listTop + index * height;
  const isSeen = top > 140 && top + height < window.innerHeight - 20;
  if (!isSeen) window.scrollBy(0, top - window.innerHeight / 3);
  requestAnimationFrame(() => requestAnimationFrame(() => rowAt(index)?.focus({ preventScroll: true })));
}

function useRowKeys(ids: readonly string[]): void {
  const count = ids.length;
  const at = useRef(-1);
  const move = (step: number) => {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.index;
    const from = focused === undefined ? at.current : Number(focused);
    at.current = Math.max(0, Math.min(count - 1, from + step));
    const list = document.querySelector<HTMLElement>(".windowed");
    if (!list || !count) return;
    const height = parseFloat(getComputedStyle(list).getPropertyValue("--row"));
    focusRow(at.current, height, list.getBoundingClientRect().top);
  };
  const tick = (isRange: boolean) => {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.index;
    if (focused !== undefined) toggleTick(ids, Number(focused), isRange);
  };
  useKeys({ j: () => move(1), k: () => move(-1), x: () => tick(false), X: () => tick(true) });
}

/** No ticket tells of what nobody could decide, or speaks of: it must not look as if there were none. */
function BesideTickets() {
  const answers = useResource<Coverage>("/coverage").data?.answers;
  if (!answers || (!answers.undecidable && !answers.not_covered)) return null;
  return (
    <p class="beside muted">
      {t("beside_tickets")}
      <AnswerCount answer="undecidable" n={answers.undecidable} />
      <AnswerCount answer="not_covered" n={answers.not_covered} />
      <a href={COVERAGE_HREF}>{t("coverage")}</a>
    </p>
  );
}

function TickedRow(props: { ids: readonly string[]; index: number; ticket: Ticket; children: ComponentChild }) {
  const { ids, index, ticket } = props;
  const isOn = isAllTicked.value || ticked.value.has(ticket.id);
  return (
    <div class={`ticked-row ${isOn ? "is-ticked" : ""}`}>
      <input
        type="checkbox"
        checked={isOn}
        aria-label={t("tick", { what: `${ticket.package} ${ticket.vulnerability_id}` })}
        onClick={(event) => toggleTick(ids, index, event.shiftKey)}
      />
      {props.children}
    </div>
  );
}

function TickAll(props: { ids: readonly string[]; total: number | undefined; isMore: boolean; onExact: () => Promise<void> }) {
  const { ids, total, isMore } = props;
  const task = useTask();
  const tickAll = () =>
    isMore ? task.run(props.onExact, () => (isAllTicked.value = true)) : (isAllTicked.value = true);
  const isAll = isAllTicked.value || (ids.length > 0 && ids.every((id) => ticked.value.has(id)));
  return (
    <div class="tick-all">
      <label class="check-line">
        <input type="checkbox" checked={isAll} onClick={() => (isAll ? clearTicks() : tickThese(ids))} />
        {t("tick_all_shown")}
      </label>
      {isAll && !isAllTicked.value && total !== undefined && total > ids.length && (
        <button type="button" class="link-button" disabled={task.isBusy} onClick={() => void tickAll()}>
          {t("tick_all_matching", { n: atLeast(total, isMore) })}
        </button>
      )}
    </div>
  );
}

export function TicketsPage() {
  useTitle(t("nav_tickets"));
  const { query } = place.value;
  const values = valuesOf(query, [...FILTERS, "sort"]);
  const list = useList<Ticket, TicketsPage>(withQuery("/tickets", values));
  // With a priority chosen, the tiles still say how many there are of each.
  const others = useResource<TicketsPage>(
    values.priority ? withQuery("/tickets", { ...values, priority: null, limit: 1 }) : null,
  );
  const first = list.first.value;
  const shown = values.priority ? others.data : first;
  const items = list.items.value;
  const ids = items.map((ticket) => ticket.id);
  useRowKeys(ids);
  useEffect(() => {
    if (!place.peek().isReturn) return;
    const index = items.findIndex((ticket) => ticket.id === lastOpened);
    if (index >= 0) requestAnimationFrame(() => rowAt(index)?.focus({ preventScroll: true }));
  }, []);
  const [exact, setExact] = useState<{ of: TicketsPage; total: number } | null>(null);
  const isExact = exact !== null && exact.of === first;
  const total = isExact ? exact.total : first?.counts && sumOf(first.counts);
  const isMore = !isExact && (first?.counts_more?.length ?? 0) > 0;
  const countExactly = async () => {
    const page = await get<TicketsPage>(withQuery("/tickets", { ...values, limit: 1, exact: 1 }));
    if (first && page.counts) setExact({ of: first, total: sumOf(page.counts) });
  };
  const services = useResource<Page<Service>>("/services?limit=1").data;
  // Nothing to count or to filter: the next step stands alone.
  const isBare = services?.items.length === 0 && items.length === 0 && !hasFilter(query);
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("nav_tickets")}</h1>
          <p class="muted">{t("tickets_lead")}</p>
        </div>
        {!isBare && (
          <a class="button" href="/remedies">
            {t("remedies")}
          </a>
        )}
      </header>
      {items.length > 0 && <AdvisoryNotice />}
      {!isBare && (
        <>
          <FilterTabs />
          <PriorityTiles counts={shown?.counts} more={shown?.counts_more ?? []} />
          {first && <BesideTickets />}
          <TicketFilters total={total === undefined ? undefined : isMore ? atLeast(total, true) : total} />
        </>
      )}
      <div class="news-over">
        <ListNews list={list} idOf={(ticket) => ticket.id} concerns={(hint) => hint.kind === "tickets"} text="live_n_tickets" />
      </div>
      {items.length > 0 && <TickAll ids={ids} total={total} isMore={isMore} onExact={countExactly} />}
      {!first && list.isLoading.value && <Skeleton rows={8} />}
      {first && items.length === 0 && <NoTickets />}
      {(items.length > 0 || list.problem.value) && (
        <Windowed
          list={list}
          class="tickets"
          label={t("nav_tickets")}
          {...(total === undefined || isMore ? {} : { total })}
          keyOf={(ticket) => ticket.id}
          row={(ticket, index) => (
            <TickedRow ids={ids} index={index} ticket={ticket}>
              <TicketRow ticket={ticket} index={index} onOpen={() => (lastOpened = ticket.id)} />
            </TickedRow>
          )}
        />
      )}
      <BulkBar filter={filterOf(query)} total={total} onDone={() => void list.reload()} />
    </>
  );
}
