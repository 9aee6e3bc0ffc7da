// SPDX-License-Identifier: Apache-2.0
// A field for a comment in which "@" offers those who can be named: arrows choose, Enter or Tab takes, Escape leaves.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Page, Person } from "../api";
import { get, withQuery } from "../http";
import { t } from "../i18n";
import { Field } from "./basics";

const WORD = /(^|[^\p{L}\p{N}_.+-])@([^\s@]{0,40})$/u;

/** What is typed behind the last @ in front of the caret; null when the caret is not in a name. */
function typedName(area: HTMLTextAreaElement): string | null {
  const before = area.value.slice(0, area.selectionStart);
  return area.selectionStart === area.selectionEnd ? (WORD.exec(before)?.[2] ?? null) : null;
}

function usePeople(ticketId: string, typed: string | null): Person[] {
  const [people, setPeople] = useState<Person[]>([]);
  useEffect(() => {
    let isGone = false;
    if (typed === null) setPeople([]);
    else
      get<Page<Person>>(withQuery(`/tickets/${ticketId}/people`, { q: typed })).then(
        (page) => !isGone && setPeople(page.items),
        () => !isGone && setPeople([]),
      );
    return () => {
      isGone = true;
    };
  }, [ticketId, typed]);
  return people;
}

export function MentionArea(props: {
  label: string;
  ticketId: string;
  value: string;
  onChange: (text: string) => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const people = usePeople(props.ticketId, typed);
  const look = () => {
    if (!area.current) return;
    setTyped(typedName(area.current));
    setChosen(0);
  };
  const take = (person: Person) => {
    const field = area.current;
    if (!field || typed === null) return;
    const start = field.selectionStart - typed.length;
    const text = `${field.value.slice(0, start)}${person.name} ${field.value.slice(field.selectionStart)}`;
    props.onChange(text);
    setTyped(null);
    requestAnimationFrame(() => {
      const caret = start + person.name.length + 1;
      field.focus();
      field.setSelectionRange(caret, caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const person = people[chosen];
    if (!person) return;
    if (event.key === "ArrowDown") setChosen((chosen + 1) % people.length);
    else if (event.key === "ArrowUp") setChosen((chosen + people.length - 1) % people.length);
    else if (event.key === "Enter" || event.key === "Tab") take(person);
    else if (event.key === "Escape") setTyped(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Field label={props.label} hint={t("mention_hint")}>
      {(id, hintId) => (
        <div class="mention-field">
          <textarea
            ref={area}
            id={id}
            rows={4}
            required
            maxLength={10000}
            aria-describedby={hintId}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={people.length > 0}
            aria-controls={listId}
            aria-activedescendant={people.length ? `${listId}-${chosen}` : undefined}
            value={props.value}
            onInput={(event) => {
              props.onChange(event.currentTarget.value);
              look();
            }}
            onKeyDown={onKeyDown}
            onClick={look}
            onBlur={() => setTimeout(() => setTyped(null), 150)}
          />
          <ul id={listId} role="listbox" class="mention-list" aria-label={t("mention_people")} hidden={!people.length}>
            {people.map((person, i) => (
              <li
                key={person.id}
                id={`${listId}-${i}`}
                role="option"
                aria-selected={i === chosen}
                onMouseDown={(event) => {
                  event.preventDefault();
                  take(person);
                }}
              >
                {person.name}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Field>
  );
}
