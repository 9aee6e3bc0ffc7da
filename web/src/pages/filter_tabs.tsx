// SPDX-License-Identifier: Apache-2.0
// The filters that one keeps, as tabs above the list; the list begins with the one that is the default.
import { useEffect, useState } from "preact/hooks";
import type { Page, SavedFilter, Schemas } from "../api";
import { useResource, useTask } from "../hooks";
import { patch, post, remove } from "../http";
import { t } from "../i18n";
import { go, place } from "../router";
import { Field, ProblemBox } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

/** The query without what is no filter, in a fixed order, so that equal ones compare equal. */
export function filterOf(query: URLSearchParams): string {
  const kept = new URLSearchParams(query);
  kept.sort();
  for (const [name, value] of [...kept]) if (!value || name === "all") kept.delete(name);
  return kept.toString().replaceAll("%2C", ",");
}

function hrefOf(query: string): string {
  return query ? `/tickets?${query}` : "/tickets?all=1";
}

function SaveDialog(props: { filter: SavedFilter | null; query: string; onClose: () => void; onDone: () => void }) {
  const { filter } = props;
  const [name, setName] = useState(filter?.name ?? "");
  const [team, setTeam] = useState(filter?.team_id ?? "");
  const [isDefault, setDefault] = useState(filter?.is_default ?? false);
  const teams = useResource<Page<Schemas["Team"]>>("/teams?limit=200").data?.items ?? [];
  const { isBusy, problem, run } = useTask();
  const isOwn = !filter || filter.is_mine;
  const body = isOwn
    ? { name, query: filter?.query ?? props.query, team_id: team || null, is_default: isDefault }
    : { is_default: isDefault };
  const done = () => {
    props.onDone();
    props.onClose();
  };
  const send = () =>
    run(
      () => (filter ? patch<SavedFilter>(`/saved-filters/${filter.id}`, body) : post<SavedFilter>("/saved-filters", body)),
      () => {
        done();
        tell(t("told_filter_saved"));
      },
    );
  const drop = () => run(() => remove(`/saved-filters/${filter?.id}`), done);
  return (
    <FormDialog
      title={t(filter ? "filter_change" : "filter_save")}
      submit={t("filter_keep")}
      isBusy={isBusy}
      problem={problem}
      onClose={props.onClose}
      onSubmit={send}
    >
      {isOwn && (
        <>
          <Field label={t("filter_name")}>
            {(id) => (
              <input
                id={id}
                required
                maxLength={100}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label={t("filter_share")}>
            {(id) => (
              <select id={id} value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
                <option value="">{t("filter_share_none")}</option>
                {teams.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
      <label class="check-line">
        <input type="checkbox" checked={isDefault} onChange={(event) => setDefault(event.currentTarget.checked)} />
        {t("filter_default")}
      </label>
      {filter && isOwn && (
        <p>
          <button type="button" class="link-button" disabled={isBusy} onClick={drop}>
            <Icon name="trash" /> {t("filter_delete")}
          </button>
        </p>
      )}
    </FormDialog>
  );
}

/** Whether this visit has begun already: the default is for coming in, not for going about. */
let hasBegun = false;

export function FilterTabs() {
  const { data, problem, reload } = useResource<Page<SavedFilter>>("/saved-filters");
  const [open, setOpen] = useState<SavedFilter | "new" | null>(null);
  const { query } = place.value;
  const now = filterOf(query);
  const filters = data?.items ?? [];
  const chosen = filters.find((one) => filterOf(new URLSearchParams(one.query)) === now);
  useEffect(() => {
    if (!data || hasBegun) return;
    hasBegun = true;
    const first = filters.find((one) => one.is_default);
    if (first && !location.search) go(hrefOf(first.query), { replace: true });
  }, [data]);
  return (
    <div class="filter-tabs">
      <nav class="tabs" aria-label={t("saved_filters")}>
        <a href="/tickets?all=1" aria-current={now === "" ? "page" : undefined}>
          {t("filter_all")}
        </a>
        {filters.map((one) => (
          <a
            key={one.id}
            href={hrefOf(one.query)}
            aria-current={one === chosen ? "page" : undefined}
            title={one.team_name ? `${one.team_name} · ${one.owner?.name}` : undefined}
          >
            {one.name}
            {one.team_name && <span class="muted"> · {one.team_name}</span>}
          </a>
        ))}
        {chosen && (
          <button type="button" class="link-button" onClick={() => setOpen(chosen)}>
            <Icon name="pencil" /> {t("filter_change")}
          </button>
        )}
        {!chosen && now !== "" && (
          <button type="button" class="link-button" onClick={() => setOpen("new")}>
            <Icon name="plus" /> {t("filter_save")}
          </button>
        )}
      </nav>
      <ProblemBox problem={problem} />
      {open && (
        <SaveDialog
          filter={open === "new" ? null : open}
          query={now}
          onClose={() => setOpen(null)}
          onDone={reload}
        />
      )}
    </div>
  );
}
