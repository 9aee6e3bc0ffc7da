// SPDX-License-Identifier: Apache-2.0
// What a change would do to many tickets, before it is made.
import { useEffect, useState } from "preact/hooks";
import type { WhatIf } from "../api_decide";
import { day } from "../format";
import { post, Problem } from "../http";
import { t } from "../i18n";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { PriorityBar, PriorityMark } from "../ui/priority";

const PAUSE_MS = 150;
const SHOWN = 8;

export interface Tried<T> {
  result: T | null;
  problem: Problem | null;
}

/** Asks what body would do, a moment after it was last changed; a null body asks for nothing. */
export function useWhatIf<T>(path: string, body: unknown): Tried<T> {
  const [tried, setTried] = useState<Tried<T>>({ result: null, problem: null });
  const asked = body === null ? null : JSON.stringify(body);
  useEffect(() => {
    if (asked === null) {
      setTried({ result: null, problem: null });
      return;
    }
    let isGone = false;
    const show = (next: Tried<T>) => {
      if (!isGone) setTried(next);
    };
    const timer = setTimeout(() => {
      post<T>(path, JSON.parse(asked)).then(
        (result) => show({ result, problem: null }),
        (error) => show({ result: null, problem: error instanceof Problem ? error : new Problem(500, "", String(error)) }),
      );
    }, PAUSE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [path, asked]);
  return tried;
}

function sentences(result: WhatIf): string[] {
  const said: string[] = [];
  if (result.raised_count) said.push(t("n_would_rise", { n: result.raised_count }));
  const more = result.after.immediate - result.before.immediate;
  if (more > 0) said.push(t("n_more_immediate", { n: more }));
  if (result.lowered_count) said.push(t("n_would_fall", { n: result.lowered_count }));
  if (!said.length) said.push(t("no_priority_changes"));
  if (result.due_count) said.push(t("n_due_would_change", { n: result.due_count }));
  return said;
}

function Moves({ result }: { result: WhatIf }) {
  const shown = result.moves.slice(0, SHOWN);
  const rest = result.raised_count + result.lowered_count - shown.length;
  if (!shown.length) return null;
  return (
    <ul class="moves">
      {shown.map((move) => (
        <li key={move.ticket_id}>
          <a href={`/tickets/${move.ticket_id}`} target="_blank" rel="noreferrer">
            {move.package} <span class="muted">{move.vulnerability_id}</span>
          </a>
          <span class="move">
            <PriorityMark priority={move.from} />
            <Icon name="next" />
            <PriorityMark priority={move.to} />
          </span>
          <span class="muted small">{move.due_after ? t("due", { date: day(move.due_after) }) : t("no_due_date")}</span>
        </li>
      ))}
      {rest > 0 && <li class="muted">{t("n_more", { n: rest })}</li>}
    </ul>
  );
}

/** Before and after, and which tickets move. */
export function WhatIfSummary({ tried }: { tried: Tried<WhatIf> }) {
  const { result, problem } = tried;
  if (problem) return <ProblemBox problem={problem} />;
  if (!result) return null;
  return (
    <section class="what-if" aria-live="polite">
      <h3>{t("what_it_would_do")}</h3>
      <p>
        <strong>{sentences(result).join(" ")}</strong>
      </p>
      <dl class="before-after">
        <div>
          <dt>{t("now")}</dt>
          <dd>
            <PriorityBar counts={result.before} />
          </dd>
        </div>
        <div>
          <dt>{t("then")}</dt>
          <dd>
            <PriorityBar counts={result.after} />
          </dd>
        </div>
      </dl>
      <Moves result={result} />
    </section>
  );
}
