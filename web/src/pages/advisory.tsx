// SPDX-License-Identifier: Apache-2.0
// Everything that the imported sources say of one vulnerability, and which tickets it made here.
import { useEffect, useState } from "preact/hooks";
import type { Page, SourceWord, Ticket } from "../api";
import { calendarDay, day } from "../format";
import { useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { useReading } from "../read_log";
import type { Schemas } from "../schemas";
import { Crumbs, Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { AdvisoryAdvice } from "./advice";
import { AdvisoryConflicts } from "./alias_conflicts";
import { RecordCard } from "./ticket_facts";
import { SightingButton } from "./sighting_dialog";
import { SightingsOf } from "./sightings";
import { SourcesSection } from "./sources";
import { EpssTag, KevTag, TicketRow } from "./ticket_row";
import { whereHref } from "./where_link";

type AdvisoryView = Schemas["Advisory"];

function Facts({ facts }: { facts: NonNullable<AdvisoryView["facts"]> }) {
  const { kev, epss, ssvc } = facts;
  if (!kev && !epss && !ssvc) return null;
  return (
    <section class="card">
      <h2>{t("known_facts")}</h2>
      <p class="tags">
        <KevTag ticket={{ kev: kev ?? null }} />
        <EpssTag ticket={{ epss: epss ?? null }} />
      </p>
      {kev?.added_at && (
        <p class="muted">
          {t("kev_added", { date: calendarDay(kev.added_at) })}
          {kev.due_at && ` · ${t("due", { date: calendarDay(kev.due_at) })}`}
          {kev.ransomware && ` · ${t("kev_ransomware")}`}
        </p>
      )}
      {ssvc && (
        <dl class="facts">
          <div>
            <dt>{t("ssvc_exploitation")}</dt>
            <dd>{word("exploitation", ssvc.exploitation)}</dd>
          </div>
          <div>
            <dt>{t("ssvc_automatable")}</dt>
            <dd>{word("automatable", ssvc.automatable)}</dd>
          </div>
          <div>
            <dt>{t("ssvc_technical_impact")}</dt>
            <dd>{word("technical_impact", ssvc.technical_impact)}</dd>
          </div>
        </dl>
      )}
      {ssvc?.said_at && <p class="muted small">{t("ssvc_said", { date: day(ssvc.said_at) })}</p>}
    </section>
  );
}

/** The ratings of the CVE's own record, beside those of the records below. */
function ratingWords(id: string, facts: AdvisoryView["facts"]): SourceWord[] {
  return (facts?.ratings ?? []).map((rating) => ({
    ...rating,
    record: id,
    source: "cve",
    by: rating.by ?? "",
    url: null,
    modified_at: facts?.cve_updated_at ?? null,
    is_withdrawn: false,
    answer: null,
    reason: null,
    ranges: null,
    fixed: null,
  }));
}

function recordWords(records: AdvisoryView["records"]): SourceWord[] {
  return records.map((record) => ({
    record: record.id,
    source: record.source ?? "",
    by: record.id,
    url: record.url,
    modified_at: record.modified_at,
    is_withdrawn: record.withdrawn_at != null,
    severity: record.severity ?? "unknown",
    score: null,
    cvss_vector: record.cvss_vector,
    answer: null,
    reason: null,
    ranges: null,
    fixed: null,
  }));
}

/** Several severities of what stands: those who rate it disagree. */
function disagreements(words: SourceWord[]): string[] {
  const said = words.filter((one) => !one.is_withdrawn && one.severity !== "unknown").map((one) => one.severity);
  return new Set(said).size > 1 ? ["severity"] : [];
}

const TICKET_IDS_MAX = 12;

/** The tickets of one flaw; tells how many there are. The search finds those too whose summary names it. */
function TicketsOf({ id, onCount }: { id: string; onCount: (id: string, count: number) => void }) {
  const { data } = useResource<Page<Ticket>>(
    withQuery("/tickets", { q: id, state: "open,acknowledged,scheduled,completed,closed" }),
  );
  const found = data?.items.filter((ticket) => ticket.vulnerability_id === id || ticket.aliases.includes(id));
  useEffect(() => {
    if (found) onCount(id, found.length);
  }, [data]);
  return (
    <>
      {found?.map((ticket, index) => (
        <div key={ticket.id} class="windowed-row">
          <TicketRow ticket={ticket} index={index} onOpen={() => {}} />
        </div>
      ))}
    </>
  );
}

/** Tickets bear the flaw's id, never that of the vendor's advisory that mends it. */
function TicketsHere({ ids }: { ids: string[] }) {
  const [counts, setCounts] = useState<Record<string, number>>({});
  const shown = ids.slice(0, TICKET_IDS_MAX);
  const hasNone = shown.every((id) => counts[id] === 0);
  return (
    <section>
      <h2 class="section-title">{t("tickets_here")}</h2>
      {hasNone && <p class="muted quiet">{t("no_tickets_here")}</p>}
      <div class="tickets plain">
        {shown.map((id) => (
          <TicketsOf key={id} id={id} onCount={(one, count) => setCounts((all) => ({ ...all, [one]: count }))} />
        ))}
      </div>
    </section>
  );
}

function Mends({ ids }: { ids: string[] }) {
  if (!ids.length) return null;
  return (
    <p class="mends muted">
      {t("mends")}{" "}
      {ids.map((id) => (
        <a key={id} href={`/advisories/${encodeURIComponent(id)}`}>
          {id}
        </a>
      ))}
    </p>
  );
}

/** What a vendor's advisory stands for, where it is the one that was asked for. */
function mendedBy(data: AdvisoryView | null | undefined, id: string): string[] {
  return data?.records.find((record) => record.id === id)?.mends ?? [];
}

export function AdvisoryPage({ id }: { id: string }) {
  const { data, problem, reload } = useResource<AdvisoryView>(`/advisories/${encodeURIComponent(id)}`);
  useTitle(id);
  const isThere = data !== null;
  useReading(isThere ? id : null);
  const mends = mendedBy(data, id);
  const words = data ? [...recordWords(data.records), ...ratingWords(id, data.facts)] : [];
  const isUnknown = problem?.status === 404;
  return (
    <article>
      <Crumbs steps={[["/advisories", t("nav_advisories")]]} />
      <header class="page-head">
        <div>
          <h1>{id}</h1>
          <Mends ids={mends} />
        </div>
        <div class="head-buttons">
          <SightingButton flaw={id} />
          <a class="button" href={whereHref(id)}>
            <Icon name="search" /> {t("where_title")}
          </a>
        </div>
      </header>
      {isUnknown && (
        <Empty icon="search" title={t("advisory_unknown", { id })}>
          <p>{t("advisory_unknown_hint")}</p>
        </Empty>
      )}
      {!isUnknown && <ProblemBox problem={problem} retry={reload} />}
      {!data && !problem && <Skeleton />}
      {(data || isUnknown) && <AdvisoryAdvice id={id} />}
      {(data || isUnknown) && <SightingsOf id={id} />}
      {data && (
        <>
          <AdvisoryConflicts conflicts={data.alias_conflicts} id={id} />
          {data.facts && <Facts facts={data.facts} />}
          <SourcesSection sources={words} disagreements={disagreements(words)} />
          <section class="card">
            <h2>{t("records")}</h2>
            <ul class="records">
              {data.records.map((record) => (
                <RecordCard key={record.id} record={record} />
              ))}
            </ul>
          </section>
          <TicketsHere key={id} ids={mends.length ? mends : [id]} />
        </>
      )}
    </article>
  );
}
