// SPDX-License-Identifier: Apache-2.0
// A week: a column for each day, small multiples of the same picture.
import { number } from "../format";
import { t, word } from "../i18n";
import { type Diary, dayName, KINDS, KindMark, Shape } from "./diary_parts";
import { sizeOf } from "./diary_day";

const WIDTH = 120;
const HEIGHT = 150;
const LANES = 4;

function Column({ diary, day }: { diary: Diary; day: Diary["days"][number] }) {
  const from = Date.parse(day.from);
  const to = Date.parse(day.to);
  const marks = diary.marks.filter((mark) => Date.parse(mark.at) >= from && Date.parse(mark.at) < to);
  const half = (diary.step_seconds * 1000) / 2;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {[0, 6, 12, 18, 24].map((hour) => (
        <line key={hour} class="hour-line" x1={4} x2={WIDTH - 4} y1={8 + (hour / 24) * 134} y2={8 + (hour / 24) * 134} />
      ))}
      {marks.map((mark) => (
        <Shape
          key={`${mark.kind} ${mark.at}`}
          kind={mark.kind}
          x={(WIDTH / LANES) * (KINDS.indexOf(mark.kind) + 0.5)}
          y={8 + ((Date.parse(mark.at) + half - from) / (to - from)) * 134}
          size={sizeOf(mark.count) * 0.8}
        />
      ))}
    </svg>
  );
}

export function Week({ diary, hrefOf }: { diary: Diary; hrefOf: (period: string) => string }) {
  return (
    <ul class="week">
      {diary.days.map((day) => (
        <li key={day.day} class={day.day === diary.today ? "is-today" : ""}>
          <a href={hrefOf(day.day)} aria-current={day.day === diary.today ? "date" : undefined}>
            <strong>{dayName(day.day, { weekday: "short" })}</strong>{" "}
            <span class="muted">{dayName(day.day, { day: "numeric", month: "short" })}</span>
            <Column diary={diary} day={day} />
            <span class="week-sums">
              {KINDS.map((kind) => (
                <span key={kind} class={day.sums[kind] ? "" : "is-none"}>
                  <KindMark kind={kind} />
                  <span class="sr-only">{word("diary_kind", kind)}</span> {number(day.sums[kind])}
                </span>
              ))}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What the columns mean, once. */
export function WeekKey() {
  return (
    <p class="tags kind-tags">
      {KINDS.map((kind) => (
        <span key={kind} class="muted">
          <KindMark kind={kind} /> {word("diary_kind", kind)}
        </span>
      ))}
      <span class="muted">{t("diary_timeline")}</span>
    </p>
  );
}
