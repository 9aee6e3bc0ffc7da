// SPDX-License-Identifier: Apache-2.0
// All teams side by side, and what is excepted from the policies: what a governance manager looks at.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { Grade, PolicyException, Standing } from "../api_health";
import { day, number, percent } from "../format";
import { useList, useResource } from "../hooks";
import { withQuery } from "../http";
import { t, word, type WordKey } from "../i18n";
import { Empty, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { Paged } from "../ui/paged";
import type { HealthScope } from "./health";

const DAY_MS = 86_400_000;

function shareOf(part: number, whole: number): number | null {
  return whole ? part / whole : null;
}

function coveredOf(one: Standing): number | null {
  return shareOf(one.checked - one.not_covered - one.undecidable, one.checked);
}

const exceptionsOf = (one: Standing) => one.accepted_risks + one.license_exceptions;

/** What can be sorted by, the worst first: the larger, or the smaller where that is worse. */
const COLUMNS: readonly { key: string; name: WordKey; of: (one: Standing) => number | string | null }[] = [
  { key: "team", name: "team", of: (one) => one.team.name.toLowerCase() },
  { key: "open", name: "organisation_open", of: (one) => -one.open },
  { key: "overdue", name: "organisation_overdue", of: (one) => -one.overdue },
  { key: "exploited", name: "organisation_exploited", of: (one) => -one.exploited },
  { key: "in_time", name: "organisation_in_time", of: (one) => shareOf(one.in_time, one.in_time + one.late) },
  { key: "covered", name: "organisation_covered", of: coveredOf },
  { key: "exceptions", name: "organisation_exceptions", of: (one) => -exceptionsOf(one) },
  { key: "bare", name: "organisation_bare", of: (one) => -one.services_without_sbom },
];

function sorted(items: Standing[], key: string): Standing[] {
  const of = COLUMNS.find((column) => column.key === key)?.of ?? COLUMNS[0]!.of;
  return [...items].sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === y) return 0;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y ? -1 : 1;
  });
}

function Spark({ weeks }: { weeks: number[] }) {
  if (weeks.length < 2) return <span class="muted">–</span>;
  const most = Math.max(...weeks, 1);
  const points = weeks.map((count, i) => `${2 + (i * 96) / (weeks.length - 1)},${26 - (count * 24) / most}`);
  return (
    <svg class="spark" viewBox="0 0 100 28" role="img" aria-label={weeks.map(number).join(", ")}>
      <polyline points={points.join(" ")} />
    </svg>
  );
}

function GradeCell({ team }: { team: string }) {
  const { data } = useResource<Grade>(`/health/grade?team=${team}&period=quarter&count=1`);
  if (!data) return <span class="muted">…</span>;
  if (data.value === null) return <span class="muted">–</span>;
  return (
    <>
      <b>{data.letter}</b> <span class="muted">{number(data.value)}</span>
    </>
  );
}

function Share({ part, whole }: { part: number; whole: number }) {
  if (!whole) return <span class="muted">–</span>;
  return <span title={t("organisation_of", { part: number(part), whole: number(whole) })}>{percent(part / whole)}</span>;
}

function Count({ value, isBad }: { value: number; isBad?: boolean }) {
  return <span class={isBad && value ? "is-bad" : ""}>{number(value)}</span>;
}

function TeamRow({ one }: { one: Standing }) {
  const { id, name } = one.team;
  const days = one.exploited_since ? Math.floor((Date.now() - Date.parse(one.exploited_since)) / DAY_MS) : 0;
  return (
    <tr>
      <th scope="row">
        <a href={`/health?team=${id}`}>{name}</a>
      </th>
      <td>
        <GradeCell team={id} />
      </td>
      <td>
        <Spark weeks={one.backlog} />
      </td>
      <td class="n">
        <a href={`/tickets?team=${id}`}>{number(one.open)}</a>
      </td>
      <td class="n">
        <a href={`/tickets?team=${id}&overdue=1`}>
          <Count value={one.overdue} isBad />
        </a>
      </td>
      <td class="n">
        <a href={`/tickets?team=${id}&kev=1`}>
          <Count value={one.exploited} isBad />
        </a>
        {days > 0 && <small class="muted">{t("organisation_exploited_days", { n: days })}</small>}
      </td>
      <td class="n">
        <Share part={one.in_time} whole={one.in_time + one.late} />
      </td>
      <td class="n">
        <Share part={one.checked - one.not_covered - one.undecidable} whole={one.checked} />
      </td>
      <td class="n">{number(exceptionsOf(one))}</td>
      <td class="n">
        <Count value={one.services_without_sbom} isBad />
      </td>
    </tr>
  );
}

