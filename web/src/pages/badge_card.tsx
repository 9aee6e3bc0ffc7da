// SPDX-License-Identifier: Apache-2.0
// One badge on the wall.
import type { Badge } from "../api_badge";
import { day } from "../format";
import { t, word } from "../i18n";
import { Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { BadgeName } from "./badge_name";
import { BadgeArt, BadgeState, CertifierTag, LevelTag } from "./badge_parts";

const ART_PX = 112;

function Marks({ badge }: { badge: Badge }) {
  return (
    <span class="badge-marks">
      {badge.is_favourite && (
        <span title={t("badge_favourite")}>
          <Icon name="heart" />
          <span class="sr-only">{t("badge_favourite")}</span>
        </span>
      )}
      {badge.is_public && (
        <span title={t("badge_public")}>
          <Icon name="eye" />
          <span class="sr-only">{t("badge_public")}</span>
        </span>
      )}
    </span>
  );
}

/** withHolder: on a wall of several people. */
export function BadgeCard({ badge, withHolder }: { badge: Badge; withHolder: boolean }) {
  const look = badge.is_self_certified ? "is-self" : "";
  return (
    <a class={`badge-card ${look} ${badge.revoked_at ? "is-revoked" : ""}`} href={`/badges/${badge.id}`}>
      <Marks badge={badge} />
      <BadgeArt image={badge.image} size={ART_PX} />
      <strong class="badge-name">
        <BadgeName slug={badge.class.slug} name={badge.name} />
      </strong>
      {withHolder && <span class="badge-holder">{badge.recipient.name}</span>}
      <span class="muted small">
        {word("badge_kind", badge.kind)} · <time dateTime={badge.issued_at}>{day(badge.issued_at)}</time>
      </span>
      <span class="tags">
        <BadgeState badge={badge} />
        <CertifierTag badge={badge} />
        <LevelTag level={badge.class.level} />
        {badge.nft_id && <Tag icon="link">{t("badge_minted")}</Tag>}
      </span>
    </a>
  );
}
