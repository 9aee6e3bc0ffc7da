// SPDX-License-Identifier: Apache-2.0
// Signing in by a one-time link. The token stands behind '#', which browsers never send; it goes to the server in a POST.
import { useEffect, useState } from "preact/hooks";
import { useTask, useTitle } from "../hooks";
import { t } from "../i18n";
import { go, place } from "../router";
import { signIn } from "../session";
import { Logo } from "../frame";
import { Field, Loading, ProblemBox } from "../ui/basics";
import { SsoButtons, SsoRefusal } from "./sso";
import { LanguageButton, ThemeButton } from "../ui/preference_buttons";

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

export function SignInPage() {
  useTitle(t("sign_in"));
  const [text, setText] = useState("");
  const { isBusy, problem, run } = useTask();
  const redeem = (token: string) =>
    run(
      () => signIn(token),
      () => go(destination(), { replace: true }),
    );
  useEffect(() => {
    const fromAddress = () => {
      const token = takeTokenFromAddress();
      if (token) void redeem(token);
    };
    fromAddress();
    window.addEventListener("hashchange", fromAddress);
    return () => window.removeEventListener("hashchange", fromAddress);
  }, []);
  const isRefused = problem !== null && problem.status >= 400 && problem.status < 500;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const token = tokenIn(text);
    if (token) void redeem(token);
  };
  return (
    <main class="alone sign-in">
      <Logo />
      <p class="lead">{t("tagline")}</p>
      <div class="card">
        <h1>{t("sign_in")}</h1>
        {isBusy ? (
          <Loading />
        ) : (
          <form onSubmit={onSubmit}>
            {isRefused && (
              <div class="problem" role="alert">
                <div>
                  <strong>{t("link_expired")}</strong>
                  <p>{t("link_expired_hint")}</p>
                  <code>kenzen account signin-link</code>
                </div>
              </div>
            )}
            {!isRefused && <ProblemBox problem={problem} />}
            <SsoRefusal />
            <SsoButtons path={destination()} />
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
        )}
      </div>
      <div class="sign-in-foot">
        <LanguageButton />
        <ThemeButton />
      </div>
    </main>
  );
}
