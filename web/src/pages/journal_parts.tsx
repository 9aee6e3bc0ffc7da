// SPDX-License-Identifier: Apache-2.0
// What the list of the journal and one entry of it share.
import type { JournalEntry } from "../api_journal";
import { hasWord, language, t, word } from "../i18n";

const PAGES: Record<string, string> = {
  action: "/actions/",
  badge: "/badges/",
  sbom: "/sboms/",
  service: "/services/",
  team: "/teams/",
  ticket: "/tickets/",
};

/** What happened, in the reader's language; where we have no words of our own, in the server's or only about what. */
export function kindName(entry: JournalEntry): string {
  const key = entry.kind.replace(".", "_");
  const name = word("journal_is", key);
  if (name !== key) return name;
  return language.value === "en" ? entry.meaning : word("journal_noun", entry.kind.split(".")[0]);
}

/** To what it happened: a way there, or how it is called. */
export function ObjectLink({ entry }: { entry: JournalEntry }) {
  if (!entry.object?.id) return null;
  const { kind } = entry.object;
  const name = hasWord("journal_object", kind) ? word("journal_object", kind) : t("journal_other_object");
  const page = PAGES[kind];
  const isGone = entry.kind.endsWith(".deleted");
  return page && !isGone ? (
    <a href={page + entry.object.id}>{t("journal_to_object", { what: name })}</a>
  ) : (
    <span>{name}</span>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The members of a JSON object, one on a line. */
export function Members({ of }: { of: Record<string, unknown> }) {
  const members = Object.entries(of);
  return (
    <dl class="journal-members">
      {members.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{shown(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
