// SPDX-License-Identifier: Apache-2.0
// The parts of what has to do with wallets: choosing one, what it refused, what is to be copied.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t, word } from "../i18n";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { discoverWallets, type Wallet, wallets } from "../wallet/provider";
import type { WalletTask } from "../wallet/task";

/** What went wrong, in words that there are for it, and the wallet's own beside them. */
export function WalletProblem({ task }: { task: WalletTask }) {
  if (!task.refusal) return <ProblemBox problem={task.problem} />;
  const { code, message } = task.refusal;
  return (
    <div class={code === "rejected" ? "notice" : "problem"} role="alert">
      <Icon name="warn" />
      <div>
        <strong>{word("wallet_error", code)}</strong>
        {code !== "rejected" && message && (
          <p class="problem-detail" lang="en">
            {message}
          </p>
        )}
      </div>
    </div>
  );
}

/** The same page, to be opened inside a telephone's wallet. */
export function PageQr({ badge }: { badge: string }) {
  return (
    <figure class="wallet-qr">
      <img src={`/api/v1/badges/${badge}/qr.svg`} width="180" height="180" alt={t("wallet_qr")} />
      <figcaption class="hint">{t("wallet_qr_hint")}</figcaption>
    </figure>
  );
}

function NoWallet({ badge }: { badge: string | null }) {
  return (
    <div class="notice">
      <Icon name="wallet" />
      <div>
        <strong>{t("wallet_none")}</strong>
        <p>{t(badge ? "wallet_none_hint" : "wallet_none_here")}</p>
        {badge && <PageQr badge={badge} />}
        <button type="button" class="button small" onClick={discoverWallets}>
          {t("wallet_look_again")}
        </button>
      </div>
    </div>
  );
}

const LOOKING_MS = 400;

interface ChoiceProps {
  badge: string | null;
  isBusy: boolean;
  onChoose: (wallet: Wallet) => void;
}

/** Whether there is none is known only after a while: wallets make themselves known when they are ready. */
export function WalletChoice({ badge, isBusy, onChoose }: ChoiceProps) {
  const [hasLooked, setLooked] = useState(false);
  useEffect(() => {
    discoverWallets();
    const timer = setTimeout(() => setLooked(true), LOOKING_MS);
    return () => clearTimeout(timer);
  }, []);
  const found = wallets.value;
  if (found.length === 0) return hasLooked ? <NoWallet badge={badge} /> : null;
  return (
    <section class="wallet-choice" aria-label={t("wallet_choose")}>
      <p class="muted">{t("wallet_choose_lead")}</p>
      <p class="buttons">
        {found.map((wallet) => (
          <button key={wallet.uuid} type="button" class="button" disabled={isBusy} onClick={() => onChoose(wallet)}>
            <Icon name="wallet" /> {wallet.name}
          </button>
        ))}
      </p>
    </section>
  );
}

/** A long value that one takes elsewhere. */
export function Copied(props: { name: string; value: string; label: string }) {
  const copy = () => void navigator.clipboard.writeText(props.value).then(() => tell(t("told_copied")));
  return (
    <div class="copied">
      <span class="muted">{props.name}</span>
      <code>{props.value}</code>
      <button type="button" class="button small" aria-label={props.label} onClick={copy}>
        {t("copy")}
      </button>
    </div>
  );
}

/** The exact text that will be signed. */
export function SignedText({ text }: { text: string }) {
  return (
    <div class="field">
      <strong>{t("wallet_text")}</strong>
      <pre class="signed-text" lang="en" tabIndex={0} aria-label={t("wallet_text")}>
        {text}
      </pre>
    </div>
  );
}

/** 0x1234…abcd, whole when one points at it. */
export function ShortAddress({ address }: { address: string }) {
  return (
    <code title={address}>
      {address.slice(0, 8)}…{address.slice(-6)}
    </code>
  );
}

export function PublicLines({ lines }: { lines: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="mint-public">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
