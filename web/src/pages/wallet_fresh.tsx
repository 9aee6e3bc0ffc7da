// SPDX-License-Identifier: Apache-2.0
// A fresh address (ERC-5564): made on this page out of a signature of the wallet, and bound to the account like any other.
import { useState } from "preact/hooks";
import type { WalletAddress, WalletChallenge } from "../api_wallet";
import { post } from "../http";
import { t } from "../i18n";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { Secret } from "../ui/secret";
import { connect, signText, type Wallet } from "../wallet/provider";
import { STEALTH_TEXT } from "../wallet/stealth_text";
import { useWalletTask } from "../wallet/task";
import { SignedText, WalletChoice, WalletProblem } from "./wallet_parts";

interface Fresh {
  bound: WalletAddress;
  key: string;
  /** What finds the key again together with the wallet. */
  file: string;
}

/** The arithmetic of the curve is fetched when somebody wants such an address. */
async function make(wallet: Wallet, account: string, chain: number | null): Promise<Fresh> {
  const stealth = await import("../wallet/stealth");
  const keys = stealth.stealthKeys(await signText(wallet, account, STEALTH_TEXT));
  const meta = stealth.metaAddress(keys);
  const { address, ephemeral, viewTag } = stealth.newStealthAddress(meta);
  const key = stealth.stealthKey(keys, ephemeral);
  const { message } = await post<WalletChallenge>("/wallet/challenge", { address, ...(chain ? { chain_id: chain } : {}) });
  const signature = stealth.signTextWith(key, message);
  const bound = await post<WalletAddress>("/wallet/addresses", { message, signature, is_stealth: true });
  const file = JSON.stringify({ scheme: 1, address, ephemeral_public_key: ephemeral, view_tag: viewTag }, null, 2);
  return { bound, key: stealth.hexOfKey(key), file };
}

function Made({ fresh, onClose }: { fresh: Fresh; onClose: () => void }) {
  const { address } = fresh.bound;
  const href = `data:application/json,${encodeURIComponent(fresh.file)}`;
  return (
    <>
      <p>
        {t("wallet_fresh_made")}: <code>{address}</code>
      </p>
      <Secret title={t("wallet_fresh_keep", { address: `${address.slice(0, 8)}…` })} value={fresh.key} />
      <p class="buttons">
        <a class="button small" href={href} download={`fresh-address-${address.slice(2, 10)}.json`}>
          <Icon name="file" /> {t("wallet_fresh_file")}
        </a>
      </p>
      <footer>
        <button type="button" class="button primary" onClick={onClose}>
          {t("codes_kept")}
        </button>
      </footer>
    </>
  );
}

interface Props {
  /** The badge that it is for, whose page a telephone can open; null: for any. */
  badge: string | null;
  /** null: whichever. */
  chain: number | null;
  onClose: () => void;
  onDone: (address: WalletAddress) => void;
}

export function FreshDialog({ badge, chain, onClose, onDone }: Props) {
  const [wallet, setWallet] = useState<{ wallet: Wallet; account: string } | null>(null);
  const [fresh, setFresh] = useState<Fresh | null>(null);
  const task = useWalletTask();
  const choose = (chosen: Wallet) =>
    task.run(async () => ({ wallet: chosen, account: await connect(chosen) }), setWallet);
  const sign = () =>
    wallet &&
    task.run(
      () => make(wallet.wallet, wallet.account, chain),
      (made) => {
        setFresh(made);
        onDone(made.bound);
      },
    );
  return (
    <Dialog title={t("wallet_fresh_title")} onClose={onClose}>
      {fresh && <Made fresh={fresh} onClose={onClose} />}
      {!fresh && (
        <>
          <p>{t("wallet_fresh_lead")}</p>
          <SignedText text={STEALTH_TEXT} />
          {!wallet && <WalletChoice badge={badge} isBusy={task.isBusy} onChoose={choose} />}
          <WalletProblem task={task} />
          <footer>
            <button type="button" class="button" onClick={onClose}>
              {t("cancel")}
            </button>
            {wallet && (
              <button type="button" class="button primary" disabled={task.isBusy} onClick={sign}>
                <Icon name="key" /> {t("wallet_sign", { wallet: wallet.wallet.name })}
              </button>
            )}
          </footer>
        </>
      )}
    </Dialog>
  );
}
