// SPDX-License-Identifier: Apache-2.0
// A text in which people are named: "@kim" stands out where kim is one of those it names.
import type { ComponentChild } from "preact";
import type { Person } from "../api";
import { me } from "../session";

export function WithMentions({ text, people }: { text: string; people: readonly Person[] }) {
  if (people.length === 0) return <>{text}</>;
  // Longest first: "@Kim Lee" is not "@Kim".
  const sorted = [...people].sort((a, b) => b.name.length - a.name.length);
  const parts: ComponentChild[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const person = sorted.find(({ name }) => text.startsWith(name, at + 1));
    if (!person) continue;
    const isMe = person.id === me.value?.id;
    parts.push(text.slice(from, at), <span class={`mention ${isMe ? "mention-me" : ""}`}>@{person.name}</span>);
    from = at + 1 + person.name.length;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
