// SPDX-License-Identifier: Apache-2.0
// API tokens: made with a name, their secret shown once, revoked for good.
import { useState } from "preact/hooks";
import type { ApiToken, Page } from "../api";
import { useResource, useTask } from "../hooks";
import { post, remove } from "../http";
import { t } from "../i18n";
import { Field, ProblemBox, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { Secret } from "../ui/secret";

function NewToken({ onDone }: { onDone: (token: ApiToken) => void }) {
  const [name, setName] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void run(
      () => post<ApiToken>("/tokens", { name: name.trim() }),
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
      <button type="submit" class="button" disabled={isBusy}>
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
            <span class="muted">
              {t("made")} <Time at={token.created_at} /> · {token.used_at ? t("used") : t("never_used")}{" "}
              <Time at={token.used_at} />
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
