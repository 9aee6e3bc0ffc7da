// SPDX-License-Identifier: Apache-2.0
// What if: other answers to the questions of a ticket's decision, the outcome at once, and keeping them with a reason.
import { useState } from "preact/hooks";
import type { TicketDetail } from "../api";
import { type Decision, type DecisionInput, type DecisionModel, MODELS, type TicketWhatIf } from "../api_decide";
import { day } from "../format";
import { useTask } from "../hooks";
import { post } from "../http";
import { t, word } from "../i18n";
import { may } from "../session";
import { Field, ProblemBox } from "../ui/basics";
import { PriorityMark } from "../ui/priority";
import { tell } from "../ui/toast";
import { answerWord, DecisionPicture } from "./decision_picture";
import { TextArea } from "./ticket_dialogs";
import { useWhatIf } from "./what_if";

type Answers = Record<string, string>;

/** One question, with a button for each answer. */
function Question(props: { input: DecisionInput; isTried: boolean; onAnswer: (value: string) => void }) {
  const { input, isTried, onAnswer } = props;
  return (
    <fieldset class={`question ${isTried ? "tried" : ""}`}>
      <legend>{word("ssvc", input.name)}</legend>
      <div class="segments">
        {input.answers.map(({ value }) => (
          <label key={value} class={value === input.value ? "chosen" : ""}>
            <input
              type="radio"
              class="sr-only"
              name={`try-${input.name}`}
              checked={value === input.value}
              onChange={() => onAnswer(value)}
            />
            {answerWord(input.name, value)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Verdict({ tried, ticket }: { tried: TicketWhatIf; ticket: TicketDetail }) {
  const due = (at: string | null) => (at ? t("due", { date: day(at) }) : t("no_due_date"));
  return (
    <p class="verdict" aria-live="polite">
      {t("would_be")} <PriorityMark priority={tried.decision.priority} /> <span>{due(tried.due_at)}</span>
      <span class="muted">
        {t("is_now")} <PriorityMark priority={ticket.priority} /> {due(ticket.due_at)}
      </span>
    </p>
  );
}

/** Keeps what was tried, as said by the one who tried it. */
function KeepForm(props: { ticket: TicketDetail; answers: Answers; onKept: (next: TicketDetail) => void }) {
  const { ticket, answers, onKept } = props;
  const [reason, setReason] = useState("");
  const [isOfComponent, setIsOfComponent] = useState(false);
  const { isBusy, problem, run } = useTask();
  const keep = async () => {
    let next = ticket;
    for (const [input, value] of Object.entries(answers))
      next = await post<TicketDetail>(`/tickets/${ticket.id}/overrides`, {
        input,
        value,
        reason,
        is_of_component: isOfComponent,
      });
    return next;
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (!isBusy)
      void run(keep, (next) => {
        tell(t("told_answers_kept"));
        onKept(next);
      });
  };
  return (
    <form class="keep" onSubmit={onSubmit}>
      <TextArea label={t("keep_reason")} hint={t("keep_hint")} value={reason} isRequired onChange={setReason} />
      <label class="check">
        <input
          type="checkbox"
          checked={isOfComponent}
          onChange={(event) => setIsOfComponent(event.currentTarget.checked)}
        />{" "}
        {t("keep_for_component", { package: ticket.package, part: ticket.part_name })}
      </label>
      <ProblemBox problem={problem} />
      <button type="submit" class="button primary" disabled={isBusy}>
        {t("keep_answers")}
      </button>
    </form>
  );
}

function ModelChoice(props: { model: DecisionModel; onChange: (model: DecisionModel) => void }) {
  return (
    <Field label={t("model")}>
      {(id) => (
        <select
          id={id}
          value={props.model}
          onChange={(event) => props.onChange(event.currentTarget.value as DecisionModel)}
        >
          {MODELS.map((model) => (
            <option key={model} value={model}>
              {word("model", model)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface TryPanelProps {
  ticket: TicketDetail;
  onChange: (next: TicketDetail) => void;
  onClose: () => void;
}

export function TryPanel({ ticket, onChange, onClose }: TryPanelProps) {
  const [answers, setAnswers] = useState<Answers>({});
  const [model, setModel] = useState<DecisionModel>(ticket.decision.model);
  const { result, problem } = useWhatIf<TicketWhatIf>(`/tickets/${ticket.id}/what-if`, { model, answers });
  const decision: Decision = result?.decision ?? ticket.decision;
  const isOwnModel = model === ticket.decision.model;
  const isTried = Object.keys(answers).length > 0;
  const isDone = ticket.state === "closed" || ticket.state === "completed";
  return (
    <div class="try">
      <DecisionPicture decision={decision} />
      {result && <Verdict tried={result} ticket={ticket} />}
      <ProblemBox problem={problem} />
      <ModelChoice model={model} onChange={setModel} />
      <div class="questions">
        {decision.inputs
          .filter((input) => input.is_said)
          .map((input) => (
            <Question
              key={input.name}
              input={input}
              isTried={input.name in answers}
              onAnswer={(value) => setAnswers({ ...answers, [input.name]: value })}
            />
          ))}
      </div>
      <div class="line">
        <button
          type="button"
          class="button"
          disabled={!isTried && isOwnModel}
          onClick={() => {
            setAnswers({});
            setModel(ticket.decision.model);
          }}
        >
          {t("start_over")}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t("end_trying")}
        </button>
      </div>
      {isTried && isOwnModel && !isDone && may("member", ticket.team_id) && (
        <KeepForm
          ticket={ticket}
          answers={answers}
          onKept={(next) => {
            onChange(next);
            onClose();
          }}
        />
      )}
    </div>
  );
}
