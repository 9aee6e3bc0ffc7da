// SPDX-License-Identifier: Apache-2.0
// Why this priority: the way through the team's SSVC table, and the ground of each answer.
import { useState } from "preact/hooks";
import type { TicketDetail } from "../api";
import type { Decision, DecisionInput } from "../api_decide";
import { t, word } from "../i18n";
import { may } from "../session";
import { Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { answerWord, DecisionPicture } from "./decision_picture";
import { Overrides } from "./ticket_overrides";
import { TryPanel } from "./ticket_try";

/** What an answer means in a sentence, where it has one; else the answer. */
function meaning({ name, value }: DecisionInput): string {
  const said = word(`${name}_means`, value);
  return said === value ? answerWord(name, value) : said;
}

/** What the other answers would give, where that is another outcome. */
function otherAnswers(decision: Decision, input: DecisionInput): string {
  return input.answers
    .filter(({ value, outcome }) => value !== input.value && outcome && outcome !== decision.outcome)
    .map(({ value, outcome }) =>
      t("answer_would_be", { value: answerWord(input.name, value), outcome: word("outcome", outcome) }),
    )
    .join(" · ");
}

function Ground({ ticket, input }: { ticket: TicketDetail; input: DecisionInput }) {
  const { decision, use } = ticket;
  const others = otherAnswers(decision, input);
  return (
    <div class="ground">
      <dt>{word("ssvc", input.name)}</dt>
      <dd>
        <span>{meaning(input)}</span>
        {input.is_assumed && (
          <Tag kind="assumed" icon="unknown" title={t("assumed_title")}>
            {t("assumed")}
          </Tag>
        )}
        <span class="muted source">{word("ground", input.source)}</span>
        {input.name === "use" && (
          <span class="muted source">{t(use.is_direct ? "used_direct" : "used_deep")}</span>
        )}
        {others && <span class="muted source others">{others}</span>}
      </dd>
    </div>
  );
}

interface DecisionSectionProps {
  ticket: TicketDetail;
  onChange: (next: TicketDetail | null) => void;
}

export function DecisionSection({ ticket, onChange }: DecisionSectionProps) {
  const { decision } = ticket;
  const [isTrying, setIsTrying] = useState(false);
  const isAssumed = decision.inputs.some((input) => input.is_assumed && input.key);
  return (
    <section class="card decision">
      <header>
        <h2>{t("why_priority", { priority: word("priority", decision.priority) })}</h2>
        {!isTrying && (
          <button type="button" class="link-button" title={t("what_if_lead")} onClick={() => setIsTrying(true)}>
            <Icon name="unknown" /> {t("what_if")}
          </button>
        )}
      </header>
      {isTrying ? (
        <TryPanel ticket={ticket} onChange={onChange} onClose={() => setIsTrying(false)} />
      ) : (
        <DecisionPicture decision={decision} />
      )}
      {!isTrying && (
        <dl class="grounds">
          {decision.inputs.map((input) => (
            <Ground key={input.name} ticket={ticket} input={input} />
          ))}
        </dl>
      )}
      <Overrides ticket={ticket} onChange={onChange} />
      {decision.decisive && (
        <p class="decisive">{t("decisive", { input: word("ssvc", decision.decisive) })}</p>
      )}
      <p class="muted small">
        {t("decision_table", { table: decision.table, version: decision.version })}
        {isAssumed && may("member", ticket.team_id) && (
          <>
            {" "}
            <a href={`/services/${ticket.service_id}`}>{t("tell_service")}</a>
          </>
        )}
      </p>
    </section>
  );
}
