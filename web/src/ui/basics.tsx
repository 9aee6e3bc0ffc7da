// SPDX-License-Identifier: Apache-2.0
// The small parts that every page is made of.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { moment, relative } from "../format";
import { t } from "../i18n";
import type { Problem } from "../http";
import { Icon, type IconName } from "./icons";

export function Time({ at }: { at: string | null }) {
  if (!at) return null;
  return (
    <time dateTime={at} title={moment(at)}>
      {relative(at)}
    </time>
  );
}

export function Loading() {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {t("loading")}
    </p>
  );
}

/** Lines in the shape of what is to come, which keep the page from jumping. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div class="skeleton" role="status" aria-label={t("loading")}>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}

/** Of these the title says all that there is to say, in the reader's language. */
const SAID_BY_TITLE = ["wrong-credentials", "wrong-code", "confirmation-required"];

function titleOf(problem: Problem): string {
  if (problem.code === "wrong-credentials") return t("wrong_credentials");
  if (problem.code === "wrong-code") return t("wrong_code");
  if (problem.code === "confirmation-required") return t("not_confirmed");
  if (problem.code === "rate-limited") return t("rate_limited");
  if (problem.status === 0) return t("problem_offline");
  if (problem.status === 403) return t("problem_forbidden");
  if (problem.status === 404) return t("problem_not_found");
  if (problem.status === 409) return t("problem_conflict");
  if (problem.status === 413) return t("problem_too_large");
  if (problem.status === 415) return t("problem_unsupported");
  if (problem.status >= 500) return t("problem_server");
  return t("problem_refused");
}

/** What went wrong: what kind of thing in the reader's language, then the server's own words with their place. */
export function ProblemBox({ problem, retry }: { problem: Problem | null; retry?: () => void }) {
  if (!problem) return null;
  return (
    <div class="problem" role="alert">
      <Icon name="warn" />
      <div>
        <strong>{titleOf(problem)}</strong>
        {problem.detail && !SAID_BY_TITLE.includes(problem.code) && (
          <p class="problem-detail" lang="en">
            {problem.detail}
          </p>
        )}
        {problem.status === 0 && <p>{t("problem_offline_hint")}</p>}
      </div>
      {retry && (
        <button type="button" class="button" onClick={retry}>
          {t("try_again")}
        </button>
      )}
    </div>
  );
}

export function Empty(props: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={props.icon} />
      </span>
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}

export function Field(props: {
  label: string;
  hint?: string;
  children: (id: string, hintId?: string) => ComponentChildren;
}) {
  const id = useId();
  const hintId = props.hint ? `${id}-hint` : undefined;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.children(id, hintId)}
      {props.hint && (
        <p class="hint" id={hintId}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

export function Crumbs({ steps }: { steps: [string, string][] }) {
  return (
    <nav class="crumbs" aria-label={t("breadcrumb")}>
      {steps.map(([href, text]) => (
        <a key={href} href={href}>
          <Icon name="back" />
          {text}
        </a>
      ))}
    </nav>
  );
}

export function Tag(props: { kind?: string; icon?: IconName; title?: string; children: ComponentChildren }) {
  return (
    <span class={`tag ${props.kind ? `tag-${props.kind}` : ""}`} title={props.title}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </span>
  );
}

/** A search field that keeps its own text and tells the rested one, so that typing is never held up. */
export function SearchField(props: { value: string; label: string; hintId?: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(props.value);
  const told = useRef(props.value);
  useEffect(() => {
    if (props.value === told.current) return;
    told.current = props.value;
    setText(props.value);
  }, [props.value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      props.onSearch(text);
    }, 200);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span class="search">
      <Icon name="search" />
      <input
        type="search"
        data-search
        value={text}
        placeholder={props.label}
        aria-label={props.label}
        aria-describedby={props.hintId}
        onInput={(event) => setText(event.currentTarget.value.trimStart())}
      />
    </span>
  );
}
