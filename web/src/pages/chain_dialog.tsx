// SPDX-License-Identifier: Apache-2.0
// Setting a chain up, and changing it.
import { useState } from "preact/hooks";
import { useTask } from "../hooks";
import { patch, post } from "../http";
import { t } from "../i18n";
import type { Schemas } from "../schemas";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

export type Chain = Schemas["Chain"];

export const GWEI = 1e9;
const HOUR_SECONDS = 3600;

interface Draft {
  id: string;
  name: string;
  endpoints: string;
  explorer_url: string;
  wallet_url: string;
  symbol: string;
  confirmations: string;
  most_fee: string;
  anchor_hours: string;
  claims_paid: string;
  is_on: boolean;
}

const NEW: Draft = {
  id: "",
  name: "",
  endpoints: "",
  explorer_url: "",
  wallet_url: "",
  symbol: "ETH",
  confirmations: "12",
  most_fee: "100",
  anchor_hours: "24",
  claims_paid: "0",
  is_on: true,
};

function draftOf(it: Chain): Draft {
  return {
    id: String(it.id),
    name: it.name,
    endpoints: "",
    explorer_url: it.explorer_url ?? "",
    wallet_url: it.wallet_url ?? "",
    symbol: it.symbol,
    confirmations: String(it.confirmations),
    most_fee: String((it.most_fee_wei ?? 0) / GWEI),
    anchor_hours: String(it.anchor_seconds / HOUR_SECONDS),
    claims_paid: String(it.claims_paid_a_day ?? 0),
    is_on: it.is_on,
  };
}

/** What stays as it is is not sent: URLs of nodes are not shown again. */
function sent(draft: Draft, isNew: boolean) {
  const endpoints = draft.endpoints.split(/\s+/).filter(Boolean);
  return {
    ...(isNew ? { id: Number(draft.id) } : {}),
    ...(endpoints.length ? { endpoints } : {}),
    name: draft.name.trim(),
    explorer_url: draft.explorer_url.trim(),
    wallet_url: draft.wallet_url.trim(),
    symbol: draft.symbol.trim(),
    confirmations: Number(draft.confirmations),
    most_fee_wei: Math.round(Number(draft.most_fee) * GWEI),
    anchor_seconds: Math.round(Number(draft.anchor_hours) * HOUR_SECONDS),
    claims_paid_a_day: Number(draft.claims_paid),
    is_on: draft.is_on,
  };
}

interface LineProps {
  member: Exclude<keyof Draft, "is_on" | "endpoints">;
  label: string;
  hint?: string;
  type?: string;
  isRequired?: boolean;
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
}

function Line({ member, label, hint = "", type = "text", isRequired = false, draft, change }: LineProps) {
  return (
    <Field label={label} hint={hint}>
      {(id, hintId) => (
        <input
          id={id}
          type={type}
          step="any"
          aria-describedby={hintId}
          required={isRequired}
          autocomplete="off"
          spellcheck={false}
          value={draft[member]}
          onInput={(event) => change({ [member]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}

function Nodes({ draft, change, isNew }: Pick<LineProps, "draft" | "change"> & { isNew: boolean }) {
  return (
    <Field label={t("chain_endpoints")} hint={t(isNew ? "chain_endpoints_hint" : "chain_endpoints_kept")}>
      {(id, hintId) => (
        <textarea
          id={id}
          rows={3}
          required={isNew}
          spellcheck={false}
          aria-describedby={hintId}
          value={draft.endpoints}
          onInput={(event) => change({ endpoints: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}

export function ChainDialog({ chain, onClose, onDone }: { chain?: Chain; onClose: () => void; onDone: () => void }) {
  const [draft, setDraft] = useState<Draft>(() => (chain ? draftOf(chain) : NEW));
  const { isBusy, problem, run } = useTask();
  const it = { draft, change: (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes })) };
  const isNew = !chain;
  const onSubmit = () =>
    run(
      () => (chain ? patch<Chain>(`/chains/${chain.id}`, sent(draft, false)) : post<Chain>("/chains", sent(draft, true))),
      () => {
        tell(t("told_chain_saved"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t(isNew ? "chain_add" : "chain_edit")}
      submit={t("save")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {isNew && <Line member="id" type="number" isRequired label={t("chain_id")} hint={t("chain_id_hint")} {...it} />}
      <Line member="name" isRequired label={t("chain_name")} {...it} />
      <Nodes isNew={isNew} {...it} />
      <div class="two">
        <Line member="confirmations" type="number" isRequired label={t("chain_confirmations")} {...it} />
        <Line member="most_fee" type="number" isRequired label={t("chain_most_fee")} {...it} />
      </div>
      <Line member="anchor_hours" type="number" isRequired label={t("chain_anchor_hours")} hint={t("chain_anchor_hours_hint")} {...it} />
      <Line member="claims_paid" type="number" isRequired label={t("chain_claims_paid")} hint={t("chain_claims_paid_hint")} {...it} />
      <Line member="explorer_url" type="url" label={t("chain_explorer")} hint={t("chain_public_hint")} {...it} />
      <Line member="wallet_url" type="url" label={t("chain_wallet_url")} hint={t("chain_public_hint")} {...it} />
      <Line member="symbol" isRequired label={t("chain_symbol")} {...it} />
      <label class="tick">
        <input type="checkbox" checked={draft.is_on} onChange={(event) => it.change({ is_on: event.currentTarget.checked })} />
        {t("chain_is_on")}
      </label>
    </FormDialog>
  );
}
