// SPDX-License-Identifier: Apache-2.0
// What was sent to chains, or waits to be, newest first.
import { useEffect } from "preact/hooks";
import { useResource } from "../hooks";
import { t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { ProblemBox, Skeleton, Tag, Time } from "../ui/basics";

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

function Row({ it, name }: { it: Transaction; name: string }) {
  return (
    <tr>
      <td>
        <Tag icon={ICONS[it.state]}>{word("chain_tx_state", it.state)}</Tag>
        {it.error && (
          <div class="muted" lang="en">
            {it.error}
          </div>
        )}
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
export function ChainTransactions({ names, onChange }: { names: Map<number, string>; onChange: () => void }) {
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
                <Row key={it.id} it={it} name={names.get(it.chain_id) ?? ""} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
