// SPDX-License-Identifier: Apache-2.0
// The badge wall: of oneself, of a person, of a team; and what there is to earn.
import type { Member, Page, Team } from "../api";
import type { Badge, BadgeClass } from "../api_badge";
import { useList, useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { place, setQuery } from "../router";
import { me } from "../session";
import { Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { type Choice, SelectChip, ToggleChip } from "../ui/menu";
import { Paged } from "../ui/paged";
import { BadgeCard } from "./badge_card";
import { BadgeName, badgeNameText, BadgeText } from "./badge_name";
import { BadgeArt } from "./badge_parts";

interface Wall {
  /** Whose badges: a person's, or else a team's. */
  account: string;
  team: string;
  isMine: boolean;
}

/** Without a word in the address: one's own. */
function wallOf(query: URLSearchParams): Wall {
  const team = query.get("team") ?? "";
  const account = query.get("account") ?? (team ? "" : (me.value?.id ?? ""));
  return { account, team, isMine: account === me.value?.id };
}

/** The people of a team, to go from its wall to one of theirs. */
function PersonChip({ wall }: { wall: Wall }) {
  const { data } = useResource<Page<Member>>(`/teams/${wall.team}/members`);
  const people = data?.items.map((member): Choice => [member.account_id, member.name]) ?? [];
  return (
    <SelectChip
      label={t("badges_person")}
      value={wall.account}
      choices={[["", t("badges_whole_team")], ...people]}
      onChoose={(account) => setQuery({ account })}
    />
  );
}

function Filters({ wall, classes }: { wall: Wall; classes: BadgeClass[] }) {
  const { query } = place.value;
  const teams = useResource<Page<Team>>("/teams?limit=200").data?.items ?? [];
  return (
    <div class="filters">
      <div class="chips">
        <SelectChip
          label={t("badges_whose")}
          value={wall.team}
          choices={[["", t("badges_mine")], ...teams.map((team): Choice => [team.id, team.name])]}
          onChoose={(team) => setQuery({ team, account: null })}
        />
        {wall.team && <PersonChip wall={wall} />}
        <SelectChip
          label={t("badges_class")}
          value={query.get("class") ?? ""}
          choices={[["", t("badges_all_classes")], ...classes.map((one): Choice => [one.slug, badgeNameText(one.slug, one.name)])]}
          onChoose={(slug) => setQuery({ class: slug })}
        />
        <ToggleChip
          isOn={query.get("revoked") === "1"}
          icon="ban"
          onToggle={() => setQuery({ revoked: query.get("revoked") ? null : "1" })}
        >
          {t("badges_revoked_too")}
        </ToggleChip>
      </div>
    </div>
  );
}

function NoBadges({ isMine, isFiltered }: { isMine: boolean; isFiltered: boolean }) {
  if (isFiltered) return <Empty icon="medal" title={t("badges_none_filtered")} />;
  return (
    <Empty icon="medal" title={t(isMine ? "badges_none_mine" : "badges_none")}>
      <p>{t("badges_none_hint")}</p>
      <p class="buttons">
        <a class="button primary" href="/tickets">
          {t("nav_tickets")}
        </a>
        <a class="button" href="/actions">
          {t("nav_actions")}
        </a>
      </p>
    </Empty>
  );
}

function ToEarn({ classes, held }: { classes: BadgeClass[]; held: Set<string> }) {
  return (
    <section class="badge-section">
      <h2>{t("badges_to_earn")}</h2>
      <p class="muted">
        {t("badges_to_earn_hint")} <a href="/badge-rules">{t("badge_rules")}</a>
      </p>
      <ul class="badge-classes">
        {classes.map((one) => (
          <li key={one.slug}>
            <BadgeArt image={one.image} size={64} />
            <div>
              <strong>
                <BadgeName slug={one.slug} name={one.name} />
              </strong>
              <p class="muted small">
                <BadgeText slug={one.slug} text={one.description} />
              </p>
              {held.has(one.slug) && (
                <p class="small">
                  <Icon name="check" /> {t("badge_held")}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf(wall: Wall, teams: Team[], badges: Badge[]): string {
  if (wall.isMine) return t("nav_badges");
  const person = badges.find((badge) => badge.recipient.account_id === wall.account)?.recipient.name;
  if (wall.account) return person ? t("badges_of", { name: person }) : t("nav_badges");
  const team = teams.find((one) => one.id === wall.team)?.name;
  return team ? t("badges_of_team", { team }) : t("nav_badges");
}

export function BadgesPage() {
  const { query } = place.value;
  const wall = wallOf(query);
  const teams = useResource<Page<Team>>("/teams?limit=200").data?.items ?? [];
  const classes = useResource<Page<BadgeClass>>("/badge-classes?limit=250");
  const filters = { class: query.get("class"), revoked: query.get("revoked") ? null : "0" };
  const list = useList<Badge>(withQuery("/badges", { account_id: wall.account, team_id: wall.team, ...filters }));
  const badges = list.items.value;
  const title = titleOf(wall, teams, badges);
  useTitle(title);
  const isEmpty = list.first.value !== null && badges.length === 0;
  const isFiltered = !!filters.class;
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{title}</h1>
          <p class="muted">{t("badges_lead")}</p>
        </div>
        <a class="button" href="/badge-rules">
          <Icon name="bolt" /> {t("badge_rules")}
        </a>
      </header>
      <Filters wall={wall} classes={classes.data?.items ?? []} />
      {!list.first.value && list.isLoading.value && <Skeleton rows={4} />}
      {isEmpty && <NoBadges isMine={wall.isMine} isFiltered={isFiltered} />}
      <Paged
        list={list}
        class="badge-wall"
        label={title}
        keyOf={(badge) => badge.id}
        row={(badge) => <BadgeCard badge={badge} withHolder={!wall.account} />}
      />
      <ProblemBox problem={classes.problem} retry={classes.reload} />
      {wall.isMine && classes.data && (
        <ToEarn classes={classes.data.items} held={new Set(badges.map((badge) => badge.class.slug))} />
      )}
    </>
  );
}
