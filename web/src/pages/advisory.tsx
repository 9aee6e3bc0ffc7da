// SPDX-License-Identifier: Apache-2.0
// Everything that the imported sources say of one vulnerability, and which tickets it made here.
import type { AdvisoryRecord, Epss, Kev, Page, Ticket } from "../api";
import { day } from "../format";
import { useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { Crumbs, Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { RecordCard } from "./ticket_facts";
import { EpssTag, KevTag, TicketRow } from "./ticket_row";
import { whereHref } from "./where_link";

interface Ssvc {
  exploitation: string | null;
  automatable: string | null;
  technical_impact: string | null;
}

interface AdvisoryView {
  id: string;
  aliases?: string[];
  records: AdvisoryRecord[];
  facts: { kev?: Kev | null; epss?: Epss | null; ssvc?: Ssvc | null } | null;
}

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
      {kev?.added_at && <p class="muted">{t("kev_added", { date: day(kev.added_at) })}</p>}
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
        </dl>
      )}
    </section>
  );
}

function TicketsHere({ id }: { id: string }) {
  const { data } = useResource<Page<Ticket>>(
    withQuery("/tickets", { q: id, state: "open,acknowledged,scheduled,completed,closed" }),
  );
  if (!data) return null;
  return (
    <section>
      <h2 class="section-title">{t("tickets_here")}</h2>
      {data.items.length === 0 && <p class="muted quiet">{t("no_tickets_here")}</p>}
      <div class="tickets plain">
        {data.items.map((ticket, index) => (
          <div key={ticket.id} class="windowed-row">
            <TicketRow ticket={ticket} index={index} onOpen={() => {}} />
          </div>
        ))}
      </div>
    </section>
  );
}

export function AdvisoryPage({ id }: { id: string }) {
  const { data, problem, reload } = useResource<AdvisoryView>(`/advisories/${encodeURIComponent(id)}`);
  useTitle(id);
  const isUnknown = problem?.status === 404;
  return (
    <article>
      <Crumbs steps={[["/advisories", t("nav_advisories")]]} />
      <header class="page-head">
        <div>
          <h1>{id}</h1>
          {data?.aliases && data.aliases.length > 0 && <p class="muted">{data.aliases.join(", ")}</p>}
        </div>
        <a class="button" href={whereHref(id)}>
          <Icon name="search" /> {t("where_title")}
        </a>
      </header>
      {isUnknown && (
        <Empty icon="search" title={t("advisory_unknown", { id })}>
          <p>{t("advisory_unknown_hint")}</p>
        </Empty>
      )}
      {!isUnknown && <ProblemBox problem={problem} retry={reload} />}
      {!data && !problem && <Skeleton />}
      {data && (
        <>
          {data.facts && <Facts facts={data.facts} />}
          <section class="card">
            <h2>{t("records")}</h2>
            <ul class="records">
              {data.records.map((record) => (
                <RecordCard key={record.id} record={record} />
              ))}
            </ul>
          </section>
          <TicketsHere id={id} />
        </>
      )}
    </article>
  );
}
