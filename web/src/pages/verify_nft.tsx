// SPDX-License-Identifier: Apache-2.0
// What must be known to verify a badge that is an NFT: which nodes are asked, and whose badge it is said to be.
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { httpNode, type Node, walletNode } from "../verify/node";
import { verifyNft } from "../verify/nft";
import { readTokenId } from "../verify/token";
import { stop } from "../verify/verdict";
import type { Report } from "../verify/verify";
import { discoverWallets, type Wallet, wallets } from "../wallet/provider";

/** One node that is named twice is one. */
function nodesOf(urls: readonly string[], chosen: readonly Wallet[]): readonly Node[] {
  const named = [...new Set(urls.map((url) => url.trim()).filter(Boolean))].map(httpNode);
  const nodes = [...named, ...chosen.map(walletNode)];
  return nodes.length ? nodes : stop("verify_nft_no_node");
}

function Field({ label, hint, value, set }: { label: string; hint: string; value: string; set: (value: string) => void }) {
  return (
    <label>
      {label}
      <input spellcheck={false} autocomplete="off" placeholder={hint} value={value} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

function Wallets({ chosen, choose }: { chosen: readonly string[]; choose: (uuids: readonly string[]) => void }) {
  if (!wallets.value.length) return null;
  const toggle = (uuid: string) => choose(chosen.includes(uuid) ? chosen.filter((one) => one !== uuid) : [...chosen, uuid]);
  return (
    <fieldset class="verify-wallets">
      <legend>{t("verify_nft_wallets")}</legend>
      {wallets.value.map(({ uuid, name }) => (
        <label key={uuid} class="check-line">
          <input type="checkbox" checked={chosen.includes(uuid)} onChange={() => toggle(uuid)} /> {name}
        </label>
      ))}
    </fieldset>
  );
}

export function NftForm({ id, take }: { id: string; take: (work: () => Promise<Report>) => void }) {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [issuer, setIssuer] = useState("");
  const [chosen, choose] = useState<readonly string[]>([]);
  useEffect(discoverWallets, []);
  const verify = async () => {
    const token = await readTokenId(id);
    const asked = wallets.peek().filter(({ uuid }) => chosen.includes(uuid));
    return verifyNft(token, nodesOf([first, second], asked), issuer.trim());
  };
  return (
    <section class="card verify-drop verify-nft">
      <h2>{t("verify_nft")}</h2>
      <p class="verify-nft-id">
        <code>{id}</code>
      </p>
      <p>{t("verify_nft_lead")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take(verify);
        }}
      >
        <Field label={t("verify_nft_node")} hint="https://node.example" value={first} set={setFirst} />
        <Field label={t("verify_nft_node_two")} hint="https://other.example" value={second} set={setSecond} />
        <Wallets chosen={chosen} choose={choose} />
        <p class="muted">{t("verify_nft_node_hint")}</p>
        <Field label={t("verify_nft_issuer")} hint="kenzen.example.org" value={issuer} set={setIssuer} />
        <p class="muted">{t("verify_nft_issuer_hint")}</p>
        <button class="button primary" disabled={!first.trim() && !second.trim() && !chosen.length}>
          <Icon name="shield" /> {t("verify_nft_do")}
        </button>
      </form>
    </section>
  );
}
