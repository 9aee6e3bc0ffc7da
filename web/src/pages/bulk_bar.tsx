// SPDX-License-Identifier: Apache-2.0
// What can be done with all tickets that are ticked, at the foot of the list.
import { useEffect, useState } from "preact/hooks";
import type { Bulk } from "../api";
import { useTask } from "../hooks";
import { get, post } from "../http";
import { t, word } from "../i18n";
import { useKeys } from "../keys";
import { clearTicks, isAllTicked, ticked, tickedCount } from "../selection";
import { ProblemBox } from "../ui/basics";
import { Dialog } from "../ui/dialog";
import { Icon, type IconName } from "../ui/icons";
import { tell } from "../ui/toast";
import { BulkDialog, type BulkVerb, type BulkWhich } from "./bulk_dialog";

const VERBS: readonly [BulkVerb, IconName][] = [
  ["acknowledge", "eye"],
  ["assign", "person"],
  ["schedule", "calendar"],
  ["snooze", "moon"],
  ["comment", "comment"],
  ["complete", "check"],
  ["accept", "archive"],
  ["watch", "bell"],
  ["unwatch", "bell_off"],
];

const POLL_MS = 700;

/** Asks how far an order is until nothing of it waits. */
async function follow(bulk: Bulk, show: (bulk: Bulk) => void): Promise<Bulk> {
  let now = bulk;
  while (now.waiting > 0) {
    show(now);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    now = await get<Bulk>(`/bulk-operations/${bulk.id}`);
  }
  return now;
}

function Refusals({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
  return (
    <Dialog title={t("bulk_refused_title", { n: bulk.refused })} onClose={onClose}>
      <p class="muted">{t("bulk_refused_lead", { n: bulk.done })}</p>
      <ul class="bulk-refusals">
        {bulk.refusals.map((item) => (
          <li key={item.ticket_id}>
            <a href={`/tickets/${item.ticket_id}`}>
              {item.package} {item.vulnerability_id}
            </a>
            <span class="muted" lang="en">
              {item.why}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

export function BulkBar({ filter, total, onDone }: { filter: string; total: number | undefined; onDone: () => void }) {
  const [verb, setVerb] = useState<BulkVerb | null>(null);
  const [running, setRunning] = useState<Bulk | null>(null);
  const [refused, setRefused] = useState<Bulk | null>(null);
  const { isBusy, problem, run } = useTask();
  const count = isAllTicked.value ? (total ?? 0) : tickedCount.value;
  useKeys({ Escape: () => clearTicks() });
  useEffect(() => clearTicks, [filter]);
  const which: BulkWhich = isAllTicked.value ? { filter, expect: count } : { ids: [...ticked.value] };
  const settle = (bulk: Bulk) => {
    setRunning(null);
    clearTicks();
    onDone();
    if (bulk.refused > 0) setRefused(bulk);
    const undo = () => void run(() => post<Bulk>(`/bulk-operations/${bulk.id}/undo`).then((one) => follow(one, setRunning)), settle);
    const text = bulk.undoes ? "bulk_told_undone" : "bulk_told_done";
    tell(t(text, { n: bulk.done, what: word("bulk_verb", bulk.verb) }), bulk.is_undoable && bulk.done > 0 ? undo : undefined);
  };
  const send = (chosen: BulkVerb, order: unknown) =>
    run(
      () => post<Bulk>("/tickets/bulk", { verb: chosen, ...which, order }).then((bulk) => follow(bulk, setRunning)),
      settle,
    );
  const choose = (chosen: BulkVerb) => {
    if (chosen === "watch" || chosen === "unwatch") void send(chosen, {});
    else setVerb(chosen);
  };
  return (
    <>
      {(count > 0 || running) && (
        <div class="bulk-bar" role="region" aria-label={t("bulk_bar")}>
          <strong role="status">
            {running
              ? t("bulk_running", { done: running.done + running.refused, n: running.total })
              : t("n_ticked", { n: count })}
          </strong>
          {running && <progress max={running.total} value={running.done + running.refused} />}
          {!running && (
            <div class="bulk-verbs">
              {VERBS.map(([name, icon]) => (
                <button key={name} type="button" class="button small" disabled={isBusy} onClick={() => choose(name)}>
                  <Icon name={icon} /> {word("bulk_verb", name)}
                </button>
              ))}
            </div>
          )}
          <button type="button" class="icon-button" onClick={clearTicks} aria-label={t("clear_ticks")} title={t("clear_ticks")}>
            <Icon name="cross" />
          </button>
          <ProblemBox problem={problem} />
        </div>
      )}
      {verb && (
        <BulkDialog
          verb={verb}
          which={which}
          count={count}
          onClose={() => setVerb(null)}
          onSend={(order) => {
            setVerb(null);
            void send(verb, order);
          }}
        />
      )}
      {refused && <Refusals bulk={refused} onClose={() => setRefused(null)} />}
    </>
  );
}
