// SPDX-License-Identifier: Apache-2.0
// The filters of the tickets, each a value of the address's query.
import { type Page, type Service, STATES, type Team } from "../api";
import { useResource } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { SearchField } from "../ui/basics";
import { Icon } from "../ui/icons";
import { type Choice, SelectChip, TicksChip, ToggleChip } from "../ui/menu";

export const FILTERS = [
  "q",
  "state",
  "cause",
  "priority",
  "severity",
  "team",
  "service",
  "part",
  "kev",
  "marked",
  "assignee",
  "watched",
  "overdue",
  "due_within",
  "snoozed",
  "fix",
  "vulnerability",
  "package",
  "ecosystem",
  "created_from",
  "created_to",
  "closed_from",
  "closed_to",
  "event",
  "event_from",
  "event_to",
] as const;

export function hasFilter(query: URLSearchParams): boolean {
  return FILTERS.some((name) => query.get(name));
}

function TeamAndService({ query }: { query: URLSearchParams }) {
  const teams = useResource<Page<Team>>("/teams?limit=200").data?.items ?? [];
  const services = useResource<Page<Service>>("/services?limit=200").data?.items ?? [];
  const team = query.get("team") ?? "";
  const ofTeam = services.filter((service) => !team || service.team_id === team);
  const teamChoices: Choice[] = [["", t("all_teams")], ...teams.map((one): Choice => [one.id, one.name])];
  const serviceChoices: Choice[] = [["", t("all_services")], ...ofTeam.map((one): Choice => [one.id, one.name])];
  return (
    <>
      <SelectChip
        label={t("team")}
        value={team}
        choices={teamChoices}
        onChoose={(value) => setQuery({ team: value, service: null })}
      />
      <SelectChip
        label={t("service")}
        value={query.get("service") ?? ""}
        choices={serviceChoices}
        onChoose={(value) => setQuery({ service: value })}
      />
    </>
  );
}

/** Filters of which one of a few values is chosen. */
function Chooser({ query, name, choices }: { query: URLSearchParams; name: "snoozed" | "fix" | "assignee"; choices: Choice[] }) {
  const label = t(name === "assignee" ? "filter_who" : `filter_${name}`);
  return (
    <SelectChip
      label={label}
      value={query.get(name) ?? ""}
      choices={choices}
      onChoose={(value) => setQuery({ [name]: value })}
    />
  );
}

const CAUSES = ["fixed", "removed", "not_affected", "accepted", "withdrawn", "duplicate", "wrong_match"];

/** Why it closed: the accepted risks, say, are what who governs looks for. */
function CauseChip({ query }: { query: URLSearchParams }) {
  const choices = CAUSES.map((cause): Choice => [cause, word("cause", cause)]);
  return (
    <SelectChip
      label={t("filter_cause")}
      value={query.get("cause") ?? ""}
      choices={[["", t("filter_cause_all")], ...choices]}
      onChoose={(cause) => setQuery({ cause })}
    />
  );
}

function DueChip({ query }: { query: URLSearchParams }) {
  const value = query.get("overdue") === "1" ? "over" : (query.get("due_within") ?? "");
  const choose = (chosen: string) =>
    setQuery({ overdue: chosen === "over" ? "1" : null, due_within: chosen === "over" ? null : chosen });
  const choices: Choice[] = [
    ["", t("filter_due_all")],
    ["over", t("filter_due_over")],
    ["7", t("filter_due_week")],
    ["30", t("filter_due_month")],
  ];
  return <SelectChip label={t("filter_due")} value={value} choices={choices} onChoose={choose} />;
}

function MoreFilters({ query }: { query: URLSearchParams }) {
  return (
    <>
      <Chooser
        query={query}
        name="assignee"
        choices={[
          ["", t("filter_who_all")],
          ["me", t("filter_who_me")],
          ["none", t("filter_who_none")],
        ]}
      />
      <DueChip query={query} />
      <Chooser
        query={query}
        name="fix"
        choices={[
          ["", t("filter_fix_all")],
          ["1", t("filter_fix_with")],
          ["0", t("filter_fix_without")],
        ]}
      />
      <Chooser
        query={query}
        name="snoozed"
        choices={[
          ["", t("filter_snoozed_all")],
          ["0", t("filter_snoozed_without")],
          ["1", t("filter_snoozed_only")],
        ]}
      />
      <Toggle query={query} name="watched" value="1" text={t("watched")} icon="bell" />
    </>
  );
}

function Toggle(props: {
  query: URLSearchParams;
  name: string;
  value: string;
  text: string;
  icon: "bolt" | "flag" | "bell";
}) {
  const isOn = props.query.get(props.name) === props.value;
  return (
    <ToggleChip isOn={isOn} icon={props.icon} onToggle={() => setQuery({ [props.name]: isOn ? null : props.value })}>
      {props.text}
    </ToggleChip>
  );
}

/** The list as a file has the filters and the sort of the address. */
function exported(query: URLSearchParams, format: string): Record<string, string | null> {
  const values = [...FILTERS, "sort"].map((name) => [name, query.get(name)] as const);
  return { format, ...Object.fromEntries(values) };
}

export function TicketFilters({ total }: { total: number | string | undefined }) {
  const { query } = place.value;
  const states = query.get("state")?.split(",") ?? [];
  return (
    <div class="filters" role="search">
      <div>
        <SearchField
          label={t("search_tickets")}
          value={query.get("q") ?? ""}
          hintId="search-hint"
          onSearch={(q) => setQuery({ q })}
        />
        <p class="hint" id="search-hint">
          {t("search_tickets_hint")}
        </p>
      </div>
      <div class="chips">
        <TicksChip
          label={t("state")}
          chosen={states}
          usual={{ values: ["open", "acknowledged", "scheduled", "in_progress"], name: t("state_active") }}
          choices={STATES.map((state): Choice => [state, word("state", state)])}
          onChoose={(values) => setQuery({ state: values.join(",") })}
        />
        {states.includes("closed") && <CauseChip query={query} />}
        <TeamAndService query={query} />
        <Toggle query={query} name="kev" value="1" text={t("kev")} icon="bolt" />
        <Toggle query={query} name="marked" value="1" text={t("marked")} icon="flag" />
        <MoreFilters query={query} />
        {hasFilter(query) && (
          <button
            type="button"
            class="link-button"
            onClick={() => setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])))}
          >
            <Icon name="cross" /> {t("clear_filters")}
          </button>
        )}
      </div>
      <div class="list-foot">
        <span role="status">{total !== undefined && <strong>{t("n_tickets", { n: total })}</strong>}</span>
        <span class="export">
          <a class="link-button" href={`/api/v1${withQuery("/tickets/export", exported(query, "csv"))}`} download>
            {t("export_csv")}
          </a>
          <a class="link-button" href={`/api/v1${withQuery("/tickets/export", exported(query, "json"))}`} download>
            JSON
          </a>
        </span>
        <div class="sort">
          <span aria-hidden="true">{t("sort")}</span>
          <SelectChip
            label={t("sort")}
            value={query.get("sort") ?? ""}
            choices={[
              ["", t("sort_rank")],
              ["updated", t("sort_updated")],
              ["due", t("sort_due")],
              ["created", t("sort_created")],
              ["age", t("sort_age")],
            ]}
            onChoose={(sort) => setQuery({ sort })}
          />
        </div>
      </div>
    </div>
  );
}
