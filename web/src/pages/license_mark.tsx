// SPDX-License-Identifier: Apache-2.0
// How an answer of a licence policy looks, everywhere alike.
import type { LicenseAnswer, LicenseReport } from "../api_licenses";
import { number } from "../format";
import { useResource } from "../hooks";
import { t, word } from "../i18n";
import { Icon, type IconName } from "../ui/icons";

export const LICENSE_ICONS: Record<LicenseAnswer, IconName> = { deny: "ban", review: "eye", allow: "check" };
/** Each looks like the answer of matching that weighs the same. */
export const LICENSE_LOOKS: Record<LicenseAnswer, string> = {
  deny: "answer-affected",
  review: "answer-undecidable",
  allow: "answer-not_affected",
};

export function LicenseMark({ answer }: { answer: LicenseAnswer }) {
  return (
    <span class={`answer ${LICENSE_LOOKS[answer]}`}>
      <Icon name={LICENSE_ICONS[answer]} /> {word("license", answer)}
    </span>
  );
}

/** On the page of a service: what its licences come to, and the way to them. */
export function LicensesCard({ service }: { service: string }) {
  const { data } = useResource<LicenseReport>(`/services/${service}/licenses?answer=deny&limit=1`);
  if (!data?.counts.components) return null;
  const { counts } = data;
  const shown = (["deny", "review"] as const).filter((answer) => counts[answer] > 0);
  return (
    <section class="card">
      <header>
        <h2>{t("licenses")}</h2>
        <a href={`/services/${service}/licenses`}>{t("licenses_show")}</a>
      </header>
      <p class="coverage-parts">
        {(shown.length ? shown : (["allow"] as const)).map((answer) => (
          <span key={answer} class={`answer ${LICENSE_LOOKS[answer]}`}>
            <Icon name={LICENSE_ICONS[answer]} /> {number(counts[answer])} {word("license", answer)}
          </span>
        ))}
      </p>
    </section>
  );
}
