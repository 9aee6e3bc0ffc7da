// SPDX-License-Identifier: Apache-2.0
// What was sent to chains, or waits to be, newest first.
import { useEffect } from "preact/hooks";
import { useResource, useTask } from "../hooks";
import { post } from "../http";
import { t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { tell } from "../ui/toast";

type Transaction = Schemas["ChainTransaction"];

const ICONS = {
  queued: "clock",
  signed: "key",
  sent: "out",
  mined: "circle",
  final: "check",
  failed: "cross",
  replaced: "ban",
} as const;

/** Enough of a hash to know it again. */
function short(hash: string): string {
  return `${hash.slice(0, 10)}…${hash.slice(-6)}`;
}

function Hash({ it }: { it: Transaction }) {
  if (!it.hash) return <span class="muted">–</span>;
  if (!it.explorer_url) return <code title={it.hash}>{short(it.hash)}</code>;
  return (
    <a href={it.explorer_url} target="_blank" rel="noopener noreferrer" title={it.hash}>
      <code>{short(it.hash)}</code>
    </a>
  );
}

/** What a revoked badge leaves on a chain that refused to take it back; the server says when it was tried again since. */
function Retry({ it, onDone }: { it: Transaction; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const retry = () =>
    run(
      () => post<Transaction>(`/chain-transactions/${it.id}/retry`),
      () => {
        tell(t("told_chain_tx_retried"));
        onDone();
      },
    );
  return (
    <>
      <button type="button" class="button small" disabled={isBusy} onClick={retry}>
        {t("chain_tx_retry")}
      </button>
      <ProblemBox problem={problem} />
    </>
  );
}

/** The newest of a badge alone: what was tried again since is past. */
function isRefused(it: Transaction, all: readonly Transaction[]): boolean {
  const newest = all.find((one) => one.purpose === it.purpose && one.object_id === it.object_id);
  return it.purpose === "mint-revoke" && (it.state === "failed" || it.state === "replaced") && newest?.id === it.id;
}

interface RowProps {
  it: Transaction;
  name: string;
  onRetry: (() => void) | null;
}

function Row({ it, name, onRetry }: RowProps) {
  return (
    <tr>
      <td>
        <Tag icon={ICONS[it.state]}>{word("chain_tx_state", it.state)}</Tag>
        {it.error && (
          <div class="muted" lang="en">
            {it.error}
          </div>
        )}
        {onRetry && <Retry it={it} onDone={onRetry} />}
      </td>
      <td>
        {it.purpose} <span class="muted">{name}</span>
      </td>
      <td>
        <Hash it={it} />
        {it.block_number !== null && <div class="muted">{t("chain_node_block", { number: String(it.block_number) })}</div>}
      </td>
      <td>
        <Time at={it.created_at} />
      </td>
    </tr>
  );
}

const LOOK_AGAIN_MS = 3000;

/** What is under way changes within seconds: it is looked at again until it has ended, and onChange told. */
export function ChainTransactions(props: { names: Map<number, string>; onChange: () => void; canManage: boolean }) {
  const { names, onChange, canManage } = props;
  const { data, problem, reload } = useResource<{ items: Transaction[] }>("/chain-transactions?limit=50");
  const isUnderWay = data?.items.some((it) => !it.ended_at) ?? false;
  useEffect(() => {
    const timer = isUnderWay ? setTimeout(() => (reload(), onChange()), LOOK_AGAIN_MS) : 0;
    return () => clearTimeout(timer);
  }, [data, isUnderWay, reload, onChange]);
  return (
    <section class="card">
      <h2>{t("chain_transactions")}</h2>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton rows={3} />}
      {data?.items.length === 0 && <p class="muted">{t("chain_tx_none")}</p>}
      {data && data.items.length > 0 && (
        <div class="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("chain_tx_state")}</th>
                <th scope="col">{t("chain_tx_purpose")}</th>
                <th scope="col">{t("chain_tx_hash")}</th>
                <th scope="col">{t("chain_tx_made")}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <Row
                  key={it.id}
                  it={it}
                  name={names.get(it.chain_id) ?? ""}
                  onRetry={canManage && isRefused(it, data.items) ? reload : null}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
