// SPDX-License-Identifier: Apache-2.0
// In the profile: one's own mail address, which is verified before anything is sent there, and what is told at once, once a day, or not.
import { useState } from "preact/hooks";
import { useResource, useTask } from "../hooks";
import { patch, post } from "../http";
import { language, t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { Field, ProblemBox, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

type MyMail = Schemas["MyMail"];
type Wish = Schemas["MailWish"];

const REASONS = ["mentioned", "assigned", "watching", "team"] as const;
const WISHES: readonly Wish[] = ["now", "digest", "off"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

interface Part {
  mine: MyMail;
  reload: () => void;
}

function AddressForm({ mine, reload }: Part) {
  const [address, setAddress] = useState(mine.address ?? mine.suggested_address ?? "");
  const { isBusy, problem, run } = useTask();
  const wanted = address.trim();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void run(
      () => patch<MyMail>("/me/mail", { address: wanted, language: language.value }),
      () => {
        tell(t("told_link_sent", { address: wanted }));
        reload();
      },
    );
  };
  const forget = () =>
    run(
      () => patch<MyMail>("/me/mail", { address: "" }),
      () => {
        tell(t("told_mail_forgotten"));
        reload();
      },
    );
  return (
    <form class="inline-form" onSubmit={onSubmit}>
      <Field label={t("my_mail_address")}>
        {(id) => (
          <input
            id={id}
            type="email"
            required
            maxLength={254}
            autocomplete="email"
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        )}
      </Field>
      {wanted !== (mine.address ?? "") && (
        <button type="submit" class="button" disabled={isBusy || !mine.is_on}>
          {t("my_mail_verify")}
        </button>
      )}
      {mine.address && (
        <button type="button" class="link-button" disabled={isBusy} onClick={forget}>
          {t("my_mail_forget")}
        </button>
      )}
      <ProblemBox problem={problem} />
    </form>
  );
}

function AddressState({ mine, reload }: Part) {
  const { isBusy, problem, run } = useTask();
  if (!mine.is_on) return <p class="muted">{t("my_mail_off")}</p>;
  if (!mine.address) return null;
  if (mine.is_verified)
    return (
      <p>
        <Tag icon="check">{t("my_mail_verified")}</Tag>
      </p>
    );
  const again = () =>
    run(
      () => post<MyMail>("/me/mail/verification"),
      () => {
        tell(t("told_link_sent", { address: mine.address ?? "" }));
        reload();
      },
    );
  return (
    <div class="mail-waiting">
      <p>
        <Icon name="clock" /> {t("my_mail_waiting")}
      </p>
      <button type="button" class="button small" disabled={isBusy} onClick={again}>
        {t("my_mail_again")}
      </button>
      <ProblemBox problem={problem} />
    </div>
  );
}

function Wishes({ mine, reload }: Part) {
  const { isBusy, problem, run } = useTask();
  const set = (changes: object) =>
    run(
      () => patch<MyMail>("/me/mail", changes),
      () => {
        tell(t("told_wish_saved"));
        reload();
      },
    );
  return (
    <>
      <div class="mail-wishes">
        {REASONS.map((reason) => (
          <fieldset key={reason} class="segmented" disabled={isBusy}>
            <legend>{word("my_mail", reason)}</legend>
            <div>
              {WISHES.map((wish) => (
                <label key={wish} class={mine[reason] === wish ? "chosen" : ""}>
                  <input
                    type="radio"
                    name={`mail-${reason}`}
                    checked={mine[reason] === wish}
                    onChange={() => set({ [reason]: wish })}
                  />
                  {word("mail_wish", wish)}
                </label>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <Field label={t("my_mail_hour")} hint={t("my_mail_hour_hint", { zone: mine.time_zone })}>
        {(id, hintId) => (
          <select
            id={id}
            aria-describedby={hintId}
            value={mine.digest_hour}
            onChange={(event) => set({ digest_hour: Number(event.currentTarget.value) })}
          >
            {HOURS.map((hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, "0")}:00
              </option>
            ))}
          </select>
        )}
      </Field>
      <ProblemBox problem={problem} />
    </>
  );
}

export function MyMailCard() {
  const { data, problem, reload } = useResource<MyMail>("/me/mail");
  return (
    <section class="card my-mail">
      <h2>{t("my_mail")}</h2>
      <p class="muted">{t("my_mail_lead")}</p>
      <ProblemBox problem={problem} retry={reload} />
      {data && (
        <>
          <AddressForm key={data.address} mine={data} reload={reload} />
          <AddressState mine={data} reload={reload} />
          {data.address && <Wishes mine={data} reload={reload} />}
        </>
      )}
    </section>
  );
}
