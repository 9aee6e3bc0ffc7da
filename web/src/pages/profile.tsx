// SPDX-License-Identifier: Apache-2.0
// What belongs to the one who is signed in: language, theme, tokens for programs, the way out.
import { useState } from "preact/hooks";
import { useTitle, useTask } from "../hooks";
import { language, setLanguage, t, word } from "../i18n";
import type { Language, Theme } from "../preferences";
import { holds, loadSession, me, setZone, signOut } from "../session";
import { ProblemBox, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { setTheme, theme } from "../ui/preference_buttons";
import { tell } from "../ui/toast";
import { ZoneSelect } from "../ui/zone_select";
import { FavouriteCard } from "./badge_favourite";
import { CoachCard } from "./coach_card";
import { IdentitiesCard } from "./identities";
import { MyMailCard } from "./my_mail";
import { DeleteAccountDialog } from "./person_dialogs";
import { RightsCard } from "./rights_card";
import { WalletCard } from "./wallet_card";

const LANGUAGES: readonly [Language, string][] = [
  ["en", "English"],
  ["ja", "日本語"],
];
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

function Choices<T extends string>(props: {
  name: string;
  legend: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChoose: (value: T) => void;
}) {
  return (
    <fieldset class="segmented">
      <legend>{props.legend}</legend>
      <div>
        {props.choices.map(([value, text]) => (
          <label key={value} class={value === props.value ? "chosen" : ""}>
            <input
              type="radio"
              name={props.name}
              checked={value === props.value}
              onChange={() => props.onChoose(value)}
            />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function ProfilePage() {
  useTitle(t("nav_profile"));
  const { isBusy, problem, run } = useTask();
  const [isDeleting, setDeleting] = useState(false);
  const account = me.value;
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{account?.name}</h1>
          <p class="tags">
            {account?.roles.map((role) => (
              <Tag key={role} icon="key">
                {word("org_role", role)}
              </Tag>
            ))}
            {account?.teams.map((team) => (
              <a key={team.id} href={`/teams/${team.id}`}>
                <Tag>
                  {team.name}
                  {team.role && ` · ${word("role", team.role)}`}
                </Tag>
              </a>
            ))}
          </p>
        </div>
        {(holds("administrator") || holds("governance")) && (
          <a class="button" href="/people">
            <Icon name="person" /> {t("people")}
          </a>
        )}
        <button type="button" class="button" disabled={isBusy} onClick={() => run(signOut)}>
          {t("sign_out")}
        </button>
      </header>
      <ProblemBox problem={problem} />
      <section class="card preferences">
        <h2>{t("preferences")}</h2>
        <Choices
          name="language"
          legend={t("language")}
          value={language.value}
          choices={LANGUAGES}
          onChoose={setLanguage}
        />
        <Choices
          name="theme"
          legend={t("theme")}
          value={theme.value}
          choices={THEMES.map((one) => [one, word("theme", one)] as const)}
          onChoose={setTheme}
        />
      </section>
      {account && (
        <section class="card">
          <h2>{t("zone")}</h2>
          <ZoneSelect
            value={account.time_zone ?? "UTC"}
            onChoose={(zone) => run(() => setZone(zone), () => tell(t("zone_saved")))}
          />
        </section>
      )}
      {account && <FavouriteCard account={account.id} />}
      <WalletCard />
      <CoachCard />
      <MyMailCard />
      <IdentitiesCard />
      <section class="card">
        <h2>{t("security")}</h2>
        <p class="muted">{t("security_lead")}</p>
        <a class="button" href="/security">
          <Icon name="key" /> {t("security")}
        </a>
      </section>
      {account && <RightsCard account={account} />}
      {account && (
        <p>
          <button type="button" class="link-button" onClick={() => setDeleting(true)}>
            <Icon name="trash" /> {t("delete_my_account")}
          </button>
        </p>
      )}
      {account && isDeleting && (
        <DeleteAccountDialog
          account={account}
          path="/me"
          onClose={() => setDeleting(false)}
          onDone={() => void loadSession()}
        />
      )}
    </>
  );
}
