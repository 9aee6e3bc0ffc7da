// SPDX-License-Identifier: Apache-2.0
// What to raise first: for each package the one upgrade that clears most of its tickets, those first that clear what is urgent.
import type { Counts, Page } from "../api";
import { useList, useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { place } from "../router";
import { Crumbs, Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { Paged } from "../ui/paged";
import { PriorityBar } from "../ui/priority";

export interface Remedy {
  service_id: string;
  service: string;
  part_id: string;
  part: string;
  ecosystem: string;
  package: string;
  installed: string[];
  to: string | null;
  tickets: number;
  without_fix: number;
  clears: number;
  clears_by_priority: Counts;
  path: { name: string; version: string }[];
}

interface Remedies extends Page<Remedy> {
  count: number;
}

/** Who is needed by another one is raised by raising that: the first step of the way it got in. */
function Deep({ remedy }: { remedy: Remedy }) {
  const [first] = remedy.path;
  if (!first || remedy.path.length < 2) return null;
  return (
    <span class="muted">
      {t("remedy_deep", { name: `${first.name} ${first.version}` })}{" "}
      {remedy.path.map((step) => step.name).join(" → ")}
    </span>
  );
}

export function RemedyText({ remedy }: { remedy: Remedy }) {
  const name = remedy.package;
  const from = remedy.installed.join(", ");
  return (
    <>
      <strong>
        {remedy.to ? t("remedy_raise", { name, from, to: remedy.to }) : t("remedy_none", { name, from })}
      </strong>
      <Deep remedy={remedy} />
      {remedy.without_fix > 0 && <span class="muted">{t("remedy_without_fix", { n: remedy.without_fix })}</span>}
    </>
  );
}

function RemedyRow({ remedy }: { remedy: Remedy }) {
  const tickets = withQuery("/tickets", { service: remedy.service_id, q: remedy.package });
  return (
    <div class="remedy-row">
      <span class="remedy-what">
        <RemedyText remedy={remedy} />
        <span class="muted">
          <a href={`/services/${remedy.service_id}`}>{remedy.service}</a> / {remedy.part} · {remedy.ecosystem}
        </span>
      </span>
      <span class="remedy-gain">
        <a href={tickets}>{t("remedy_clears", { n: remedy.clears, all: remedy.tickets })}</a>
        {remedy.clears > 0 && <PriorityBar counts={remedy.clears_by_priority} />}
      </span>
    </div>
  );
}

export function RemediesPage() {
  useTitle(t("remedies"));
  const service = place.value.query.get("service");
  const list = useList<Remedy>(withQuery("/remedies", { service, team: place.value.query.get("team") }));
  const isLoaded = list.first.value !== null;
  const isEmpty = isLoaded && list.items.value.length === 0;
  return (
    <>
      <Crumbs steps={[["/tickets", t("nav_tickets")]]} />
      <header class="page-head">
        <div>
          <h1>{t("remedies")}</h1>
          <p class="muted">{t("remedies_lead")}</p>
        </div>
      </header>
      {!isLoaded && !list.problem.value && <Skeleton />}
      {isEmpty && (
        <Empty icon="check" title={t("remedies_empty")}>
          <p>{t("remedies_empty_hint")}</p>
        </Empty>
      )}
      <Paged
        list={list}
        label={t("remedies")}
        class="remedies"
        keyOf={(remedy) => `${remedy.part_id} ${remedy.ecosystem} ${remedy.package}`}
        row={(remedy) => <RemedyRow remedy={remedy} />}
      />
    </>
  );
}

/** On a ticket: the one upgrade of its package, and what else it clears. */
export function TicketRemedy({ id }: { id: string }) {
  const { data, problem } = useResource<Remedies>(`/remedies?ticket=${id}`);
  const remedy = data?.items[0];
  if (problem) return <ProblemBox problem={problem} />;
  if (!remedy) return null;
  return (
    <section class="card ticket-remedy">
      <h2>
        <Icon name="upload" /> {t("remedy")}
      </h2>
      <p class="remedy-what">
        <RemedyText remedy={remedy} />
      </p>
      {remedy.to && (
        <p>
          {t("remedy_clears", { n: remedy.clears, all: remedy.tickets })}{" "}
          <a href={withQuery("/remedies", { service: remedy.service_id })}>{t("remedies")}</a>
        </p>
      )}
    </section>
  );
}
