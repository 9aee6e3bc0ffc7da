// SPDX-License-Identifier: Apache-2.0
// The journal: what happened, newest first, for those who must be able to show it.
import type { Page, Team } from "../api";
import { JOURNAL_NOUNS, type JournalEntry } from "../api_journal";
import { moment } from "../format";
import { useList, useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { holds } from "../session";
import { Empty, Skeleton, Tag } from "../ui/basics";
import { DateFilter, endOfThatDay, startOfDay } from "../ui/date_filter";
import { Icon } from "../ui/icons";
import { type Choice, SelectChip } from "../ui/menu";
import { Paged } from "../ui/paged";
import { JournalAnchorBox } from "./journal_anchor";
import { JournalHeadBox } from "./journal_head";
import { kindName, ObjectLink } from "./journal_parts";

function EntryRow({ entry }: { entry: JournalEntry }) {
  return (
    <div class="journal-row">
      <time class="muted" dateTime={entry.at}>
        {moment(entry.at)}
      </time>
      <span class="cell-what">
        <a class="journal-kind" href={`/journal/${entry.id}`}>
          {kindName(entry)}
        </a>
        <span class="line second">
          {entry.actor ? (
            <button
              type="button"
              class="link-button"
              title={t("journal_only_actor")}
              onClick={() => setQuery({ actor: entry.actor?.id ?? null })}
            >
              <Icon name="person" /> {entry.actor.name ?? entry.actor.id}
            </button>
          ) : (
            <span>{t("journal_by_kenzen")}</span>
          )}
          {entry.team && <span>{entry.team.name}</span>}
          <ObjectLink entry={entry} />
        </span>
      </span>
      <span class="journal-place">
        {entry.is_erased && <Tag icon="ban">{t("journal_erased")}</Tag>}
        {entry.seq === null ? (
          <Tag icon="clock" title={t("journal_waits_hint")}>
            {t("journal_waits")}
          </Tag>
        ) : (
          <span class="muted">{t("journal_place", { n: entry.seq })}</span>
        )}
      </span>
    </div>
  );
}

function Filters({ teams, isFiltered }: { teams: Team[]; isFiltered: boolean }) {
  const { query } = place.value;
  return (
    <div class="filters" role="search">
      <div class="chips">
        <SelectChip
          label={t("journal_kind")}
          value={query.get("kind") ?? ""}
          choices={[
            ["", t("journal_all_kinds")],
            ...JOURNAL_NOUNS.map((noun): Choice => [noun, word("journal_noun", noun)]),
          ]}
          onChoose={(kind) => setQuery({ kind })}
        />
        <SelectChip
          label={t("team")}
          value={query.get("team") ?? ""}
          choices={[["", t("all_teams")], ...teams.map((team): Choice => [team.id, team.name])]}
          onChoose={(team) => setQuery({ team })}
        />
        <DateFilter name="from" label={t("journal_from")} />
        <DateFilter name="to" label={t("journal_to")} />
        {isFiltered && (
          <button
            type="button"
            class="link-button"
            onClick={() => setQuery({ kind: null, team: null, actor: null, object: null, from: null, to: null })}
          >
            {t("clear_filters")}
          </button>
        )}
      </div>
    </div>
  );
}

export function JournalPage() {
  useTitle(t("nav_journal"));
  const { query } = place.value;
  const teams = useResource<Page<Team>>("/teams?limit=200").data?.items ?? [];
  const filters = {
    kind: query.get("kind"),
    team: query.get("team"),
    actor: query.get("actor"),
    object: query.get("object"),
    from: startOfDay(query.get("from")),
    to: endOfThatDay(query.get("to")),
  };
  const list = useList<JournalEntry>(withQuery("/journal", filters));
  const isFiltered = Object.values(filters).some(Boolean);
  const isEmpty = list.first.value !== null && list.items.value.length === 0;
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("nav_journal")}</h1>
          <p class="muted">{t("journal_lead")}</p>
        </div>
      </header>
      {(holds("administrator") || holds("governance")) && (
        <>
          <JournalHeadBox />
          <JournalAnchorBox />
        </>
      )}
      <Filters teams={teams} isFiltered={isFiltered} />
      {!list.first.value && list.isLoading.value && <Skeleton />}
      {isEmpty && (
        <Empty icon="archive" title={t(isFiltered ? "journal_none_filtered" : "journal_none")}>
          {!isFiltered && <p>{t("journal_none_hint")}</p>}
        </Empty>
      )}
      <Paged
        list={list}
        class="journal"
        label={t("nav_journal")}
        keyOf={(entry) => entry.id}
        row={(entry) => <EntryRow entry={entry} />}
      />
    </>
  );
}
