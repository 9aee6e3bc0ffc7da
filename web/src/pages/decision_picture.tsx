// SPDX-License-Identifier: Apache-2.0
// The way through an SSVC table, drawn as columns from left to right: the answer that counts in each, and the outcome.
import type { ComponentChildren } from "preact";
import type { Priority } from "../api";
import type { Decision } from "../api_decide";
import { t, word } from "../i18n";
import { Icon } from "../ui/icons";
import { PriorityShape } from "../ui/priority";

const CELL = 40;

/** An answer in few letters. */
export function answerWord(name: string, value: string): string {
  return word(name === "exposure" ? "exposure_step" : name, value);
}

export function Outcome({ outcome, priority }: { outcome: string; priority: Priority }) {
  return (
    <span class={`priority priority-${priority}`}>
      <PriorityShape priority={priority} />
      {word("outcome", outcome)}
    </span>
  );
}

interface ColumnOf {
  name: string;
  title: string;
  values: readonly string[];
  chosen: string;
  isAssumed: boolean;
  cell(value: string): ComponentChildren;
}

/** The worst comes first. */
function columnsOf(decision: Decision): ColumnOf[] {
  const asked = decision.path.flatMap((name) => {
    const input = decision.inputs.find((one) => one.name === name);
    if (!input) return [];
    const values = input.answers.map(({ value }) => value).reverse();
    const cell = (value: string) => answerWord(name, value);
    return [{ name, title: word("ssvc", name), values, chosen: input.value, isAssumed: input.is_assumed, cell }];
  });
  const priorities = new Map(decision.outcomes.map(({ outcome, priority }) => [outcome, priority]));
  const outcome = {
    name: "outcome",
    title: t("decision_outcome"),
    values: decision.outcomes.map((one) => one.outcome).reverse(),
    chosen: decision.outcome,
    isAssumed: false,
    cell: (value: string) => <Outcome outcome={value} priority={priorities.get(value) ?? "defer"} />,
  };
  return [...asked, outcome];
}

/** The line from one chosen value to the next. */
function Link({ from, to, height }: { from: number; to: number; height: number }) {
  return (
    <svg
      class="decision-link"
      style={{ height: `${height}px` }}
      viewBox={`0 0 24 ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M0 ${from}C12 ${from} 12 ${to} 24 ${to}`} />
    </svg>
  );
}

function Column({ column, height }: { column: ColumnOf; height: number }) {
  return (
    <div class="decision-column">
      <h3>{column.title}</h3>
      <ul style={{ height: `${height}px` }}>
        {column.values.map((value) => {
          const isChosen = value === column.chosen;
          return (
            <li key={value} class={isChosen ? `chosen ${column.isAssumed ? "assumed" : ""}` : ""}>
              {isChosen && <Icon name="check" />}
              {column.cell(value)}
              {isChosen && <span class="sr-only"> ({t("chosen")})</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

export function DecisionPicture({ decision }: { decision: Decision }) {
  const columns = columnsOf(decision);
  const height = CELL * Math.max(...columns.map(({ values }) => values.length));
  const middle = ({ values, chosen }: ColumnOf) =>
    (height - values.length * CELL) / 2 + (values.indexOf(chosen) + 0.5) * CELL;
  return (
    <div class="decision-picture">
      {columns.map((column, i) => {
        const before = columns[i - 1];
        return (
          <>
            {before && (
              <Link key={`to-${column.name}`} from={middle(before)} to={middle(column)} height={height} />
            )}
            <Column key={column.name} column={column} height={height} />
          </>
        );
      })}
    </div>
  );
}
