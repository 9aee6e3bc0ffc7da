// SPDX-License-Identifier: Apache-2.0
// The favourite badge beside somebody's name, in lists of people.
import type { Page } from "../api";
import type { Badge } from "../api_badge";
import { useResource } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { BadgeArt } from "./badge_parts";
import { badgeNameText } from "./badge_name";

const ART_PX = 28;

/** Everybody's whom one sees, by their account. */
export function useFavourites(): Map<string, Badge> {
  const path = withQuery("/badges", { favourite: 1, revoked: 0, limit: 200 });
  const badges = useResource<Page<Badge>>(path).data?.items ?? [];
  return new Map(badges.map((badge) => [badge.recipient.account_id ?? "", badge]));
}

export function BadgeBeside({ badge }: { badge: Badge | undefined }) {
  if (!badge) return null;
  const name = `${t("badge_favourite")}: ${badgeNameText(badge.class.slug, badge.name)}`;
  return (
    <a class="badge-beside" href={`/badges/${badge.id}`} title={name} aria-label={name}>
      <BadgeArt image={badge.image} size={ART_PX} />
    </a>
  );
}
