// SPDX-License-Identifier: Apache-2.0
// Bringing a badge onto a chain: who receives it, and what becomes public by it. Nothing is sent before the last button.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { Badge } from "../api_badge";
import type { Mint, MintPreview, WalletAddress } from "../api_wallet";
import { useResource, useTask } from "../hooks";
import { post, withQuery } from "../http";
import { t } from "../i18n";
import { ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { BadgeName } from "./badge_name";
import { BindDialog } from "./wallet_bind";
import { FreshDialog } from "./wallet_fresh";
import { PublicLines } from "./wallet_parts";

interface AddressesProps {
  addresses: WalletAddress[];
  chosen: string;
  onChoose: (address: string) => void;
  onBind: () => void;
  onFresh: () => void;
}

function Addresses({ addresses, chosen, onChoose, onBind, onFresh }: AddressesProps) {
  return (
    <fieldset class="badge-choice">
      <legend>{t("wallet_address")}</legend>
      {addresses.length === 0 && <p class="muted">{t("wallet_addresses_none")}</p>}
      {addresses.map((one) => (
        <label key={one.id} class={one.address === chosen ? "chosen" : ""}>
          <input
            type="radio"
            name="address"
            checked={one.address === chosen}
            onChange={() => onChoose(one.address)}
          />
          <span>
            <code>{one.address}</code> {one.is_stealth && <Tag icon="eye">{t("wallet_fresh")}</Tag>}
          </span>
        </label>
      ))}
      <p class="buttons">
        <button type="button" class="button small" onClick={onBind}>
          <Icon name="plus" /> {t("wallet_bind")}
        </button>
        <button type="button" class="button small" onClick={onFresh}>
          <Icon name="plus" /> {t("wallet_make_fresh")}
        </button>
      </p>
    </fieldset>
  );
}

function BecomesPublic({ badge, preview }: { badge: Badge; preview: MintPreview }) {
  return (
    <section>
      <h3>{t("mint_becomes_public")}</h3>
      <PublicLines
        lines={[
          [t("mint_address"), <code>{preview.address}</code>],
          [t("mint_class"), <BadgeName slug={badge.class.slug} name={badge.class.name} />],
          [t("mint_commitment"), <code>{preview.commitment}</code>],
          [t("mint_chain"), `${preview.chain.name} (${preview.chain.id})`],
          [t("mint_contract"), <code>{preview.contract}</code>],
          [t("mint_token"), <code>{preview.token_id}</code>],
          [t("mint_when"), t("mint_when_is")],
        ]}
      />
      <p class="muted">{t("mint_stays")}</p>
    </section>
  );
}

interface OrderProps {
  badge: Badge;
  preview: MintPreview;
  onClose: () => void;
  onDone: (mint: Mint) => void;
}

function Order({ badge, preview, onClose, onDone }: OrderProps) {
  const { isBusy, problem, run } = useTask();
  const order = { address: preview.address, chain_id: preview.chain.id };
  const mint = () =>
    run(
      () => post<Mint>(`/badges/${badge.id}/mint`, order),
      (made) => {
        tell(t("told_minting"));
        onDone(made);
        onClose();
      },
    );
  return (
    <>
      <BecomesPublic badge={badge} preview={preview} />
      <p class="hint">{t("mint_before_sign")}</p>
      <ProblemBox problem={problem} />
      <footer>
        <button type="button" class="button" onClick={onClose}>
          {t("cancel")}
        </button>
        <button type="button" class="button primary" disabled={isBusy} onClick={mint}>
          <Icon name="upload" /> {t("mint_server_pays")}
        </button>
      </footer>
    </>
  );
}

interface MintProps {
  badge: Badge;
  chain: number;
  onClose: () => void;
  onDone: (mint: Mint) => void;
}

/** The one that was chosen, or the one that receives, or the only one. */
function chosenOf(addresses: WalletAddress[], chosen: string): string {
  const usual = addresses.find((one) => one.is_receiving) ?? addresses[0];
  return chosen || (usual?.address ?? "");
}

export function MintDialog({ badge, chain, onClose, onDone }: MintProps) {
  const own = useResource<Page<WalletAddress>>("/wallet/addresses");
  const [wanted, setWanted] = useState("");
  const [opened, setOpened] = useState<"bind" | "fresh" | null>(null);
  const addresses = own.data?.items ?? [];
  const address = chosenOf(addresses, wanted);
  const path = withQuery(`/badges/${badge.id}/mint/preview`, { address, chain_id: chain });
  const preview = useResource<MintPreview>(address ? path : null);
  const bound = (made: WalletAddress) => {
    own.reload();
    setWanted(made.address);
  };
  const inner = { badge: badge.id, chain, onClose: () => setOpened(null), onDone: bound };
  return (
    <Dialog title={t("mint_title")} onClose={onClose}>
      <ProblemBox problem={own.problem ?? preview.problem} retry={preview.problem ? preview.reload : own.reload} />
      {!own.data && !own.problem && <Skeleton rows={2} />}
      {own.data && (
        <Addresses
          addresses={addresses}
          chosen={address}
          onChoose={setWanted}
          onBind={() => setOpened("bind")}
          onFresh={() => setOpened("fresh")}
        />
      )}
      {preview.data && <Order badge={badge} preview={preview.data} onClose={onClose} onDone={onDone} />}
      {opened === "bind" && <BindDialog {...inner} />}
      {opened === "fresh" && <FreshDialog {...inner} />}
    </Dialog>
  );
}
