// SPDX-License-Identifier: Apache-2.0
// What the world knows, as far as it was imported: the sources, how old they are, what they cover.
import { useState } from "preact/hooks";
import type { AdvisoryStatus } from "../api";
import { number } from "../format";
import { useResource, useTitle } from "../hooks";
import { t } from "../i18n";
import { go } from "../router";
import { ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { hasNone, isOld, NoAdvisories } from "./advisory_state";

function Lookup() {
  const [id, setId] = useState("");
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (id.trim()) go(`/advisories/${encodeURIComponent(id.trim())}`);
  };
  return (
    <form class="filters lookup" role="search" onSubmit={onSubmit}>
      <span class="search">
        <Icon name="search" />
        <input
          type="search"
          data-search
          value={id}
          placeholder={t("lookup_id")}
          aria-label={t("lookup_id")}
          spellcheck={false}
          onInput={(event) => setId(event.currentTarget.value)}
        />
      </span>
      <button type="submit" class="button">
        {t("look_up")}
      </button>
    </form>
  );
}

function Sources({ status }: { status: AdvisoryStatus }) {
  return (
    <section class="card">
      <h2>{t("sources")}</h2>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("source")}</th>
              <th scope="col" class="num">
                {t("records")}
              </th>
              <th scope="col" class="num">
                {t("unusable")}
              </th>
              <th scope="col">{t("newest")}</th>
              <th scope="col">{t("imported")}</th>
            </tr>
          </thead>
          <tbody>
            {status.sources.map((source) => (
              <tr key={source.name}>
                <th scope="row">{source.name}</th>
                <td class="num">{number(source.record_count)}</td>
                <td class="num">{number(source.unusable_count + source.refused_count)}</td>
                <td>
                  <Time at={source.newest_at} />
                </td>
                <td>
                  <Time at={source.imported_at} />{" "}
                  {isOld(source.imported_at) && (
                    <Tag kind="marked" icon="warn" title={t("old_title")}>
                      {t("old")}
                    </Tag>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Coverage({ status }: { status: AdvisoryStatus }) {
  return (
    <section class="card">
      <h2>{t("coverage")}</h2>
      <p class="muted">{t("coverage_lead")}</p>
      <ul class="coverage">
        {status.covered.map((one) => (
          <li key={one.ecosystem}>
            <strong>{one.ecosystem}</strong> <span class="muted">{number(one.record_count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function AdvisoriesPage() {
  useTitle(t("nav_advisories"));
  const { data: status, problem, reload } = useResource<AdvisoryStatus>("/advisories");
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("nav_advisories")}</h1>
          <p class="muted">{t("advisories_lead")}</p>
        </div>
      </header>
      <Lookup />
      {problem && (hasNone(problem) ? <NoAdvisories /> : <ProblemBox problem={problem} retry={reload} />)}
      {!status && !problem && <Skeleton />}
      {status && (
        <>
          <Sources status={status} />
          <Coverage status={status} />
          <p class="muted small">
            {t("generation")} <code class="digest">{status.digest}</code>
          </p>
        </>
      )}
    </>
  );
}