function Head({ name, column, sort, onSort }: { name: WordKey; column: string; sort: string; onSort: (key: string) => void }) {
  return (
    <th scope="col" aria-sort={sort === column ? "ascending" : undefined} class={column === "team" ? "" : "n"}>
      <button type="button" class="sort-button" onClick={() => onSort(column)}>
        {t(name)}
        {sort === column && <Icon name="down" />}
      </button>
    </th>
  );
}

/** A cell of a spreadsheet: quoted, and nothing that it would take for a formula. */
function cell(value: string | number): string {
  const text = String(value);
  const guard = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? "'" : "";
  return `"${guard}${text.replaceAll('"', '""')}"`;
}

function download(items: Standing[]): void {
  const keys = ["open", "urgent", "overdue", "exploited", "in_time", "late", "accepted_risks", "license_exceptions", "services",
    "services_without_sbom", "affected", "checked", "not_covered", "undecidable"] as const;
  const lines = [["team", ...keys], ...items.map((one) => [one.team.name, ...keys.map((key) => one[key])])];
  const text = lines.map((line) => line.map(cell).join(",")).join("\r\n");
  const url = URL.createObjectURL(new Blob([`${text}\r\n`], { type: "text/csv" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = "teams.csv";
  anchor.click();
  URL.revokeObjectURL(url);
}

function TeamTable({ items }: { items: Standing[] }) {
  const [sort, setSort] = useState("overdue");
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={t("health_organisation")}>
      <table class="standing">
        <thead>
          <tr>
            <Head name="team" column="team" sort={sort} onSort={setSort} />
            <th scope="col">{t("organisation_grade")}</th>
            <th scope="col">{t("organisation_backlog")}</th>
            {COLUMNS.slice(1).map(({ key, name }) => (
              <Head key={key} name={name} column={key} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(items, sort).map((one) => (
            <TeamRow key={one.team.id} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ExceptionRow({ one }: { one: PolicyException }) {
  return (
    <div class="policy-exception">
      <span class="cell-until">{one.until ? day(one.until) : t("policy_exception_no_end")}</span>
      <span>
        <Tag>{word("policy_exception_kind", one.kind)}</Tag> <span class="muted">{one.team.name}</span>
      </span>
      <a href={one.link}>{one.what}</a>
      <span class="muted">{one.reason}</span>
    </div>
  );
}

const FEW = 10;

function Exceptions({ team }: { team: string }) {
  const [isWhole, setWhole] = useState(false);
  const list = useList<PolicyException>(withQuery("/health/exceptions", { team_id: team || null }));
  const isEmpty = list.first.value !== null && list.items.value.length === 0;
  return (
    <section class="card exceptions">
      <h2>{t("policy_exceptions_title")}</h2>
      {!list.first.value && list.isLoading.value && <Skeleton rows={3} />}
      {isEmpty && (
        <Empty icon="check" title={t("policy_exceptions_none")}>
          <p>{t("policy_exceptions_none_hint")}</p>
        </Empty>
      )}
      {isWhole || list.items.value.length <= FEW ? (
        <Paged
          list={list}
          class="policy-exceptions"
          label={t("policy_exceptions_title")}
          keyOf={(one) => one.id}
          row={(one) => <ExceptionRow one={one} />}
        />
      ) : (
        <>
          <ul class="paged policy-exceptions" aria-label={t("policy_exceptions_title")}>
            {list.items.value.slice(0, FEW).map((one) => (
              <li key={one.id}>
                <ExceptionRow one={one} />
              </li>
            ))}
          </ul>
          <button type="button" class="button" onClick={() => setWhole(true)}>
            {t("policy_exceptions_all")}
          </button>
        </>
      )}
    </section>
  );
}

export function OrganisationTab({ scope }: { scope: HealthScope }) {
  const { data, problem, reload } = useResource<Page<Standing>>("/health/teams?limit=200");
  if (!data) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton />;
  return (
    <section class="organisation-tab">
      <div class="organisation-head">
        <p class="muted">{t("organisation_lead")}</p>
        <button type="button" class="button" onClick={() => download(data.items)}>
          {t("organisation_export")}
        </button>
      </div>
      <TeamTable items={data.items} />
      <Exceptions team={scope.team} />
    </section>
  );
}
