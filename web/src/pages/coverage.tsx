// SPDX-License-Identifier: Apache-2.0
// What is run against what is known: nothing that no source covers may look as if all were well.
import { ANSWERS, type Coverage, type CoveredEcosystem, type RunEcosystem } from "../api";
import { number, percent } from "../format";
import { useResource } from "../hooks";
import { t, word } from "../i18n";
import { Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { ANSWER_ICONS, AnswerMark } from "./ticket_facts";

function Answers({ coverage }: { coverage: Coverage }) {
  const sum = ANSWERS.reduce((total, answer) => total + coverage.answers[answer], 0);
  const unmatched = coverage.sbom_count - coverage.matched_sbom_count;
  return (
    <>
      <p class="muted">{t("coverage_answers_lead", { n: coverage.matched_sbom_count })}</p>
      {unmatched > 0 && (
        <p class="notice">
          <Icon name="unknown" /> <span>{t("coverage_unmatched", { n: unmatched })}</span>
        </p>
      )}
      <span class="answer-bar" aria-hidden="true">
        {ANSWERS.map((answer) => {
          const count = coverage.answers[answer];
          return count > 0 && <span key={answer} class={`version-fill fill-${answer}`} style={{ flexGrow: count }} />;
        })}
      </span>
      <dl class="tiles answers where-tiles">
        {ANSWERS.map((answer) => (
          <div key={answer} class={`tile answer-${answer}`}>
            <dd class="tile-count">{number(coverage.answers[answer])}</dd>
            <dt class="tile-name">
              <Icon name={ANSWER_ICONS[answer]} /> {word("answer", answer)}
            </dt>
            <dd class="tile-hint">
              {sum > 0 && `${percent(coverage.answers[answer] / sum)} · `}
              {word("answer_hint", answer)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A word for a shell: quoted where it has to be. */
function quoted(name: string): string {
  return /^[\w.:-]+$/.test(name) ? name : `'${name.replaceAll("'", "")}'`;
}

function Remedy({ one }: { one: RunEcosystem }) {
  if (one.to_pull) {
    return (
      <>
        {t("coverage_to_pull")} <code>kenzen advisory pull {quoted(one.to_pull)}</code>
      </>
    );
  }
  if (!one.ecosystem) return <>{t("coverage_no_ecosystem_hint")}</>;
  if (/release/.test(one.reason ?? "")) return <>{t("coverage_no_release")}</>;
  return <>{t("coverage_no_public")}</>;
}

function EcosystemRow({ one, most }: { one: RunEcosystem; most: number }) {
  const width = `${Math.max(1.5, (100 * one.component_count) / most)}%`;
  const sources = one.sources.map((source) => `${source.name} (${number(source.record_count)})`).join(", ");
  return (
    <li class="coverage-row">
      {one.is_covered ? (
        <span class="answer answer-not_affected">
          <Icon name="check" /> {t("coverage_covered")}
        </span>
      ) : (
        <AnswerMark answer="not_covered" />
      )}
      <span class="version-name">
        <strong>{one.ecosystem ?? t("coverage_no_ecosystem")}</strong>
        <span class="muted">
          {one.is_covered ? t("coverage_by", { names: sources }) : <Remedy one={one} />}
          {one.owned_count > 0 && ` · ${t("coverage_owned", { n: one.owned_count })}`}
        </span>
      </span>
      <span class="version-track" aria-hidden="true">
        <span class={`version-fill ${one.is_covered ? "fill-covered" : "fill-not_covered"}`} style={{ width }} />
      </span>
      <span class="version-count">
        {t("n_components", { n: one.component_count })}
        <span class="muted">{t("n_services", { n: one.service_count })}</span>
      </span>
    </li>
  );
}

function Unused({ list }: { list: CoveredEcosystem[] }) {
  if (!list.length) return null;
  return (
    <details class="unused">
      <summary>
        {t("coverage_unused")} ({number(list.length)})
      </summary>
      <ul class="coverage">
        {list.map((one) => (
          <li key={one.ecosystem}>
            <strong>{one.ecosystem}</strong>{" "}
            <span class="muted">{number(one.sources.reduce((sum, source) => sum + source.record_count, 0))}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function NothingRun() {
  return (
    <Empty icon="services" title={t("coverage_nothing_run")}>
      <p>{t("coverage_nothing_run_hint")}</p>
      <a class="button" href="/services">
        {t("nav_services")}
      </a>
    </Empty>
  );
}

export function CoverageSection() {
  const { data, problem, reload } = useResource<Coverage>("/coverage");
  if (!data) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton />;
  const most = Math.max(1, ...data.items.map((one) => one.component_count));
  const open = data.items.filter((one) => !one.is_covered);
  return (
    <section class="card">
      <h2>{t("coverage")}</h2>
      {data.sbom_count === 0 ? <NothingRun /> : <Answers coverage={data} />}
      {data.items.length > 0 && (
        <>
          <h3>{t("coverage_run")}</h3>
          <p class="muted">{t("coverage_lead")}</p>
          <ul class="version-bars">
            {[...open, ...data.items.filter((one) => one.is_covered)].map((one) => (
              <EcosystemRow key={one.ecosystem ?? ""} one={one} most={most} />
            ))}
          </ul>
        </>
      )}
      <Unused list={data.unused} />
    </section>
  );
}
