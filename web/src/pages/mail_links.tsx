// SPDX-License-Identifier: Apache-2.0
// Where links in mails lead: to verify an address, and to stop what is mailed. Both ask first, since programs follow links in mails to
// look at them; the token stands behind '#', which browsers send to nobody.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Logo } from "../frame";
import { useTask, useTitle } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { ProblemBox } from "../ui/basics";
import { LanguageButton, ThemeButton } from "../ui/preference_buttons";

/** The token of the address, which the history need not keep. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}

interface AskProps {
  title: string;
  lead: string;
  yes: string;
  done: string;
  doneHint?: string;
  children?: ComponentChildren;
  work: (token: string) => Promise<unknown>;
}

function Ask({ title, lead, yes, done, doneHint, children, work }: AskProps) {
  useTitle(title);
  const [token] = useState(takeToken);
  const [isDone, setDone] = useState(false);
  const { isBusy, problem, run } = useTask();
  return (
    <main class="alone sign-in">
      <Logo />
      <p class="lead">{t("tagline")}</p>
      <div class="card">
        <h1>{title}</h1>
        {isDone ? (
          <div role="status">
            <p>
              <Icon name="check" /> <strong>{done}</strong>
            </p>
            {doneHint && <p class="muted">{doneHint}</p>}
          </div>
        ) : (
          <>
            <p>{lead}</p>
            <ProblemBox problem={problem} />
            <button
              type="button"
              class="button primary wide"
              disabled={isBusy}
              onClick={() => run(() => work(token), () => setDone(true))}
            >
              {yes}
            </button>
          </>
        )}
        {children}
      </div>
      <div class="sign-in-foot">
        <LanguageButton />
        <ThemeButton />
      </div>
    </main>
  );
}

export function MailAddressPage() {
  return (
    <Ask
      title={t("mail_verify_title")}
      lead={t("mail_verify_lead")}
      yes={t("mail_verify_yes")}
      done={t("mail_verified")}
      work={(token) => post("/mail/verify", { token })}
    >
      <p class="sign-in-other">
        <a href="/profile">{t("mail_stop_choose")}</a>
      </p>
    </Ask>
  );
}

export function MailStopPage() {
  return (
    <Ask
      title={t("mail_stop_title")}
      lead={t("mail_stop_lead")}
      yes={t("mail_stop_yes")}
      done={t("mail_stopped")}
      doneHint={t("mail_stopped_hint")}
      work={(token) => post(`/mail/stop?token=${encodeURIComponent(token)}`)}
    >
      <p class="sign-in-other">
        <a href="/profile">{t("mail_stop_choose")}</a>
      </p>
    </Ask>
  );
}
