// SPDX-License-Identifier: Apache-2.0
// What stands around every page: the way to the others, the news, the help.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLeave } from "./hooks";
import { isOffline } from "./http";
import { unread } from "./inbox";
import { t, type WordKey } from "./i18n";
import { isHelpOpen } from "./keys";
import { KeyHelp } from "./key_help";
import { place } from "./router";
import { holds, me } from "./session";
import { Icon, type IconName } from "./ui/icons";
import { ConfirmArea } from "./ui/confirm";
import { ToastArea } from "./ui/toast";
import { ThemeButton, LanguageButton } from "./ui/preference_buttons";

type Section = readonly [string, IconName, WordKey, RegExp];

/** Where one is every day; a telephone shows these, and the others behind "More". */
const DAILY: readonly Section[] = [
  ["/tickets", "tickets", "nav_tickets", /^\/(tickets|$)/],
  ["/services", "services", "nav_services", /^\/(services|sboms)/],
  ["/health", "heart", "nav_health", /^\/health/],
  ["/diary", "calendar", "nav_diary", /^\/(diary|sightings|teams\/\w+\/diary)/],
];
const OTHERS: readonly Section[] = [
  ["/actions", "actions", "nav_actions", /^\/actions/],
  ["/badges", "medal", "nav_badges", /^\/badge/],
  ["/advisories", "advisories", "nav_advisories", /^\/advisories/],
  ["/where", "search", "nav_where", /^\/where/],
];

/** Those who see something of the journal: all of it, or that of a team whose admin they are. */
const JOURNAL: Section = ["/journal", "archive", "nav_journal", /^\/journal/];
const readsJournal = () =>
  holds("administrator") || holds("governance") || !!me.value?.teams.some((team) => team.role === "admin");

export function Logo() {
  return (
    <span class="logo">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <path d="M7 17.5 13 23.5 25 9" />
        <circle cx="9" cy="9.5" r="2.4" />
      </svg>
      kenzen
    </span>
  );
}

const isHere = ([, , , pattern]: Section) => pattern.test(place.value.path);

function SectionLinks({ sections }: { sections: readonly Section[] }) {
  return (
    <>
      {sections.map((section) => (
        <a key={section[0]} href={section[0]} aria-current={isHere(section) ? "page" : undefined}>
          <Icon name={section[1]} />
          <span>{t(section[2])}</span>
        </a>
      ))}
    </>
  );
}

function Sections() {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLElement>(null);
  const others = readsJournal() ? [...OTHERS, JOURNAL] : OTHERS;
  const { path } = place.value;
  useEffect(() => setOpen(false), [path]);
  useLeave(element, isOpen, () => setOpen(false));
  return (
    <nav class="sections" aria-label={t("sections")} ref={element}>
      <SectionLinks sections={DAILY} />
      <div class={`sections-others ${isOpen ? "is-open" : ""}`} id="sections-others">
        <SectionLinks sections={others} />
      </div>
      <button
        type="button"
        class={`sections-more ${others.some(isHere) ? "is-here" : ""}`}
        aria-expanded={isOpen}
        aria-controls="sections-others"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
        <span>{t("nav_more")}</span>
      </button>
    </nav>
  );
}

export function Frame({ children }: { children: ComponentChildren }) {
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {t("skip_to_content")}
      </a>
      <header class="top">
        <a href="/tickets" class="home" aria-label="kenzen">
          <Logo />
        </a>
        <Sections />
        <div class="top-end">
          <button
            type="button"
            class="icon-button keys-button"
            onClick={() => (isHelpOpen.value = true)}
            aria-label={t("keys_title")}
            title={t("keys_title")}
          >
            <kbd>?</kbd>
          </button>
          <a
            class="icon-button inbox-link"
            href="/inbox"
            aria-current={place.value.path === "/inbox" ? "page" : undefined}
            aria-label={unread.value ? `${t("nav_inbox")}: ${t("n_unread", { n: unread.value })}` : t("nav_inbox")}
            title={t("nav_inbox")}
          >
            <Icon name="bell" />
            {unread.value > 0 && <span class="inbox-count">{unread.value > 99 ? "99+" : unread.value}</span>}
          </a>
          <LanguageButton />
          <ThemeButton />
          <a
            class="profile-link"
            href="/profile"
            aria-current={place.value.path === "/profile" ? "page" : undefined}
            title={t("nav_profile")}
          >
            <Icon name="person" />
            <span>{me.value?.name}</span>
          </a>
        </div>
      </header>
      {isOffline.value && (
        <p class="offline" role="alert">
          <Icon name="warn" /> {t("problem_offline")} {t("problem_offline_hint")}
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <ToastArea />
      <ConfirmArea />
      {isHelpOpen.value && <KeyHelp />}
    </>
  );
}
