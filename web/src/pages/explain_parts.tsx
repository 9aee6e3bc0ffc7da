// SPDX-License-Identifier: Apache-2.0
// An explanation as a page shows it: the conclusion, then the steps in groups.
import type { Explanation } from "../api_explain";
import { t, type WordKey } from "../i18n";
import { RecordSteps } from "./explain_record";
import { StepText } from "./explain_step";
import { AnswerMark } from "./ticket_facts";

type Group = "component" | "ecosystem" | "names" | "records" | "result";

/** The kind that a group begins with; what the pages do not know stays in the group that it stands in. */
const STARTS: readonly [RegExp, Group][] = [
  [/^(component_|twins|asked|purl|oddity|group)/, "component"],
  [/^(ecosystem_|coverage|gap|owned|no_index|scheme|version_)/, "ecosystem"],
  [/^name_/, "names"],
  [/^(id_|record)/, "records"],
  [/^(joined|remedy|differs|severity|kev|epss|ssvc|rejected|vex)/, "result"],
];
const GROUPS: readonly Group[] = ["component", "ecosystem", "names", "records", "result"];

function inGroups(explanation: Explanation): Map<Group, Explanation["steps"]> {
  const groups = new Map<Group, Explanation["steps"]>();
  let group: Group = "component";
  for (const step of explanation.steps) {
    group = STARTS.find(([start]) => start.test(step.kind))?.[1] ?? group;
    groups.set(group, [...(groups.get(group) ?? []), step]);
  }
  return groups;
}

export function Conclusion({ explanation }: { explanation: Explanation }) {
  return (
    <section class={`card conclusion conclusion-${explanation.answer}`} aria-label={t("explain_conclusion")}>
      <AnswerMark answer={explanation.answer} />
      <p>
        <StepText step={explanation.conclusion} />
      </p>
    </section>
  );
}

/** ask gives the address where one record is explained by itself. */
export function Steps({ explanation, ask }: { explanation: Explanation; ask: ((id: string) => string) | null }) {
  const groups = inGroups(explanation);
  return (
    <>
      {GROUPS.filter((group) => groups.has(group)).map((group) => (
        <section key={group} class="card explain-group">
          <h2>{t(`explain_group_${group}` as WordKey)}</h2>
          <ol class="explain-steps">
            {groups.get(group)?.map((step, i) =>
              step.record ? (
                <RecordSteps key={i} record={step.record} ask={ask && ask(step.record.id)} />
              ) : (
                <li key={i}>
                  <StepText step={step} />
                </li>
              ),
            )}
          </ol>
        </section>
      ))}
    </>
  );
}
