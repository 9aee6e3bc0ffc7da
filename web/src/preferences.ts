// SPDX-License-Identifier: Apache-2.0
// What a person chose for this browser: language and theme. Kept in localStorage, which may be forbidden or empty.

export type Theme = "auto" | "light" | "dark";
export type Language = "en" | "ja";

const THEME_KEY = "kenzen.theme";
const LANGUAGE_KEY = "kenzen.language";

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}

export function storedTheme(): Theme {
  const theme = stored(THEME_KEY);
  return theme === "light" || theme === "dark" ? theme : "auto";
}

export function storedLanguage(): Language {
  const language = stored(LANGUAGE_KEY) ?? navigator.language;
  return language.startsWith("ja") ? "ja" : "en";
}

export function keepTheme(theme: Theme): void {
  store(THEME_KEY, theme);
  showTheme(theme);
}

export function keepLanguage(language: Language): void {
  store(LANGUAGE_KEY, language);
  document.documentElement.lang = language;
}

function showTheme(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function applyPreferences(): void {
  showTheme(storedTheme());
  document.documentElement.lang = storedLanguage();
}
