// SPDX-License-Identifier: Apache-2.0
// The last head of the journal that is on a chain for good, and how to hold the journal against it; or how to get one.
import { moment, number } from "../format";
import { useResource } from "../hooks";
import { t } from "../i18n";
import type { Schemas } from "../schemas";
import { ProblemBox, Skeleton } from "../ui/basics";

type Anchor = Schemas["Anchor"];

function Block({ anchor }: { anchor: Anchor }) {
  const text = t("journal_anchor_block", { block: number(anchor.block_number ?? 0) });
  if (!anchor.explorer_url) return <span title={anchor.transaction_hash ?? ""}>{text}</span>;
  return (
    <a href={anchor.explorer_url} target="_blank" rel="noopener noreferrer" title={anchor.transaction_hash ?? ""}>
      {text}
    </a>
  );
}

function Last({ anchor }: { anchor: Anchor }) {
  return (
    <>
      <p>
        <strong>{anchor.chain_name}</strong> · <Block anchor={anchor} /> · {t("journal_n_entries", { n: anchor.size })}
        {anchor.final_at && ` · ${moment(anchor.final_at)}`}
      </p>
      <p>
        <code class="journal-root">{`${anchor.size}:${anchor.root}`}</code>
      </p>
      <p class="hint">{t("journal_anchor_check")}</p>
      <p class="hint">
        <code class="journal-root">{`kenzen chain anchor check ${location.origin} --rpc URL --anchor ${anchor.chain_id}:${anchor.contract}:${anchor.sender ?? ""}`}</code>
      </p>
    </>
  );
}

export function JournalAnchorBox() {
  const { data, problem, reload } = useResource<{ items: Anchor[] }>("/public/log/anchors?limit=1");
  const last = data?.items[0];
  return (
    <section class="card journal-anchor" aria-label={t("journal_anchor")}>
      <h2>{t("journal_anchor")}</h2>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton rows={2} />}
      {last && <Last anchor={last} />}
      {data && !last && (
        <>
          <p>{t("journal_anchor_none")}</p>
          <p class="hint">{t("journal_anchor_none_hint")}</p>
        </>
      )}
    </section>
  );
}
