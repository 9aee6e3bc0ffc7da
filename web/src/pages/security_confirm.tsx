// SPDX-License-Identifier: Apache-2.0
// What is grave is asked for again: when the server wants to know that it is still the same person, they show it in a dialog, and
// what they wanted is done.
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { useTask } from "../hooks";
import { post, type Problem } from "../http";
import { t } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";

export interface Security {
  has_password: boolean;
  password_set_at: string | null;
  has_authenticator: boolean;
  authenticator_set_at: string | null;
  recovery_codes_left: number;
  confirmed_until: string | null;
  needs_old_password: boolean;
}

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

/** Like useTask, with a dialog that is to be shown. */
export function useConfirmed(security: Security): {
  isBusy: boolean;
  problem: Problem | null;
  run<T>(work: () => Promise<T>, then: (result: T) => void): void;
  dialog: ComponentChild;
} {
  const { isBusy, problem, run } = useTask();
  const [again, setAgain] = useState<(() => void) | null>(null);
  const [isClosed, setClosed] = useState(false);
  const isAsked = problem?.code === "confirmation-required" && !isClosed && again !== null;
  const start = <T,>(work: () => Promise<T>, then: (result: T) => void) => {
    setClosed(false);
    setAgain(() => () => start(work, then));
    void run(work, then);
  };
  return {
    isBusy,
    problem: isAsked ? null : problem,
    run: start,
    dialog: isAsked && <ConfirmDialog security={security} onClose={() => setClosed(true)} onDone={again} />,
  };
}
