// SPDX-License-Identifier: Apache-2.0
// One SBOM: every component with its answer, and every finding. Nothing is silently fine.
import { type Component, type Finding, ANSWERS, type Part, type Sbom } from "../api";
import { day, number } from "../format";
import { useList, useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { Crumbs, Empty, ProblemBox, SearchField, Skeleton, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { Windowed } from "../ui/windowed";
import { SbomDiffTab } from "./sbom_diff";
import { SbomQualityTab } from "./sbom_quality";
import { ComponentRow, FindingRow } from "./sbom_rows";
import { SbomSignalsTab } from "./sbom_signals";
import { SbomTreeTab } from "./sbom_tree";
import { isOutOfSupport, sbomFacts, sbomTitle, systemName } from "./service_part";

function Answers({ sbom }: { sbom: Sbom }) {
  const { summary } = sbom;
  const counts = {
    affected: summary.affected,
    undecidable: summary.undecidable,
    not_covered: summary.not_covered,
    not_affected: summary.not_affected,
  };
  const chosen = place.value.query.get("answer");
  return (
    <div class="tiles answers" role="group" aria-label={t("answers")}>
      {ANSWERS.map((answer) => (
        <button
          key={answer}
          type="button"
          class={`tile answer-${answer}`}
          aria-pressed={chosen === answer}
          onClick={() => setQuery({ answer: chosen === answer ? null : answer, tab: null })}
        >
          <span class="tile-count">{sbom.is_matched ? number(counts[answer]) : "–"}</span>
          <span class="tile-name">{word("answer", answer)}</span>
          <span class="tile-hint">{word("answer_hint", answer)}</span>
        </button>
      ))}
    </div>
  );
}

/** What has no answer of its own, so that all adds up. */
function Rest({ sbom }: { sbom: Sbom }) {
  const { owned, no_package } = sbom.summary;
  if (!sbom.is_matched || owned + no_package === 0) return null;
  return (
    <p class="coverage-parts muted">
      {owned > 0 && <span>{t("coverage_n_owned", { n: owned })}</span>}
      {no_package > 0 && <span>{t("coverage_n_no_package", { n: no_package })}</span>}
    </p>
  );
}

/** Who mends the operating system, and until when: nothing is said where nothing is known. */
function OperatingSystem({ sbom }: { sbom: Sbom }) {
  const eol = sbom.operating_system?.eol;
  if (!eol) return null;
  const system = systemName(sbom);
  const end = eol.support_ends_at && day(eol.support_ends_at);
  if (!isOutOfSupport(sbom)) return end ? <p class="muted system">{t("os_supported", { system, day: end })}</p> : null;
  return (
    <p class="notice held">
      <Icon name="warn" /> <span>{end ? t("os_ended", { system, day: end }) : t("os_over", { system })}</span>
    </p>
  );
}

function Components({ id }: { id: string }) {
  const { query } = place.value;
  const filters = { answer: query.get("answer"), q: query.get("q") };
  const list = useList<Component>(withQuery(`/sboms/${id}/components`, filters));
  return (
    <>
      <div class="filters" role="search">
        <SearchField label={t("search_components")} value={filters.q ?? ""} onSearch={(q) => setQuery({ q })} />
      </div>
      {!list.first.value && list.isLoading.value && <Skeleton />}
      {list.first.value && list.items.value.length === 0 && <Empty icon="search" title={t("no_components")} />}
      <Windowed
        list={list}
        class="components"
        label={t("components")}
        keyOf={(one) => String(one.position)}
        row={(one) => <ComponentRow component={one} sbomId={id} />}
      />
    </>
  );
}

/** One vulnerability may be found in many components. */
function keyOfFinding({ id, component }: Finding): string {
  return `${id} ${component.purl ?? component.name} ${component.version}`;
}

function Findings({ id }: { id: string }) {
  const list = useList<Finding>(`/sboms/${id}/findings`);
  return (
    <>
      {!list.first.value && list.isLoading.value && <Skeleton />}
      {list.first.value && list.items.value.length === 0 && <Empty icon="check" title={t("no_findings")} />}
      <Windowed
        list={list}
        class="findings"
        label={t("findings")}
        keyOf={keyOfFinding}
        row={(one) => <FindingRow finding={one} sbomId={id} />}
      />
    </>
  );
}

const TABS = {
  components: "components",
  findings: "findings",
  changes: "tab_changes",
  tree: "tab_tree",
  quality: "tab_quality",
  signals: "tab_signals",
} as const;
type TabName = keyof typeof TABS;

function tabOf(query: URLSearchParams): TabName {
  const name = query.get("tab");
  return name && name in TABS ? (name as TabName) : "components";
}

function Tabs({ tab, sbom }: { tab: TabName; sbom: Sbom }) {
  return (
    <div class="tabs">
      {(Object.keys(TABS) as TabName[]).map((name) => (
        <a
          key={name}
          href={withQuery(`/sboms/${sbom.id}`, { tab: name === "components" ? null : name })}
          aria-current={name === tab ? "true" : undefined}
        >
          {t(TABS[name])}
        </a>
      ))}
    </div>
  );
}

function Content({ tab, sbom, part }: { tab: TabName; sbom: Sbom; part: Part | null }) {
  if (tab === "findings") return <Findings id={sbom.id} />;
  if (tab === "changes") return <SbomDiffTab sbom={sbom} />;
  if (tab === "tree") return <SbomTreeTab sbom={sbom} />;
  if (tab === "quality") return <SbomQualityTab sbom={sbom} />;
  if (tab === "signals") return <SbomSignalsTab sbom={sbom} part={part} />;
  return <Components id={sbom.id} />;
}

const FORMATS: readonly [string, string][] = [
  ["cyclonedx-json", "CycloneDX 1.6 JSON"],
  ["cyclonedx-xml", "CycloneDX 1.6 XML"],
  ["spdx-json", "SPDX 2.3 JSON"],
  ["spdx-tag", "SPDX 2.3 tag-value"],
  ["spdx-yaml", "SPDX 2.3 YAML"],
  ["spdx-xml", "SPDX 2.3 XML"],
  ["spdx3-json", "SPDX 3.0 JSON-LD"],
];

/** The file as it came, and the same in other formats. */
function Downloads({ sbom }: { sbom: Sbom }) {
  return (
    <div class="exports">
      <details>
        <summary class="button">
          <Icon name="out" /> {t("export_as")}
        </summary>
        <ul>
          {FORMATS.map(([format, name]) => (
            <li key={format}>
              <a href={`/api/v1/sboms/${sbom.id}/export?format=${format}`} download>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
      <a class="button" href={`/api/v1/sboms/${sbom.id}/original`} download>
        <Icon name="file" /> {t("download")}
      </a>
    </div>
  );
}

export function SbomPage({ id }: { id: string }) {
  const { data: sbom, problem, reload } = useResource<Sbom>(`/sboms/${id}`);
  const part = useResource<Part>(sbom ? `/parts/${sbom.part_id}` : null).data;
  useTitle(sbom ? sbomTitle(sbom) : "SBOM");
  const tab = tabOf(place.value.query);
  if (!sbom) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton rows={8} />;
  const steps: [string, string][] = [["/services", t("nav_services")]];
  if (part) steps.push([`/services/${part.service_id}`, `${part.service_name} / ${part.name}`]);
  return (
    <article class="sbom">
      <Crumbs steps={steps} />
      <header class="page-head">
        <div>
          <h1>{sbomTitle(sbom)}</h1>
          <p class="muted">
            {t("n_components", { n: sbom.component_count })} · {sbomFacts(sbom)} · <Time at={sbom.created_at} />
          </p>
        </div>
        <Downloads sbom={sbom} />
      </header>
      {sbom.is_held && (
        <p class="notice held">
          <Icon name="warn" />{" "}
          <span>
            {t("held")} <span lang="en">{sbom.held_reason}</span>
          </span>
        </p>
      )}
      {!sbom.is_current && !sbom.is_held && (
        <p class="notice">
          <Icon name="info" /> <span>{t("not_current")}</span>
        </p>
      )}
      <OperatingSystem sbom={sbom} />
      {!sbom.is_matched && (
        <p class="notice">
          <Icon name="unknown" /> <span>{t("not_matched_yet")}</span>
        </p>
      )}
      <Answers sbom={sbom} />
      <Rest sbom={sbom} />
      <Tabs tab={tab} sbom={sbom} />
      <Content tab={tab} sbom={sbom} part={part} />
    </article>
  );
}
