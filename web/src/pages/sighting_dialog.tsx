// SPDX-License-Identifier: Apache-2.0
// Writing down what was seen: by the button of a page, or as a correction of an earlier entry.
import { useState } from "preact/hooks";
import type { Page, Team } from "../api";
import { useResource, useTask } from "../hooks";
import { post } from "../http";
import { t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { holds, may, me } from "../session";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { TextArea } from "./ticket_dialogs";

export type Sighting = Schemas["Sighting"];

const SIGHTING_KINDS = ["vulnerability", "indicator", "other"] as const;
const TYPES = ["ipv4", "ipv6", "domain", "url", "email", "file_hash", "file_name", "other"] as const;
const CONFIDENCES = ["low", "medium", "high"] as const;
const SEVERITIES = ["unknown", "low", "medium", "high", "critical"] as const;

interface Named {
  id: string;
  name: string;
}

interface Start {
  flaw?: string;
  team?: Named;
  part?: Named;
  corrects?: Sighting;
}

/** Where it was seen: "part:ID", "service:ID", "asset", or "" for outside. */
interface Draft {
  team: string;
  kind: Sighting["kind"];
  value: string;
  type: string;
  where: string;
  asset: string;
  when: string;
  confidence: string;
  severity: string;
  toldBy: string;
  text: string;
}

/** A time for <input type="datetime-local">, by the browser's clock. */
function localInput(time: Date): string {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function placeOf({ corrects, part }: Start): string {
  if (corrects?.part) return `part:${corrects.part.id}`;
  if (corrects?.service) return `service:${corrects.service.id}`;
  if (corrects?.asset) return "asset";
  return part && !corrects ? `part:${part.id}` : "";
}

function draftOf(start: Start, teams: Named[]): Draft {
  const former = start.corrects;
  return {
    team: former?.team?.id ?? start.team?.id ?? teams[0]?.id ?? "",
    kind: former?.kind ?? (start.flaw ? "vulnerability" : "indicator"),
    value: former?.value ?? start.flaw ?? "",
    type: former?.indicator_type ?? "ipv4",
    where: placeOf(start),
    asset: former?.asset ?? "",
    when: localInput(former ? new Date(former.seen_at) : new Date()),
    confidence: former?.confidence ?? "medium",
    severity: former?.severity ?? "unknown",
    toldBy: former?.told_by ?? "",
    text: former?.text ?? "",
  };
}

function bodyOf(draft: Draft, corrects?: Sighting) {
  const [place, id] = draft.where.split(":");
  return {
    ...(corrects ? { corrects: corrects.id } : { team_id: draft.team }),
    kind: draft.kind,
    value: draft.value,
    indicator_type: draft.kind === "indicator" ? draft.type : null,
    part_id: place === "part" ? id : null,
    service_id: place === "service" ? id : null,
    asset: place === "asset" ? draft.asset : null,
    seen_at: new Date(draft.when).toISOString(),
    confidence: draft.confidence,
    severity: draft.severity,
    told_by: draft.toldBy || null,
    text: draft.text || null,
  };
}

interface FieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

function Select(props: {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}) {
  return (
    <Field label={props.label}>
      {(id) => (
        <select id={id} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
          {props.choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Line(props: { label: string; value: string; isRequired?: boolean; onChange: (value: string) => void }) {
  return (
    <Field label={props.label}>
      {(id) => (
        <input
          id={id}
          value={props.value}
          required={props.isRequired}
          spellcheck={false}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function WhatFields({ draft, change }: FieldsProps) {
  return (
    <>
      <Select
        label={t("sighting_kind")}
        value={draft.kind}
        choices={SIGHTING_KINDS.map((kind) => [kind, word("sighting_kind", kind)])}
        onChoose={(kind) => change({ kind: kind as Draft["kind"] })}
      />
      {draft.kind === "indicator" && (
        <Select
          label={t("sighting_type")}
          value={draft.type}
          choices={TYPES.map((type) => [type, word("sighting_type", type)])}
          onChoose={(type) => change({ type })}
        />
      )}
      <Line label={t(`sighting_value_${draft.kind}`)} value={draft.value} isRequired onChange={(value) => change({ value })} />
    </>
  );
}

/** The services of the team, and the part that the page is about. */
function WhereFields({ draft, change, part }: FieldsProps & { part: Named | null }) {
  const services = useResource<Page<Named>>(draft.team ? `/services?team=${draft.team}&limit=200` : null).data?.items ?? [];
  return (
    <>
      <Select
        label={t("sighting_where")}
        value={draft.where}
        choices={[
          ["", t("sighting_place_outside")],
          ...(part ? [[`part:${part.id}`, part.name] as const] : []),
          ...services.map((service) => [`service:${service.id}`, service.name] as const),
          ["asset", t("sighting_place_asset")],
        ]}
        onChoose={(where) => change({ where })}
      />
      {draft.where === "asset" && (
        <Line label={t("sighting_asset")} value={draft.asset} isRequired onChange={(asset) => change({ asset })} />
      )}
      <Field label={t("sighting_when")}>
        {(id) => (
          <input
            id={id}
            type="datetime-local"
            value={draft.when}
            required
            onChange={(event) => change({ when: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

function HowFields({ draft, change }: FieldsProps) {
  return (
    <>
      <div class="fields-beside">
        <Select
          label={t("sighting_confidence")}
          value={draft.confidence}
          choices={CONFIDENCES.map((one) => [one, word("sighting_confidence", one)])}
          onChoose={(confidence) => change({ confidence })}
        />
        <Select
          label={t("sighting_severity")}
          value={draft.severity}
          choices={SEVERITIES.map((one) => [one, word("severity", one)])}
          onChoose={(severity) => change({ severity })}
        />
      </div>
      <Line label={t("sighting_told_by")} value={draft.toldBy} onChange={(toldBy) => change({ toldBy })} />
      <TextArea label={t("sighting_text")} value={draft.text} onChange={(text) => change({ text })} />
    </>
  );
}

interface DialogProps extends Start {
  teams: Named[];
  onClose: () => void;
  onDone?: () => void;
}

export function SightingDialog({ teams, onClose, onDone, ...start }: DialogProps) {
  const [draft, setDraft] = useState(() => draftOf(start, teams));
  const { isBusy, problem, run } = useTask();
  const change = (part: Partial<Draft>) => setDraft((former) => ({ ...former, ...part }));
  const title = t(start.corrects ? "sighting_correct" : "sighting_mark");
  const onSubmit = () =>
    run(
      () => post<Sighting>("/sightings", bodyOf(draft, start.corrects)),
      () => {
        onClose();
        onDone?.();
        tell(t("told_sighting"));
      },
    );
  const part = start.part ?? (start.corrects?.part && { id: start.corrects.part.id, name: start.corrects.part.name });
  return (
    <FormDialog title={title} submit={title} isBusy={isBusy} problem={problem} onClose={onClose} onSubmit={onSubmit}>
      {start.corrects && <p class="muted">{t("correct_lead")}</p>}
      {!start.team && !start.corrects && teams.length > 1 && (
        <Select
          label={t("team")}
          value={draft.team}
          choices={teams.map((team) => [team.id, team.name])}
          onChoose={(team) => change({ team, where: "" })}
        />
      )}
      <WhatFields draft={draft} change={change} />
      <WhereFields draft={draft} change={change} part={part ?? null} />
      <HowFields draft={draft} change={change} />
    </FormDialog>
  );
}

/** The teams in which one may mark: as a member, or as an analyst in all. */
export function useSightingTeams(): Named[] {
  const isAnywhere = holds("administrator") || holds("analyst");
  const all = useResource<Page<Team>>(isAnywhere ? "/teams?limit=200" : null).data?.items;
  const own = me.value?.teams.filter((team) => may("member", team.id)) ?? [];
  return isAnywhere ? (all ?? []) : own;
}

export function mayMark(teamId: string): boolean {
  return may("member", teamId) || holds("analyst");
}

export function SightingButton(props: Start & { onDone?: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const teams = useSightingTeams();
  if (props.team ? !mayMark(props.team.id) : !teams.length) return null;
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        <Icon name="eye" /> {t("sighting_mark")}
      </button>
      {isOpen && <SightingDialog {...props} teams={teams} onClose={() => setOpen(false)} />}
    </>
  );
}
