// SPDX-License-Identifier: Apache-2.0
// Why a component of an SBOM has its answer: of one flaw, or of every record that names it.
import { useState } from "preact/hooks";
import type { Explanation } from "../api_explain";
import { useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { place, setQuery } from "../router";
import { Crumbs, Field, ProblemBox, Skeleton } from "../ui/basics";
import { COVERAGE_HREF } from "./coverage";
import { Conclusion, Steps } from "./explain_parts";
import { WhereLink } from "./where_link";

function Ask({ id }: { id: string }) {
  const [text, setText] = useState(id);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    setQuery({ id: text.trim() });
  };
  return (
    <form class="card ask" onSubmit={onSubmit}>
      <Field label={t("explain_ask")} hint={t("explain_ask_hint")}>
        {(field, hint) => (
          <input
            id={field}
            aria-describedby={hint}
            value={text}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="buttons">
        <button type="submit" class="button primary">
          {t("explain_ask_go")}
        </button>
        {id && (
          <button type="button" class="button" onClick={() => setQuery({ id: null })}>
            {t("explain_all")}
          </button>
        )}
      </div>
    </form>
  );
}

/** Where one goes on from here: to whom it is judged by, to what would cover it, to whoever else has it. */
function Onward({ id, explanation }: { id: string; explanation: Explanation }) {
  const { component, conclusion } = explanation;
  const owner = conclusion.kind === "is_owned" ? conclusion.detail["owner"] : undefined;
  return (
    <p class="onward">
      {owner && <a href={withQuery(`/sboms/${id}/explain`, { purl: owner })}>{t("explain_owner", { owner })}</a>}
      {explanation.answer === "not_covered" && !explanation.id && <a href={COVERAGE_HREF}>{t("explain_coverage")}</a>}
      {conclusion.kind !== "is_no_package" && (
        <WhereLink q={component.package || component.name} ecosystem={component.ecosystem} />
      )}
    </p>
  );
}

export function ComponentExplainPage({ id }: { id: string }) {
  const { query } = place.value;
  const asked = { position: query.get("position"), purl: query.get("purl"), id: query.get("id") };
  const { data, problem, reload } = useResource<Explanation>(withQuery(`/sboms/${id}/explain`, asked));
  useTitle(t("explain_title"));
  const ask = (record: string) => `/sboms/${id}/explain?${new URLSearchParams(asPresent({ ...asked, id: record }))}`;
  return (
    <article class="explain">
      <Crumbs steps={[[`/sboms/${id}`, "SBOM"]]} />
      <header class="page-head">
        <div>
          <h1>{t("explain_title")}</h1>
          {data && (
            <p class="muted">
              {data.component.name} {data.component.version} {asked.id && `· ${asked.id}`}
            </p>
          )}
        </div>
      </header>
      <div class="ticket-body">
        <aside class="ticket-side">
          <Ask key={asked.id ?? ""} id={asked.id ?? ""} />
        </aside>
        <div class="ticket-main">
          {!data && (problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton rows={8} />)}
          {data && <Conclusion explanation={data} />}
          {data && <Onward id={id} explanation={data} />}
          {data && <Steps explanation={data} ask={asked.id ? null : ask} />}
        </div>
      </div>
    </article>
  );
}

function asPresent(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((one): one is [string, string] => !!one[1]));
}
