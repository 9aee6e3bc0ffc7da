// SPDX-License-Identifier: Apache-2.0
// On the ground of what one acts: chosen from what was opened in this tab, or typed.
import { useState } from "preact/hooks";
import type { ActionGround, Page } from "../api";
import { moment } from "../format";
import { t, word } from "../i18n";
import { useResource } from "../hooks";
import type { Schemas } from "../schemas";
import { Icon } from "./icons";

interface Props {
  chosen: ActionGround[];
  onChange: (grounds: ActionGround[]) => void;
}

/** A sighting is named by what was seen: its id tells nobody anything. */
const nameOf = (ground: ActionGround & { label?: string }) => ground.label ?? ground.id;

const same = (a: ActionGround, b: ActionGround) => a.kind === b.kind && a.id === b.id;

/** What one read of late, which the server keeps for them alone, and what was seen: a choice each, newest first. */
function useOffered(): ActionGround[] {
  const readings = useResource<Page<Schemas["Reading"]>>("/readings?limit=12").data?.items ?? [];
  const sightings = useResource<Page<Schemas["Sighting"]>>("/sightings?limit=5").data?.items ?? [];
  return [
    ...readings.map((one) => ({ kind: "advisory", id: one.advisory_id, read_at: one.last_at })),
    ...sightings.map((one) => ({ kind: "sighting", id: one.id, read_at: one.created_at, label: one.value })),
  ];
}

export function GroundFields({ chosen, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const read = useOffered();
  const offered = [...read, ...chosen.filter((one) => !read.some((other) => same(one, other)))];
  const toggle = (ground: ActionGround) =>
    onChange(
      chosen.some((one) => same(one, ground)) ? chosen.filter((one) => !same(one, ground)) : [...chosen, { kind: ground.kind, id: ground.id, read_at: ground.read_at ?? null }],
    );
  const add = () => {
    const ground: ActionGround = { kind: "advisory", id: typed.trim(), read_at: null };
    if (ground.id && !chosen.some((one) => same(one, ground))) onChange([...chosen, ground]);
    setTyped("");
  };
  return (
    <fieldset class="grounds">
      <legend>{t("grounds")}</legend>
      <p class="hint">{t(offered.length ? "grounds_hint" : "grounds_none_read")}</p>
      {offered.map((ground) => (
        <label key={`${ground.kind}:${ground.id}`}>
          <input
            type="checkbox"
            checked={chosen.some((one) => same(one, ground))}
            onChange={() => toggle(ground)}
          />
          <span>
            {word("ground", ground.kind)} <strong>{nameOf(ground)}</strong>
            {ground.read_at && <span class="muted"> {t("ground_read_at", { when: moment(ground.read_at) })}</span>}
          </span>
        </label>
      ))}
      <div class="ground-add">
        <input
          value={typed}
          placeholder="CVE-2021-44228"
          aria-label={t("ground_add_label")}
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" class="button small" disabled={!typed.trim()} onClick={add}>
          <Icon name="plus" /> {t("ground_add")}
        </button>
      </div>
    </fieldset>
  );
}
