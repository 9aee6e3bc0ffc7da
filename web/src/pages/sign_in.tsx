// SPDX-License-Identifier: Apache-2.0
// Signing in: by name and password, or by a one-time link, and by a code where the account has an authenticator. A link's token
// stands behind '#', which browsers never send; it goes to the server in a POST.
import { useEffect, useState } from "preact/hooks";
import { useTask, useTitle } from "../hooks";
import { post, type Problem } from "../http";
import { language, t } from "../i18n";
import { go, place } from "../router";
import { signIn, type Credentials } from "../session";
import { Logo } from "../frame";
import { Field, Loading, ProblemBox } from "../ui/basics";
import { LanguageButton, ThemeButton } from "../ui/preference_buttons";
import { SsoButtons, SsoRefusal } from "./sso";

/** The token in what was pasted: a whole link, or the token alone. */
function tokenIn(text: string): string {
  return text.trim().replace(/^.*#/s, "");
}

/** Where to go afterwards: a path of ours, never another site. */
function destination(): string {
  const to = place.peek().query.get("to") ?? "";
  return /^\/(?![/\\])/.test(to) ? to : "/tickets";
}

function takeTokenFromAddress(): string {
  const token = location.hash.slice(1);
  // The history keeps no token: it is of no use after this, but it need not lie about either.
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

function LinkExpired() {
  return (
    <div class="problem" role="alert">
      <div>
        <strong>{t("link_expired")}</strong>
        <p>{t("link_expired_hint")}</p>
        <code>kenzen account signin-link</code>
      </div>
    </div>
  );
}

interface FormProps {
  problem: Problem | null;
  onTry: (credentials: Credentials) => void;
}

function PasswordForm({ problem, onTry }: FormProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const onSubmit = (event: Event) => {
    event.preventDefault();
    // NIST SP 800-63B-4, 3.1.1.2: the same characters typed on another keyboard are the same password.
    onTry({ name: name.trim(), password: password.normalize("NFKC") });
  };
  return (
    <form onSubmit={onSubmit}>
      <ProblemBox problem={problem} />
      <Field label={t("account_name")}>
        {(id) => (
          <input
            id={id}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
        )}
      </Field>
      <Field label={t("password")} hint={t("no_password_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            type="password"
            aria-describedby={hintId}
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
            autocomplete="current-password"
            required
          />
        )}
      </Field>
      <button type="submit" class="button primary wide">
        {t("sign_in")}
      </button>
    </form>
  );
}

function LinkForm({ problem, onTry }: FormProps) {
  const [text, setText] = useState("");
  const isRefused = problem?.code === "unauthenticated" || problem?.status === 422;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const token = tokenIn(text);
    if (token) onTry({ token });
  };
  return (
    <form onSubmit={onSubmit}>
      {isRefused ? <LinkExpired /> : <ProblemBox problem={problem} />}
      <Field label={t("sign_in_paste")} hint={t("sign_in_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            autocomplete="off"
            spellcheck={false}
            required
          />
        )}
      </Field>
      <button type="submit" class="button primary wide">
        {t("sign_in")}
      </button>
    </form>
  );
}

/** A link by mail, for who forgot the password or has none. What the page says is the same for everybody. */
function AskForLink() {
  const [name, setName] = useState("");
  const [isAsked, setAsked] = useState(false);
  const { isBusy, problem, run } = useTask();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void run(
      () => post("/session/link", { name: name.trim(), language: language.value }),
      () => setAsked(true),
    );
  };
  if (isAsked) return <p role="status">{t("ask_for_link_done")}</p>;
  return (
    <details class="more">
      <summary>{t("ask_for_link")}</summary>
      <form onSubmit={onSubmit}>
        <Field label={t("account_name")} hint={t("ask_for_link_lead")}>
          {(id, hintId) => (
            <input
              id={id}
              aria-describedby={hintId}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
            />
          )}
        </Field>
        <ProblemBox problem={problem} />
        <button type="submit" class="button wide" disabled={isBusy}>
          {t("ask_for_link")}
        </button>
      </form>
    </details>
  );
}

function CodeForm(props: { problem: Problem | null; onCode: (code: string) => void; onBack: () => void }) {
  const [code, setCode] = useState("");
  const isAsked = props.problem?.code === "totp-required";
  const onSubmit = (event: Event) => {
    event.preventDefault();
    props.onCode(code.trim());
  };
  return (
    <form onSubmit={onSubmit}>
      {isAsked ? <p>{t("code_lead")}</p> : <ProblemBox problem={props.problem} />}
      <Field label={t("code")} hint={t("code_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            ref={(input) => input?.focus()}
            aria-describedby={hintId}
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            required
          />
        )}
      </Field>
      <button type="submit" class="button primary wide">
        {t("sign_in")}
      </button>
      <p class="sign-in-other">
        <button type="button" class="link-button" onClick={props.onBack}>
          {t("start_again")}
        </button>
      </p>
    </form>
  );
}

/** The steps of signing in: what was shown so far, and whether a code is asked for. */
function useSignIn() {
  const [shown, setShown] = useState<Credentials | null>(null);
  const [isByLink, setByLink] = useState(false);
  const { isBusy, problem, run } = useTask();
  const attempt = (credentials: Credentials) => {
    setShown(credentials);
    void run(
      () => signIn(credentials),
      () => go(destination(), { replace: true }),
    );
  };
  const isAskedForCode =
    shown !== null && (problem?.code === "totp-required" || (!!shown.code && problem?.code !== "unauthenticated"));
  return { isBusy, problem, attempt, shown, setShown, isByLink, setByLink, isAskedForCode };
}

export function SignInPage() {
  useTitle(t("sign_in"));
  const { isBusy, problem, attempt, shown, setShown, isByLink, setByLink, isAskedForCode } = useSignIn();
  useEffect(() => {
    const fromAddress = () => {
      const token = takeTokenFromAddress();
      if (!token) return;
      setByLink(true);
      attempt({ token });
    };
    fromAddress();
    window.addEventListener("hashchange", fromAddress);
    return () => window.removeEventListener("hashchange", fromAddress);
  }, []);
  const other = () => {
    setShown(null);
    setByLink(!isByLink);
  };
  const told = shown && !isAskedForCode ? problem : null;
  return (
    <main class="alone sign-in">
      <Logo />
      <p class="lead">{t("tagline")}</p>
      <div class="card">
        <h1>{t("sign_in")}</h1>
        {isBusy && <Loading />}
        {!isBusy && isAskedForCode && (
          <CodeForm problem={problem} onCode={(code) => attempt({ ...shown!, code })} onBack={() => setShown(null)} />
        )}
        <div hidden={isBusy || isAskedForCode}>
          <SsoRefusal />
          <SsoButtons path={destination()} />
          {isByLink ? <LinkForm problem={told} onTry={attempt} /> : <PasswordForm problem={told} onTry={attempt} />}
          <p class="sign-in-other">
            <button type="button" class="link-button" onClick={other}>
              {t(isByLink ? "use_password" : "use_link")}
            </button>
          </p>
          {isByLink && <AskForLink />}
        </div>
      </div>
      <div class="sign-in-foot">
        <LanguageButton />
        <ThemeButton />
      </div>
    </main>
  );
}
