// SPDX-License-Identifier: Apache-2.0
// For administrators: the chains that badges are put on, how they are, and what was sent there.
import { useState } from "preact/hooks";
import { useResource, useTask, useTitle } from "../hooks";
import { post, remove } from "../http";
import { t } from "../i18n";
import type { Schemas } from "../schemas";
import { holds } from "../session";
import { Crumbs, Empty, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { ChainDialog, GWEI, type Chain } from "./chain_dialog";
import { ChainTransactions } from "./chain_transactions";

type Status = Schemas["ChainStatus"];
type Contract = "SecurityBadge" | "Anchor";

/** Wei as a person reads it: "9999.99 ETH". JavaScript's numbers hold no wei of an account, so the digits are cut. */
export function amount(wei: string, symbol: string): string {
  const digits = wei.padStart(19, "0");
  const rest = digits.slice(-18).slice(0, 6).replace(/0+$/, "");
  return `${digits.slice(0, -18)}${rest ? `.${rest}` : ""} ${symbol}`;
}

function Fact({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Nodes({ status }: { status: Status }) {
  return (
    <ul class="plain">
      {status.nodes.map((node) => (
        <li key={node.host}>
          <Icon name={node.is_well ? "check" : "warn"} /> {node.host}{" "}
          <span class="muted" lang="en">
            {node.is_well ? t("chain_node_block", { number: String(node.block_number) }) : node.trouble}
          </span>
        </li>
      ))}
    </ul>
  );
}

function StatusFacts({ chain, status }: { chain: Chain; status: Status }) {
  return (
    <>
      <Fact label={t("chain_block")}>{status.block_number ?? "–"}</Fact>
      <Fact label={t("chain_gas")}>
        {status.base_fee_wei === null ? "–" : `${((status.base_fee_wei + (status.tip_wei ?? 0)) / GWEI).toPrecision(3)} gwei`}
      </Fact>
      <Fact label={t("chain_sender")}>{status.sender ? <code>{status.sender}</code> : t("chain_no_key")}</Fact>
      {status.balance_wei !== null && <Fact label={t("chain_balance")}>{amount(status.balance_wei, chain.symbol)}</Fact>}
      <Fact label={t("chain_nodes")}>
        <Nodes status={status} />
      </Fact>
    </>
  );
}

function ContractFact({ address, label, onDeploy }: { address: string | null; label: string; onDeploy: () => void }) {
  return (
    <Fact label={label}>
      {address ? (
        <code>{address}</code>
      ) : (
        <>
          <span class="muted">{t("chain_not_there")}</span>{" "}
          {holds("administrator") && (
            <button type="button" class="button small" onClick={onDeploy}>
              {t("chain_deploy")}
              <span class="sr-only"> {label}</span>
            </button>
          )}
        </>
      )}
    </Fact>
  );
}

function DeployDialog(props: { chain: Chain; contract: Contract; onClose: () => void; onDone: () => void }) {
  const { chain, contract, onClose, onDone } = props;
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => post(`/chains/${chain.id}/contracts`, { contract }),
      () => {
        tell(t("told_chain_deploy"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog title={t("chain_deploy")} submit={t("chain_deploy")} isBusy={isBusy} problem={problem} onClose={onClose} onSubmit={onSubmit}>
      <p>{t("chain_deploy_warning", { contract, name: chain.name })}</p>
    </FormDialog>
  );
}

function RemoveDialog({ chain, onClose, onDone }: { chain: Chain; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/chains/${chain.id}`),
      () => {
        tell(t("told_chain_removed"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("chain_remove")}
      submit={t("chain_remove")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("chain_remove_warning", { name: chain.name })}</p>
    </FormDialog>
  );
}

function Actions({ chain, open }: { chain: Chain; open: (dialog: "edit" | "remove") => void }) {
  if (!holds("administrator")) return null;
  return (
    <p class="sso-actions">
      <button type="button" class="button" onClick={() => open("edit")}>
        <Icon name="pencil" /> {t("edit")}
        <span class="sr-only"> {chain.name}</span>
      </button>
      <button type="button" class="link-button" onClick={() => open("remove")}>
        {t("chain_remove")}
        <span class="sr-only"> {chain.name}</span>
      </button>
    </p>
  );
}

function ChainCard({ chain, reload }: { chain: Chain; reload: () => void }) {
  const [dialog, setDialog] = useState<"edit" | "remove" | Contract | null>(null);
  const { data: status, problem } = useResource<Status>(`/chains/${chain.id}/status`);
  const close = () => setDialog(null);
  return (
    <section class="card sso-provider">
      <header>
        <h2>{chain.name}</h2>
        <Tag>{chain.id}</Tag>
        <Tag icon={chain.is_on ? "check" : "ban"}>{t(chain.is_on ? "chain_on" : "chain_off")}</Tag>
      </header>
      {chain.trouble && (
        <div class="problem" role="status">
          <Icon name="warn" />
          <div>
            <strong>{t("chain_trouble")}</strong>
            <p class="problem-detail" lang="en">
              {chain.trouble}
            </p>
          </div>
        </div>
      )}
      <ProblemBox problem={problem} />
      <dl class="facts">
        {status && <StatusFacts chain={chain} status={status} />}
        <ContractFact label={t("chain_badge_contract")} address={chain.badge_contract} onDeploy={() => setDialog("SecurityBadge")} />
        <ContractFact label={t("chain_anchor_contract")} address={chain.anchor_contract} onDeploy={() => setDialog("Anchor")} />
      </dl>
      <Actions chain={chain} open={setDialog} />
      {dialog === "edit" && <ChainDialog chain={chain} onClose={close} onDone={reload} />}
      {dialog === "remove" && <RemoveDialog chain={chain} onClose={close} onDone={reload} />}
      {(dialog === "SecurityBadge" || dialog === "Anchor") && (
        <DeployDialog chain={chain} contract={dialog} onClose={close} onDone={reload} />
      )}
    </section>
  );
}

export function ChainsPage() {
  useTitle(t("chains"));
  const { data, problem, reload } = useResource<{ items: Chain[] }>("/chains");
  const [isAdding, setAdding] = useState(false);
  const names = new Map(data?.items.map((chain) => [chain.id, chain.name]));
  return (
    <>
      <Crumbs steps={[["/people", t("people")]]} />
      <header class="page-head">
        <div>
          <h1>{t("chains")}</h1>
          <p class="lead">{t("chains_lead")}</p>
        </div>
        {holds("administrator") && (
          <button type="button" class="button primary" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {t("chain_add")}
          </button>
        )}
      </header>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton rows={3} />}
      {data?.items.length === 0 && (
        <Empty icon="link" title={t("chains_none")}>
          <p>{t("chains_none_hint")}</p>
        </Empty>
      )}
      {data?.items.map((chain) => (
        <ChainCard key={chain.id} chain={chain} reload={reload} />
      ))}
      {(holds("administrator") || holds("governance")) && <ChainTransactions names={names} onChange={reload} canManage={holds("administrator")} />}
      {isAdding && <ChainDialog onClose={() => setAdding(false)} onDone={reload} />}
    </>
  );
}
