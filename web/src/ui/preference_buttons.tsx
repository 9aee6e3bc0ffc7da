// SPDX-License-Identifier: Apache-2.0
import { signal } from "@preact/signals";
import { language, setLanguage, t } from "../i18n";
import { keepTheme, storedTheme, type Theme } from "../preferences";
import { Icon } from "./icons";

export const theme = signal<Theme>(storedTheme());

export function setTheme(next: Theme): void {
  theme.value = next;
  keepTheme(next);
}

function isDark(): boolean {
  return theme.value === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme.value === "dark";
}

export function ThemeButton() {
  const dark = isDark();
  const label = t(dark ? "to_light" : "to_dark");
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(dark ? "light" : "dark")}
    >
      <Icon name={dark ? "sun" : "moon"} />
    </button>
  );
}

/** Shows the other language in that language, for those who cannot read this one. */
export function LanguageButton() {
  const other = language.value === "ja" ? "en" : "ja";
  const name = other === "ja" ? "日本語" : "English";
  return (
    <button
      type="button"
      class="icon-button language-button"
      lang={other}
      aria-label={name}
      title={name}
      onClick={() => setLanguage(other)}
    >
      {other === "ja" ? "日本" : "EN"}
    </button>
  );
}
