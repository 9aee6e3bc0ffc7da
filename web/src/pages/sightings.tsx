// SPDX-License-Identifier: Apache-2.0
// What was seen, newest first; and on the page of a flaw, where it was seen being used.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import { moment } from "../format";
import { useList, useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { me } from "../session";
import { Empty, SearchField, Skeleton, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { SelectChip, ToggleChip } from "../ui/menu";
import { Paged } from "../ui/paged";
import { DiaryViews } from "./diary_parts";
import { mayMark, type Sighting, SightingButton, SightingDialog } from "./sighting_dialog";

function where(sighting: Sighting): string {
  if (sighting.part) return `${sighting.service?.name} / ${sighting.part.name}`;
  return sighting.service?.name ?? sighting.asset ?? t("sighting_place_outside");
}

function Headline({ sighting }: { sighting: Sighting }) {
  const kind = sighting.indicator_type
    ? word("sighting_type", sighting.indicator_type)
    : word("sighting_kind", sighting.kind);
  return (
    <p>
      <Tag icon="eye">{kind}</Tag>{" "}
      {sighting.kind === "vulnerability" ? (
        <a href={`/advisories/${encodeURIComponent(sighting.value)}`}>
          <strong>{sighting.value}</strong>
        </a>
      ) : (
        <strong class="sighting-value">{sighting.value}</strong>
      )}
    </p>
  );
}

function footOf(sighting: Sighting): string[] {
  const isOther = sighting.recorded_by.id !== sighting.account.id;
  return [
    where(sighting),
    moment(sighting.seen_at),
    t("sighting_by", { name: sighting.account.name }),
    isOther ? t("sighting_recorded_by", { name: sighting.recorded_by.name }) : "",
    sighting.told_by ? t("sighting_told", { name: sighting.told_by }) : "",
    sighting.team?.name ?? "",
    sighting.ground_count ? t("sighting_grounds", { n: sighting.ground_count }) : "",
    sighting.corrects ? t("sighting_is_correction") : "",
  ].filter(Boolean);
}

function SightingRow({ sighting, onChange }: { sighting: Sighting; onChange: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const canCorrect = !sighting.corrected_by && sighting.team && mayMark(sighting.team.id);
  return (
    <div class={`sighting-row ${sighting.corrected_by ? "is-corrected" : ""}`}>
      <div>
        <Headline sighting={sighting} />
        {sighting.text && <p class="bite-text">{sighting.text}</p>}
        <p class="muted small">{footOf(sighting).join(" · ")}</p>
      </div>
      <p class="tags">
        {sighting.corrected_by && <Tag icon="undo">{t("sighting_was_corrected")}</Tag>}
        <Tag>
          {t("sighting_confidence")}: {word("sighting_confidence", sighting.confidence)}
        </Tag>
        <Tag kind={`severity-${sighting.severity}`}>{word("severity", sighting.severity)}</Tag>
        {canCorrect && (
          <button type="button" class="button small" onClick={() => setOpen(true)}>
            <Icon name="pencil" /> {t("sighting_correct")}
          </button>
        )}
      </p>
      {isOpen && (
        <SightingDialog corrects={sighting} teams={[]} onClose={() => setOpen(false)} onDone={onChange} />
      )}
    </div>
  );
}

function Filters() {
  const { query } = place.value;
  const teams = me.value?.teams ?? [];
  return (
    <div class="filters" role="search">
      <SearchField value={query.get("q") ?? ""} label={t("sightings_search")} onSearch={(q) => setQuery({ q })} />
      <div class="chips">
        <SelectChip
          label={t("sighting_kind")}
          value={query.get("kind") ?? ""}
          choices={[
            ["", t("sighting_all_kinds")],
            ...(["vulnerability", "indicator", "other"] as const).map(
              (kind) => [kind, word("sighting_kind", kind)] as const,
            ),
          ]}
          onChoose={(kind) => setQuery({ kind })}
        />
        {teams.length > 1 && (
          <SelectChip
            label={t("team")}
            value={query.get("team") ?? ""}
            choices={[["", t("all_teams")], ...teams.map((team) => [team.id, team.name] as const)]}
            onChoose={(team) => setQuery({ team })}
          />
        )}
        <ToggleChip
          isOn={query.get("corrected") === "1"}
          icon="undo"
          onToggle={() => setQuery({ corrected: query.get("corrected") === "1" ? null : "1" })}
        >
          {t("sightings_with_corrected")}
        </ToggleChip>
      </div>
    </div>
  );
}

export function SightingsPage() {
  useTitle(t("sightings"));
  const { query } = place.value;
  const names = ["q", "kind", "team", "corrected"] as const;
  const list = useList<Sighting>(
    withQuery("/sightings", Object.fromEntries(names.map((name) => [name, query.get(name)]))),
  );
  const reload = () => void list.reload();
  const isEmpty = list.first.value !== null && list.items.value.length === 0;
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("sightings")}</h1>
          <p class="muted">{t("sightings_lead")}</p>
        </div>
        <SightingButton onDone={reload} />
      </header>
      <DiaryViews current="sightings" />
      <Filters />
      {!list.first.value && list.isLoading.value && <Skeleton rows={6} />}
      {isEmpty && (
        <Empty icon="eye" title={t("sightings_empty")}>
          <p>{t("sightings_empty_hint")}</p>
        </Empty>
      )}
      {!isEmpty && (
        <Paged
          list={list}
          label={t("sightings")}
          class="bites"
          keyOf={(sighting) => sighting.id}
          row={(sighting) => <SightingRow sighting={sighting} onChange={reload} />}
        />
      )}
    </>
  );
}

/** On the page of a flaw. Without any, there is nothing to say. */
export function SightingsOf({ id }: { id: string }) {
  const { data, reload } = useResource<Page<Sighting>>(`/sightings?vulnerability=${encodeURIComponent(id)}`);
  if (!data?.items.length) return null;
  return (
    <section class="card">
      <h2>{t("sightings")}</h2>
      <ul class="sightings-of">
        {data.items.map((sighting) => (
          <li key={sighting.id}>
            <SightingRow sighting={sighting} onChange={reload} />
          </li>
        ))}
      </ul>
    </section>
  );
}
