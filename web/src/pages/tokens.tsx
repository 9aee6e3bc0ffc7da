// SPDX-License-Identifier: Apache-2.0
// API tokens: made with a name, their secret shown once, revoked for good.
import { useState } from "preact/hooks";
import type { ApiToken, Page } from "../api";
import { daysAhead, isPast } from "../format";
import { useResource, useTask } from "../hooks";
import { post, remove } from "../http";
import { t, word } from "../i18n";
import { Field, ProblemBox, Tag, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { Secret } from "../ui/secret";

type Scope = ApiToken["scopes"][number];
const SCOPES: readonly Scope[] = ["read", "upload", "work", "manage"];
const DAYS = [7, 30, 90, 365] as const;

function ScopeBoxes({ scopes, onChange }: { scopes: Scope[]; onChange: (scopes: Scope[]) => void }) {
  return (
    <fieldset class="scopes">
      <legend>{t("token_scopes")}</legend>
      {SCOPES.map((scope) => (
        <label key={scope}>
          <input
            type="checkbox"
            checked={scopes.includes(scope)}
            onChange={() => onChange(SCOPES.filter((one) => (one === scope) !== scopes.includes(one)))}
          />
          {word("scope", scope)}
        </label>
      ))}
    </fieldset>
  );
}

function Ending({ at }: { at: string | null }) {
  if (!at) return <>{t("token_for_ever")}</>;
  if (isPast(at)) return <>{t("token_ended")}</>;
  return (
    <>
      {t("token_until")} <Time at={at} />
    </>
  );
}

function NewToken({ onDone }: { onDone: (token: ApiToken) => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["read", "upload"]);
  const [days, setDays] = useState(90);
  const { isBusy, problem, run } = useTask();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const expires_at = daysAhead(days).toISOString();
    void run(
      () => post<ApiToken>("/tokens", { name: name.trim(), scopes, expires_at }),
      (token) => {
        setName("");
        onDone(token);
      },
    );
  };
  return (
    <form class="inline-form" onSubmit={onSubmit}>
      <Field label={t("token_name")}>
        {(id) => (
          <input
            id={id}
            required
            maxLength={100}
            value={name}
            placeholder={t("token_example")}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t("token_days")}>
        {(id) => (
          <select id={id} value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {t("n_days", { n: count })}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ScopeBoxes scopes={scopes} onChange={setScopes} />
      <button type="submit" class="button" disabled={isBusy || !scopes.length}>
        <Icon name="plus" /> {t("new_token")}
      </button>
      <ProblemBox problem={problem} />
    </form>
  );
}

function RevokeDialog({ token, onClose, onDone }: { token: ApiToken; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/tokens/${token.id}`),
      () => {
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("revoke_token")}
      submit={t("revoke")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("revoke_warning", { name: token.name })}</p>
    </FormDialog>
  );
}

export function TokensCard() {
  const { data, problem, reload } = useResource<Page<ApiToken>>("/tokens");
  const [made, setMade] = useState<ApiToken | null>(null);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  return (
    <section class="card tokens">
      <h2>{t("tokens")}</h2>
      <p class="muted">{t("tokens_lead")}</p>
      <ProblemBox problem={problem} retry={reload} />
      {made && <Secret title={t("token_once", { name: made.name })} value={made.token ?? ""} />}
      <ul class="token-list">
        {data?.items.map((token) => (
          <li key={token.id}>
            <Icon name="key" />
            <strong>{token.name}</strong>
            {token.scopes.map((scope) => (
              <Tag key={scope}>{word("scope", scope)}</Tag>
            ))}
            <span class="muted">
              {t("made")} <Time at={token.created_at} /> · {token.used_at ? t("used") : t("never_used")}{" "}
              <Time at={token.used_at} /> · <Ending at={token.expires_at} />
            </span>
            <button type="button" class="link-button" onClick={() => setRevoking(token)}>
              {t("revoke")}
              <span class="sr-only"> {token.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <NewToken
        onDone={(token) => {
          setMade(token);
          reload();
        }}
      />
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(null)} onDone={reload} />}
    </section>
  );
}
