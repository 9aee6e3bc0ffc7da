// SPDX-License-Identifier: Apache-2.0
// What one record says of a component: its ranges as lines, the comparisons made, what was passed over.
import type { ExplainedRange, ExplainedRecord } from "../api_explain";
import { day } from "../format";
import { t, word } from "../i18n";
import { Icon } from "../ui/icons";
import { VersionLine } from "./explain_line";
import { StepText } from "./explain_step";
import { AnswerMark, isWebAddress } from "./ticket_facts";

function Range({ range }: { range: ExplainedRange }) {
  return (
    <li class="explained-range">
      <p class="line">
        <span class="muted">{t("explain_range")}</span> <code>{range.text}</code>
      </p>
      <VersionLine line={range.line} />
      <p class="comparison">
        <AnswerMark answer={range.answer} /> <StepText step={range.comparison} />
      </p>
    </li>
  );
}

/** Why it counts for nothing, or what it says. */
function Verdict({ record }: { record: ExplainedRecord }) {
  if (record.withdrawn_at) return <span class="muted">{t("explain_withdrawn")}</span>;
  if (record.kind === "notice") return <span class="muted">{t("explain_notice")}</span>;
  if (record.verdict) return <AnswerMark answer={record.verdict.answer} />;
  return (
    <span class="muted">
      {t("explain_elsewhere")} {record.other_packages.join(", ")}
      {record.has_more_packages && " …"}
    </span>
  );
}

/** Whether the ranges shown do not tell the verdict by themselves: they may hold a version that is of another module stream. */
function isUntold(record: ExplainedRecord): boolean {
  const ranges = record.entries.flatMap((entry) => entry.ranges);
  return ranges.length > 0 && ranges.every((range) => range.answer !== record.verdict?.answer);
}

/** ask: where the record alone is explained; null on that page itself. */
export function RecordSteps({ record, ask }: { record: ExplainedRecord; ask: string | null }) {
  return (
    <li class={`explained-record ${record.is_counted ? "" : "uncounted"}`}>
      <div class="line">
        <Verdict record={record} />
        <a href={ask ?? `/advisories/${encodeURIComponent(record.id)}`}>{record.id}</a>
        {record.link && record.link !== "id" && <span class="muted">{word("link", record.link)}</span>}
        {isWebAddress(record.url) && (
          <a href={record.url} target="_blank" rel="noreferrer noopener" aria-label={`${record.id} ${t("opens_outside")}`}>
            <Icon name="out" />
          </a>
        )}
      </div>
      <p class="muted small">
        {record.source}
        {record.modified_at && ` · ${t("explain_modified", { date: day(record.modified_at) })}`}
        {record.verdict && ` · ${record.verdict.package} ${record.verdict.version ?? ""}`}
      </p>
      {record.verdict?.reason && record.is_counted && (record.entries.length === 0 || isUntold(record)) && (
        <p class={record.entries.length === 0 ? "small" : "verdict-reason"} lang="en">
          {record.verdict.reason}
        </p>
      )}
      {record.entries.map((entry, i) => (
        <ul key={i} class="explained-entry">
          {entry.ranges.map((range, r) => (
            <Range key={r} range={range} />
          ))}
          {entry.steps.map((step, s) => (
            <li key={`step-${s}`}>
              <StepText step={step} />
            </li>
          ))}
        </ul>
      ))}
    </li>
  );
}
