// SPDX-License-Identifier: Apache-2.0
// A badge that is on a chain: where, how a wallet shows it, and how one does so by hand.
import { useState } from "preact/hooks";
import { type Chain, walletChain } from "../api_wallet";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { addChain, connect, type Nft, useChain, type Wallet, WalletError, watchNft } from "../wallet/provider";
import { useWalletTask } from "../wallet/task";
import { Copied, PageQr, WalletChoice, WalletProblem } from "./wallet_parts";

interface Props {
  badge: string;
  nft: Nft;
  /** null: the server has it no more. */
  chain: Chain | null;
}

async function show(wallet: Wallet, nft: Nft, chain: Chain | null): Promise<void> {
  await connect(wallet);
  if (chain) await useChain(wallet, walletChain(chain));
  if (!(await watchNft(wallet, nft))) throw new WalletError("failed", t("nft_not_watched"));
}

function ShowInWallet({ badge, nft, chain }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Wallet | null>(null);
  const task = useWalletTask();
  const watch = (wallet: Wallet) => {
    setChosen(wallet);
    return task.run(
      () => show(wallet, nft, chain),
      () => {
        tell(t("told_watched"));
        setOpen(false);
      },
    );
  };
  const add = (wallet: Wallet, to: Chain) =>
    task.run(
      () => addChain(wallet, walletChain(to)),
      () => tell(t("told_chain_added")),
    );
  if (!isOpen)
    return (
      <p class="buttons">
        <button type="button" class="button primary" onClick={() => setOpen(true)}>
          <Icon name="wallet" /> {t("nft_show")}
        </button>
      </p>
    );
  return (
    <>
      <WalletChoice badge={badge} isBusy={task.isBusy} onChoose={watch} />
      <WalletProblem task={task} />
      {task.refusal?.code === "unknown_chain" && chosen && chain && (
        <p class="buttons">
          <button type="button" class="button small" onClick={() => add(chosen, chain)}>
            <Icon name="plus" /> {t("nft_add_chain")}
          </button>
        </p>
      )}
    </>
  );
}

function ByHand({ badge, nft, chain }: Props) {
  return (
    <details>
      <summary>{t("nft_by_hand")}</summary>
      <p>{t("nft_by_hand_lead", { chain: chain?.name ?? String(nft.chainId) })}</p>
      <Copied name={t("mint_contract")} value={nft.contract} label={t("nft_copy_contract")} />
      <Copied name={t("mint_token")} value={nft.tokenId} label={t("nft_copy_id")} />
      <h3>{t("wallet_on_telephone")}</h3>
      <PageQr badge={badge} />
    </details>
  );
}

export function BadgeNft(props: Props) {
  const { nft, chain } = props;
  const explorer = chain?.explorer_url;
  return (
    <>
      <p>{t("nft_on_chain", { chain: chain?.name ?? String(nft.chainId) })}</p>
      <ShowInWallet {...props} />
      {explorer && (
        <p>
          <a href={`${explorer.replace(/\/$/, "")}/nft/${nft.contract}/${nft.tokenId}`} target="_blank" rel="noreferrer">
            {t("nft_explorer")} <span class="sr-only">{t("opens_outside")}</span>
          </a>
        </p>
      )}
      <ByHand {...props} />
    </>
  );
}
