// SPDX-License-Identifier: Apache-2.0
// A part of a service: what it runs now, what waits for a yes, what it ran before.
import { useState } from "preact/hooks";
import type { Page, Part, Sbom, Service } from "../api";
import { useResource, useTask } from "../hooks";
import { post, remove } from "../http";
import { bytes } from "../format";
import { t } from "../i18n";
import { may } from "../session";
import { Field, ProblemBox, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { ANSWER_ICONS } from "./ticket_facts";
import { type UploadResult, UploadZone } from "./upload";

export function sbomTitle(sbom: Sbom): string {
  return [sbom.subject_name, sbom.subject_version].filter(Boolean).join(" ") || sbom.file_name || `SBOM ${sbom.number}`;
}

/** How it was made, and who brought it. SPDX writes its name before its version. */
export function sbomFacts(sbom: Sbom): string {
  return [
    `${sbom.format} ${sbom.spec_version.replace("SPDX-", "")}`,
    bytes(sbom.bytes),
    sbom.tool,
    sbom.uploaded_by?.name,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "Debian 12", as far as it is known. */
export function systemName(sbom: Sbom): string {
  const system = sbom.operating_system;
  return system ? system.label || [system.name, system.release].filter(Boolean).join(" ") : "";
}

export function isOutOfSupport(sbom: Sbom): boolean {
  const eol = sbom.operating_system?.eol;
  return !!eol && eol.state !== "supported";
}

/** Without advisories nothing is known of an SBOM, which is not the same as nothing found. */
export function NotMatched() {
  return (
    <span class="answer answer-undecidable">
      <Icon name="unknown" />
      {t("not_matched")}
    </span>
  );
}

/** "2 undecidable"; nothing where there is none. */
export function AnswerCount({ answer, n }: { answer: "undecidable" | "not_covered"; n: number }) {
  if (!n) return null;
  return (
    <span class={`answer answer-${answer}`}>
      <Icon name={ANSWER_ICONS[answer]} />
      {t(`n_${answer}`, { n })}
    </span>
  );
}

function Summary({ sbom }: { sbom: Sbom }) {
  const { summary } = sbom;
  if (!sbom.is_matched) {
    return (
      <span class="sbom-numbers">
        <span>{t("n_components", { n: sbom.component_count })}</span>
        <NotMatched />
      </span>
    );
  }
  return (
    <span class="sbom-numbers">
      <span>{t("n_components", { n: sbom.component_count })}</span>
      {summary.affected > 0 ? (
        <span class="answer answer-affected">
          <Icon name="warn" />
          {t("n_affected", { n: summary.affected })}
        </span>
      ) : (
        <span class="muted">{t("n_affected", { n: 0 })}</span>
      )}
      {isOutOfSupport(sbom) && (
        <span class="answer answer-affected" title={systemName(sbom)}>
          <Icon name="warn" />
          {systemName(sbom)}: {t("out_of_support")}
        </span>
      )}
      <AnswerCount answer="not_covered" n={summary.not_covered} />
      <AnswerCount answer="undecidable" n={summary.undecidable} />
      <span class="answer answer-not_affected">
        <Icon name="check" />
        {t("coverage_n_not_affected", { n: summary.not_affected })}
      </span>
      {summary.owned > 0 && <span>{t("coverage_n_owned", { n: summary.owned })}</span>}
      {summary.no_package > 0 && <span>{t("coverage_n_no_package", { n: summary.no_package })}</span>}
    </span>
  );
}

/** An SBOM that looks unlike the one before waits here: accepting it would close tickets. */
function Held({ sbom, canChange, onChange }: { sbom: Sbom; canChange: boolean; onChange: () => void }) {
  const { isBusy, problem, run } = useTask();
  const done = (text: string) => () => {
    tell(text);
    onChange();
  };
  return (
    <div class="notice held" role="group" aria-label={t("held")}>
      <Icon name="warn" />
      <div>
        <strong>{t("held")}</strong> <a href={`/sboms/${sbom.id}`}>{sbomTitle(sbom)}</a>
        <p lang="en">{sbom.held_reason}</p>
        <p class="muted">{t("held_hint")}</p>
        <ProblemBox problem={problem} />
        {canChange && (
          <p class="buttons">
            <button
              type="button"
              class="button primary"
              disabled={isBusy}
              onClick={() => run(() => post(`/sboms/${sbom.id}/confirm`), done(t("told_confirmed")))}
            >
              {t("held_confirm")}
            </button>
            <button
              type="button"
              class="button"
              disabled={isBusy}
              onClick={() => run(() => remove(`/sboms/${sbom.id}`), done(t("told_discarded")))}
            >
              {t("held_discard")}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

function History({ sboms }: { sboms: Sbom[] }) {
  const past = sboms.filter((sbom) => !sbom.is_current && !sbom.is_held);
  if (!past.length) return null;
  return (
    <details class="history">
      <summary>{t("n_earlier", { n: past.length })}</summary>
      <ul>
        {past.map((sbom) => (
          <li key={sbom.id}>
            <a href={`/sboms/${sbom.id}`}>{sbomTitle(sbom)}</a>
            <span class="muted">
              {t("n_components", { n: sbom.component_count })} · {sbomFacts(sbom)} · <Time at={sbom.created_at} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Current({ sbom }: { sbom: Sbom }) {
  return (
    <a class="current-sbom" href={`/sboms/${sbom.id}`}>
      <Icon name="file" />
      <span>
        <strong>{sbomTitle(sbom)}</strong>
        <Summary sbom={sbom} />
        <span class="muted small">
          {sbomFacts(sbom)} · <Time at={sbom.created_at} />
        </span>
      </span>
      <Icon name="next" />
    </a>
  );
}

function sbomsPath(service: Service, part: string): string {
  return part && `/services/${service.id}/parts/${encodeURIComponent(part)}/sboms`;
}

interface PartCardProps {
  service: Service;
  part: Part;
  /** What came of its first SBOM, which was dropped where new parts are made. */
  before?: UploadResult | undefined;
  onChange: () => void;
}

export function PartCard({ service, part, before, onChange }: PartCardProps) {
  const history = useResource<Page<Sbom>>(`/parts/${part.id}/sboms?limit=100`);
  const sboms = history.data?.items ?? [];
  const current = part.current_sbom;
  const canChange = may("member", service.team_id);
  const changed = () => {
    history.reload();
    onChange();
  };
  return (
    <section class="card part" aria-label={t("part_named", { name: part.name })}>
      <header>
        <h3>{part.name}</h3>
        {current && (
          <a class="small" href={`/api/v1/sboms/${current.id}/original`} download>
            {t("download")}
          </a>
        )}
      </header>
      <ProblemBox problem={history.problem} retry={history.reload} />
      {current ? <Current sbom={current} /> : <p class="muted">{t("part_without_sbom")}</p>}
      {sboms
        .filter((sbom) => sbom.is_held)
        .map((sbom) => (
          <Held key={sbom.id} sbom={sbom} canChange={canChange} onChange={changed} />
        ))}
      {canChange && (
        <UploadZone
          path={sbomsPath(service, part.id)}
          service={service.id}
          label={t("drop_next", { part: part.name })}
          before={before}
          onDone={changed}
        />
      )}
      <History sboms={sboms} />
    </section>
  );
}

/** A service is made with a part "main", which may stay empty when its parts are called otherwise. */
export function isUnused(part: Part): boolean {
  return part.name === "main" && !part.current_sbom && part.held_count === 0;
}

export function NewPart(props: { service: Service; onDone: (part: string, result?: UploadResult) => void }) {
  const { service, onDone } = props;
  const used = service.parts.filter((part) => !isUnused(part));
  const isFirst = used.length === 0;
  const [name, setName] = useState(isFirst ? "main" : "");
  const isTaken = used.some((part) => part.name === name.trim());
  return (
    <section class="card part new-part">
      <header>
        <h3>{t(isFirst ? "first_sbom" : "new_part")}</h3>
      </header>
      <p class="muted">{t(isFirst ? "first_sbom_hint" : "new_part_hint")}</p>
      <Field label={t("part_name")} {...(isTaken ? { hint: t("part_exists") } : {})}>
        {(id) => (
          <input
            id={id}
            value={name}
            maxLength={100}
            placeholder="web, api, image, firmware"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <UploadZone
        path={sbomsPath(service, name.trim())}
        service={service.id}
        label={t("drop_first")}
        isSilent
        onDone={(result) => {
          setName("");
          onDone(name.trim(), result);
        }}
      />
      <p class="muted small">{t("sbom_formats")}</p>
    </section>
  );
}
