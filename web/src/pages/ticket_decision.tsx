// SPDX-License-Identifier: Apache-2.0
// Why this priority: the way through the SSVC table, drawn as steps from left to right, and the ground of each step.
import type { ComponentChildren } from "preact";
import { type DecisionInput, PRIORITIES, type Priority, type TicketDetail } from "../api";
import { t, word, type WordKey } from "../i18n";
import { Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { PriorityShape } from "../ui/priority";

type StepName = "exploitation" | "exposure" | "automatable" | "human_impact";

/** The values of each decision point, the worst first. */
const STEPS: readonly [StepName, WordKey, readonly string[]][] = [
  ["exploitation", "ssvc_exploitation", ["active", "public poc", "none"]],
  ["exposure", "ssvc_exposure", ["open", "controlled", "small"]],
  ["automatable", "ssvc_automatable", ["yes", "no"]],
  ["human_impact", "ssvc_human_impact", ["very high", "high", "medium", "low"]],
];
const CELL = 40;
const HEIGHT = 4 * CELL;

function middleOf(index: number, count: number): number {
  return (HEIGHT - count * CELL) / 2 + (index + 0.5) * CELL;
}

/** The line from one chosen value to the next. */
function Link({ from, to }: { from: number; to: number }) {
  return (
    <svg class="decision-link" viewBox={`0 0 24 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={`M0 ${from}C12 ${from} 12 ${to} 24 ${to}`} />
    </svg>
  );
}

function Column(props: {
  title: string;
  values: readonly string[];
  chosen: string;
  isAssumed: boolean;
  cell: (value: string) => ComponentChildren;
}) {
  return (
    <div class="decision-column">
      <h3>{props.title}</h3>
      <ul>
        {props.values.map((value) => {
          const isChosen = value === props.chosen;
          return (
            <li key={value} class={isChosen ? `chosen ${props.isAssumed ? "assumed" : ""}` : ""}>
              {isChosen && <Icon name="check" />}
              {props.cell(value)}
              {isChosen && <span class="sr-only"> ({t("chosen")})</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Picture({ ticket }: { ticket: TicketDetail }) {
  const { decision } = ticket;
  const columns = [
    ...STEPS.map(([name, title, values]) => ({ name: name as string, title: t(title), values, ...decision[name] })),
    {
      name: "priority",
      title: t("priority"),
      values: PRIORITIES as readonly string[],
      value: decision.outcome as string,
      is_assumed: false,
    },
  ];
  const middles = columns.map(({ values, value }) => middleOf(values.indexOf(value), values.length));
  return (
    <div class="decision-picture">
      {columns.map((column, i) => (
        <>
          {i > 0 && <Link key={`to-${column.name}`} from={middles[i - 1] ?? 0} to={middles[i] ?? 0} />}
          <Column
            key={column.name}
            title={column.title}
            values={column.values}
            chosen={column.value}
            isAssumed={column.is_assumed}
            cell={(value) =>
              column.name === "priority" ? (
                <span class={`priority priority-${value}`}>
                  <PriorityShape priority={value as Priority} />
                  {word("priority", value)}
                </span>
              ) : (
                word(column.name === "exposure" ? "exposure_step" : column.name, value)
              )
            }
          />
        </>
      ))}
    </div>
  );
}

function Ground({ name, title, input }: { name: StepName; title: string; input: DecisionInput }) {
  const from = input.from;
  return (
    <div class="ground">
      <dt>{title}</dt>
      <dd>
        <span>{word(`${name}_means`, input.value)}</span>
        {input.is_assumed && (
          <Tag kind="assumed" icon="unknown" title={t("assumed_title")}>
            {t("assumed")}
          </Tag>
        )}
        {input.source && !from && <span class="muted source">{word("ground", input.source)}</span>}
        {from && (
          <span class="muted source">
            {t("safety_impact")}: {from.safety_impact ? word("safety", from.safety_impact) : t("assumed")} ·{" "}
            {t("mission_impact")}: {from.mission_impact ? word("mission", from.mission_impact) : t("assumed")}
          </span>
        )}
      </dd>
    </div>
  );
}

export function DecisionSection({ ticket }: { ticket: TicketDetail }) {
  const { decision } = ticket;
  const isAssumed = STEPS.some(([name]) => decision[name].is_assumed);
  return (
    <section class="card decision">
      <h2>{t("why_priority", { priority: word("priority", decision.outcome) })}</h2>
      <Picture ticket={ticket} />
      <dl class="grounds">
        {STEPS.map(([name, title]) => (
          <Ground key={name} name={name} title={t(title)} input={decision[name]} />
        ))}
      </dl>
      <p class="muted small">
        {t("decision_table", { table: decision.table })}
        {isAssumed && (
          <>
            {" "}
            <a href={`/services/${ticket.service_id}`}>{t("tell_service")}</a>
          </>
        )}
      </p>
    </section>
  );
}
