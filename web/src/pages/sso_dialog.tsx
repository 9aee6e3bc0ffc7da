// SPDX-License-Identifier: Apache-2.0
// Adding a provider of single sign-on, or changing one. The redirect URI is shown while the short name is typed, since the provider
// asks for it first.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { OidcGroup, OidcProvider } from "../api_sso";
import { useTask } from "../hooks";
import { patch, post } from "../http";
import { t, word } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Groups } from "./sso_groups";

export interface Draft {
  slug: string;
  name: string;
  issuer: string;
  client_id: string;
  client_auth: OidcProvider["client_auth"];
  client_secret: string;
  scopes: string;
  alg: string;
  makes_accounts: boolean;
  domains: string;
  groups_claim: string;
  groups: OidcGroup[];
  max_age_seconds: string;
  asks_code: boolean;
  signs_out: boolean;
  is_enabled: boolean;
}

function draftOf(it?: OidcProvider): Draft {
  return {
    slug: it?.slug ?? "",
    name: it?.name ?? "",
    issuer: it?.issuer ?? "",
    client_id: it?.client_id ?? "",
    client_auth: it?.client_auth ?? "basic",
    client_secret: "",
    scopes: it?.scopes ?? "profile email",
    alg: it?.alg ?? "",
    makes_accounts: it?.makes_accounts ?? false,
    domains: it?.domains ?? "",
    groups_claim: it?.groups_claim ?? "",
    groups: it?.groups ?? [],
    max_age_seconds: it?.max_age_seconds ? String(it.max_age_seconds) : "",
    asks_code: it?.asks_code ?? false,
    signs_out: it?.signs_out ?? false,
    is_enabled: it?.is_enabled ?? true,
  };
}

/** As the server takes it: a secret only when one was typed. */
function sent(draft: Draft) {
  const { client_secret, max_age_seconds, groups, ...rest } = draft;
  return {
    ...rest,
    groups: groups.filter((group) => group.name.trim()).map(({ name, team_id, role }) => ({ name, team_id, role })),
    max_age_seconds: max_age_seconds ? Number(max_age_seconds) : null,
    ...(client_secret ? { client_secret } : {}),
  };
}

interface Part {
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
}

type TextMember = "slug" | "name" | "issuer" | "client_id" | "scopes" | "domains" | "groups_claim" | "max_age_seconds";

function Line(props: Part & { member: TextMember; label: string; hint?: string; required?: boolean; pattern?: string; type?: string }) {
  return (
    <Field label={props.label} hint={props.hint ?? ""}>
      {(id, hintId) => (
        <input
          id={id}
          aria-describedby={hintId}
          required={props.required}
          pattern={props.pattern}
          type={props.type ?? "text"}
          autocomplete="off"
          spellcheck={false}
          value={props.draft[props.member]}
          onInput={(event) => props.change({ [props.member]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}

function Tick(props: Part & { member: "asks_code" | "signs_out" | "is_enabled"; label: string }) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={props.draft[props.member]}
        onChange={(event) => props.change({ [props.member]: event.currentTarget.checked })}
      />
      {props.label}
    </label>
  );
}

function Choice(props: { label: string; value: string; onChoose: (value: string) => void; children: ComponentChildren }) {
  return (
    <Field label={props.label}>
      {(id) => (
        <select id={id} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
          {props.children}
        </select>
      )}
    </Field>
  );
}

function Client({ draft, change, hasSecret }: Part & { hasSecret: boolean }) {
  const isPublic = draft.client_auth === "none";
  return (
    <>
      <Line member="client_id" label={t("sso_client_id")} required draft={draft} change={change} />
      <Choice
        label={t("sso_client_auth")}
        value={draft.client_auth}
        onChoose={(value) => change({ client_auth: value as Draft["client_auth"] })}
      >
        {["basic", "post", "none"].map((one) => (
          <option key={one} value={one}>
            {word("sso_auth", one)}
          </option>
        ))}
      </Choice>
      {!isPublic && (
        <Field label={t("sso_secret")} hint={hasSecret ? t("sso_secret_kept") : ""}>
          {(id, hintId) => (
            <input
              id={id}
              aria-describedby={hintId}
              type="password"
              autocomplete="new-password"
              required={!hasSecret}
              value={draft.client_secret}
              onInput={(event) => change({ client_secret: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

function FirstTime({ draft, change }: Part) {
  return (
    <>
      <Choice
        label={t("sso_first")}
        value={draft.makes_accounts ? "create" : "refuse"}
        onChoose={(value) => change({ makes_accounts: value === "create" })}
      >
        <option value="refuse">{t("sso_first_refuse")}</option>
        <option value="create">{t("sso_first_create")}</option>
      </Choice>
      {draft.makes_accounts && (
        <Line member="domains" label={t("sso_domains")} hint={t("sso_domains_hint")} draft={draft} change={change} />
      )}
    </>
  );
}

function More({ draft, change }: Part) {
  const it = { draft, change };
  return (
    <details class="more">
      <summary>{t("sso_more")}</summary>
      <Line member="scopes" label={t("sso_scopes")} {...it} />
      <Choice label={t("sso_alg")} value={draft.alg} onChoose={(alg) => change({ alg })}>
        <option value="">{t("sso_alg_any")}</option>
        {["RS256", "PS256", "ES256", "EdDSA"].map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Choice>
      <Line member="max_age_seconds" label={t("sso_max_age")} hint={t("sso_max_age_hint")} type="number" {...it} />
      <Line member="groups_claim" label={t("sso_groups_claim")} hint={t("sso_groups_hint")} {...it} />
      {draft.groups_claim && <Groups groups={draft.groups} onChange={(groups) => change({ groups })} />}
      <Tick member="asks_code" label={t("sso_asks_code")} {...it} />
      <Tick member="signs_out" label={t("sso_signs_out")} {...it} />
      <Tick member="is_enabled" label={t("sso_enabled")} {...it} />
    </details>
  );
}

export function SsoDialog({ provider, onClose, onDone }: { provider?: OidcProvider; onClose: () => void; onDone: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(provider));
  const { isBusy, problem, run } = useTask();
  const it = { draft, change: (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes })) };
  const root = provider?.redirect_uri.replace(/\/api\/v1\/sso\/.*/, "") ?? location.origin;
  const save = () => (provider ? patch(`/oidc-providers/${provider.id}`, sent(draft)) : post("/oidc-providers", sent(draft)));
  const onSubmit = () =>
    run(save, () => {
      onClose();
      onDone();
    });
  return (
    <FormDialog
      title={t(provider ? "sso_edit" : "sso_add")}
      submit={t(provider ? "save" : "create")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Line member="name" label={t("sso_name")} required {...it} />
      <Line member="slug" label={t("sso_slug")} hint={t("sso_slug_hint")} required pattern="[a-z0-9][a-z0-9\-]*" {...it} />
      <p class="redirect-uri">
        <span class="muted">{t("sso_redirect")}</span>
        <code>{`${root}/api/v1/sso/${draft.slug || "…"}/callback`}</code>
      </p>
      <Line member="issuer" label={t("sso_issuer")} hint={t("sso_issuer_hint")} required type="url" {...it} />
      <Client {...it} hasSecret={provider?.has_secret ?? false} />
      <FirstTime {...it} />
      <More {...it} />
    </FormDialog>
  );
}
