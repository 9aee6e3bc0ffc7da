// SPDX-License-Identifier: Apache-2.0
// What is grave is asked for again: when the server wants to know that it is still the same person, they show it in a dialog, and
// what they wanted is done. One dialog for all pages: the one that the request goes through (http.ts) opens it.
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { useResource, useTask } from "../hooks";
import { post, whenToConfirm } from "../http";
import { t } from "../i18n";
import type { Schemas } from "../schemas";
import { Field, ProblemBox, Skeleton } from "./basics";
import { Dialog, FormDialog } from "./dialog";

export type Security = Schemas["Security"];

/** Tells who waits whether it was shown; null: nobody waits. */
const asked = signal<((isShown: boolean) => void) | null>(null);

interface ConfirmProps {
  security: Security;
  onClose: () => void;
  onDone: () => void;
}

function ConfirmDialog({ security, onClose, onDone }: ConfirmProps) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const { isBusy, problem, run } = useTask();
  const canShow = security.has_password || security.has_authenticator;
  const onSubmit = () => {
    const body = { password: password.normalize("NFKC"), code: code.trim() };
    void run(() => post("/session/confirmation", body), onDone);
  };
  return (
    <FormDialog
      title={t("confirm_title")}
      submit={t("confirm_go_on")}
      isBusy={isBusy || !canShow}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t(canShow ? "confirm_lead" : "confirm_by_link")}</p>
      {security.has_password && (
        <Field label={t("password")}>
          {(id) => (
            <input
              id={id}
              type="password"
              value={password}
              autocomplete="current-password"
              onInput={(event) => setPassword(event.currentTarget.value)}
              required
            />
          )}
        </Field>
      )}
      {security.has_authenticator && (
        <Field label={t("code")} hint={t("code_hint")}>
          {(id, hintId) => (
            <input
              id={id}
              aria-describedby={hintId}
              value={code}
              autocomplete="one-time-code"
              onInput={(event) => setCode(event.currentTarget.value)}
              required
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

function Asked({ answer }: { answer: (isShown: boolean) => void }) {
  const { data, problem, reload } = useResource<Security>("/me/security");
  const onClose = () => answer(false);
  if (data) return <ConfirmDialog security={data} onClose={onClose} onDone={() => answer(true)} />;
  return (
    <Dialog title={t("confirm_title")} onClose={onClose}>
      {problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton />}
    </Dialog>
  );
}

/** Stands once behind all pages. */
export function ConfirmArea() {
  useEffect(() => {
    let pending: Promise<boolean> | null = null;
    // Several requests that are refused at once are one question.
    whenToConfirm(() => {
      pending ??= new Promise<boolean>((resolve) => {
        asked.value = resolve;
      }).finally(() => {
        pending = asked.value = null;
      });
      return pending;
    });
    return () => whenToConfirm(null);
  }, []);
  return asked.value && <Asked answer={asked.value} />;
}
