// SPDX-License-Identifier: Apache-2.0
// What each of the three people asks first: the product owner what to do, the analyst what nobody sees, governance whether it is sound.
import type { Grade, Trend, TrendPoint } from "../api_health";
import { number, percent } from "../format";
import { t, type WordKey } from "../i18n";
import { place, setQuery } from "../router";
import { holds, me } from "../session";
import { Icon, type IconName } from "../ui/icons";
import type { HealthScope } from "./health";
import { duration, stepText } from "./health_words";

const VIEWS = ["owner", "analyst", "governance"] as const;
type View = (typeof VIEWS)[number];

interface Tile {
  icon: IconName;
  name: WordKey;
  value: string;
  hint: string;
  href: string | null;
  isBad: boolean;
}

function usualView(): View {
  if (me.value?.teams.length) return "owner";
  return holds("analyst") ? "analyst" : holds("governance") ? "governance" : "owner";
}

export function viewOf(query: URLSearchParams): View {
  const asked = query.get("view") as View;
  return VIEWS.includes(asked) ? asked : usualView();
}

const list = (filter: string | null) => filter && `/tickets?${filter}`;

function overdueTile(now: TrendPoint): Tile {
  const { count, by_priority, tickets } = now.overdue;
  return {
    icon: "clock",
    name: "health_overdue",
    value: number(count),
    hint: t("health_overdue_hint", { n: by_priority.immediate }),
    href: list(tickets),
    isBad: count > 0,
  };
}

function kevTile(now: TrendPoint): Tile {
  const { count, longest_days, tickets } = now.kev;
  return {
    icon: "bolt",
    name: "health_kev",
    value: number(count),
    hint: count ? t("health_kev_hint", { n: Math.ceil(longest_days) }) : t("health_kev_none"),
    href: list(tickets),
    isBad: count > 0,
  };
}

function backlogTile(now: TrendPoint): Tile {
  const { count, by_age, tickets } = now.backlog;
  return {
    icon: "tickets",
    name: "health_backlog",
    value: number(count),
    hint: t("health_backlog_hint", { n: by_age.over_90_days }),
    href: list(tickets),
    isBad: by_age.over_90_days > 0,
  };
}

function coverageTile(now: TrendPoint): Tile {
  const { not_covered, of, share } = now.coverage;
  return {
    icon: "eye",
    name: "health_not_covered",
    value: number(not_covered),
    hint: share === null ? t("health_no_data") : t("health_not_covered_hint", { n: of, share: percent(share) }),
    href: "/advisories?show=coverage",
    isBad: not_covered > 0,
  };
}

function undecidableTile(now: TrendPoint): Tile {
  return {
    icon: "unknown",
    name: "health_undecidable",
    value: number(now.coverage.undecidable),
    hint: t("health_undecidable_hint"),
    href: "/advisories?show=coverage",
    isBad: now.coverage.undecidable > 0,
  };
}

function knowTile(now: TrendPoint): Tile {
  const { count, median_minutes, tickets } = now.time_to_know;
  return {
    icon: "advisories",
    name: "health_know",
    value: median_minutes === null ? "–" : duration(median_minutes),
    hint: t("health_know_hint", { n: count }),
    href: count ? list(tickets) : null,
    isBad: false,
  };
}

function inTimeTile(now: TrendPoint): Tile {
  const { share, of, tickets } = now.in_time;
  return {
    icon: "calendar",
    name: "health_in_time",
    value: share === null ? "–" : percent(share),
    hint: t("health_in_time_hint", { n: of }),
    href: of ? list(tickets) : null,
    isBad: share !== null && share < 0.9,
  };
}

function returnedTile(now: TrendPoint): Tile {
  const { count, of, tickets } = now.returned;
  return {
    icon: "undo",
    name: "health_returned",
    value: number(count),
    hint: t("health_returned_hint", { n: of }),
    href: count ? list(tickets) : null,
    isBad: count > 0,
  };
}

function freshTile(now: TrendPoint): Tile {
  const old = now.sboms.count - now.sboms.fresh;
  return {
    icon: "file",
    name: "health_stale",
    value: number(old),
    hint: t("health_stale_hint", { n: now.sboms.count }),
    href: "/services",
    isBad: old > 0,
  };
}

const TILES: Record<View, ((now: TrendPoint) => Tile)[]> = {
  owner: [overdueTile, kevTile, backlogTile, inTimeTile],
  analyst: [coverageTile, undecidableTile, knowTile, kevTile],
  governance: [inTimeTile, kevTile, returnedTile, freshTile],
};

function TileOf({ tile }: { tile: Tile }) {
  const count = <span class="tile-count">{tile.value}</span>;
  return (
    <div class={`health-tile ${tile.isBad ? "is-bad" : "is-good"}`}>
      <dt>
        <Icon name={tile.icon} /> {t(tile.name)}
      </dt>
      <dd>
        {tile.href ? (
          <a href={tile.href} aria-label={`${t(tile.name)}: ${tile.value}`}>
            {count}
          </a>
        ) : (
          count
        )}
      </dd>
      <dd class="tile-hint">{tile.hint}</dd>
    </div>
  );
}

function ViewSwitch({ view }: { view: View }) {
  return (
    <div class="health-views" role="group" aria-label={t("health_view")}>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          class="button small"
          aria-pressed={one === view}
          onClick={() => setQuery({ view: one })}
        >
          {t(`health_view_${one}`)}
        </button>
      ))}
    </div>
  );
}

/** The one thing to do first: what would raise the grade most. */
function BestStep({ grade }: { grade: Grade }) {
  const best = grade.parts.find((part) => part.kind === grade.best_step);
  if (!best?.step) return <p class="health-do">{t("health_nothing_to_do")}</p>;
  return (
    <p class="health-do">
      <Icon name="next" />
      <span>
        <a href={best.step.href}>{stepText(best.step)}</a>{" "}
        <span class="muted">{t("health_would_raise", { n: best.would_raise })}</span>
      </span>
    </p>
  );
}

export function FirstView({ scope, trend, grade }: { scope: HealthScope; trend: Trend; grade: Grade }) {
  const view = viewOf(place.value.query);
  const now = trend.items[trend.items.length - 1];
  if (!now) return null;
  return (
    <section class="card health-first" aria-label={t(`health_asks_${view}`)}>
      <header>
        <div>
          <h2>{t(`health_asks_${view}`)}</h2>
          <p class="muted">{t("health_of", { team: scope.teamName, period: now.period })}</p>
        </div>
        <ViewSwitch view={view} />
      </header>
      <dl class="health-tiles">
        {TILES[view].map((make) => {
          const tile = make(now);
          return <TileOf key={tile.name} tile={tile} />;
        })}
      </dl>
      <BestStep grade={grade} />
    </section>
  );
}
