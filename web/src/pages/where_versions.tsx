// SPDX-License-Identifier: Apache-2.0
// Versions as bars: as long as there are services that have them, drawn by their answer.
import { useState } from "preact/hooks";
import { type Answer, ANSWERS, type Where, type WhereVersion } from "../api";
import { number } from "../format";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { Icon } from "../ui/icons";
import { AnswerMark, ANSWER_ICONS } from "./ticket_facts";

const SHOWN = 12;

/** What a package of the operating system brought is another entry than the same package by itself. */
export function versionKey(id: string, owner: string | null): string {
  return `${id} ${owner ?? ""}`;
}

export function VersionName({ version }: { version: WhereVersion }) {
  const isBuilt = version.source_package && version.source_package !== version.package;
  return (
    <span class="version-name">
      <strong>{version.package}</strong> <b>{version.version ?? t("where_no_version")}</b>
      <span class="muted">
        {version.ecosystem ?? t("where_no_ecosystem")}
        {version.arch && ` · ${version.arch}`}
        {version.module && ` · ${version.module}`}
        {isBuilt && ` · ${t("where_of_source", { name: version.source_package ?? "" })}`}
      </span>
    </span>
  );
}

export function AnswerTiles({ counts }: { counts: Where["counts"] }) {
  return (
    <dl class="tiles answers where-tiles">
      {ANSWERS.map((answer: Answer) => (
        <div key={answer} class={`tile answer-${answer}`}>
          <dd class="tile-count">{number(counts[answer].services)}</dd>
          <dt class="tile-name">
            <Icon name={ANSWER_ICONS[answer]} /> {word("answer", answer)}
          </dt>
          <dd class="tile-hint">
            {t("n_services", { n: counts[answer].services })} · {t("n_parts", { n: counts[answer].parts })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function VersionBar({ version, most, isChosen }: { version: WhereVersion; most: number; isChosen: boolean }) {
  const width = `${Math.max(1.5, (100 * version.service_count) / most)}%`;
  return (
    <li>
      <button
        type="button"
        class="version-bar"
        aria-pressed={isChosen}
        title={t("where_only")}
        onClick={() => setQuery({ package_version: isChosen ? null : version.id })}
      >
        <AnswerMark answer={version.answer} />
        <VersionName version={version} />
        <span class="version-track" aria-hidden="true">
          <span class={`version-fill fill-${version.answer}`} style={{ width }} />
        </span>
        <span class="version-count">{t("n_services", { n: version.service_count })}</span>
      </button>
    </li>
  );
}

export function VersionBars({ where }: { where: Where }) {
  const [isAll, setAll] = useState(false);
  const chosen = place.value.query.get("package_version");
  const most = Math.max(1, ...where.versions.map((version) => version.service_count));
  const shown = isAll ? where.versions : where.versions.slice(0, SHOWN);
  return (
    <section class="card">
      <h2>{t("where_by_version")}</h2>
      {where.is_cut && (
        <p class="notice">
          <Icon name="warn" /> <span>{t("where_is_cut")}</span>
        </p>
      )}
      <ul class="version-bars">
        {shown.map((version) => (
          <VersionBar key={versionKey(version.id, version.owner_package)} version={version} most={most} isChosen={version.id === chosen} />
        ))}
      </ul>
      {shown.length < where.versions.length && (
        <button type="button" class="button" onClick={() => setAll(true)}>
          {t("where_all_versions", { n: where.versions.length })}
        </button>
      )}
    </section>
  );
}
