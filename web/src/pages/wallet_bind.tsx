// SPDX-License-Identifier: Apache-2.0
// Binding an address of a wallet to one's account: sign in with Ethereum (EIP-4361). The server writes the text, the wallet signs it.
import { useState } from "preact/hooks";
import type { WalletAddress, WalletChallenge } from "../api_wallet";
import { post } from "../http";
import { t } from "../i18n";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { connect, signText, type Wallet } from "../wallet/provider";
import { useWalletTask } from "../wallet/task";
import { SignedText, WalletChoice, WalletProblem } from "./wallet_parts";

interface Asked {
  wallet: Wallet;
  account: string;
  message: string;
}

interface Props {
  /** The badge that it is for, whose page a telephone can open; null: for any. */
  badge: string | null;
  /** null: whichever. */
  chain: number | null;
  onClose: () => void;
  onDone: (address: WalletAddress) => void;
}

export function BindDialog({ badge, chain, onClose, onDone }: Props) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const task = useWalletTask();
  const choose = (wallet: Wallet) =>
    task.run(async () => {
      const account = await connect(wallet);
      const { message } = await post<WalletChallenge>("/wallet/challenge", { address: account, ...(chain ? { chain_id: chain } : {}) });
      return { wallet, account, message };
    }, setAsked);
  const sign = ({ wallet, account, message }: Asked) =>
    task.run(
      async () => {
        const signature = await signText(wallet, account, message);
        return post<WalletAddress>("/wallet/addresses", { message, signature });
      },
      (address) => {
        tell(t("told_bound"));
        onDone(address);
        onClose();
      },
    );
  return (
    <Dialog title={t("wallet_bind_title")} onClose={onClose}>
      {!asked && <WalletChoice badge={badge} isBusy={task.isBusy} onChoose={choose} />}
      {asked && (
        <>
          <p>{t("wallet_bind_lead")}</p>
          <SignedText text={asked.message} />
        </>
      )}
      <WalletProblem task={task} />
      <footer>
        <button type="button" class="button" onClick={onClose}>
          {t("cancel")}
        </button>
        {asked && (
          <button type="button" class="button primary" disabled={task.isBusy} onClick={() => sign(asked)}>
            <Icon name="key" /> {t("wallet_sign", { wallet: asked.wallet.name })}
          </button>
        )}
      </footer>
    </Dialog>
  );
}
