// SPDX-License-Identifier: Apache-2.0
// Chooses a time zone of the IANA database.
import { browserZone, zones } from "../format";
import { t } from "../i18n";
import { Field } from "./basics";

export function ZoneSelect({ value, onChoose }: { value: string; onChoose: (zone: string) => void }) {
  const here = browserZone();
  return (
    <div class="inline-form">
      <Field label={t("zone_label")} hint={t("zone_hint")}>
        {(id, hintId) => (
          <select id={id} aria-describedby={hintId} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
            {zones(value).map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </select>
        )}
      </Field>
      {here !== value && (
        <button type="button" class="button" onClick={() => onChoose(here)}>
          {t("zone_here", { zone: here })}
        </button>
      )}
    </div>
  );
}
