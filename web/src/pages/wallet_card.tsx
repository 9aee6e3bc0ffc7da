// SPDX-License-Identifier: Apache-2.0
// The addresses of chains that one has shown to be one's own.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { WalletAddress } from "../api_wallet";
import { useResource, useTask } from "../hooks";
import { patch, remove } from "../http";
import { t } from "../i18n";
import { ProblemBox, Tag, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { BindDialog } from "./wallet_bind";
import { FreshDialog } from "./wallet_fresh";
import { ShortAddress } from "./wallet_parts";

function AddressRow({ one, onChange }: { one: WalletAddress; onChange: () => void }) {
  const { isBusy, problem, run } = useTask();
  const path = `/wallet/addresses/${one.id}`;
  const address = one.address.slice(0, 8);
  const done = (told: "told_receives" | "told_unbound") => () => {
    tell(t(told));
    onChange();
  };
  return (
    <li>
      <Icon name="wallet" />
      <ShortAddress address={one.address} />
      {one.is_receiving && <Tag icon="check">{t("wallet_receives")}</Tag>}
      {one.is_stealth && <Tag icon="eye">{t("wallet_fresh")}</Tag>}
      <span class="muted">
        <Time at={one.verified_at} />
      </span>
      <span class="verbs">
        {!one.is_receiving && (
          <button
            type="button"
            class="link-button"
            disabled={isBusy}
            aria-label={t("wallet_receive_named", { address })}
            onClick={() => run(() => patch(path, { is_receiving: true }), done("told_receives"))}
          >
            {t("wallet_receive")}
          </button>
        )}
        <button
          type="button"
          class="link-button"
          disabled={isBusy}
          aria-label={t("wallet_unbind_named", { address })}
          onClick={() => run(() => remove(path), done("told_unbound"))}
        >
          {t("wallet_unbind")}
        </button>
      </span>
      <ProblemBox problem={problem} />
    </li>
  );
}

export function WalletCard() {
  const { data, problem, reload } = useResource<Page<WalletAddress>>("/wallet/addresses");
  const [opened, setOpened] = useState<"bind" | "fresh" | null>(null);
  const inner = { badge: null, chain: null, onClose: () => setOpened(null), onDone: reload };
  return (
    <section class="card wallet-card">
      <h2>{t("wallet_addresses")}</h2>
      <p class="muted">{t("wallet_addresses_lead")}</p>
      <ProblemBox problem={problem} retry={reload} />
      {data?.items.length === 0 && <p>{t("wallet_addresses_none")}</p>}
      <ul class="token-list">
        {data?.items.map((one) => (
          <AddressRow key={one.id} one={one} onChange={reload} />
        ))}
      </ul>
      <p class="buttons">
        <button type="button" class="button" onClick={() => setOpened("bind")}>
          <Icon name="plus" /> {t("wallet_bind")}
        </button>
        <button type="button" class="button" onClick={() => setOpened("fresh")}>
          <Icon name="plus" /> {t("wallet_make_fresh")}
        </button>
      </p>
      {opened === "bind" && <BindDialog {...inner} />}
      {opened === "fresh" && <FreshDialog {...inner} />}
    </section>
  );
}
