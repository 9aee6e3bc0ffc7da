// SPDX-License-Identifier: Apache-2.0
// Who needs whom: a tree from the subject that opens step by step, and of one component both ways.
import { useState } from "preact/hooks";
import type { Sbom } from "../api";
import type { Dependencies, Neighbour, Step } from "../api_sbom";
import { number } from "../format";
import { useResource } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { place } from "../router";
import { Empty, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { sbomTitle } from "./service_part";
import { AnswerMark } from "./ticket_facts";

function treeHref(sbomId: string, position?: number): string {
  return withQuery(`/sboms/${sbomId}`, { tab: "tree", component: position === undefined ? null : String(position) });
}

/** "chart.js › chartjs-color › color-name": the last is the component itself. */
export function Way({ sbomId, via }: { sbomId: string; via: Step[] | null | undefined }) {
  if (!via || via.length < 2) return null;
  return (
    <a class="way" href={treeHref(sbomId, via[via.length - 1]?.position)} title={t("way_title")}>
      {via.slice(0, -1).map((step) => (
        <span key={step.position}>
          {step.name} <span class="arrow">›</span>{" "}
        </span>
      ))}
    </a>
  );
}

function Label({ sbomId, one }: { sbomId: string; one: Neighbour }) {
  return (
    <span class="tree-label">
      <a href={treeHref(sbomId, one.position)}>{one.name}</a> <span class="versions">{one.version}</span>
      {one.scope && one.scope !== "required" && <Tag>{one.scope}</Tag>}
      {one.is_package && one.answer !== "not_affected" && <AnswerMark answer={one.answer} />}
      {one.finding_count > 0 && <b>{t("n_findings", { n: one.finding_count })}</b>}
    </span>
  );
}

/** above: the way to it, so that a ring is told and not walked forever. */
function Branch({ sbomId, one, above }: { sbomId: string; one: Neighbour; above: number[] }) {
  const [isOpen, setOpen] = useState(false);
  const isRing = above.includes(one.position);
  const canOpen = one.needs_count > 0 && !isRing;
  return (
    <li>
      <span class="tree-row">
        {canOpen ? (
          <button
            type="button"
            class="tree-open"
            aria-expanded={isOpen}
            aria-label={t("tree_open", { name: one.name })}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? "down" : "next"} />
          </button>
        ) : (
          <span class="tree-leaf" />
        )}
        <Label sbomId={sbomId} one={one} />
        {canOpen && !isOpen && <span class="muted">{number(one.needs_count)}</span>}
        {isRing && <span class="muted">{t("tree_ring")}</span>}
      </span>
      {isOpen && <Needs sbomId={sbomId} position={one.position} above={[...above, one.position]} />}
    </li>
  );
}

function Branches({ sbomId, all, above }: { sbomId: string; all: Neighbour[]; above: number[] }) {
  return (
    <ul class="tree">
      {all.map((one) => (
        <Branch key={one.position} sbomId={sbomId} one={one} above={above} />
      ))}
    </ul>
  );
}

function More({ shown, count }: { shown: number; count: number }) {
  return count > shown ? <p class="muted">{t("tree_more", { n: count - shown })}</p> : null;
}

function Needs({ sbomId, position, above }: { sbomId: string; position: number; above: number[] }) {
  const { data, problem } = useResource<Dependencies>(`/sboms/${sbomId}/dependencies?component=${position}`);
  if (problem) return <ProblemBox problem={problem} />;
  if (!data) return <Skeleton rows={2} />;
  return (
    <>
      <Branches sbomId={sbomId} all={data.needs} above={above} />
      <More shown={data.needs.length} count={data.needs_count} />
    </>
  );
}

function Chain({ sbom, found }: { sbom: Sbom; found: Dependencies }) {
  if (!found.via) return <p class="muted">{t("tree_unreached")}</p>;
  return (
    <ol class="chain" aria-label={t("way_title")}>
      <li>
        <a href={treeHref(sbom.id)}>{sbomTitle(sbom)}</a>
      </li>
      {found.via.map((step) => (
        <li key={step.position}>
          <a
            href={treeHref(sbom.id, step.position)}
            aria-current={step.position === found.component?.position ? "true" : undefined}
          >
            {step.name} <span class="versions">{step.version}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}

function NeededBy({ sbomId, found }: { sbomId: string; found: Dependencies }) {
  return (
    <section>
      <h2 class="section-title">{t("tree_needed_by", { n: found.needed_by_count })}</h2>
      {found.is_direct && <p>{t("tree_direct")}</p>}
      <ul class="tree">
        {found.needed_by.map((one) => (
          <li key={one.position} class="tree-row">
            <Label sbomId={sbomId} one={one} />
          </li>
        ))}
      </ul>
      <More shown={found.needed_by.length} count={found.needed_by_count} />
    </section>
  );
}

export function SbomTreeTab({ sbom }: { sbom: Sbom }) {
  const component = place.value.query.get("component");
  const path = withQuery(`/sboms/${sbom.id}/dependencies`, { component });
  const { data: found, problem, reload } = useResource<Dependencies>(path);
  if (problem) return <ProblemBox problem={problem} retry={reload} />;
  if (!found) return <Skeleton rows={8} />;
  if (!found.component && !found.needs.length)
    return (
      <Empty icon="unknown" title={t("tree_none")}>
        <p class="muted">{t("tree_none_hint")}</p>
      </Empty>
    );
  return (
    <div class="dependencies">
      {found.component && <Chain sbom={sbom} found={found} />}
      {found.component && (
        <p class="line">
          <Label sbomId={sbom.id} one={found.component} />
        </p>
      )}
      <section>
        <h2 class="section-title">{t("tree_needs", { n: found.needs_count })}</h2>
        <Branches
          key={component ?? ""}
          sbomId={sbom.id}
          all={found.needs}
          above={found.component ? [found.component.position] : []}
        />
        <More shown={found.needs.length} count={found.needs_count} />
      </section>
      {found.component && <NeededBy sbomId={sbom.id} found={found} />}
    </div>
  );
}
