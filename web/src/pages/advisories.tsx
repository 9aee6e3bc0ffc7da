// SPDX-License-Identifier: Apache-2.0
// What the world knows, as far as it was imported: the sources, how old they are, what they cover.
import { useState } from "preact/hooks";
import type { AdvisoryStatus } from "../api";
import { number } from "../format";
import { useResource, useTitle } from "../hooks";
import { t, type WordKey } from "../i18n";
import { go } from "../router";
import { ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { CoverageSection } from "./coverage";
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

type Count = "withdrawn_count" | "notice_count" | "unusable_count" | "refused_count";

const COUNTS: readonly [Count, WordKey, WordKey][] = [
  ["withdrawn_count", "withdrawn", "withdrawn_hint"],
  ["notice_count", "notices", "notices_hint"],
  ["unusable_count", "unusable", "unusable_hint"],
  ["refused_count", "refused", "refused_hint"],
];

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
              {COUNTS.map(([, name, hint]) => (
                <th key={name} scope="col" class="num" title={t(hint)}>
                  {t(name)}
                </th>
              ))}
              <th scope="col">{t("newest")}</th>
              <th scope="col">{t("imported")}</th>
            </tr>
          </thead>
          <tbody>
            {status.sources.map((source) => (
              <tr key={source.name}>
                <th scope="row">{source.name}</th>
                <td class="num">{number(source.record_count)}</td>
                {COUNTS.map(([key]) => (
                  <td key={key} class={`num ${source[key] ? "" : "zero"}`}>
                    {number(source[key])}
                  </td>
                ))}
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
          <p class="muted small generation">
            {t("generation")} <code class="digest">{status.digest}</code>
          </p>
        </>
      )}
      <CoverageSection />
    </>
  );
}
