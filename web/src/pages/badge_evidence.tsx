// SPDX-License-Identifier: Apache-2.0
// Where in the journal it stands that a badge was issued, and for what.
import type { Badge } from "../api_badge";
import { t } from "../i18n";
import { holds, may } from "../session";
import { Icon } from "../ui/icons";

/** An entry has its place within a second; until then it is looked for. */
export const PLACE_PAUSE_MS = 1_000;

interface Place {
  text: "badge_issue_place" | "badge_act_place";
  entry: string;
  seq: number | null;
}

function PlaceLine({ place, isReader }: { place: Place; isReader: boolean }) {
  const text = place.seq === null ? t("badge_place_waits") : t(place.text, { n: place.seq });
  return (
    <li>
      <Icon name="archive" /> {isReader ? <a href={`/journal/${place.entry}`}>{text}</a> : text}
    </li>
  );
}

/** Where on a chain, for whoever checks it there. */
export function NftLine({ id }: { id: string | null }) {
  if (!id) return null;
  return (
    <p>
      <span class="muted">{t("nft_id")}</span>
      <code class="badge-hash">{id}</code>
    </p>
  );
}

export function BadgeEvidenceCard({ badge }: { badge: Badge }) {
  const isReader = holds("administrator") || holds("governance") || (!!badge.team_id && may("admin", badge.team_id));
  const { evidence, entry } = badge;
  const places: Place[] = [];
  if (entry.id) places.push({ text: "badge_issue_place", entry: entry.id, seq: entry.seq });
  if (evidence.entry_id) places.push({ text: "badge_act_place", entry: evidence.entry_id, seq: evidence.seq });
  return (
    <section class="card">
      <h2>{t("badge_evidence")}</h2>
      <p class="muted">{t("badge_evidence_lead")}</p>
      <ul class="becomes-public">
        {places.map((place) => (
          <PlaceLine key={place.text} place={place} isReader={isReader} />
        ))}
      </ul>
      {entry.leaf && (
        <p title={t("badge_commitment_hint")}>
          <span class="muted">{t("badge_commitment")}</span>
          <code class="badge-hash">{entry.leaf}</code>
        </p>
      )}
      <p class="hint">{t("badge_commitment_hint")}</p>
      <NftLine id={badge.nft_id} />
    </section>
  );
}
