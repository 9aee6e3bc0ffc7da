// SPDX-License-Identifier: Apache-2.0
// The badge that somebody is proudest of, on their profile.
import type { Page } from "../api";
import type { Badge } from "../api_badge";
import { useResource } from "../hooks";
import { withQuery } from "../http";
import { t } from "../i18n";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { BadgeName } from "./badge_name";
import { BadgeArt, CertifierTag, LevelTag } from "./badge_parts";

export function FavouriteCard({ account }: { account: string }) {
  const path = withQuery("/badges", { account_id: account, favourite: 1 });
  const { data, problem, reload } = useResource<Page<Badge>>(path);
  const badge = data?.items[0];
  return (
    <section class="card">
      <h2>{t("favourite_card")}</h2>
      <ProblemBox problem={problem} retry={reload} />
      {data && !badge && <p class="muted">{t("favourite_none")}</p>}
      {badge && (
        <div class="badge-line">
          <BadgeArt image={badge.image} size={72} />
          <div>
            <a href={`/badges/${badge.id}`}>
              <strong>
                <BadgeName slug={badge.class.slug} name={badge.name} />
              </strong>
            </a>
            <p class="tags">
              <CertifierTag badge={badge} />
              <LevelTag level={badge.class.level} />
            </p>
          </div>
        </div>
      )}
      <p class="buttons">
        <a class="button" href="/badges">
          <Icon name="medal" /> {t("all_my_badges")}
        </a>
      </p>
    </section>
  );
}
