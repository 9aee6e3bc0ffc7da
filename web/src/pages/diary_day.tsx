// SPDX-License-Identifier: Apache-2.0
// A day as a picture: a line from 0 to 24 hours with the four kinds of bites, and its meals.
import { number } from "../format";
import { t, word } from "../i18n";
import { clockIn, type Diary, type DiaryKind, hourIn, KindMark, KINDS, Shape } from "./diary_parts";

const LEFT = 84;
const RIGHT = 18;
const LANE = 34;
const TOP = 12;

/** Its own picture for a small screen, where the large one would be too small to read. */
const isSmall = () => window.matchMedia("(max-width: 700px)").matches;
const widthOf = () => (isSmall() ? 400 : 960);
const hoursOf = () => (isSmall() ? [0, 6, 12, 18, 24] : [0, 3, 6, 9, 12, 15, 18, 21, 24]);

/** A mark grows with what it stands for, but slowly: ten thousand fit too. */
export const sizeOf = (count: number) => Math.min(0.8 + Math.log10(count) * 0.35, 2);

function Lane({ diary, kind, at, width }: { diary: Diary; kind: DiaryKind; at: number; width: number }) {
  const day = diary.days[0];
  if (!day) return null;
  const from = Date.parse(day.from);
  const length = Date.parse(day.to) - from;
  const y = TOP + at * LANE + LANE / 2;
  const half = (diary.step_seconds * 1000) / 2;
  return (
    <g>
      <text class="lane-name" x={LEFT - 12} y={y + 4} text-anchor="end">
        {word("diary_kind", kind)}
      </text>
      <line class="lane-line" x1={LEFT} x2={width - RIGHT} y1={y} y2={y} />
      {diary.marks
        .filter((mark) => mark.kind === kind)
        .map((mark) => (
          <g key={mark.at}>
            <title>{t("diary_at", { n: mark.count, time: clockIn(diary.time_zone, mark.at) })}</title>
            <Shape
              kind={kind}
              x={LEFT + ((Date.parse(mark.at) + half - from) / length) * (width - LEFT - RIGHT)}
              y={y}
              size={sizeOf(mark.count)}
            />
          </g>
        ))}
    </g>
  );
}

export function Timeline({ diary }: { diary: Diary }) {
  const width = widthOf();
  const height = TOP + KINDS.length * LANE + 26;
  return (
    <div class="timeline">
      {/* The meals below say the same in words. */}
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {hoursOf().map((hour) => {
          const x = LEFT + (hour / 24) * (width - LEFT - RIGHT);
          return (
            <g key={hour}>
              <line class="hour-line" x1={x} x2={x} y1={TOP} y2={TOP + KINDS.length * LANE} />
              <text class="hour-name" x={x} y={height - 8} text-anchor="middle">
                {hour}
              </text>
            </g>
          );
        })}
        {KINDS.map((kind, at) => (
          <Lane key={kind} diary={diary} kind={kind} at={at} width={width} />
        ))}
      </svg>
    </div>
  );
}

const MEALS = [
  ["night", 0, 5],
  ["morning", 5, 12],
  ["afternoon", 12, 18],
  ["evening", 18, 24],
] as const;

/** What was eaten at each meal: in words, for whoever does not look at pictures too. */
export function Meals({ diary }: { diary: Diary }) {
  return (
    <ul class="meals">
      {MEALS.map(([name, from, to]) => {
        const marks = diary.marks.filter((mark) => {
          const hour = hourIn(diary.time_zone, mark.at);
          return hour >= from && hour < to;
        });
        const sums = KINDS.map((kind): [DiaryKind, number] => [
          kind,
          marks.filter((mark) => mark.kind === kind).reduce((sum, mark) => sum + mark.count, 0),
        ]).filter(([, count]) => count > 0);
        // Nobody is asked what they ate at night.
        if (name === "night" && !sums.length) return null;
        return (
          <li key={name} class="meal">
            <h3>
              {t(`diary_meal_${name}`)}{" "}
              <span class="muted small">
                {from}–{to}
              </span>
            </h3>
            {!sums.length && <p class="muted">{t("diary_meal_none")}</p>}
            {sums.map(([kind, count]) => (
              <p key={kind}>
                <KindMark kind={kind} /> {t(`diary_n_${kind}`, { n: number(count) })}
              </p>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
