// SPDX-License-Identifier: Apache-2.0
// The journal's head, how to keep it elsewhere, and whether the journal is whole.
import { useState } from "preact/hooks";
import type { JournalHead, JournalVerdict } from "../api_journal";
import { moment, number } from "../format";
import { useResource, useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { Field, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

function Verdict({ verdict }: { verdict: JournalVerdict }) {
  const isWhole = verdict.is_whole;
  return (
    <div class={isWhole ? "notice good" : "problem"} role={isWhole ? "status" : "alert"}>
      <Icon name={isWhole ? "check" : "warn"} />
      <div>
        <strong>{t(isWhole ? "journal_whole" : "journal_not_whole", { n: verdict.size })}</strong>
        <p>
          {t("journal_compared", { n: verdict.heads })}
          {verdict.erased > 0 && ` ${t("journal_n_erased", { n: verdict.erased })}`}
          {verdict.waiting > 0 && ` ${t("journal_n_waiting", { n: verdict.waiting })}`}
        </p>
        {verdict.problems.length > 0 && (
          <ul lang="en">
            {verdict.problems.map((problem) => (
              <li key={problem.place + problem.what}>
                <strong>{problem.place}</strong> {problem.what}
              </li>
            ))}
          </ul>
        )}
        {verdict.problem_count > verdict.problems.length && (
          <p>{t("journal_more_problems", { n: verdict.problem_count - verdict.problems.length })}</p>
        )}
      </div>
    </div>
  );
}

export function JournalHeadBox() {
  const head = useResource<JournalHead>("/journal/head");
  const [kept, setKept] = useState("");
  const [verdict, setVerdict] = useState<JournalVerdict | null>(null);
  const { isBusy, problem, run } = useTask();
  const verify = (event: Event) => {
    event.preventDefault();
    setVerdict(null);
    void run(() => post<JournalVerdict>("/journal/verify", kept.trim() ? { head: kept.trim() } : {}), setVerdict);
  };
  const copy = () => void navigator.clipboard.writeText(head.data?.head ?? "").then(() => tell(t("told_copied")));
  return (
    <section class="card journal-head" aria-label={t("journal_head")}>
      <div>
        <h2>{t("journal_head")}</h2>
        <ProblemBox problem={head.problem} retry={head.reload} />
        {!head.data && !head.problem && <Skeleton rows={2} />}
        {head.data && (
          <>
            <p>
              <code class="journal-root">{head.data.head}</code>
            </p>
            <p class="muted">
              {t("journal_n_entries", { n: head.data.size })}
              {head.data.at && ` · ${moment(head.data.at)}`}
              {head.data.waiting > 0 && ` · ${t("journal_n_waiting", { n: number(head.data.waiting) })}`}
            </p>
            <button type="button" class="button small" onClick={copy}>
              {t("copy")}
            </button>
          </>
        )}
        <p class="hint">{t("journal_keep")}</p>
        <p class="hint">
          <code>kenzen journal head &gt;head.txt</code>
        </p>
      </div>
      <form onSubmit={verify}>
        <h2>{t("journal_verify")}</h2>
        <Field label={t("journal_kept_head")} hint={t("journal_kept_hint")}>
          {(id, hint) => (
            <input
              id={id}
              aria-describedby={hint}
              class="mono"
              spellcheck={false}
              autocomplete="off"
              placeholder="1041:8f3c…"
              value={kept}
              onInput={(event) => setKept(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" class="button primary" disabled={isBusy}>
          {t(isBusy ? "journal_verifying" : "journal_verify_now")}
        </button>
        <ProblemBox problem={problem} />
        {verdict && <Verdict verdict={verdict} />}
      </form>
    </section>
  );
}
