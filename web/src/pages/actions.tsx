// SPDX-License-Identifier: Apache-2.0
// The action log: who did what, when, for which vulnerability.
import { useState } from "preact/hooks";
import { type Action, ACTION_KINDS, type Page, type Team } from "../api";
import { day, moment } from "../format";
import { useList, useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { may, me } from "../session";
import { Empty, SearchField, Skeleton, Tag } from "../ui/basics";
import { DateFilter, endOfThatDay, startOfDay } from "../ui/date_filter";
import { Icon } from "../ui/icons";
import { type Choice, SelectChip } from "../ui/menu";
import { Paged } from "../ui/paged";
import { RecordActionDialog } from "./action_dialog";

function ActionRow({ action }: { action: Action }) {
  const isByOther = action.recorded_by && action.recorded_by.id !== action.account.id;
  return (
    <div class="action-row">
      <span class="cell-kind">
        <Tag kind={`action-${action.kind}`}>{word("action", action.kind)}</Tag>
        <time class="muted" dateTime={action.executed_at} title={moment(action.executed_at)}>
          {day(action.executed_at)}
        </time>
      </span>
      <span class="cell-what">
        <a class={action.corrected_by ? "action-text corrected" : "action-text"} href={`/actions/${action.id}`}>
          {action.text}
        </a>
        <span class="line second">
          <span>
            <Icon name="person" /> {action.account.name}
          </span>
          {action.corrected_by && <Tag icon="undo">{t("corrected")}</Tag>}
          {isByOther && <span>{t("recorded_by", { name: action.recorded_by.name })}</span>}
          {action.service_name && <span>{action.service_name}</span>}
          {action.advisory_id && (
            <a href={`/advisories/${encodeURIComponent(action.advisory_id)}`}>{action.advisory_id}</a>
          )}
          {action.grounds.length > 0 && <span>{t("n_grounds", { n: action.grounds.length })}</span>}
          {action.ticket_id && <a href={`/tickets/${action.ticket_id}`}>{t("to_ticket")}</a>}
        </span>
      </span>
    </div>
  );
}

/** Whoever is in the list as it is, and who asks; the one that was chosen stays among them. */
function peopleOf(actions: Action[]): Choice[] {
  const people = new Map<string, string>();
  if (me.value) people.set(me.value.id, me.value.name);
  for (const { account } of actions) people.set(account.id, account.name);
  return [...people];
}

function Filters({ teams, people }: { teams: Team[]; people: Choice[] }) {
  const { query } = place.value;
  const kinds: Choice[] = [["", t("all_kinds")], ...ACTION_KINDS.map((kind): Choice => [kind, word("action", kind)])];
  return (
    <div class="filters" role="search">
      <SearchField label={t("search_actions")} value={query.get("q") ?? ""} onSearch={(q) => setQuery({ q })} />
      <div class="chips">
        <SelectChip
          label={t("action_kind")}
          value={query.get("kind") ?? ""}
          choices={kinds}
          onChoose={(kind) => setQuery({ kind })}
        />
        <SelectChip
          label={t("team")}
          value={query.get("team") ?? ""}
          choices={[["", t("all_teams")], ...teams.map((team): Choice => [team.id, team.name])]}
          onChoose={(team) => setQuery({ team })}
        />
        <SelectChip
          label={t("action_who")}
          value={query.get("account") ?? ""}
          choices={[["", t("everybody")], ...people]}
          onChoose={(account) => setQuery({ account })}
        />
        <DateFilter name="from" label={t("journal_from")} />
        <DateFilter name="to" label={t("journal_to")} />
      </div>
    </div>
  );
}

export function ActionsPage() {
  useTitle(t("nav_actions"));
  const { query } = place.value;
  const [isRecording, setRecording] = useState(false);
  const teams = useResource<Page<Team>>("/teams?limit=200").data?.items ?? [];
  const own = teams.filter((team) => may("member", team.id));
  const filters = {
    q: query.get("q"),
    kind: query.get("kind"),
    team: query.get("team"),
    account: query.get("account"),
    advisory: query.get("advisory"),
    from: startOfDay(query.get("from")),
    to: endOfThatDay(query.get("to")),
  };
  const list = useList<Action>(withQuery("/action-logs", filters));
  const isEmpty = list.first.value !== null && list.items.value.length === 0;
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("nav_actions")}</h1>
          <p class="muted">{t("actions_lead")}</p>
        </div>
        {own.length > 0 && (
          <button type="button" class="button primary" onClick={() => setRecording(true)}>
            <Icon name="plus" /> {t("record_action")}
          </button>
        )}
      </header>
      <Filters teams={teams} people={peopleOf(list.items.value)} />
      {!list.first.value && list.isLoading.value && <Skeleton />}
      {isEmpty && (
        <Empty icon="actions" title={t(isFiltered ? "no_actions_filtered" : "no_actions")}>
          {!isFiltered && <p>{t("no_actions_hint")}</p>}
        </Empty>
      )}
      <Paged
        list={list}
        class="actions"
        label={t("nav_actions")}
        keyOf={(action) => action.id}
        row={(action) => <ActionRow action={action} />}
      />
      {isRecording && (
        <RecordActionDialog teams={own} onClose={() => setRecording(false)} onDone={() => void list.reload()} />
      )}
    </>
  );
}
