// SPDX-License-Identifier: Apache-2.0
// Exceptions to a licence policy: each with its reason, who made it, and until when it holds.
import { useState } from "preact/hooks";
import type { Page, Service } from "../api";
import type { LicensedComponent, LicenseException } from "../api_licenses";
import { day } from "../format";
import { useTask } from "../hooks";
import { post, remove } from "../http";
import { t, word } from "../i18n";
import { may } from "../session";
import { Field, ProblemBox, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { LicenseMark } from "./license_mark";

/** A package URL without version, qualifiers and subpath: an exception is for all versions unless one says so. */
function anyVersion(purl: string | null): string {
  const bare = (purl ?? "").replace(/[?#].*$/, "");
  return bare.replace(/(\/[^/@]+)@[^/]*$/, "$1");
}

interface ExceptionDialogProps {
  service: Service;
  component: LicensedComponent | null;
  onClose: () => void;
  onDone: () => void;
}

export function ExceptionDialog({ service, component, onClose, onDone }: ExceptionDialogProps) {
  const [draft, setDraft] = useState({
    package: anyVersion(component?.purl ?? null),
    license: component?.path.at(-1) ?? "",
    scope: "",
    reason: "",
    until: "",
  });
  const [isHere, setHere] = useState(true);
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () =>
        post<LicenseException>(`/teams/${service.team_id}/license-exceptions`, {
          package: draft.package.trim() || null,
          license: draft.license.trim() || null,
          scope: draft.scope || null,
          service_id: isHere ? service.id : null,
          answer: "allow",
          reason: draft.reason.trim(),
          until: draft.until || null,
        }),
      () => {
        tell(t("license_saved"));
        onClose();
        onDone();
      },
    );
  const text = (name: "package" | "license") => (id: string, hintId?: string) => (
    <input
      id={id}
      class="mono"
      aria-describedby={hintId}
      spellcheck={false}
      value={draft[name]}
      onInput={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
    />
  );
  return (
    <FormDialog
      title={t("exception_new")}
      submit={t("create")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Field label={t("exception_reason")}>
        {(id) => (
          <textarea
            id={id}
            required
            rows={2}
            value={draft.reason}
            onInput={(event) => setDraft({ ...draft, reason: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t("exception_package")} hint={t("exception_package_hint")}>
        {text("package")}
      </Field>
      <Field label={t("exception_license")} hint={t("exception_license_hint")}>
        {text("license")}
      </Field>
      <Field label={t("exception_scope")}>
        {(id) => (
          <select
            id={id}
            value={draft.scope}
            onChange={(event) => setDraft({ ...draft, scope: event.currentTarget.value })}
          >
            <option value="">{t("exception_any")}</option>
            {["required", "optional", "excluded"].map((scope) => (
              <option key={scope} value={scope}>
                {word("scope", scope)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t("exception_until")} hint={t("exception_until_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            type="date"
            aria-describedby={hintId}
            value={draft.until}
            onInput={(event) => setDraft({ ...draft, until: event.currentTarget.value })}
          />
        )}
      </Field>
      <label class="check">
        <input type="checkbox" checked={isHere} onChange={(event) => setHere(event.currentTarget.checked)} />{" "}
        {t("exception_here", { name: service.name })}
      </label>
    </FormDialog>
  );
}

function ExceptionRow(props: { one: LicenseException; canEnd: boolean; onDone: () => void }) {
  const { one } = props;
  const { isBusy, problem, run } = useTask();
  const end = () =>
    run(
      () => remove(`/license-exceptions/${one.id}`),
      () => {
        tell(t("exception_ended"));
        props.onDone();
      },
    );
  return (
    <li class="license-exception">
      <LicenseMark answer={one.answer} />
      <span class="version-name">
        <span class="tags">
          {one.package && <code>{one.package}</code>}
          {one.license && <code>{one.license}</code>}
          {one.scope && <Tag>{word("scope", one.scope)}</Tag>}
          <Tag icon="services">{one.service?.name ?? t("exception_all_services")}</Tag>
        </span>
        <span>{one.reason}</span>
        <span class="muted">
          {one.created_by?.name} · {day(one.created_at)}
        </span>
      </span>
      <span>
        {one.is_over ? (
          <Tag kind="marked" icon="clock">
            {t("exception_over", { date: day(one.until ?? "") })}
          </Tag>
        ) : one.until ? (
          t("exception_holds_until", { date: day(one.until) })
        ) : (
          t("exception_no_end")
        )}
      </span>
      {props.canEnd && (
        <button type="button" class="link-button" disabled={isBusy} onClick={end}>
          {t("exception_end")}
          <span class="sr-only"> {one.reason}</span>
        </button>
      )}
      <ProblemBox problem={problem} />
    </li>
  );
}

export function ExceptionsCard(props: {
  service: Service;
  list: Page<LicenseException> | null;
  onNew: () => void;
  onChange: () => void;
}) {
  const canChange = may("admin", props.service.team_id);
  const items = props.list?.items ?? [];
  return (
    <section class="card">
      <header>
        <h2>{t("exceptions")}</h2>
        {canChange && (
          <button type="button" class="link-button" onClick={props.onNew}>
            <Icon name="plus" /> {t("exception_new")}
          </button>
        )}
      </header>
      {items.length === 0 && <p class="muted">{t("exceptions_none")}</p>}
      <ul class="license-list">
        {items.map((one) => (
          <ExceptionRow key={one.id} one={one} canEnd={canChange} onDone={props.onChange} />
        ))}
      </ul>
    </section>
  );
}
