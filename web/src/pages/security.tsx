// SPDX-License-Identifier: Apache-2.0
// What makes one's own account safe: password, authenticator, sessions, and tokens for programs.
import { useState } from "preact/hooks";
import { useResource, useTask, useTitle } from "../hooks";
import { put } from "../http";
import { t } from "../i18n";
import { me } from "../session";
import { Crumbs, Field, ProblemBox, Skeleton, Time } from "../ui/basics";
import type { Security } from "../ui/confirm";
import { tell } from "../ui/toast";
import { AuthenticatorCard } from "./security_authenticator";
import { SessionsCard } from "./security_sessions";
import { TokensCard } from "./tokens";

function PasswordInput(props: { label: string; hint?: string; value: string; isShown: boolean; isNew?: boolean; onInput: (value: string) => void }) {
  return (
    <Field label={props.label} {...(props.hint ? { hint: props.hint } : {})}>
      {(id, hintId) => (
        <input
          id={id}
          type={props.isShown ? "text" : "password"}
          aria-describedby={hintId}
          value={props.value}
          maxLength={1024}
          autocomplete={props.isNew ? "new-password" : "current-password"}
          spellcheck={false}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          required
        />
      )}
    </Field>
  );
}

function PasswordCard({ security, onDone }: { security: Security; onDone: () => void }) {
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const [isShown, setShown] = useState(false);
  const { isBusy, problem, run } = useTask();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const body = { password: password.normalize("NFKC"), old_password: old.normalize("NFKC") || null };
    void run(
      () => put("/me/password", body),
      () => {
        setOld("");
        setPassword("");
        tell(t("told_password_set"));
        onDone();
      },
    );
  };
  return (
    <section class="card password">
      <h2>{t("password")}</h2>
      {security.has_password ? (
        <p class="muted">
          {t("password_since")} <Time at={security.password_set_at} />
        </p>
      ) : (
        <p>{t("password_none")}</p>
      )}
      <form onSubmit={onSubmit}>
        {/* Password managers want to know whose it is. */}
        <input type="text" autocomplete="username" value={me.value?.name ?? ""} hidden readOnly />
        {security.needs_old_password && (
          <PasswordInput label={t("old_password")} value={old} isShown={isShown} onInput={setOld} />
        )}
        <PasswordInput
          label={t("new_password")}
          hint={t("new_password_hint")}
          value={password}
          isShown={isShown}
          isNew
          onInput={setPassword}
        />
        <label class="check">
          <input type="checkbox" checked={isShown} onChange={(event) => setShown(event.currentTarget.checked)} />
          {t("show_password")}
        </label>
        <ProblemBox problem={problem} />
        <button type="submit" class="button primary" disabled={isBusy}>
          {t("set_password")}
        </button>
      </form>
    </section>
  );
}

export function SecurityPage() {
  useTitle(t("security"));
  const { data, problem, reload } = useResource<Security>("/me/security");
  return (
    <>
      <Crumbs steps={[["/profile", me.value?.name ?? t("nav_profile")]]} />
      <header class="page-head">
        <div>
          <h1>{t("security")}</h1>
          <p class="muted">{t("security_lead")}</p>
        </div>
      </header>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton />}
      {data && (
        <div class="security">
          <PasswordCard security={data} onDone={reload} />
          <AuthenticatorCard security={data} onDone={reload} />
        </div>
      )}
      <SessionsCard />
      <TokensCard />
    </>
  );
}
