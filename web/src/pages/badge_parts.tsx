// SPDX-License-Identifier: Apache-2.0
// How a badge looks wherever it is shown: its art, what kind it is, who vouched for it, whether it still holds.
import type { Badge } from "../api_badge";
import { isPast } from "../format";
import { t, word } from "../i18n";
import { Tag } from "../ui/basics";

/** What is the same of a badge on its own page, on the wall and for strangers. */
export type Shown = Pick<Badge, "kind" | "certifier" | "is_self_certified" | "revoked_at" | "expires_at">;

/** The server names a picture by its whole address, which may be another one than that by which it is reached from here. */
function pathOf(image: string): string {
  const { pathname, search } = new URL(image, location.href);
  return pathname + search;
}

/** The drawing stands beside the badge's name, which says what there is to say. */
export function BadgeArt({ image, size }: { image: string; size: number }) {
  return <img class="badge-art" src={pathOf(image)} width={size} height={size} alt="" loading="lazy" decoding="async" />;
}

export function BadgeState({ badge }: { badge: Shown }) {
  if (badge.revoked_at)
    return (
      <Tag kind="marked" icon="ban">
        {t("badge_revoked")}
      </Tag>
    );
  if (badge.expires_at && isPast(badge.expires_at)) return <Tag icon="clock">{t("badge_expired")}</Tag>;
  return null;
}

export function CertifierTag({ badge }: { badge: Shown }) {
  if (badge.is_self_certified)
    return (
      <Tag kind="assumed" icon="person" title={t("badge_self_means")}>
        {t("badge_self")}
      </Tag>
    );
  return (
    <Tag icon="shield" title={word("certifier_means", badge.certifier)}>
      {t("badge_certified")}
    </Tag>
  );
}

/** "Level 2"; the first one is what everybody begins with, or the only one. */
export function LevelTag({ level }: { level: number }) {
  return level > 1 ? <Tag icon="flag">{t("badge_level", { n: level })}</Tag> : null;
}
