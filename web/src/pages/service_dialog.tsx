// SPDX-License-Identifier: Apache-2.0
// Making a service, or changing what is known of it. What nobody says is assumed, and shown as such.
import { useState } from "preact/hooks";
import { EXPOSURES, MISSION_IMPACTS, SAFETY_IMPACTS, WELL_BEINGS, type Service, type SsvcInputs, type Team } from "../api";
import type { WhatIf } from "../api_decide";
import { useTask } from "../hooks";
import { patch, post } from "../http";
import { t, word, type WordKey } from "../i18n";
import { go } from "../router";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { useWhatIf, WhatIfSummary } from "./what_if";

interface Draft extends SsvcInputs {
  team_id: string;
  name: string;
  description: string;
}

interface InputRow {
  name: keyof SsvcInputs;
  words: string;
  label: WordKey;
  hint: WordKey;
  values: readonly string[];
}

export const INPUTS: readonly InputRow[] = [
  { name: "exposure", words: "exposure", label: "ssvc_exposure", hint: "exposure_hint", values: EXPOSURES },
  { name: "safety_impact", words: "safety", label: "safety_impact", hint: "safety_hint", values: SAFETY_IMPACTS },
  { name: "mission_impact", words: "mission", label: "mission_impact", hint: "mission_hint", values: MISSION_IMPACTS },
  {
    name: "mission_well_being",
    words: "mission_well_being",
    label: "ssvc_mission_well_being",
    hint: "mission_well_being_hint",
    values: WELL_BEINGS,
  },
];

function Inputs({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  return (
    <>
      {INPUTS.map(({ name, words, label, hint, values }) => (
        <Field key={name} label={t(label)} hint={t(hint)}>
          {(id, hintId) => (
            <select
              id={id}
              aria-describedby={hintId}
              value={draft[name] ?? ""}
              onChange={(event) => onChange({ ...draft, [name]: event.currentTarget.value || null })}
            >
              <option value="">{t("not_said")}</option>
              {values.map((value) => (
                <option key={value} value={value}>
                  {word(words, value)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </>
  );
}

function draftOf(service: Service | undefined, team: string): Draft {
  return {
    team_id: service?.team_id ?? team,
    name: service?.name ?? "",
    description: service?.description ?? "",
    exposure: service?.exposure ?? null,
    safety_impact: service?.safety_impact ?? null,
    mission_impact: service?.mission_impact ?? null,
    mission_well_being: service?.mission_well_being ?? null,
  };
}

function saidOf({ exposure, safety_impact, mission_impact, mission_well_being }: Draft): SsvcInputs {
  return { exposure, safety_impact, mission_impact, mission_well_being };
}

interface ServiceDialogProps {
  teams: Team[];
  team: string;
  service?: Service;
  onClose: () => void;
  onDone?: (service: Service) => void;
}

export function ServiceDialog({ teams, team, service, onClose, onDone }: ServiceDialogProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(service, team));
  const { isBusy, problem, run } = useTask();
  const { team_id, ...changeable } = draft;
  const said = saidOf(draft);
  const isChanged = service && JSON.stringify(said) !== JSON.stringify(saidOf(draftOf(service, team)));
  const tried = useWhatIf<WhatIf>(`/services/${service?.id}/what-if`, isChanged ? said : null);
  const save = () =>
    service
      ? patch<Service>(`/services/${service.id}`, changeable)
      : post<Service>("/services", { team_id, ...changeable });
  const onSubmit = () =>
    run(save, (saved) => {
      onClose();
      if (service) onDone?.(saved);
      else go(`/services/${saved.id}`);
    });
  return (
    <FormDialog
      title={t(service ? "edit_service" : "new_service")}
      submit={t(service ? "save" : "create")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {!service && (
        <Field label={t("team")}>
          {(id) => (
            <select
              id={id}
              value={team_id}
              onChange={(event) => setDraft({ ...draft, team_id: event.currentTarget.value })}
            >
              {teams.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={t("name")}>
        {(id) => (
          <input
            id={id}
            required
            maxLength={100}
            value={draft.name}
            onInput={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t("description")}>
        {(id) => (
          <input
            id={id}
            maxLength={500}
            value={draft.description}
            onInput={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
          />
        )}
      </Field>
      <Inputs draft={draft} onChange={setDraft} />
      {service && <WhatIfSummary tried={tried} />}
    </FormDialog>
  );
}
