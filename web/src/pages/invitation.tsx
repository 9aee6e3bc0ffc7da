// SPDX-License-Identifier: Apache-2.0
// The link of an invitation: who is signed in joins, who has no account makes one. The token stands behind '#'.
import { useEffect, useState } from "preact/hooks";
import { Logo } from "../frame";
import { useTask, useTitle } from "../hooks";
import { post, Problem } from "../http";
import { t, word } from "../i18n";
import { go } from "../router";
import type { Schemas } from "../schemas";
import { loadSession, me } from "../session";
import { Field, Loading, ProblemBox } from "../ui/basics";
import { LanguageButton, ThemeButton } from "../ui/preference_buttons";
import { tell } from "../ui/toast";

type Invitation = Schemas["Invitation"] & { team_name: string | null };

const KEPT = "kenzen-invitation";

function come(): void {
  sessionStorage.removeItem(KEPT);
  void loadSession().then(() => {
    tell(t("told_joined"));
    go("/tickets", { replace: true });
  });
}

function Text(props: {
  label: string;
  hint?: string;
  type?: string;
  autocomplete: "username" | "email" | "new-password";
  isRequired?: boolean;
  value: string;
  onInput: (value: string) => void;
}) {
  return (
    <Field label={props.label} {...(props.hint ? { hint: props.hint } : {})}>
      {(id, hintId) => (
        <input
          id={id}
          aria-describedby={hintId}
          type={props.type ?? "text"}
          required={props.isRequired ?? false}
          autocomplete={props.autocomplete}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function SignUp({ token }: { token: string }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const body = { token, name: name.trim(), email: email.trim() || null, password };
    void run(() => post("/invitations/sign-up", body), come);
  };
  return (
    <form onSubmit={onSubmit}>
      <Text label={t("sign_up_name")} autocomplete="username" isRequired value={name} onInput={setName} />
      <Text label={t("sign_up_email")} type="email" autocomplete="email" value={email} onInput={setEmail} />
      <Text
        label={t("sign_up_password")}
        hint={t("sign_up_password_hint")}
        type="password"
        autocomplete="new-password"
        isRequired
        value={password}
        onInput={setPassword}
      />
      <ProblemBox problem={problem} />
      <button type="submit" class="button primary wide" disabled={isBusy}>
        {t("invitation_sign_up")}
      </button>
      <p>
        <a href="/sign-in?to=/invitation">{t("invitation_have_account")}</a>
      </p>
    </form>
  );
}

function Accept({ token, name }: { token: string; name: string }) {
  const { isBusy, problem, run } = useTask();
  return (
    <>
      <p>{t("invitation_as", { name })}</p>
      <ProblemBox problem={problem} />
      <button
        type="button"
        class="button primary wide"
        disabled={isBusy}
        onClick={() => run(() => post("/invitations/accept", { token }), come)}
      >
        {t("invitation_accept")}
      </button>
    </>
  );
}

function Told({ invitation }: { invitation: Invitation }) {
  const { created_by: by, team_name: team, role, roles } = invitation;
  return (
    <p>
      {team
        ? t("invitation_to_team", { name: by.name, team, role: word("role", role) })
        : t("invitation_to_organisation", { name: by.name })}{" "}
      {roles.length > 0 &&
        t("invitation_with_roles", { roles: roles.map((one) => word("org_role", one)).join(", ") })}
    </p>
  );
}

/** The token of the address, which the history need not keep; or the one that waited while somebody signed in, in this tab. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (!token) return sessionStorage.getItem(KEPT) ?? "";
  sessionStorage.setItem(KEPT, token);
  history.replaceState(null, "", location.pathname);
  return token;
}

export function InvitationPage() {
  useTitle(t("invitation_title"));
  const [token] = useState(takeToken);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    post<Invitation>("/invitations/open", { token }).then(setInvitation, (error) => setProblem(error as Problem));
  }, [token]);
  const isBad = problem !== null && problem.status >= 400 && problem.status < 500 && problem.status !== 429;
  return (
    <main class="alone sign-in">
      <Logo />
      <p class="lead">{t("tagline")}</p>
      <div class="card">
        <h1>{t(isBad ? "invitation_bad" : "invitation_title")}</h1>
        {isBad && <p>{t("invitation_bad_hint")}</p>}
        {!isBad && <ProblemBox problem={problem} />}
        {!invitation && !problem && <Loading />}
        {invitation && me.value !== undefined && (
          <>
            <Told invitation={invitation} />
            {me.value ? <Accept token={token} name={me.value.name} /> : <SignUp token={token} />}
          </>
        )}
      </div>
      <div class="sign-in-foot">
        <LanguageButton />
        <ThemeButton />
      </div>
    </main>
  );
}
