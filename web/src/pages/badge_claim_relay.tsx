// SPDX-License-Identifier: Apache-2.0
// Claiming a badge of a campaign by a signature: the holder's wallet signs typed data, the server sends the claim and pays.
import type { Badge } from "../api_badge";
import { type Chain, type Claim, type Mint, walletChain } from "../api_wallet";
import { moment } from "../format";
import { useResource } from "../hooks";
import { post, withQuery } from "../http";
import { t } from "../i18n";
import { ProblemBox, Skeleton } from "../ui/basics";
import { tell } from "../ui/toast";
import { connect, signTyped, useChain, type Wallet, WalletError } from "../wallet/provider";
import { useWalletTask } from "../wallet/task";
import { BadgeName } from "./badge_name";
import { PublicLines, WalletChoice, WalletProblem } from "./wallet_parts";

type Relay = NonNullable<Claim["relay"]>;

interface Props {
  badge: Badge;
  chain: Chain;
  onDone: (mint: Mint) => void;
}

async function signAndSend(wallet: Wallet, { badge, chain }: Props, { deadline, typed_data }: Relay): Promise<Mint> {
  const { holder } = typed_data.message;
  const account = await connect(wallet);
  if (account.toLowerCase() !== holder.toLowerCase()) throw new WalletError("not_holder", account);
  await useChain(wallet, walletChain(chain));
  const signature = await signTyped(wallet, account, typed_data);
  return post<Mint>(`/badges/${badge.id}/claim`, { deadline, signature, address: holder, chain_id: String(chain.id) });
}

/** Read out of what is signed itself, so that nothing else is. */
function SignedFields({ badge, chain, relay }: { badge: Badge; chain: Chain; relay: Relay }) {
  const { domain, message } = relay.typed_data;
  return (
    <>
      <PublicLines
        lines={[
          [t("mint_address"), <code>{message.holder}</code>],
          [
            t("mint_class"),
            <>
              <BadgeName slug={badge.class.slug} name={badge.class.name} /> ({message.class})
            </>,
          ],
          [t("mint_commitment"), <code>{message.commitment}</code>],
          [t("claim_root"), <code>{message.root}</code>],
          [t("mint_chain"), `${chain.name} (${domain.chainId})`],
          [t("mint_contract"), <code>{domain.verifyingContract}</code>],
          [t("claim_deadline"), `${moment(relay.deadline)} (${message.deadline})`],
          [t("mint_when"), t("mint_when_is")],
        ]}
      />
      <details>
        <summary>{t("claim_signed_whole")}</summary>
        <pre class="signed-text" lang="en" tabIndex={0} aria-label={t("claim_signed_whole")}>
          {JSON.stringify(relay.typed_data, null, 2)}
        </pre>
      </details>
    </>
  );
}

/** Asked for when it is opened: its deadline is counted from then. */
export function BadgeClaimRelay(props: Props) {
  const { badge, chain, onDone } = props;
  const claim = useResource<Claim>(withQuery(`/badges/${badge.id}/claim`, { chain_id: chain.id }));
  const task = useWalletTask();
  const relay = claim.data?.relay;
  const choose = (wallet: Wallet) =>
    relay &&
    task.run(
      () => signAndSend(wallet, props, relay),
      (mint) => {
        tell(t("told_claim_ordered"));
        onDone(mint);
      },
    );
  return (
    <section>
      <h3>{t("mint_becomes_public")}</h3>
      <ProblemBox problem={claim.problem} retry={claim.reload} />
      {!claim.data && !claim.problem && <Skeleton rows={2} />}
      {relay && (
        <>
          <p>{t("claim_sign_lead")}</p>
          <SignedFields badge={badge} chain={chain} relay={relay} />
          <p class="muted">{t("mint_stays")}</p>
          <p class="hint">{t("claim_sign_hint")}</p>
          <WalletChoice badge={badge.id} isBusy={task.isBusy} onChoose={choose} />
        </>
      )}
      <WalletProblem task={task} />
    </section>
  );
}
