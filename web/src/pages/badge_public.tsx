// SPDX-License-Identifier: Apache-2.0
// A shared badge, for everybody who has its link; nobody need be signed in.
import type { PublicBadge } from "../api_badge";
import { day } from "../format";
import { Logo } from "../frame";
import { useRepeat, useResource, useTitle } from "../hooks";
import { t, word } from "../i18n";
import { Empty, Loading, ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { LanguageButton, ThemeButton } from "../ui/preference_buttons";
import { DownloadLinks } from "./badge_download";
import { NftLine, PLACE_PAUSE_MS } from "./badge_evidence";
import { BadgeName, badgeNameText, BadgeText } from "./badge_name";
import { BadgeArt, BadgeState, CertifierTag, LevelTag } from "./badge_parts";

function Facts({ badge }: { badge: PublicBadge }) {
  return (
    <dl class="facts">
      <div>
        <dt>{t("badge_holder")}</dt>
        <dd>{badge.recipient.name}</dd>
      </div>
      <div>
        <dt>{t("badge_kind")}</dt>
        <dd>{word("badge_kind", badge.kind)}</dd>
      </div>
      <div>
        <dt>{t("difficulty")}</dt>
        <dd>{word("difficulty", badge.difficulty)}</dd>
      </div>
      <div>
        <dt>{t("certifier")}</dt>
        <dd title={word("certifier_means", badge.certifier)}>{word("certifier", badge.certifier)}</dd>
      </div>
      <div>
        <dt>{t("badge_issued")}</dt>
        <dd>
          <time dateTime={badge.issued_at}>{day(badge.issued_at)}</time>
        </dd>
      </div>
      <div>
        <dt>{t("badge_expires")}</dt>
        <dd>{badge.expires_at ? day(badge.expires_at) : t("badge_never_expires")}</dd>
      </div>
    </dl>
  );
}

function Evidence({ badge }: { badge: PublicBadge }) {
  return (
    <section class="card">
      <h2>{t("badge_evidence")}</h2>
      <p class="muted">{t("badge_evidence_lead")}</p>
      <p>
        {badge.entry.seq === null ? t("badge_place_waits") : t("badge_issue_place", { n: badge.entry.seq })}
        {badge.entry.leaf && <code class="badge-hash">{badge.entry.leaf}</code>}
      </p>
      <p class="hint">{t("badge_commitment_hint")}</p>
      <NftLine id={badge.nft_id} />
    </section>
  );
}

function Check({ badge, share }: { badge: PublicBadge; share: string }) {
  return (
    <section class="card">
      <h2>{t("badge_verify")}</h2>
      <p class="muted">{t("public_badge_check")}</p>
      <p class="buttons">
        <a class="button primary" href={`/verify?badge=${encodeURIComponent(share)}`}>
          <Icon name="shield" /> {t("badge_verify")}
        </a>
      </p>
      <DownloadLinks path={`/public/badges/${share}`} jwt="credential.jwt" slug={badge.class.slug} />
    </section>
  );
}

function Shown({ badge, share }: { badge: PublicBadge; share: string }) {
  return (
    <article class={`badge-page ${badge.revoked_at ? "is-revoked" : ""}`}>
      {badge.revoked_at && (
        <div class="notice">
          <Icon name="ban" />
          <div>
            <strong>{t("badge_was_revoked")}</strong>
            {badge.revoked_reason && <p>{badge.revoked_reason}</p>}
          </div>
        </div>
      )}
      <section class="card badge-hero">
        <BadgeArt image={badge.image} size={240} />
        <div>
          <h1>
          <BadgeName slug={badge.class.slug} name={badge.name} />
        </h1>
          <p>
          <BadgeText slug={badge.class.slug} text={badge.description} />
        </p>
          <p class="tags">
            <BadgeState badge={badge} />
            <CertifierTag badge={badge} />
            <LevelTag level={badge.class.level} />
          </p>
          <Facts badge={badge} />
        </div>
      </section>
      <Evidence badge={badge} />
      <Check badge={badge} share={share} />
    </article>
  );
}

export function PublicBadgePage({ share }: { share: string }) {
  const { data: badge, problem, reload } = useResource<PublicBadge>(`/public/badges/${encodeURIComponent(share)}`);
  useRepeat(badge?.entry.seq === null, reload, PLACE_PAUSE_MS);
  useTitle(badge ? `${badgeNameText(badge.class.slug, badge.name)} · ${badge.recipient.name}` : t("nav_badges"));
  const isNone = problem?.status === 404;
  return (
    <main class="public-badge">
      <Logo />
      {!badge && !problem && <Loading />}
      {isNone && (
        <Empty icon="medal" title={t("public_badge_none")}>
          <p>{t("public_badge_none_hint")}</p>
        </Empty>
      )}
      {!isNone && <ProblemBox problem={problem} retry={reload} />}
      {badge && <Shown badge={badge} share={share} />}
      <div class="sign-in-foot">
        <LanguageButton />
        <ThemeButton />
      </div>
    </main>
  );
}
