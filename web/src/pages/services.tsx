// SPDX-License-Identifier: Apache-2.0
// The services by team, each with its open tickets.
import { useState } from "preact/hooks";
import type { Page, Service, Team } from "../api";
import { useResource, useTitle } from "../hooks";
import { t } from "../i18n";
import { place, setQuery } from "../router";
import { may } from "../session";
import { Empty, ProblemBox, SearchField, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { PriorityBar, sumOf } from "../ui/priority";
import { ServiceDialog } from "./service_dialog";
import { AnswerCount, isOutOfSupport, isUnused, NotMatched, systemName } from "./service_part";
import { NamespacesDialog, TeamDialog } from "./team_dialog";

/** What the tickets do not tell: what nobody could decide, or speaks of, and who is not mended any more. */
function Unknowns({ service }: { service: Service }) {
  const sboms = service.parts.flatMap((part) => part.current_sbom ?? []);
  const sum = (key: "undecidable" | "not_covered") => sboms.reduce((total, sbom) => total + sbom.summary[key], 0);
  const systems = [...new Set(sboms.filter(isOutOfSupport).map(systemName))];
  const [undecidable, uncovered] = [sum("undecidable"), sum("not_covered")];
  if (!undecidable && !uncovered && !systems.length) return null;
  return (
    <span class="sbom-numbers unknowns">
      <AnswerCount answer="undecidable" n={undecidable} />
      <AnswerCount answer="not_covered" n={uncovered} />
      {systems.map((system) => (
        <span key={system} class="answer answer-affected">
          <Icon name="warn" />
          {system}: {t("out_of_support")}
        </span>
      ))}
    </span>
  );
}

function ServiceCard({ service }: { service: Service }) {
  const hasSbom = service.parts.some((part) => part.current_sbom);
  const isUnmatched = service.parts.some((part) => part.current_sbom?.is_matched === false);
  return (
    <li>
      <a class="service-card" href={`/services/${service.id}`}>
        <span class="service-name">
          <strong>{service.name}</strong>
          {service.description && <span class="muted">{service.description}</span>}
          <Unknowns service={service} />
        </span>
        <span class="service-parts muted">
          {hasSbom ? (
            service.parts
              .filter((part) => !isUnused(part))
              .map((part) => part.name)
              .join(", ")
          ) : (
            <span class="hint-now">
              <Icon name="upload" /> {t("needs_sbom")}
            </span>
          )}
        </span>
        {isUnmatched ? <NotMatched /> : <PriorityBar counts={service.open_tickets} />}
        <Icon name="next" />
      </a>
    </li>
  );
}

interface TeamSectionProps {
  team: Team;
  services: Service[];
  onCreate: () => void;
  onNamespaces: () => void;
}

function TeamSection({ team, services, onCreate, onNamespaces }: TeamSectionProps) {
  const sorted = [...services].sort(
    (a, b) => b.open_tickets.immediate - a.open_tickets.immediate || sumOf(b.open_tickets) - sumOf(a.open_tickets),
  );
  return (
    <section class="team">
      <header>
        <h2>{team.name}</h2>
        <a class="link-button" href={`/teams/${team.id}`} aria-label={t("members_of", { team: team.name })}>
          <Icon name="person" /> {t("members")}
        </a>
        {may("admin", team.id) && (
          <button
            type="button"
            class="link-button"
            onClick={onNamespaces}
            aria-label={t("namespaces_of", { team: team.name })}
          >
            <Icon name="key" /> {t("namespaces")}
          </button>
        )}
        <a class="link-button" href={`/teams/${team.id}/decisions`} aria-label={t("how_team_decides", { team: team.name })}>
          <Icon name="bolt" /> {t("how_it_decides")}
        </a>
        <a class="link-button" href={`/teams/${team.id}/channels`} aria-label={t("channels_of", { team: team.name })}>
          <Icon name="bell" /> {t("channels")}
        </a>
        <a class="link-button" href={`/teams/${team.id}/jira`} aria-label={t("jira_of", { team: team.name })}>
          <Icon name="link" /> {t("jira")}
        </a>
        {may("member", team.id) && (
          <button
            type="button"
            class="link-button"
            onClick={onCreate}
            aria-label={t("new_service_in", { team: team.name })}
          >
            <Icon name="plus" /> {t("new_service")}
          </button>
        )}
      </header>
      {sorted.length === 0 ? (
        <p class="muted quiet">
          {t("team_without_services")}{" "}
          {may("member", team.id) && (
            <button type="button" class="link-button" onClick={onCreate}>
              {t("team_first_service")}
            </button>
          )}
        </p>
      ) : (
        <ul class="service-list">
          {sorted.map((service) => (
            <ServiceCard key={service.id} service={service} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** The first steps, in their order, for whoever sees nothing yet. */
function FirstSteps({ onTeam }: { onTeam: () => void }) {
  return (
    <Empty icon="services" title={t("no_teams")}>
      <ol class="first-steps">
        <li>{t("first_step_team")}</li>
        <li>{t("first_step_service")}</li>
        <li>{t("first_step_sbom")}</li>
      </ol>
      <button type="button" class="button primary" onClick={onTeam}>
        <Icon name="plus" /> {t("new_team")}
      </button>
    </Empty>
  );
}

type Opened =
  | { kind: "team" }
  | { kind: "service"; team: string }
  | { kind: "namespaces"; team: Team }
  | null;

export function ServicesPage() {
  useTitle(t("nav_services"));
  const [opened, setOpened] = useState<Opened>(null);
  const query = place.value.query.get("q") ?? "";
  const teams = useResource<Page<Team>>("/teams?limit=200");
  const services = useResource<Page<Service>>("/services?limit=200");
  const reload = () => {
    teams.reload();
    services.reload();
  };
  const found = (services.data?.items ?? []).filter((service) =>
    `${service.name} ${service.description ?? ""} ${service.team_name}`.toLowerCase().includes(query.toLowerCase()),
  );
  const shown = (teams.data?.items ?? []).filter((team) => !query || found.some((one) => one.team_id === team.id));
  const own = (teams.data?.items ?? []).filter((team) => may("member", team.id));
  const isReady = teams.data && services.data;
  const openTeam = () => setOpened({ kind: "team" });
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("nav_services")}</h1>
          <p class="muted">{t("services_lead")}</p>
        </div>
        <button type="button" class="button" onClick={openTeam}>
          <Icon name="plus" /> {t("new_team")}
        </button>
        {own[0] && (
          <button
            type="button"
            class="button primary"
            onClick={() => setOpened({ kind: "service", team: own[0]?.id ?? "" })}
          >
            <Icon name="plus" /> {t("new_service")}
          </button>
        )}
      </header>
      <ProblemBox problem={teams.problem ?? services.problem} retry={reload} />
      {!isReady && !teams.problem && !services.problem && <Skeleton />}
      {isReady && teams.data?.items.length === 0 && <FirstSteps onTeam={openTeam} />}
      {isReady && (services.data?.items.length ?? 0) > 5 && (
        <div class="filters">
          <SearchField label={t("search_services")} value={query} onSearch={(q) => setQuery({ q })} />
        </div>
      )}
      {isReady && query && shown.length === 0 && <Empty icon="search" title={t("no_services_found")} />}
      {isReady &&
        shown.map((team) => (
          <TeamSection
            key={team.id}
            team={team}
            services={found.filter((service) => service.team_id === team.id)}
            onCreate={() => setOpened({ kind: "service", team: team.id })}
            onNamespaces={() => setOpened({ kind: "namespaces", team })}
          />
        ))}
      {opened?.kind === "team" && <TeamDialog onClose={() => setOpened(null)} onDone={reload} />}
      {opened?.kind === "namespaces" && <NamespacesDialog team={opened.team} onClose={() => setOpened(null)} />}
      {opened?.kind === "service" && <ServiceDialog teams={own} team={opened.team} onClose={() => setOpened(null)} />}
    </>
  );
}
