// SPDX-License-Identifier: Apache-2.0
import type { Component, Finding } from "../api";
import { day } from "../format";
import { t } from "../i18n";
import { Tag } from "../ui/basics";
import { AnswerMark } from "./ticket_facts";
import { EpssTag, KevTag, SeverityTag } from "./ticket_row";
import { Way } from "./sbom_tree";
import { WhereLink } from "./where_link";

/** Where a component's answer is explained; not all have a package URL, but each has its number. */
function Why({ sbomId, asked, name }: { sbomId: string; asked: Record<string, string>; name: string }) {
  return (
    <a
      class="why"
      href={`/sboms/${sbomId}/explain?${new URLSearchParams(asked)}`}
      aria-label={t("explain_why_of", { name })}
    >
      {t("explain_why")}
    </a>
  );
}

/** Only what is over is worth a word. */
function EolTag({ component }: { component: Component }) {
  const eol = component.eol;
  if (!eol || eol.state === "supported") return null;
  const date = eol.support_ends_at ? day(eol.support_ends_at) : "";
  return (
    <Tag icon="clock" title={t("eol_title", { label: eol.label })}>
      {date ? t("eol_since", { date }) : t("eol_over")}
    </Tag>
  );
}

export function ComponentRow({ component, sbomId }: { component: Component; sbomId: string }) {
  return (
    <div class="component-row">
      {component.is_package ? <AnswerMark answer={component.answer} /> : <span class="answer muted">–</span>}
      <span class="cell-what">
        <span class="line">
          <strong>{component.name}</strong>
          <span class="versions">{component.version}</span>
          {component.is_direct && <Tag>{t("direct")}</Tag>}
          <EolTag component={component} />
          {component.scope && component.scope !== "required" && <Tag>{component.scope}</Tag>}
        </span>
        <span class="line second">
          <span>{component.ecosystem}</span>
          {component.reason && <span lang="en">{component.reason}</span>}
          <Way sbomId={sbomId} via={component.via} />
          {!component.reason && component.purl && <span class="purl">{component.purl}</span>}
          <Why sbomId={sbomId} asked={{ position: String(component.position) }} name={component.name} />
          {component.is_package && (
            <WhereLink q={component.package || component.name} ecosystem={component.ecosystem} />
          )}
        </span>
      </span>
      <span class="cell-end muted">
        {component.finding_count > 0 && (
          <b>{t(component.answer === "undecidable" ? "n_undecidable" : "n_findings", { n: component.finding_count })}</b>
        )}
        <span>{component.license}</span>
      </span>
    </div>
  );
}

export function FindingRow({ finding, sbomId }: { finding: Finding; sbomId: string }) {
  const { purl, name: itsName, version } = finding.component;
  const name = (
    <>
      <strong>{finding.component.package || finding.component.name}</strong>{" "}
      <span class="versions">
        {finding.component.version}
        {finding.fixed.length > 0 && (
          <>
            {" "}
            <span class="arrow">→</span> <span class="fixed">{finding.fixed.join(", ")}</span>
          </>
        )}
      </span>
    </>
  );
  return (
    <div class="component-row">
      <AnswerMark answer={finding.answer} />
      <span class="cell-what">
        <span class="line">{finding.ticket_id ? <a href={`/tickets/${finding.ticket_id}`}>{name}</a> : name}</span>
        <span class="line second">
          <a href={`/advisories/${encodeURIComponent(finding.id)}`}>{finding.id}</a>
          <Why
            sbomId={sbomId}
            asked={{ purl: purl ?? `${itsName}@${version ?? ""}`, id: finding.id }}
            name={`${itsName} ${finding.id}`}
          />
          <Way sbomId={sbomId} via={finding.via} />
          <span lang="en">{finding.reason ?? finding.summary}</span>
        </span>
      </span>
      <span class="cell-why">
        <KevTag ticket={finding} />
        <SeverityTag severity={finding.severity} score={finding.score} />
        <EpssTag ticket={finding} />
      </span>
    </div>
  );
}
