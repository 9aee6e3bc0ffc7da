// SPDX-License-Identifier: Apache-2.0
// For administrators: the providers of single sign-on, added, tried, changed and taken away.
import { useState } from "preact/hooks";
import type { OidcProvider, OidcTest } from "../api_sso";
import { useResource, useTask, useTitle } from "../hooks";
import { post, remove } from "../http";
import { t } from "../i18n";
import { holds } from "../session";
import { Crumbs, Empty, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { SsoDialog } from "./sso_dialog";

function TestLines({ test }: { test: OidcTest }) {
  return (
    <div class={`sso-test ${test.is_good ? "good" : "bad"}`} role="status">
      <strong>
        <Icon name={test.is_good ? "check" : "warn"} /> {t(test.is_good ? "sso_test_good" : "sso_test_bad")}
      </strong>
      <ul lang="en">
        {test.lines.map((line) => (
          <li key={line.name} class={line.is_good ? "" : "bad"}>
            <Icon name={line.is_good ? "check" : "cross"} />
            <span>
              <b>{line.name}</b> {line.detail}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RemoveDialog({ provider, onClose, onDone }: { provider: OidcProvider; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/oidc-providers/${provider.id}`),
      () => {
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("sso_remove_title")}
      submit={t("sso_remove")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("sso_remove_warning", { name: provider.name })}</p>
    </FormDialog>
  );
}

function RedirectUri({ uri }: { uri: string }) {
  const copy = () => void navigator.clipboard.writeText(uri).then(() => tell(t("told_copied")));
  return (
    <p class="redirect-uri">
      <span class="muted">{t("sso_redirect")}</span>
      <code>{uri}</code>
      <button type="button" class="button small" onClick={copy}>
        {t("copy")}
      </button>
    </p>
  );
}

function ProviderCard({ provider, reload }: { provider: OidcProvider; reload: () => void }) {
  const [dialog, setDialog] = useState<"edit" | "remove" | null>(null);
  const [test, setTest] = useState<OidcTest | null>(null);
  const { isBusy, problem, run } = useTask();
  const close = () => setDialog(null);
  return (
    <section class="card sso-provider">
      <header>
        <h2>{provider.name}</h2>
        <Tag icon={provider.is_enabled ? "check" : "ban"}>{t(provider.is_enabled ? "sso_on" : "sso_off")}</Tag>
        <Tag>{t(provider.makes_accounts ? "sso_makes" : "sso_refuses")}</Tag>
      </header>
      <p class="muted">{provider.issuer}</p>
      <RedirectUri uri={provider.redirect_uri} />
      <ProblemBox problem={problem} />
      {test && <TestLines test={test} />}
      <p class="sso-actions">
        <button
          type="button"
          class="button"
          disabled={isBusy}
          onClick={() => run(() => post<OidcTest>(`/oidc-providers/${provider.id}/test`), setTest)}
        >
          {t("sso_test")}
          <span class="sr-only"> {provider.name}</span>
        </button>
        <button type="button" class="button" onClick={() => setDialog("edit")}>
          <Icon name="pencil" /> {t("edit")}
          <span class="sr-only"> {provider.name}</span>
        </button>
        <button type="button" class="link-button" onClick={() => setDialog("remove")}>
          {t("sso_remove")}
          <span class="sr-only"> {provider.name}</span>
        </button>
      </p>
      {dialog === "edit" && <SsoDialog provider={provider} onClose={close} onDone={reload} />}
      {dialog === "remove" && <RemoveDialog provider={provider} onClose={close} onDone={reload} />}
    </section>
  );
}

export function SsoProvidersPage() {
  useTitle(t("sso_setup"));
  const { data, problem, reload } = useResource<{ items: OidcProvider[] }>("/oidc-providers");
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <Crumbs steps={[["/people", t("people")]]} />
      <header class="page-head">
        <div>
          <h1>{t("sso_setup")}</h1>
          <p class="lead">{t("sso_setup_lead")}</p>
        </div>
        {holds("administrator") && (
          <button type="button" class="button primary" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {t("sso_add")}
          </button>
        )}
      </header>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton rows={3} />}
      {data?.items.length === 0 && (
        <Empty icon="key" title={t("sso_none")}>
          <p>{t("sso_none_hint")}</p>
        </Empty>
      )}
      {data?.items.map((provider) => (
        <ProviderCard key={provider.id} provider={provider} reload={reload} />
      ))}
      {isAdding && <SsoDialog onClose={() => setAdding(false)} onDone={reload} />}
    </>
  );
}
