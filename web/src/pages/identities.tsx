// SPDX-License-Identifier: Apache-2.0
// The identities at providers that sign one in: linked here, and unlinked.
import { useState } from "preact/hooks";
import type { Identity } from "../api_sso";
import { useResource, useTask } from "../hooks";
import { remove } from "../http";
import { t } from "../i18n";
import { ProblemBox, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { goToProvider, SsoRefusal, useProviders } from "./sso";

function UnlinkDialog({ identity, onClose, onDone }: { identity: Identity; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/identities/${identity.id}`),
      () => {
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("identity_unlink_title")}
      submit={t("identity_unlink")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("identity_unlink_warning", { label: identity.label })}</p>
    </FormDialog>
  );
}

/** Nothing where there is no provider and no identity. */
export function IdentitiesCard() {
  const { data, problem, reload } = useResource<{ items: Identity[] }>("/identities");
  const providers = useProviders();
  const task = useTask();
  const [leaving, setLeaving] = useState<Identity | null>(null);
  const items = data?.items ?? [];
  if (items.length === 0 && providers.length === 0) return null;
  return (
    <section class="card identities">
      <h2>{t("identities")}</h2>
      <p class="muted">{t("identities_lead")}</p>
      <SsoRefusal />
      <ProblemBox problem={problem ?? task.problem} retry={reload} />
      {items.length === 0 && <p>{t("identities_none")}</p>}
      <ul class="token-list">
        {items.map((identity) => (
          <li key={identity.id}>
            <Icon name="key" />
            <strong>{identity.label}</strong>
            <span class="muted">
              {identity.provider ?? `${identity.issuer} · ${t("identity_gone")}`} ·{" "}
              {identity.used_at ? t("used") : t("never_used")} <Time at={identity.used_at} />
            </span>
            <button type="button" class="link-button" onClick={() => setLeaving(identity)}>
              {t("identity_unlink")}
              <span class="sr-only"> {identity.label}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="sso-actions">
        {providers.map(({ slug, name }) => (
          <button
            key={slug}
            type="button"
            class="button"
            disabled={task.isBusy}
            onClick={() => task.run(() => goToProvider(slug, "/profile", true))}
          >
            <Icon name="plus" /> {t("identity_link", { name })}
          </button>
        ))}
      </p>
      {leaving && <UnlinkDialog identity={leaving} onClose={() => setLeaving(null)} onDone={reload} />}
    </section>
  );
}
