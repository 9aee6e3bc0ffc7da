// SPDX-License-Identifier: Apache-2.0
// For administrators: by which server mail is sent, whether it works, and a mail to see that it does.
import { useState } from "preact/hooks";
import { useResource, useTask, useTitle } from "../hooks";
import { patch, post, remove } from "../http";
import { language, t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { Crumbs, Field, ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { DeliveriesLog } from "./deliveries";

type MailServer = Schemas["MailServer"];
type MailTest = Schemas["MailTest"];
type Security = MailServer["security"];

const SECURITIES: readonly Security[] = ["starttls", "tls", "plain"];
const USUAL_PORTS: Record<Security, number> = { starttls: 587, tls: 465, plain: 25 };

interface Draft {
  host: string;
  port: number;
  security: Security;
  user: string;
  password: string;
  from_address: string;
  from_name: string;
  authorities: string;
  is_on: boolean;
}

interface Part {
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
}

function draftOf(it: MailServer): Draft {
  const { host, port, security, user, from_address, from_name, authorities, is_on } = it;
  return { host, port, security, user, password: "", from_address, from_name, authorities, is_on };
}

/** A password only when one was typed: else the one that is kept stays. */
function sent({ password, ...rest }: Draft) {
  return password ? { ...rest, password } : rest;
}

function Line(props: Part & { member: "host" | "user" | "from_address" | "from_name"; hint?: string; isRequired?: boolean; type?: string }) {
  const labels = { host: "mail_host", user: "mail_user", from_address: "mail_from", from_name: "mail_from_name" } as const;
  return (
    <Field label={t(labels[props.member])} hint={props.hint ?? ""}>
      {(id, hintId) => (
        <input
          id={id}
          type={props.type ?? "text"}
          aria-describedby={hintId}
          required={props.isRequired ?? false}
          autocomplete="off"
          spellcheck={false}
          maxLength={254}
          value={props.draft[props.member]}
          onInput={(event) => props.change({ [props.member]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}

function Where({ draft, change }: Part) {
  const choose = (security: Security) =>
    change({ security, ...(draft.port === USUAL_PORTS[draft.security] ? { port: USUAL_PORTS[security] } : {}) });
  return (
    <>
      <div class="two">
        <Line member="host" isRequired draft={draft} change={change} />
        <Field label={t("mail_port")}>
          {(id) => (
            <input
              id={id}
              type="number"
              min={1}
              max={65535}
              required
              value={draft.port}
              onInput={(event) => change({ port: event.currentTarget.valueAsNumber || 0 })}
            />
          )}
        </Field>
      </div>
      <Field label={t("mail_security")}>
        {(id) => (
          <select id={id} value={draft.security} onChange={(event) => choose(event.currentTarget.value as Security)}>
            {SECURITIES.map((one) => (
              <option key={one} value={one}>
                {word("mail_security", one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.security === "plain" && (
        <p class="mail-warning">
          <Icon name="warn" /> {t("mail_security_warning")}
        </p>
      )}
    </>
  );
}

function Who({ draft, change, hasPassword }: Part & { hasPassword: boolean }) {
  if (draft.security === "plain") return null;
  return (
    <div class="two">
      <Line member="user" hint={t("mail_user_hint")} draft={draft} change={change} />
      <Field label={t("mail_password")} hint={hasPassword ? t("mail_password_kept") : ""}>
        {(id, hintId) => (
          <input
            id={id}
            type="password"
            aria-describedby={hintId}
            autocomplete="new-password"
            value={draft.password}
            onInput={(event) => change({ password: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

function More({ draft, change }: Part) {
  return (
    <details class="more" open={draft.authorities !== "" || !draft.is_on}>
      <summary>{t("mail_more")}</summary>
      <Field label={t("mail_authorities")} hint={t("mail_authorities_hint")}>
        {(id, hintId) => (
          <textarea
            id={id}
            rows={4}
            spellcheck={false}
            aria-describedby={hintId}
            value={draft.authorities}
            onInput={(event) => change({ authorities: event.currentTarget.value })}
          />
        )}
      </Field>
      <label class="tick">
        <input
          type="checkbox"
          checked={draft.is_on}
          onChange={(event) => change({ is_on: event.currentTarget.checked })}
        />
        {t("mail_is_on")}
      </label>
    </details>
  );
}

function SettingsForm({ server, reload }: { server: MailServer; reload: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(server));
  const { isBusy, problem, run } = useTask();
  const it = { draft, change: (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes })) };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const body = sent(draft.security === "plain" ? { ...draft, user: "", password: "" } : draft);
    void run(
      () => patch<MailServer>("/mail-server", body),
      () => {
        setDraft((before) => ({ ...before, password: "" }));
        tell(t("told_mail_saved"));
        reload();
      },
    );
  };
  return (
    <form class="card mail-form" onSubmit={onSubmit}>
      <Where {...it} />
      <Who {...it} hasPassword={server.has_password} />
      <div class="two">
        <Line member="from_address" type="email" isRequired {...it} />
        <Line member="from_name" {...it} />
      </div>
      <More {...it} />
      <ProblemBox problem={problem} />
      <button type="submit" class="button primary" disabled={isBusy}>
        {t("save")}
      </button>
    </form>
  );
}

function State({ server }: { server: MailServer }) {
  if (!server.is_set) return <p class="muted">{t("mail_none")}</p>;
  if (!server.is_on) return <Tag icon="ban">{t("mail_off")}</Tag>;
  if (server.trouble)
    return (
      <div class="problem" role="status">
        <Icon name="warn" />
        <div>
          <strong>{t("mail_trouble")}</strong>
          <p class="problem-detail" lang="en">
            {server.trouble}
          </p>
          <p class="muted">
            <Time at={server.trouble_at} />
          </p>
        </div>
      </div>
    );
  return (
    <p>
      <Tag icon={server.sent_at ? "check" : "circle"}>{t(server.sent_at ? "mail_works" : "mail_untried")}</Tag>{" "}
      {server.sent_at && (
        <span class="muted">
          {t("mail_last")} <Time at={server.sent_at} />
        </span>
      )}
    </p>
  );
}

function TestCard({ reload }: { reload: () => void }) {
  const mine = useResource<Schemas["MyMail"]>("/me/mail").data;
  const [typed, setTyped] = useState<string | null>(null);
  const [test, setTest] = useState<MailTest | null>(null);
  const { isBusy, problem, run } = useTask();
  const address = typed ?? mine?.address ?? mine?.suggested_address ?? "";
  const onSubmit = (event: Event) => {
    event.preventDefault();
    setTest(null);
    void run(
      () => post<MailTest>("/mail-server/test", { address: address.trim(), language: language.value }),
      (done) => {
        setTest(done);
        reload();
      },
    );
  };
  return (
    <section class="card mail-test">
      <h2>{t("mail_test")}</h2>
      <form class="inline-form" onSubmit={onSubmit}>
        <Field label={t("mail_test_to")}>
          {(id) => (
            <input
              id={id}
              type="email"
              required
              maxLength={254}
              value={address}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" class="button" disabled={isBusy}>
          <Icon name="out" /> {t("mail_test")}
        </button>
      </form>
      <ProblemBox problem={problem} />
      {test && (
        <div class={`sso-test ${test.is_good ? "good" : "bad"}`} role="status">
          <strong>
            <Icon name={test.is_good ? "check" : "warn"} /> {t(test.is_good ? "mail_test_good" : "mail_test_bad")}
          </strong>
          <p lang="en">{test.outcome}</p>
        </div>
      )}
    </section>
  );
}

function RemoveDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove("/mail-server"),
      () => {
        tell(t("told_mail_removed"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("mail_remove_title")}
      submit={t("mail_remove")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("mail_remove_warning")}</p>
    </FormDialog>
  );
}

export function MailServerPage() {
  useTitle(t("mail_setup"));
  const { data, problem, reload } = useResource<MailServer>("/mail-server");
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Crumbs steps={[["/people", t("people")]]} />
      <header class="page-head">
        <div>
          <h1>{t("mail_setup")}</h1>
          <p class="lead">{t("mail_setup_lead")}</p>
        </div>
      </header>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton rows={5} />}
      {data && (
        <>
          <State server={data} />
          <SettingsForm key={String(data.is_set)} server={data} reload={reload} />
          {data.is_set && <TestCard reload={reload} />}
          <section class="card">
            <h2>{t("mail_letters")}</h2>
            <DeliveriesLog
              path="/mail-server"
              label={t("mail_letters")}
              counts={data.deliveries}
              canRetry
              onChange={reload}
            />
          </section>
          {data.is_set && (
            <p>
              <button type="button" class="link-button" onClick={() => setRemoving(true)}>
                <Icon name="trash" /> {t("mail_remove")}
              </button>
            </p>
          )}
        </>
      )}
      {isRemoving && <RemoveDialog onClose={() => setRemoving(false)} onDone={reload} />}
    </>
  );
}
