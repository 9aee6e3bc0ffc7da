// SPDX-License-Identifier: Apache-2.0
// What a badge's holder does with a wallet: bringing the badge onto a chain, seeing how that goes, showing it there.
import { useEffect, useState } from "preact/hooks";
import type { Badge } from "../api_badge";
import type { Mint, MintPreview } from "../api_wallet";
import { type Resource, useResource } from "../hooks";
import { type Problem, withQuery } from "../http";
import { t, word } from "../i18n";
import { ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { nftOf } from "../wallet/provider";
import { MintDialog } from "./badge_mint";
import { BadgeNft } from "./badge_nft";

const PAUSE_MS = 2_000;
/** States that change by themselves. */
const MOVING: readonly string[] = ["ordered", "mined", "revoking"];

/** How it stands, asked again while it changes; null: nobody has wished it. */
function useMint(badge: Badge): Resource<Mint> {
  const mint = useResource<Mint>(`/badges/${badge.id}/mint`);
  const isMoving = !!mint.data && MOVING.includes(mint.data.state);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => !document.hidden && mint.reload(), PAUSE_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return mint;
}

function Progress({ mint }: { mint: Mint }) {
  const state = mint.state === "ordered" && mint.transaction ? mint.transaction.state : mint.state;
  const trouble = mint.error ?? mint.transaction?.trouble;
  return (
    <div class={mint.state === "failed" ? "problem" : "notice good"} role="status">
      <Icon name={mint.state === "failed" ? "warn" : mint.state === "final" ? "check" : "clock"} />
      <div>
        <strong>{word("mint_state", state)}</strong>
        {trouble && (
          <p class="problem-detail" lang="en">
            {trouble}
          </p>
        )}
        {mint.transaction?.hash && (
          <p class="small">
            {t("mint_transaction")} <code class="badge-hash">{mint.transaction.hash}</code>
          </p>
        )}
      </div>
    </div>
  );
}

/** That it cannot be, with the server's words why; or that there is no chain to bring it to. */
function WhyNot({ problem }: { problem: Problem }) {
  if (problem.status === 409)
    return (
      <p class="notice">
        <Icon name="info" />
        <span lang="en">{problem.detail}</span>
      </p>
    );
  return problem.status === 404 ? null : <ProblemBox problem={problem} />;
}

function Wish({ badge, onDone }: { badge: Badge; onDone: (mint: Mint) => void }) {
  const [isOpen, setOpen] = useState(false);
  const preview = useResource<MintPreview>(`/badges/${badge.id}/mint/preview`);
  const isImpossible = preview.problem?.status === 409;
  return (
    <>
      <p class="muted">{t("wallet_lead")}</p>
      {preview.problem && <WhyNot problem={preview.problem} />}
      {!isImpossible && (
        <p class="buttons">
          <button type="button" class="button primary" onClick={() => setOpen(true)}>
            <Icon name="upload" /> {t("wallet_bring")}
          </button>
        </p>
      )}
      {isOpen && <MintDialog badge={badge} chain={null} onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}

function Minted({ badge, mint, onDone }: { badge: Badge; mint: Mint; onDone: (mint: Mint) => void }) {
  const { address, chain_id } = mint;
  const path = withQuery(`/badges/${badge.id}/mint/preview`, { address, chain_id });
  // What a wallet is told of the chain; without it, a wallet that knows the chain does.
  const chain = useResource<MintPreview>(path).data?.chain ?? null;
  const nft = nftOf(mint.nft_id);
  const isThere = mint.state === "mined" || mint.state === "final";
  return (
    <>
      <Progress mint={mint} />
      {mint.state === "failed" && <Wish badge={badge} onDone={onDone} />}
      {isThere && nft && <BadgeNft badge={badge.id} nft={nft} chain={chain} />}
    </>
  );
}

export function BadgeWalletCard({ badge }: { badge: Badge }) {
  const mint = useMint(badge);
  const isNone = mint.problem?.status === 404;
  return (
    <section class="card badge-wallet">
      <h2>{t("wallet_card")}</h2>
      {!isNone && <ProblemBox problem={mint.problem} retry={mint.reload} />}
      {!mint.data && !mint.problem && <Skeleton rows={2} />}
      {isNone && !badge.revoked_at && <Wish badge={badge} onDone={mint.set} />}
      {mint.data && !isNone && <Minted badge={badge} mint={mint.data} onDone={mint.set} />}
    </section>
  );
}
