// SPDX-License-Identifier: Apache-2.0
// What each source says of one flaw, side by side, and where they disagree.
import type { SourceWord } from "../api";
import { day } from "../format";
import { t, word } from "../i18n";
import { Icon } from "../ui/icons";
import { AnswerMark, isWebAddress } from "./ticket_facts";
import { SeverityTag } from "./ticket_row";

function Source({ one, hasAnswers }: { one: SourceWord; hasAnswers: boolean }) {
  return (
    <tr class={one.is_withdrawn ? "muted" : undefined}>
      <th scope="row">
        {isWebAddress(one.url) ? (
          <a href={one.url} target="_blank" rel="noreferrer noopener">
            {one.record}
            <span class="sr-only">{t("opens_outside")}</span>
          </a>
        ) : (
          one.record
        )}
        <span class="muted small">
          {" "}
          {one.source === "cve" ? one.by : one.source}
        </span>
      </th>
      <td>
        <SeverityTag severity={one.severity} score={one.score} />
        {one.cvss_vector && <code class="vector">{one.cvss_vector}</code>}
      </td>
      {hasAnswers && (
        <>
          <td>
            {one.is_withdrawn ? t("source_withdrawn") : one.answer && <AnswerMark answer={one.answer} />}
            {one.ranges && <code class="vector">{one.ranges}</code>}
          </td>
          <td>{one.fixed ?? (one.answer === "affected" ? t("source_no_fix") : "")}</td>
        </>
      )}
      <td>{one.modified_at && day(one.modified_at)}</td>
    </tr>
  );
}

export function SourcesSection({ sources, disagreements }: { sources: SourceWord[]; disagreements: string[] }) {
  if (!sources.length) return null;
  const hasAnswers = sources.some((one) => one.answer !== null);
  return (
    <section class="card">
      <h2>{t("sources_say")}</h2>
      {disagreements.length > 0 && (
        <p class="notice">
          <Icon name="unknown" />{" "}
          <span>{t("sources_disagree", { what: disagreements.map((one) => word("differs", one)).join(t("comma")) })}</span>
        </p>
      )}
      <div class="table-scroll">
        <table class="sources">
          <thead>
            <tr>
              <th scope="col">{t("source")}</th>
              <th scope="col">{t("severity")}</th>
              {hasAnswers && (
                <>
                  <th scope="col">{t("source_versions")}</th>
                  <th scope="col">{t("source_fixed")}</th>
                </>
              )}
              <th scope="col">{t("source_date")}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((one) => (
              <Source key={`${one.record} ${one.source} ${one.by}`} one={one} hasAnswers={hasAnswers} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
