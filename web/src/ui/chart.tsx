// SPDX-License-Identifier: Apache-2.0
// Lines over time, told apart by how they are drawn and not by colour alone; a table holds the same for who does not see them. The
// library that draws comes with the first chart; where it does not come, the table stands in.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import { language, t } from "../i18n";
import { Icon } from "./icons";

export interface Line {
  label: string;
  values: (number | null)[];
  stroke: "solid" | "dashed" | "dotted";
  tone: "accent" | "immediate" | "scheduled" | "muted";
}

interface ChartProps {
  title: string;
  hint?: string;
  /** What each point is called, and what stands on the axis for it. */
  names: string[];
  lines: Line[];
  print: (value: number) => string;
  /** The steps that an axis may go by, the smallest first: a count has no halves, a duration goes by days. */
  steps: readonly number[];
  /** The most that there can be, where there is such a thing: of a share 1. */
  most?: number;
  /** Where a point leads, if anywhere. */
  hrefs?: (string | null)[];
}

/** Whole numbers, and days. */
export const WHOLE = [1, 2, 5].flatMap((one) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6].map((ten) => one * ten)).sort((a, b) => a - b);
/** Minutes, by which durations are counted. */
export const MINUTES = [15, 30, 60, 120, 360, 720, ...WHOLE.map((days) => days * 1440)];
export const SHARES = [0.1, 0.25, 0.5];

const DASHES: Record<Line["stroke"], number[]> = { solid: [], dashed: [7, 4], dotted: [2, 3] };
const HEIGHT = 190;

function SampleLine({ line }: { line: Line }) {
  return (
    <svg class={`chart-sample tone-${line.tone}`} viewBox="0 0 30 8" aria-hidden="true">
      <path d="M1 4h28" stroke-dasharray={DASHES[line.stroke].join(" ")} />
    </svg>
  );
}

function Table({ title, names, lines, print, hrefs }: ChartProps) {
  return (
    <div class="chart-table" tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("chart_period")}</th>
            {lines.map((line) => (
              <th key={line.label} scope="col">
                {line.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, i) => (
            <tr key={name}>
              <th scope="row">{hrefs?.[i] ? <a href={hrefs[i] ?? ""}>{name}</a> : name}</th>
              {lines.map((line) => {
                const value = line.values[i];
                return <td key={line.label}>{value == null ? "–" : print(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function readoutOf({ names, lines, print }: ChartProps, at: number): string {
  const parts = lines.map((line) => {
    const value = line.values[at];
    return `${line.label} ${value == null ? "–" : print(value)}`;
  });
  return `${names[at]}: ${parts.join(", ")}`;
}

function optionsOf(props: ChartProps, box: HTMLElement, show: (at: number | null) => void): uPlot.Options {
  const colour = (name: string) => getComputedStyle(box.querySelector(`.tone-${name}`) ?? box).color;
  const axis = { stroke: colour("muted"), font: "12px system-ui, sans-serif", ticks: { show: false } };
  const line = colour("grid");
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: [-0.6, Math.max(props.names.length - 0.4, 0.6)] },
      y: { range: (_, __, most) => [0, props.most ?? Math.max((most ?? 0) * 1.08, props.steps[0] ?? 1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: (_, splits) => splits.map((at) => (Number.isInteger(at) ? (props.names[at] ?? "") : "")),
        space: 78,
        gap: 9,
        size: 38,
      },
      {
        ...axis,
        size: 74,
        incrs: [...props.steps],
        grid: { stroke: line, width: 1 },
        values: (_, splits) => splits.map((value) => props.print(value)),
      },
    ],
    series: [
      {},
      ...props.lines.map((one) => ({
        label: one.label,
        stroke: colour(one.tone),
        width: 2,
        dash: DASHES[one.stroke],
        points: { show: props.names.length <= 20, size: 6 },
        spanGaps: false,
      })),
    ],
    hooks: { setCursor: [(plot) => show(plot.cursor.idx ?? null)] },
  };
}

function Plot(props: ChartProps & { onFail: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const { names, lines, onFail } = props;
  const key = JSON.stringify([names, lines, language.value]);
  useEffect(() => {
    let plot: uPlot | null = null;
    let isGone = false;
    let Draw: typeof uPlot | null = null;
    const draw = () => {
      const host = box.current;
      if (!host || !Draw || isGone) return;
      plot?.destroy();
      const data: uPlot.AlignedData = [names.map((_, i) => i), ...lines.map((line) => line.values)];
      plot = new Draw(optionsOf(props, host, setAt), data, host);
    };
    import("uplot").then((library) => {
      Draw = library.default;
      draw();
    }, onFail);
    const sized = new ResizeObserver(() => plot && box.current && box.current.clientWidth !== plot.width && draw());
    if (box.current) sized.observe(box.current);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => {
      isGone = true;
      sized.disconnect();
      themed.disconnect();
      dark.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [key]);
  return (
    <>
      <div ref={box} class="chart-box" role="img" aria-label={`${props.title}. ${readoutOf(props, names.length - 1)}`}>
        {["muted", "accent", "immediate", "scheduled", "grid"].map((tone) => (
          <span key={tone} class={`tone-${tone}`} hidden />
        ))}
      </div>
      <p class="chart-readout muted">{readoutOf(props, at ?? names.length - 1)}</p>
    </>
  );
}

export function Chart(props: ChartProps) {
  const [isTable, setTable] = useState(false);
  const id = useId();
  return (
    <figure class="chart card" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{props.title}</h3>
        <button
          type="button"
          class="button small"
          aria-pressed={isTable}
          aria-label={`${t("chart_as_table")}: ${props.title}`}
          onClick={() => setTable(!isTable)}
        >
          <Icon name={isTable ? "eye" : "file"} /> {t(isTable ? "chart_as_picture" : "chart_as_table")}
        </button>
      </figcaption>
      {props.hint && <p class="muted chart-hint">{props.hint}</p>}
      <ul class="chart-legend">
        {props.lines.map((line) => (
          <li key={line.label}>
            <SampleLine line={line} /> {line.label}
          </li>
        ))}
      </ul>
      {isTable ? <Table {...props} /> : <Plot {...props} onFail={() => setTable(true)} />}
    </figure>
  );
}
