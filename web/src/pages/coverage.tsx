// SPDX-License-Identifier: Apache-2.0
// What is run against what is known: nothing that no source covers may look as if all were well.
import { useEffect, useRef } from "preact/hooks";
import {
  ANSWERS,
  COVERAGE_ANSWERS,
  type Coverage,
  type CoverageAnswers,
  type CoveredEcosystem,
  type RunEcosystem,
} from "../api";
import { number, percent } from "../format";
import { useResource } from "../hooks";
import { t, word } from "../i18n";
import { place } from "../router";
import { Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { ANSWER_ICONS, AnswerMark } from "./ticket_facts";

const PART_ICONS: Record<keyof CoverageAnswers, IconName> = {
  ...ANSWER_ICONS,
  owned: "services",
  not_matched: "unknown",
  no_package: "file",
};

/** A piece for each answer that there is; the words beside it say the same. */
function AnswerFills({ answers }: { answers: CoverageAnswers }) {
  return (
    <>
      {COVERAGE_ANSWERS.map((answer) => {
        const count = answers[answer];
        return count > 0 && <span key={answer} class={`version-fill fill-${answer}`} style={{ flexGrow: count }} />;
      })}
    </>
  );
}

/** What is neither matched nor to be matched, so that all adds up. */
function Rest({ answers }: { answers: CoverageAnswers }) {
  const rest = (["owned", "not_matched", "no_package"] as const).filter((part) => answers[part] > 0);
  if (!rest.length) return null;
  return (
    <p class="coverage-parts">
      {rest.map((part) => (
        <span key={part}>
          <Icon name={PART_ICONS[part]} /> {t(`coverage_n_${part}`, { n: answers[part] })}
        </span>
      ))}
    </p>
  );
}

function Answers({ coverage }: { coverage: Coverage }) {
  const { answers } = coverage;
  const sum = ANSWERS.reduce((total, answer) => total + answers[answer], 0);
  const unmatched = coverage.sbom_count - coverage.matched_sbom_count;
  return (
    <>
      <p class="muted">
        {t("coverage_answers_lead", { n: coverage.sbom_count })}{" "}
        {t("coverage_components", { n: coverage.component_count })}
      </p>
      {unmatched > 0 && (
        <p class="notice">
          <Icon name="unknown" /> <span>{t("coverage_unmatched", { n: unmatched })}</span>
        </p>
      )}
      <span class="answer-bar" aria-hidden="true">
        <AnswerFills answers={answers} />
      </span>
      <dl class="tiles answers where-tiles">
        {ANSWERS.map((answer) => (
          <div key={answer} class={`tile answer-${answer}`}>
            <dd class="tile-count">{number(answers[answer])}</dd>
            <dt class="tile-name">
              <Icon name={ANSWER_ICONS[answer]} /> {word("answer", answer)}
            </dt>
            <dd class="tile-hint">
              {sum > 0 && `${percent(answers[answer] / sum)} · `}
              {word("answer_hint", answer)}
            </dd>
          </div>
        ))}
      </dl>
      <Rest answers={answers} />
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

/** The counts of a bar in words, with why there is no answer. */
function Parts({ one }: { one: RunEcosystem }) {
  const { answers } = one;
  return (
    <div class="coverage-told">
      <p class="coverage-parts">
        {COVERAGE_ANSWERS.filter((answer) => answers[answer] > 0).map((answer) => (
          <span key={answer} class={`answer answer-${answer}`}>
            <Icon name={PART_ICONS[answer]} /> {t(`coverage_n_${answer}`, { n: answers[answer] })}
          </span>
        ))}
      </p>
      {one.undecidable_version_count > 0 && (
        <p class="muted">
          {word("answer", "undecidable")}: {t("coverage_n_versions", { n: one.undecidable_version_count })},{" "}
          {t("n_services", { n: one.undecidable_service_count })}
        </p>
      )}
      {one.causes.length > 0 && (
        <ul class="coverage-causes">
          {one.causes.map((cause) => (
            <li key={cause.answer + cause.cause}>
              <Icon name={ANSWER_ICONS[cause.answer]} /> <b>{number(cause.component_count)}</b>{" "}
              {word("answer", cause.answer)}: {word("cause", cause.cause)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
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
        <span class="muted">{one.is_covered ? t("coverage_by", { names: sources }) : <Remedy one={one} />}</span>
      </span>
      <span class="version-track" aria-hidden="true">
        <span class="coverage-bar" style={{ width }}>
          <AnswerFills answers={one.answers} />
        </span>
      </span>
      <span class="version-count">
        {t("n_components", { n: one.component_count })}
        <span class="muted">{t("n_services", { n: one.service_count })}</span>
      </span>
      <Parts one={one} />
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

/** The address that goes to this section: it stands below the sources, and comes later than the page. */
export const COVERAGE_HREF = "/advisories?show=coverage";

export function CoverageSection() {
  const { data, problem, reload } = useResource<Coverage>("/coverage");
  const section = useRef<HTMLElement>(null);
  const isAsked = place.value.query.get("show") === "coverage" && !place.value.isReturn;
  useEffect(() => {
    if (isAsked) section.current?.scrollIntoView();
  }, [!data]);
  if (!data) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton />;
  const most = Math.max(1, ...data.items.map((one) => one.component_count));
  const open = data.items.filter((one) => !one.is_covered);
  return (
    <section ref={section} class="card coverage-card">
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
