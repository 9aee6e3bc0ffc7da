// SPDX-License-Identifier: Apache-2.0
// Where the vulnerability occurs, and the advisories that speak of it.
import type { AdvisoryRecord, Answer, TicketDetail } from "../api";
import { day } from "../format";
import { t, word } from "../i18n";
import { Icon, type IconName } from "../ui/icons";
import { SeverityTag } from "./ticket_row";
import { Way } from "./sbom_tree";

export const ANSWER_ICONS: Record<Answer, IconName> = {
  affected: "warn",
  not_affected: "check",
  not_covered: "ban",
  undecidable: "unknown",
};

export function AnswerMark({ answer }: { answer: Answer }) {
  return (
    <span class={`answer answer-${answer}`}>
      <Icon name={ANSWER_ICONS[answer]} />
      {word("answer", answer)}
    </span>
  );
}

/** Only web addresses become links: an advisory could carry anything else. */
export function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//.test(url);
}

export function OccurrencesSection({ ticket }: { ticket: TicketDetail }) {
  return (
    <section class="card">
      <header>
        <h2>{t("occurrences")}</h2>
        <a href={`/tickets/${ticket.id}/explain`}>{t("explain")}</a>
      </header>
      <ul class="occurrences">
        {ticket.occurrences.map((one) => (
          <li key={`${one.purl} ${one.version}`}>
            <AnswerMark answer={one.answer} />
            <code>{one.purl ?? `${ticket.package} ${one.version ?? ""}`}</code>
            {one.fixed.length > 0 && (
              <span class="muted">
                {t("fixed_in")} {one.fixed.join(", ")}
              </span>
            )}
            {one.via && one.via.length > 1 && ticket.sbom_id && (
              <span class="reason">
                {t("way_through")} <Way sbomId={ticket.sbom_id} via={one.via} />
              </span>
            )}
            {one.reason && (
              <span class="muted reason" lang="en">
                {one.reason}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function RecordCard({ record }: { record: AdvisoryRecord }) {
  return (
    <li class="record">
      <div class="line">
        {isWebAddress(record.url) ? (
          <a href={record.url} target="_blank" rel="noreferrer noopener">
            {record.id} <Icon name="out" />
            <span class="sr-only">{t("opens_outside")}</span>
          </a>
        ) : (
          <strong>{record.id}</strong>
        )}
        {record.severity && <SeverityTag severity={record.severity} score={null} />}
      </div>
      {record.summary && <p lang="en">{record.summary}</p>}
      <p class="muted small">
        {record.source}
        {record.modified_at && ` · ${t("modified", { date: day(record.modified_at) })}`}
      </p>
      {record.cvss_vector && <code class="vector">{record.cvss_vector}</code>}
    </li>
  );
}

export function RecordsSection({ ticket }: { ticket: TicketDetail }) {
  if (!ticket.records.length) return null;
  return (
    <section class="card">
      <h2>{t("records")}</h2>
      <ul class="records">
        {ticket.records.map((record) => (
          <RecordCard key={record.id} record={record} />
        ))}
      </ul>
    </section>
  );
}
