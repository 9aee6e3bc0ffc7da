// SPDX-License-Identifier: Apache-2.0
// How good an SBOM is: a score for each standard, and rule by rule what to mend.
import type { Sbom } from "../api";
import type { Quality, QualityRule } from "../api_sbom";
import { number } from "../format";
import { useResource } from "../hooks";
import { t } from "../i18n";
import { ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";

const RADIUS = 42;
const ROUND = 2 * Math.PI * RADIUS;

/** The number says it; the ring is for those who would rather look. */
function Ring({ score }: { score: number }) {
  return (
    <svg class="score-ring" viewBox="0 0 100 100" width="100" height="100" role="img" aria-label={t("score_of", { score })}>
      <circle class="score-track" cx="50" cy="50" r={RADIUS} />
      <circle
        class="score-part"
        cx="50"
        cy="50"
        r={RADIUS}
        stroke-dasharray={`${(score / 100) * ROUND} ${ROUND}`}
        transform="rotate(-90 50 50)"
      />
      <text x="50" y="58" text-anchor="middle">
        {score}
      </text>
    </svg>
  );
}

function Bar({ rule }: { rule: QualityRule }) {
  const part = rule.asked ? rule.met / rule.asked : 1;
  return (
    <span class="quality-bar" aria-hidden="true">
      <span style={{ width: `${100 * part}%` }} />
    </span>
  );
}

function Rule({ rule }: { rule: QualityRule }) {
  const isMet = rule.met === rule.asked;
  const examples = rule.lacking.map((one) => [one.name, one.version].filter(Boolean).join(" "));
  const state = isMet ? "met" : rule.is_optional ? "optional" : "lacks";
  return (
    <li class={`quality-rule is-${state}`}>
      <Icon name={isMet ? "check" : rule.is_optional ? "circle" : "cross"} />
      <span class="cell-what">
        <span class="line" lang="en">
          <strong>{rule.what}</strong> <span class="muted">{rule.section}</span>
        </span>
        {!isMet && (
          <span class="line second">
            <span lang="en">{rule.mend}</span>
            {examples.length > 0 && (
              <span class="muted">
                {t("quality_such_as")} {examples.join(", ")}
                {rule.asked - rule.met > examples.length && " …"}
              </span>
            )}
          </span>
        )}
      </span>
      <span class="quality-count">
        {rule.of === "components" ? (
          <>
            {number(rule.met)} / {number(rule.asked)}
            <Bar rule={rule} />
          </>
        ) : (
          t(isMet ? "quality_yes" : "quality_no")
        )}
      </span>
    </li>
  );
}

export function SbomQualityTab({ sbom }: { sbom: Sbom }) {
  const { data: quality, problem, reload } = useResource<Quality>(`/sboms/${sbom.id}/quality`);
  if (problem) return <ProblemBox problem={problem} retry={reload} />;
  if (!quality) return <Skeleton rows={10} />;
  return (
    <>
      {quality.standards.map((standard) => (
        <section key={standard.name} class="card quality">
          <header>
            <Ring score={standard.score} />
            <div>
              <h2>{standard.title}</h2>
              <p class="muted">{t("quality_lead", { n: quality.package_count })}</p>
            </div>
          </header>
          <ul>
            {standard.rules.map((rule) => (
              <Rule key={rule.id} rule={rule} />
            ))}
          </ul>
        </section>
      ))}
      {quality.oddities.length > 0 && (
        <section class="card quality">
          <h2>{t("oddities")}</h2>
          <p class="muted">{t("oddities_lead")}</p>
          <ul class="oddities" lang="en">
            {quality.oddities.map((one, i) => (
              <li key={i}>
                <code>{one.place}</code> {one.text}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
