// SPDX-License-Identifier: Apache-2.0
// One feedback with its answers: what stands, what it said before it was corrected, and what one may do with it.
import { useState } from "preact/hooks";
import type { Feedback } from "../api_health";
import { useTask } from "../hooks";
import { post, remove } from "../http";
import { t, type WordKey } from "../i18n";
import { holds, may, me } from "../session";
import { Field, Tag, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

/** What stands in a place, and what stood there before, the oldest first. */
interface Said {
  entry: Feedback;
  former: Feedback[];
}
export interface Thread {
  id: string;
  said: Said[];
}

/** The server gives thread by thread; a correction takes the place of what it corrects. */
export function threadsOf(items: Feedback[]): Thread[] {
  const known = new Map(items.map((entry) => [entry.id, entry]));
  const threads = new Map<string, Thread>();
  for (const first of items) {
    if (first.corrects && known.has(first.corrects)) continue;
    const said: Said = { entry: first, former: [] };
    for (let next = known.get(first.corrected_by ?? ""); next; next = known.get(next.corrected_by ?? "")) {
      said.former.push(said.entry);
      said.entry = next;
    }
    const thread = threads.get(first.thread_id) ?? { id: first.thread_id, said: [] };
    thread.said.push(said);
    threads.set(first.thread_id, thread);
  }
  return [...threads.values()];
}

function mayAnswer(team: string, isCoach: boolean): boolean {
  return isCoach || may("member", team) || holds("analyst") || holds("governance");
}

/** A dialog with one text: an answer, or a correction. */
function TextDialog(props: {
  title: string;
  label: WordKey;
  start: string;
  done: WordKey;
  send: (text: string) => Promise<unknown>;
  onClose: () => void;
  onChange: () => void;
}) {
  const [text, setText] = useState(props.start);
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => props.send(text),
      () => {
        tell(t(props.done));
        props.onClose();
        props.onChange();
      },
    );
  return (
    <FormDialog
      title={props.title}
      submit={props.title}
      isBusy={isBusy}
      problem={problem}
      onClose={props.onClose}
      onSubmit={onSubmit}
    >
      <Field label={t(props.label)}>
        {(id) => (
          <textarea id={id} rows={5} required value={text} onInput={(event) => setText(event.currentTarget.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

function WithdrawDialog({ entry, onClose, onChange }: { entry: Feedback; onClose: () => void; onChange: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/feedback/${entry.id}`),
      () => {
        tell(t("feedback_withdrawn"));
        onClose();
        onChange();
      },
    );
  return (
    <FormDialog
      title={t("feedback_withdraw")}
      submit={t("feedback_withdraw")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("feedback_withdraw_warning")}</p>
    </FormDialog>
  );
}

/** By which route something takes an entry's place: the one that it came by. */
function correct(entry: Feedback, text: string): Promise<unknown> {
  return entry.is_answer
    ? post(`/feedback/${entry.thread_id}/answers`, { text, corrects: entry.id })
    : post(`/teams/${entry.team_id}/feedback`, { week: entry.week, text, corrects: entry.id });
}

function Buttons({ entry, isCoach, onChange }: { entry: Feedback; isCoach: boolean; onChange: () => void }) {
  const [open, setOpen] = useState<"answer" | "correct" | "withdraw" | null>(null);
  const isOwn = entry.author.id === me.value?.id;
  const onClose = () => setOpen(null);
  if (entry.withdrawn_at || !mayAnswer(entry.team_id, isCoach)) return null;
  return (
    <p class="feedback-buttons">
      <button type="button" class="button small" onClick={() => setOpen("answer")}>
        <Icon name="comment" /> {t("feedback_answer")}
      </button>
      {isOwn && (
        <button type="button" class="button small" onClick={() => setOpen("correct")}>
          {t("feedback_correct")}
        </button>
      )}
      {(isOwn || holds("administrator")) && (
        <button type="button" class="button small" onClick={() => setOpen("withdraw")}>
          {t("feedback_withdraw")}
        </button>
      )}
      {open === "answer" && (
        <TextDialog
          title={t("feedback_answer")}
          label="feedback_answer_label"
          start=""
          done="feedback_answered"
          send={(text) => post(`/feedback/${entry.id}/answers`, { text })}
          onClose={onClose}
          onChange={onChange}
        />
      )}
      {open === "correct" && (
        <TextDialog
          title={t("feedback_correct")}
          label="feedback_correct_label"
          start={entry.text ?? ""}
          done="feedback_corrected"
          send={(text) => correct(entry, text)}
          onClose={onClose}
          onChange={onChange}
        />
      )}
      {open === "withdraw" && <WithdrawDialog entry={entry} onClose={onClose} onChange={onChange} />}
    </p>
  );
}

function Entry({ said, isCoach, onChange }: { said: Said; isCoach: boolean; onChange: () => void }) {
  const { entry, former } = said;
  const kind = entry.is_answer ? "is-answer" : "is-feedback";
  return (
    <li class={`feedback-entry ${kind}`}>
      <p class="feedback-head">
        <strong>{entry.author.name}</strong>
        {entry.is_answer && <Tag>{t("feedback_is_answer")}</Tag>}
        <span class="muted">
          <Time at={entry.created_at} />
        </span>
      </p>
      {entry.text === null ? (
        <p class="muted feedback-gone">{t("feedback_is_withdrawn")}</p>
      ) : (
        <p class="feedback-text">{entry.text}</p>
      )}
      {former.length > 0 && (
        <details>
          <summary>{t("feedback_former")}</summary>
          {former.map((one) => (
            <p key={one.id} class="feedback-text muted">
              {one.text}
            </p>
          ))}
        </details>
      )}
      <Buttons entry={entry} isCoach={isCoach} onChange={onChange} />
    </li>
  );
}

export function FeedbackThread({ thread, isCoach, onChange }: { thread: Thread; isCoach: boolean; onChange: () => void }) {
  return (
    <ol class="feedback-list">
      {thread.said.map((said) => (
        <Entry key={said.entry.id} said={said} isCoach={isCoach} onChange={onChange} />
      ))}
    </ol>
  );
}
