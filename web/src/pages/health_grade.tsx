// SPDX-License-Identifier: Apache-2.0
// The grade, and its parts open to see: value, weight, what it rests on, and the one thing to do about each.
import type { Grade, GradePart } from "../api_health";
import { t } from "../i18n";
import { Chart, WHOLE } from "../ui/chart";
import { Icon } from "../ui/icons";
import { stepText, whyText } from "./health_words";

function Part({ part, isBest }: { part: GradePart; isBest: boolean }) {
  const name = t(`grade_part_${part.kind}`);
  return (
    <li class={`grade-part ${part.has_data ? "" : "has-none"}`}>
      <span class="grade-name">
        <strong>{name}</strong>
        <span class="muted">{t("grade_weighs", { n: part.weight })}</span>
      </span>
      {part.value === null ? (
        <span class="grade-none">{t("health_no_data")}</span>
      ) : (
        <span class="grade-meter">
          <span class="grade-track" aria-hidden="true">
            <span class={`grade-fill ${part.value < 60 ? "is-low" : ""}`} style={{ width: `${part.value}%` }} />
          </span>
          <span class="grade-value">{part.value}</span>
        </span>
      )}
      <p class="grade-why">
        {whyText(part)}
        {part.step && (
          <>
            {" "}
            <a href={part.step.href}>{stepText(part.step)}</a>{" "}
            <span class="muted">{t("health_would_raise", { n: part.would_raise })}</span>
          </>
        )}
        {isBest && (
          <span class="tag tag-best">
            <Icon name="bolt" /> {t("grade_best")}
          </span>
        )}
      </p>
    </li>
  );
}

export function Letter({ grade }: { grade: Pick<Grade, "letter" | "value"> }) {
  return (
    <p class={`grade-letter grade-${grade.letter ?? "none"}`}>
      <span class="sr-only">{t("grade")}: </span>
      <strong>{grade.letter ?? "–"}</strong>
      <span class="muted">{grade.value === null ? t("grade_none") : t("grade_of_100", { n: grade.value })}</span>
    </p>
  );
}

export function GradeCard({ grade }: { grade: Grade }) {
  return (
    <section class="card grade-card" aria-label={t("grade")}>
      <header>
        <h2>{t("grade")}</h2>
        <Letter grade={grade} />
      </header>
      <div>
        <p class="muted">{t(grade.value === null ? "grade_none_hint" : "grade_hint", { n: grade.weight })}</p>
        <ul class="grade-parts">
          {grade.parts.map((part) => (
            <Part key={part.kind} part={part} isBest={part.kind === grade.best_step} />
          ))}
        </ul>
      </div>
      <Chart
        title={t("grade_history")}
        names={grade.history.map((one) => one.period)}
        lines={[{ label: t("grade"), values: grade.history.map((one) => one.value), stroke: "solid", tone: "accent" }]}
        print={(value) => String(Math.round(value))}
        steps={WHOLE}
        most={100}
      />
    </section>
  );
}
