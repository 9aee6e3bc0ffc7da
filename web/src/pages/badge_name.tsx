// SPDX-License-Identifier: Apache-2.0
// What a badge is called and says, in the reader's language where it is one that is built in and says what its class says.
import { language, t, type WordKey } from "../i18n";
import { words } from "../words";

type Part = "class" | "text";

/** The word that stands for an English text of the server; null when somebody wrote it. */
function wordFor(part: Part, slug: string, text: string): WordKey | null {
  const key = `badge_${part}_${slug.replaceAll("-", "_")}`;
  return key in words && words[key as WordKey][0] === text ? (key as WordKey) : null;
}

function Said({ part, slug, text }: { part: Part; slug: string; text: string }) {
  const key = wordFor(part, slug, text);
  if (key) return <>{t(key)}</>;
  return <span lang={language.value === "en" ? undefined : "en"}>{text}</span>;
}

export function BadgeName({ slug, name }: { slug: string; name: string }) {
  return <Said part="class" slug={slug} text={name} />;
}

export function BadgeText({ slug, text }: { slug: string; text: string }) {
  return <Said part="text" slug={slug} text={text} />;
}

/** For titles and lists of choices, which hold text alone. */
export function badgeNameText(slug: string, name: string): string {
  const key = wordFor("class", slug, name);
  return key ? t(key) : name;
}
