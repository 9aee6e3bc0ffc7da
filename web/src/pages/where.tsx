// SPDX-License-Identifier: Apache-2.0
// Who has it: a package or a flaw, over all services, by version.
import { useEffect, useState } from "preact/hooks";
import type { Where, WhereItem } from "../api";
import { useList, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { go, place, setQuery } from "../router";
import { Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { whereHref } from "./where_link";
import { Removed, WhereItems } from "./where_rows";
import { AnswerTiles, VersionBars } from "./where_versions";

const EXAMPLES = ["CVE-2021-44228", "pkg:npm/lodash", "openssl"];

function SearchForm({ q }: { q: string }) {
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (text.trim()) go(whereHref(text.trim()));
  };
  return (
    <form class="filters lookup" role="search" onSubmit={onSubmit}>
      <span class="search">
        <Icon name="search" />
        <input
          type="search"
          data-search
          value={text}
          placeholder={t("where_field")}
          aria-label={t("where_field")}
          spellcheck={false}
          autocapitalize="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </span>
      <button type="submit" class="button primary">
        {t("where_find")}
      </button>
    </form>
  );
}

function Start() {
  return (
    <Empty icon="search" title={t("where_start")}>
      <p>{t("where_start_hint")}</p>
      <p class="chips">
        {EXAMPLES.map((example) => (
          <a key={example} class="chip" href={whereHref(example)}>
            {example}
          </a>
        ))}
      </p>
    </Empty>
  );
}

function Nobody({ where }: { where: Where }) {
  const isUnknown = where.kind === "id" && !where.is_known;
  return (
    <Empty
      icon={isUnknown ? "unknown" : "search"}
      title={t(isUnknown ? "where_unknown" : "where_nobody", { name: where.name })}
    >
      <p>{t(isUnknown ? "where_unknown_hint" : "where_nobody_hint")}</p>
      {where.suggestions.length > 0 && (
        <>
          <p>{t("where_suggestions")}</p>
          <p class="chips suggestions">
            {where.suggestions.map((one) => (
              <a key={`${one.ecosystem} ${one.package}`} class="chip" href={whereHref(one.package, one.ecosystem)}>
                {one.package} <span class="muted">{one.ecosystem ?? t("where_no_ecosystem")}</span>
              </a>
            ))}
          </p>
        </>
      )}
    </Empty>
  );
}

function Head({ where }: { where: Where }) {
  const hasHistory = place.value.query.get("history") === "1";
  const others = where.flaws.filter((flaw) => flaw !== where.name);
  const ids = others.slice(0, 6).join(", ") + (others.length > 6 ? " …" : "");
  return (
    <div class="where-head">
      <div>
        <h2>
          <code>{where.name}</code>
        </h2>
        <p class="muted">
          {others.length > 0 && `${t("where_stands_for", { ids })} · `}
          {t("n_services", { n: where.counts.all.services })} · {t("n_parts", { n: where.counts.all.parts })}
          {where.kind === "id" && (
            <>
              {" · "}
              <a href={`/advisories/${encodeURIComponent(where.name)}`}>{t("where_is_known")}</a>
            </>
          )}
        </p>
      </div>
      <button
        type="button"
        class="chip"
        aria-pressed={hasHistory}
        onClick={() => setQuery({ history: hasHistory ? null : "1" })}
      >
        {t("where_history")}
      </button>
    </div>
  );
}

function Found({ path }: { path: string }) {
  const list = useList<WhereItem, Where>(path);
  const where = list.first.value;
  if (!where) {
    return list.problem.value ? (
      <ProblemBox problem={list.problem.value} retry={() => void list.reload()} />
    ) : (
      <Skeleton rows={8} />
    );
  }
  const isAny = where.versions.length > 0;
  return (
    <>
      {isAny || where.removed.length > 0 || place.value.query.get("history") ? <Head where={where} /> : null}
      {isAny && <AnswerTiles counts={where.counts} />}
      {isAny && <VersionBars where={where} />}
      {isAny && <WhereItems list={list} where={where} />}
      {!isAny && <Nobody where={where} />}
      <Removed tickets={where.removed} />
    </>
  );
}

export function WherePage() {
  const { query } = place.value;
  const q = query.get("q") ?? "";
  useTitle(q ? `${q} · ${t("where_title")}` : t("where_title"));
  const names = ["q", "ecosystem", "team", "package_version", "history"];
  const path = withQuery("/where", Object.fromEntries(names.map((name) => [name, query.get(name)])));
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("where_title")}</h1>
          <p class="muted">{t("where_lead")}</p>
        </div>
      </header>
      <SearchForm q={q} />
      {q ? <Found key={path} path={path} /> : <Start />}
    </>
  );
}
