// SPDX-License-Identifier: Apache-2.0
// The authenticator: set up by a QR code and its first code, turned off again, and the recovery codes for its loss.
import { useState } from "preact/hooks";
import { useTask } from "../hooks";
import { post, put, remove } from "../http";
import { t } from "../i18n";
import { Field, ProblemBox, Tag, Time } from "../ui/basics";
import type { Security } from "../ui/confirm";
import { Dialog, FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

interface Begun {
  secret: string;
  address: string;
  /** Drawn by our own server, of nothing but squares: it is taken as it is. */
  qr_svg: string;
}

interface Codes {
  recovery_codes: string[];
}

function SetUpDialog({ begun, onClose, onDone }: { begun: Begun; onClose: () => void; onDone: (codes: Codes) => void }) {
  const [code, setCode] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () => void run(() => put<Codes>("/me/authenticator", { code: code.trim() }), onDone);
  return (
    <FormDialog
      title={t("scan_title")}
      submit={t("turn_on")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("scan_lead")}</p>
      <div class="qr" role="img" aria-label={t("scan_picture")} dangerouslySetInnerHTML={{ __html: begun.qr_svg }} />
      <p class="qr-key">
        {t("scan_key")}: <code>{begun.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
      </p>
      <Field label={t("code")}>
        {(id) => (
          <input
            id={id}
            value={code}
            inputMode="numeric"
            autocomplete="one-time-code"
            onInput={(event) => setCode(event.currentTarget.value)}
            required
          />
        )}
      </Field>
    </FormDialog>
  );
}

function CodesDialog({ codes, onClose }: { codes: Codes; onClose: () => void }) {
  const copy = () =>
    void navigator.clipboard.writeText(codes.recovery_codes.join("\n")).then(() => tell(t("told_copied")));
  return (
    <Dialog title={t("recovery_codes")} onClose={onClose}>
      <p>{t("recovery_lead")}</p>
      <ol class="recovery-codes">
        {codes.recovery_codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <footer>
        <button type="button" class="button" onClick={copy}>
          {t("copy_all")}
        </button>
        <button type="button" class="button primary" onClick={onClose}>
          {t("codes_kept")}
        </button>
      </footer>
    </Dialog>
  );
}

function OffDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove("/me/authenticator"),
      () => {
        tell(t("told_authenticator_off"));
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("turn_off_title")}
      submit={t("turn_off")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("turn_off_warning")}</p>
    </FormDialog>
  );
}

export function AuthenticatorCard({ security, onDone }: { security: Security; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<Codes | null>(null);
  const [isTurningOff, setTurningOff] = useState(false);
  const show = (next: Codes) => {
    setBegun(null);
    setCodes(next);
    onDone();
  };
  const isOn = security.has_authenticator;
  return (
    <section class="card authenticator">
      <h2>
        {t("authenticator")} <Tag icon={isOn ? "check" : "ban"}>{t(isOn ? "authenticator_on" : "authenticator_off")}</Tag>
      </h2>
      <p class="muted">{t("authenticator_lead")}</p>
      {isOn && (
        <p>
          {t("recovery_left", { count: security.recovery_codes_left })}{" "}
          <span class="muted">
            {t("password_since")} <Time at={security.authenticator_set_at} />
          </span>
        </p>
      )}
      <ProblemBox problem={problem} />
      <p class="buttons">
        {isOn ? (
          <>
            <button
              type="button"
              class="button"
              disabled={isBusy}
              onClick={() => run(() => post<Codes>("/me/recovery-codes"), show)}
            >
              {t("new_codes")}
            </button>
            <button type="button" class="button" onClick={() => setTurningOff(true)}>
              {t("turn_off")}
            </button>
          </>
        ) : (
          <button
            type="button"
            class="button primary"
            disabled={isBusy}
            onClick={() => run(() => post<Begun>("/me/authenticator"), setBegun)}
          >
            {t("set_up")}
          </button>
        )}
      </p>
      {begun && <SetUpDialog begun={begun} onClose={() => setBegun(null)} onDone={show} />}
      {codes && <CodesDialog codes={codes} onClose={() => setCodes(null)} />}
      {isTurningOff && (
        <OffDialog
          onClose={() => setTurningOff(false)}
          onDone={() => {
            setTurningOff(false);
            onDone();
          }}
        />
      )}
    </section>
  );
}
