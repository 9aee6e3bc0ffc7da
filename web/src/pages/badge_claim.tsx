// SPDX-License-Identifier: Apache-2.0
// Claiming a badge that a campaign has for the holder's address: the holder's own wallet sends it, and pays; or the server does (badge_claim_relay.tsx).
import { useState } from "preact/hooks";
import type { Badge } from "../api_badge";
import { type Chain, type Claim, type Mint, walletChain } from "../api_wallet";
import { day } from "../format";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { connect, sendTransaction, useChain, type Wallet, WalletError } from "../wallet/provider";
import { useWalletTask } from "../wallet/task";
import { BadgeClaimRelay } from "./badge_claim_relay";
import { BadgeName } from "./badge_name";
import { PublicLines, WalletChoice, WalletProblem } from "./wallet_parts";

/** The wallet must have chosen the address that the campaign has the badge for: the contract takes the claim from no other. */
async function send(wallet: Wallet, claim: Claim, chain: Chain): Promise<string> {
  const account = await connect(wallet);
  if (account.toLowerCase() !== claim.holder.toLowerCase()) throw new WalletError("not_holder", account);
  await useChain(wallet, walletChain(chain));
  return sendTransaction(wallet, account, claim.to, claim.data);
}

function BecomesPublic({ badge, claim, chain }: Props) {
  return (
    <section>
      <h3>{t("mint_becomes_public")}</h3>
      <PublicLines
        lines={[
          [t("mint_address"), <code>{claim.holder}</code>],
          [t("mint_class"), <BadgeName slug={badge.class.slug} name={badge.class.name} />],
          [t("mint_commitment"), <code>{claim.commitment}</code>],
          [t("mint_chain"), `${chain.name} (${chain.id})`],
          [t("mint_contract"), <code>{claim.to}</code>],
          [t("claim_root"), <code>{claim.root}</code>],
        ]}
      />
      <p class="muted">{t("mint_stays")}</p>
    </section>
  );
}

interface Props {
  badge: Badge;
  claim: Claim;
  chain: Chain;
}

/** Who pays is chosen first: either of the two shows what becomes public before the wallet is asked. */
function Payers({ claim, onChoose }: { claim: Claim; onChoose: (payer: "server" | "wallet") => void }) {
  return (
    <p class="buttons">
      {claim.relay && (
        <button type="button" class="button" onClick={() => onChoose("server")}>
          <Icon name="medal" /> {t("claim_server_pays")}
        </button>
      )}
      <button type="button" class="button" onClick={() => onChoose("wallet")}>
        <Icon name="wallet" /> {t("mint_wallet_pays")}
      </button>
    </p>
  );
}

export function BadgeClaim(props: Props & { onSent: () => void; onDone: (mint: Mint) => void }) {
  const { badge, claim, chain, onSent, onDone } = props;
  const [payer, setPayer] = useState<"server" | "wallet" | null>(null);
  const [hash, setHash] = useState("");
  const task = useWalletTask();
  const choose = (wallet: Wallet) =>
    task.run(
      () => send(wallet, claim, chain),
      (sent) => {
        tell(t("told_claimed"));
        setHash(sent);
        onSent();
      },
    );
  if (hash)
    return (
      <div class="notice good" role="status">
        <Icon name="clock" />
        <div>
          <strong>{t("mint_state_sent")}</strong>
          <code class="badge-hash">{hash}</code>
        </div>
      </div>
    );
  return (
    <section class="badge-claim">
      <p>{t("claim_until", { day: day(claim.expires_at) })}</p>
      {(!payer || claim.relay) && <Payers claim={claim} onChoose={setPayer} />}
      {payer === "server" && <BadgeClaimRelay badge={badge} chain={chain} onDone={onDone} />}
      {payer === "wallet" && (
        <>
          <BecomesPublic {...props} />
          <p class="hint">{t("claim_before_sign")}</p>
          <WalletChoice badge={badge.id} isBusy={task.isBusy} onChoose={choose} />
          <WalletProblem task={task} />
        </>
      )}
    </section>
  );
}
