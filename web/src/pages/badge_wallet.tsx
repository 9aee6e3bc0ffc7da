// SPDX-License-Identifier: Apache-2.0
// What a badge's holder does with a wallet: bringing the badge onto a chain, seeing how that goes, showing it there.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { Badge } from "../api_badge";
import type { Chain, Claim, Mint } from "../api_wallet";
import { type Resource, useRepeat, useResource } from "../hooks";
import { type Problem, withQuery } from "../http";
import { t, word } from "../i18n";
import { Field, ProblemBox, Skeleton } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { nftOf } from "../wallet/provider";
import { BadgeClaim } from "./badge_claim";
import { MintDialog } from "./badge_mint";
import { BadgeNft } from "./badge_nft";

const PAUSE_MS = 2_000;
/** States that change by themselves. */
const MOVING: readonly string[] = ["ordered", "mined", "revoking"];

/** How it stands, asked again while it changes, or while what the holder sent is waited for. */
function useMint(badge: Badge, isSent: boolean): Resource<Mint> {
  const mint = useResource<Mint>(`/badges/${badge.id}/mint`);
  const isMoving = mint.data ? MOVING.includes(mint.data.state) : isSent;
  useRepeat(isMoving, mint.reload, PAUSE_MS);
  return mint;
}

/** How a state looks; those that are not here are news that are no more than that. */
const LOOKS: Record<string, readonly [string, IconName]> = {
  ordered: ["notice good", "clock"],
  mined: ["notice good", "clock"],
  final: ["notice good", "check"],
  failed: ["problem", "warn"],
};

function Progress({ mint }: { mint: Mint }) {
  const state = mint.state === "ordered" && mint.transaction ? mint.transaction.state : mint.state;
  const [look, icon] = LOOKS[mint.state] ?? ["notice", "ban"];
  const trouble = mint.error ?? mint.transaction?.trouble;
  return (
    <div class={look} role="status">
      <Icon name={icon} />
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

/** Of several chains, one is chosen. */
function ChainField(props: { chains: Chain[]; chosen: Chain; onChoose: (id: number) => void }) {
  if (props.chains.length === 1) return null;
  return (
    <Field label={t("mint_chain")}>
      {(id) => (
        <select
          id={id}
          value={props.chosen.id}
          onChange={(event) => props.onChoose(Number(event.currentTarget.value))}
        >
          {props.chains.map((chain) => (
            <option key={chain.id} value={chain.id}>
              {chain.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface WishProps {
  badge: Badge;
  chains: Chain[];
  chain: Chain;
  onDone: (mint: Mint) => void;
  onSent: () => void;
}

function Wish({ badge, chains, chain: usual, onDone, onSent }: WishProps) {
  const [isOpen, setOpen] = useState(false);
  const [wanted, setWanted] = useState(usual.id);
  const chain = chains.find((one) => one.id === wanted) ?? usual;
  const on = { chain_id: chain.id };
  const { problem } = useResource(withQuery(`/badges/${badge.id}/mint/preview`, on));
  const claim = useResource<Claim>(withQuery(`/badges/${badge.id}/claim`, on)).data;
  return (
    <>
      <p class="muted">{t("wallet_lead")}</p>
      <ChainField chains={chains} chosen={chain} onChoose={setWanted} />
      {problem && <WhyNot problem={problem} />}
      {problem?.status !== 409 && (
        <p class="buttons">
          <button type="button" class="button primary" onClick={() => setOpen(true)}>
            <Icon name="upload" /> {t("wallet_bring")}
          </button>
        </p>
      )}
      {claim && <BadgeClaim badge={badge} claim={claim} chain={chain} onSent={onSent} onDone={onDone} />}
      {isOpen && <MintDialog badge={badge} chain={chain.id} onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}

function Minted({ badge, mint, chains }: { badge: Badge; mint: Mint; chains: Chain[] }) {
  const nft = nftOf(mint.nft_id);
  const isThere = mint.state === "mined" || mint.state === "final";
  // A wallet that knows the chain does without it.
  const chain = chains.find((one) => one.id === mint.chain_id) ?? null;
  return (
    <>
      <Progress mint={mint} />
      {isThere && nft && <BadgeNft badge={badge.id} nft={nft} chain={chain} />}
    </>
  );
}

export function BadgeWalletCard({ badge }: { badge: Badge }) {
  const [isSent, setSent] = useState(false);
  const mint = useMint(badge, isSent);
  const all = useResource<Page<Chain>>("/chains");
  const chains = all.data?.items ?? [];
  const open = chains.filter((chain) => chain.is_on && chain.badge_contract);
  const isNone = mint.problem?.status === 404;
  const isWish = (isNone || mint.data?.state === "failed") && !badge.revoked_at;
  return (
    <section class="card badge-wallet">
      <h2>{t("wallet_card")}</h2>
      {!isNone && <ProblemBox problem={mint.problem} retry={mint.reload} />}
      {!mint.data && !mint.problem && <Skeleton rows={2} />}
      {!isNone && mint.data && <Minted badge={badge} mint={mint.data} chains={chains} />}
      {isNone && badge.revoked_at && <p class="muted">{t("wallet_revoked")}</p>}
      {isWish && all.data && !open[0] && <p class="muted">{t("wallet_no_chain")}</p>}
      {isWish && open[0] && (
        <Wish badge={badge} chains={open} chain={open[0]} onDone={mint.set} onSent={() => setSent(true)} />
      )}
    </section>
  );
}
