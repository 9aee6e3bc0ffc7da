// SPDX-License-Identifier: Apache-2.0
// Two CVEs that the aliases of records would make one: which records say so, and that the two are kept apart.
import type { ComponentChildren } from "preact";
import { day } from "../format";
import { t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { Icon } from "../ui/icons";

type Conflict = Schemas["AliasConflict"];
type TicketConflict = Schemas["TicketDetail"]["alias_conflicts"][number];

const advisoryHref = (id: string) => `/advisories/${encodeURIComponent(id)}`;

function RecordLink({ record }: { record: Schemas["RecordName"] }) {
  return (
    <span class="nowrap">
      <a href={advisoryHref(record.id)}>{record.id}</a>
      {record.source && <span class="muted"> ({record.source})</span>}
    </span>
  );
}

/** Who says that a name is a CVE. */
function Claim({ cve, record, here }: { cve: string; record: Schemas["RecordName"] | null; here: string }) {
  return (
    <li>
      {cve === here ? <strong>{cve}</strong> : <a href={advisoryHref(cve)}>{cve}</a>}
      {record && (
        <>
          {" "}
          <span class="muted">{t("alias_by")}</span> <RecordLink record={record} />
        </>
      )}
    </li>
  );
}

function Line({ conflict, here, children }: { conflict: Conflict; here: string; children?: ComponentChildren }) {
  const { cve, other_cve, name, record, other_record, since } = conflict;
  const isOneRecord = record.id === other_record.id && record.source === other_record.source;
  return (
    <li>
      <p>
        {isOneRecord && <RecordLink record={record} />}{" "}
        {isOneRecord ? t("alias_one_record") : t("alias_two_records", { name })}
        {since && <span class="muted"> {t("alias_since", { date: day(since) })}</span>}
      </p>
      <ul class="claims">
        <Claim cve={cve} record={isOneRecord ? null : record} here={here} />
        <Claim cve={other_cve} record={isOneRecord ? null : other_record} here={here} />
      </ul>
      {children}
    </li>
  );
}

interface BoxProps {
  conflicts: Conflict[];
  here: string;
  more?: (conflict: Conflict) => ComponentChildren;
}

function Box({ conflicts, here, more }: BoxProps) {
  if (!conflicts.length) return null;
  return (
    <section class="card alias-conflicts">
      <h2>
        <Icon name="warn" /> {t("alias_conflict")}
      </h2>
      <p class="muted">{t("alias_conflict_hint")}</p>
      <ul class="alias-list">
        {conflicts.map((one) => (
          <Line key={`${one.cve} ${one.other_cve} ${one.name}`} conflict={one} here={here}>
            {more?.(one)}
          </Line>
        ))}
      </ul>
    </section>
  );
}

export function AdvisoryConflicts({ conflicts, id }: { conflicts: Conflict[]; id: string }) {
  return <Box conflicts={conflicts} here={id} />;
}

function OtherTicket({ ticket }: { ticket: TicketConflict["other_ticket"] }) {
  if (!ticket) return null;
  return (
    <p>
      <a href={`/tickets/${ticket.id}`}>{t("alias_other_ticket", { id: ticket.vulnerability_id })}</a>{" "}
      <span class="muted">({word("state", ticket.state)})</span>
    </p>
  );
}

export function TicketConflicts({ conflicts, id }: { conflicts: TicketConflict[]; id: string }) {
  const more = (one: Conflict) => <OtherTicket ticket={(one as TicketConflict).other_ticket} />;
  return <Box conflicts={conflicts} here={id} more={more} />;
}
