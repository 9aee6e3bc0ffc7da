// SPDX-License-Identifier: Apache-2.0
// Whether what was known was enough for what was decided: a picture of it, each figure with what it counts, each gap with one thing to do.
import { number, percent } from "../format";
import { useResource } from "../hooks";
import { withQuery } from "../http";
import { hasWord, language, locale, t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { Empty, ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { dayName } from "./diary_parts";

type Balance = Schemas["Balance"];
type Gap = Balance["gaps"][number];
type Act = Balance["acts"][number];
type Source = Schemas["BalanceSource"];

const SOURCES: readonly Source[] = ["database", "vendor", "cvss", "kev", "sighting", "word"];
const COVERED = ["covered", "undecidable", "not_covered", "other"] as const;
const FILLS: Record<(typeof COVERED)[number], string> = {
  covered: "not_affected",
  undecidable: "undecidable",
  not_covered: "not_covered",
  other: "not_matched",
};

/** A plate: each source a bar as long as the share of acts that rest on it. */
function Plate({ balance }: { balance: Balance }) {
  const all = balance.decision_count + balance.action_count;
  return (
    <section>
      <h3>{t("balance_plate")}</h3>
      <ul class="plate">
        {SOURCES.map((source) => {
          const count = balance.source_counts[source];
          return (
            <li key={source}>
              <span>{word("balance_source", source)}</span>
              <span class="plate-bar" aria-hidden="true">
                <span class={`plate-fill plate-${source}`} style={{ width: `${(count / all) * 100}%` }} />
              </span>
              <span class="plate-count">{t("balance_of", { count: number(count), of: number(all) })}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Coverage({ coverage }: { coverage: Balance["coverage"] }) {
  if (!coverage.component_count) return null;
  return (
    <section>
      <h3>{t("balance_coverage")}</h3>
      <span class="answer-bar" aria-hidden="true">
        {COVERED.map((part) => (
          <span key={part} class={`version-fill fill-${FILLS[part]}`} style={{ flexGrow: coverage[part] }} hidden={!coverage[part]} />
        ))}
      </span>
      <p class="coverage-parts">
        {COVERED.filter((part) => coverage[part] > 0).map((part) => (
          <span key={part}>
            {word("balance", part)} <b>{number(coverage[part])}</b>{" "}
            <span class="muted">{percent(coverage[part] / coverage.component_count)}</span>
          </span>
        ))}
      </p>
    </section>
  );
}

/** "3 hours", without a point in time. */
function span(seconds: number): string {
  const units: [Intl.NumberFormatOptions["unit"], number][] = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? ["second", 1];
  return Math.floor(seconds / size).toLocaleString(locale(), { style: "unit", unit, unitDisplay: "long" });
}

function whatOf(act: Act): string {
  const prefix = act.kind === "action" ? "action" : "event";
  return hasWord(prefix, act.what) ? word(prefix, act.what) : act.what;
}

function ActRow({ act }: { act: Act }) {
  const href = act.ticket_id ? `/tickets/${act.ticket_id}` : `/actions/${act.action_id}`;
  const icon: IconName = act.is_enough ? "check" : "warn";
  return (
    <li class="act-row">
      <p>
        <Tag icon={icon}>{t(act.is_enough ? "balance_is_enough" : "balance_not_enough")}</Tag>{" "}
        <a href={href}>
          <strong>{whatOf(act)}</strong> {act.flaw} {act.package}
        </a>{" "}
        <span class="muted small">
          <Time at={act.at} />
        </span>
      </p>
      <p class="muted small">
        {[
          ...act.sources.map((source) => word("balance_source", source)),
          act.age_seconds === null ? t("balance_age_unknown") : t("balance_age", { age: span(act.age_seconds) }),
          act.is_assumed && t("balance_is_assumed"),
          !act.has_ground && t("balance_no_ground"),
          act.changed_at && t("balance_changed"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </li>
  );
}

/** The one thing to do about a gap. */
function hrefOf(gap: Gap): string {
  const first = gap.examples[0];
  if (first?.ticket_id) return `/tickets/${first.ticket_id}`;
  if (gap.kind === "read_unused" && first) return `/advisories/${encodeURIComponent(first.label)}`;
  if (gap.kind === "no_ground" || gap.kind === "assumed") return "/actions";
  return gap.kind === "no_source" || gap.kind === "undecidable" ? "/advisories#coverage" : "/advisories";
}

function GapRow({ gap }: { gap: Gap }) {
  return (
    <li class={`gap ${gap.count ? "" : "is-none"}`}>
      <details>
        <summary>
          <span class="gap-count">{gap.is_hidden ? "–" : number(gap.count)}</span>
          <span>{word("balance_gap", gap.kind)}</span>
          {gap.of > 0 && !gap.is_hidden && (
            <span class="muted small">{t("balance_of", { count: number(gap.count), of: number(gap.of) })}</span>
          )}
        </summary>
        {gap.is_hidden && <p class="muted">{t("balance_few_readers")}</p>}
        {!gap.is_hidden && !gap.count && <p class="muted">{t("balance_all_well")}</p>}
        <ul class="tags">
          {gap.examples.map((example) => (
            <li key={`${example.label} ${example.ticket_id}`}>
              <Tag>
                {example.ticket_id ? <a href={`/tickets/${example.ticket_id}`}>{example.label}</a> : example.label || "–"}
                {example.count > 0 && <b>{number(example.count)}</b>}
              </Tag>
            </li>
          ))}
        </ul>
      </details>
      {gap.count > 0 && !gap.is_hidden && (
        <a class="button small" href={hrefOf(gap)}>
          {word("balance_do", gap.kind)} <Icon name="next" />
        </a>
      )}
    </li>
  );
}

function Gaps({ balance, side }: { balance: Balance; side: Gap["side"] }) {
  return (
    <section>
      <h3>{t(`balance_${side}`)}</h3>
      <ul class="gaps">
        {balance.gaps
          .filter((gap) => gap.side === side)
          .map((gap) => (
            <GapRow key={gap.kind} gap={gap} />
          ))}
      </ul>
    </section>
  );
}

function Behind({ balance }: { balance: Balance }) {
  const all = balance.decision_count + balance.action_count;
  if (!all)
    return (
      <Empty icon="info" title={t("balance_empty")}>
        <p>{t("balance_empty_hint")}</p>
      </Empty>
    );
  return (
    <>
      <p class="balance-enough">{t("balance_enough", { n: all, enough: balance.enough_count })}</p>
      <p class="muted small">
        {t("balance_enough_hint", { least: balance.sources_least, hours: balance.fresh_seconds / 3600 })}
      </p>
      <div class="balance-pictures">
        <Plate balance={balance} />
        <Coverage coverage={balance.coverage} />
      </div>
      <details class="acts">
        <summary>{t("balance_acts")}</summary>
        {balance.acts.length < all && <p class="muted small">{t("balance_acts_shown", { n: balance.acts.length })}</p>}
        <ul>
          {balance.acts.map((act) => (
            <ActRow key={`${act.at} ${act.ticket_id} ${act.action_id} ${act.what}`} act={act} />
          ))}
        </ul>
      </details>
    </>
  );
}

export function BalanceSection({ team, from, to }: { team: string; from: string; to: string }) {
  const { data, problem, reload } = useResource<Balance>(withQuery(`/teams/${team}/balance`, { from, to }));
  const days = { dateStyle: "medium" } as const;
  return (
    <section class="card balance" lang={language.value}>
      <header>
        <h2>{t("balance")}</h2>
        <p class="muted">{t("balance_lead", { from: dayName(from, days), to: dayName(to, days) })}</p>
      </header>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton rows={4} />}
      {data && (
        <>
          <Behind balance={data} />
          <div class="balance-gaps">
            <Gaps balance={data} side="unused" />
            <Gaps balance={data} side="missing" />
          </div>
        </>
      )}
    </section>
  );
}
