// SPDX-License-Identifier: Apache-2.0
// Filters: a chip that is on or off, a chip with a choice, a chip that opens boxes to tick.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { useLeave } from "../hooks";
import { Icon, type IconName } from "./icons";

export function ToggleChip(props: {
  isOn: boolean;
  icon?: IconName;
  onToggle: () => void;
  children: ComponentChildren;
}) {
  return (
    <button type="button" class="chip" aria-pressed={props.isOn} onClick={props.onToggle}>
      <Icon name={props.isOn ? "check" : (props.icon ?? "circle")} />
      {props.children}
    </button>
  );
}

export type Choice = readonly [value: string, text: string];

export function SelectChip(props: {
  label: string;
  value: string;
  choices: Choice[];
  onChoose: (value: string) => void;
}) {
  return (
    <span class={`chip chip-select ${props.value ? "is-set" : ""}`}>
      <select
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {props.choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  );
}

interface TicksChipProps {
  label: string;
  chosen: string[];
  /** What is ticked when nobody chose, and its name. */
  usual: { values: readonly string[]; name: string };
  choices: Choice[];
  onChoose: (values: string[]) => void;
}

export function TicksChip({ label, chosen, usual, choices, onChoose }: TicksChipProps) {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useLeave(element, isOpen, () => setOpen(false));
  const ticked = chosen.length ? chosen : usual.values;
  const toggle = (value: string) => {
    const next = choices.map(([one]) => one).filter((one) => (one === value) !== ticked.includes(one));
    onChoose(next.join() === usual.values.join() ? [] : next);
  };
  const names = choices.filter(([value]) => chosen.includes(value)).map(([, text]) => text);
  return (
    <div class="menu" ref={element}>
      <button
        type="button"
        class={`chip ${chosen.length ? "is-set" : ""}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span>
          {label}: {names.length ? names.join(", ") : usual.name}
        </span>
        <Icon name="down" />
      </button>
      {isOpen && (
        <fieldset class="menu-panel">
          <legend class="sr-only">{label}</legend>
          {choices.map(([value, text]) => (
            <label key={value}>
              <input type="checkbox" checked={ticked.includes(value)} onChange={() => toggle(value)} />
              {text}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
