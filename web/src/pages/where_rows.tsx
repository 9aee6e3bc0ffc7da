// SPDX-License-Identifier: Apache-2.0
// Who has a version: one row for each part, under the version that it has.
import type { Where, WhereItem, WhereRemoved, WhereTicket, WhereVersion } from "../api";
import { day } from "../format";
import { withQuery } from "../http";
import { t } from "../i18n";
import type { List } from "../list";
import { Tag } from "../ui/basics";
import { Paged } from "../ui/paged";
import { PriorityMark } from "../ui/priority";
import { AnswerMark } from "./ticket_facts";
import { StateMark } from "./ticket_row";
import { versionKey, VersionName } from "./where_versions";

function VersionHead({ version }: { version: WhereVersion }) {
  const [worst] = version.findings;
  return (
    <header class="version-head">
      <h3>
        <AnswerMark answer={version.answer} /> <VersionName version={version} />
      </h3>
      {version.reason && (
        <p class="muted">
          {worst && <a href={`/advisories/${encodeURIComponent(worst.id)}`}>{worst.id}</a>}{" "}
          <span lang="en">{version.reason}</span>
          {version.finding_count > 1 && ` ${t("n_findings_more", { n: version.finding_count - 1 })}`}
          {worst && worst.fixed.length > 0 && (
            <>
              {" · "}
              {t("fixed_in")} <b>{worst.fixed.join(", ")}</b>
            </>
          )}
        </p>
      )}
    </header>
  );
}

function TicketLine({ ticket }: { ticket: WhereTicket }) {
  const isDone = ticket.state === "completed" || ticket.state === "closed";
  return (
    <a class={`where-ticket ${isDone ? "is-done" : ""}`} href={`/tickets/${ticket.id}`}>
      <span>{ticket.vulnerability_id}</span>
      <StateMark ticket={ticket} />
      {!isDone && <PriorityMark priority={ticket.priority} />}
    </a>
  );
}

function Tickets({ item }: { item: WhereItem }) {
  const more = item.open_ticket_count + item.done_ticket_count - item.tickets.length;
  if (!item.tickets.length) return <span class="muted">{t("where_no_ticket")}</span>;
  return (
    <>
      {item.tickets.map((ticket) => (
        <TicketLine key={ticket.id} ticket={ticket} />
      ))}
      {more > 0 && (
        <a class="muted" href={`/tickets?part=${item.part_id}`}>
          {t("where_more_tickets", { n: more })}
        </a>
      )}
    </>
  );
}

/** asked: the flaw that was looked for; without one all that is known of the package is explained. */
function whyHref(item: WhereItem, asked: string | null): string {
  return withQuery(`/sboms/${item.sbom.id}/explain`, { purl: item.purl, id: asked });
}

function ItemRow({ item, asked }: { item: WhereItem; asked: string | null }) {
  return (
    <div class="where-row">
      <span class="cell-what">
        <span class="where-part">
          <a href={`/services/${item.service_id}`}>
            <strong>{item.service_name}</strong>
          </a>
          <span class="slash">/</span>
          <span>{item.part_name}</span> {item.is_direct && <Tag>{t("direct")}</Tag>}
          {item.scope && item.scope !== "required" && <Tag>{item.scope}</Tag>}
        </span>
        <span class="second">
          <a href={`/sboms/${item.sbom.id}`}>{t("where_sbom", { n: item.sbom.number })}</a> · {day(item.sbom.created_at)}{" "}
          · {item.team_name}
          {item.purl && (
            <>
              {" · "}
              <a href={whyHref(item, asked)} aria-label={t("explain_why_of", { name: item.service_name })}>
                {t("explain_why")}
              </a>
            </>
          )}
          {item.component_count > 1 && ` · ${t("where_times", { n: item.component_count })}`}{" "}
          {!item.sbom.is_current && (
            <Tag kind="assumed" icon="archive">
              {t("where_not_current")}
            </Tag>
          )}
        </span>
      </span>
      <span class="where-tickets">{item.sbom.is_current && <Tickets item={item} />}</span>
    </div>
  );
}

export function WhereItems({ list, where }: { list: List<WhereItem, Where>; where: Where }) {
  const keyOf = (item: WhereItem) => versionKey(item.package_version_id, item.owner_package);
  const versions = new Map(where.versions.map((version) => [versionKey(version.id, version.owner_package), version]));
  const items = list.items.value;
  const firsts = new Set(
    items.filter((item, at) => {
      const before = items[at - 1];
      return !before || keyOf(item) !== keyOf(before);
    }),
  );
  const row = (item: WhereItem) => {
    const version = versions.get(keyOf(item));
    return (
      <>
        {firsts.has(item) && version && <VersionHead version={version} />}
        <ItemRow item={item} asked={where.kind === "id" ? where.name : null} />
      </>
    );
  };
  return (
    <section>
      <h2 class="section-title">{t("where_list")}</h2>
      <Paged
        list={list as unknown as List<WhereItem>}
        class="where-items"
        label={t("where_list")}
        keyOf={(item) => `${keyOf(item)} ${item.sbom.id}`}
        row={row}
      />
    </section>
  );
}

export function Removed({ tickets }: { tickets: WhereRemoved[] }) {
  if (!tickets.length) return null;
  return (
    <section class="card where-removal">
      <h2>{t("where_removed")}</h2>
      <p class="muted">{t("where_removed_hint")}</p>
      <ul class="where-removed">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <a href={`/services/${ticket.service_id}`}>{ticket.service_name}</a>
            <span>
              {ticket.part_name} · {ticket.package}
            </span>
            {ticket.closed_at && <span class="muted">{day(ticket.closed_at)}</span>}
            <TicketLine ticket={ticket} />
          </li>
        ))}
      </ul>
    </section>
  );
}
