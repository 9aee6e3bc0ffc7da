// SPDX-License-Identifier: Apache-2.0
// Words in the chosen language. Example: t("n_tickets", { n: 3 }) gives "3 tickets".
import { signal } from "@preact/signals";
import { keepLanguage, storedLanguage, type Language } from "./preferences";
import { words } from "./words";

export type WordKey = keyof typeof words;

export const language = signal<Language>(storedLanguage());

export function setLanguage(next: Language): void {
  language.value = next;
  keepLanguage(next);
}

/** The text for key with {name}s filled in. "one|many" is chosen by n where the language knows the difference. */
export function t(key: WordKey, values: Record<string, string | number> = {}): string {
  const [english, japanese] = words[key];
  const text = language.value === "ja" ? japanese : pluralOf(english, values.n);
  return text.replace(/\{(\w+)\}/g, (all, name: string) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString(locale()) : (value ?? all);
  });
}

function pluralOf(text: string, n: string | number | undefined): string {
  const [one, many] = text.split("|");
  return (n === 1 ? one : (many ?? one)) ?? "";
}

/** Whether we have a word for it; in English it may be the value itself. */
export function hasWord(prefix: string, value: string): boolean {
  return `${prefix}_${value.replace(/[ -]/g, "_")}` in words;
}

/** The word for one of the server's closed lists, prefix_value; the value itself when it is none we know. */
export function word(prefix: string, value: string | null | undefined): string {
  const key = `${prefix}_${(value ?? "none").replace(/[ -]/g, "_")}`;
  return key in words ? t(key as WordKey) : (value ?? "");
}

export function locale(): string {
  return language.value === "ja" ? "ja-JP" : "en-GB";
}
