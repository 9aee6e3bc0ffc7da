// SPDX-License-Identifier: Apache-2.0
// One badge: what it is for, who vouched for it, its evidence, and what its holder does with it.
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { Badge } from "../api_badge";
import { day } from "../format";
import { useRepeat, useResource, useTask, useTitle } from "../hooks";
import { patch, withQuery } from "../http";
import { t, word } from "../i18n";
import { holds, may, me } from "../session";
import { Crumbs, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { BadgeDownloadCard } from "./badge_download";
import { BadgeEvidenceCard, PLACE_PAUSE_MS } from "./badge_evidence";
import { BadgeName, badgeNameText, BadgeText } from "./badge_name";
import { BadgeArt, BadgeState, CertifierTag, LevelTag } from "./badge_parts";
import { RevokeBadgeDialog } from "./badge_revoke";
import { BadgeShareCard } from "./badge_share";
import { BadgeWalletCard } from "./badge_wallet";

/** Where all that one has is seen: of a person among their team's, of a team by itself. */
function wallOf({ recipient, team_id }: Badge): Record<string, string | null> {
  return { account: recipient.account_id ?? null, team: team_id };
}

function issuerOf(badge: Badge): ComponentChild {
  if (badge.issued_by) return badge.issued_by.name;
  return (
    <a href="/badge-rules">
      {t("badge_by_rule")}: {badge.rule_name}
    </a>
  );
}

function Facts({ badge }: { badge: Badge }) {
  const rows: [string, ComponentChild, string?][] = [
    [t("badge_holder"), <a href={withQuery("/badges", wallOf(badge))}>{badge.recipient.name}</a>],
    [t("badge_kind"), word("badge_kind", badge.kind)],
    [t("certifier"), word("certifier", badge.certifier), word("certifier_means", badge.certifier)],
    [t("badge_issued_by"), issuerOf(badge)],
    [t("badge_issued"), <time dateTime={badge.issued_at}>{day(badge.issued_at)}</time>],
    [t("badge_expires"), badge.expires_at ? day(badge.expires_at) : t("badge_never_expires")],
    [t("difficulty"), word("difficulty", badge.difficulty), word("difficulty_means", badge.difficulty)],
  ];
  if (badge.priority) rows.push([t("badge_priority"), word("priority", badge.priority)]);
  return (
    <dl class="facts">
      {rows.map(([name, value, meaning]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={meaning}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Hero({ badge }: { badge: Badge }) {
  return (
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
          {badge.is_favourite && <Tag icon="heart">{t("badge_favourite")}</Tag>}
        </p>
        <Facts badge={badge} />
        {badge.evidence.action_id && (
          <p class="buttons">
            <a class="button small" href={`/actions/${badge.evidence.action_id}`}>
              <Icon name="actions" /> {t("badge_to_action")}
            </a>
          </p>
        )}
      </div>
    </section>
  );
}

function Revoked({ badge }: { badge: Badge }) {
  if (!badge.revoked_at) return null;
  return (
    <div class="notice" role="note">
      <Icon name="ban" />
      <div>
        <strong>{t("badge_was_revoked")}</strong> <time dateTime={badge.revoked_at}>{day(badge.revoked_at)}</time>
        {badge.revoked_reason && <p>{badge.revoked_reason}</p>}
      </div>
    </div>
  );
}

function FavouriteButton({ badge, onDone }: { badge: Badge; onDone: (badge: Badge) => void }) {
  const { isBusy, problem, run } = useTask();
  const next = !badge.is_favourite;
  const onClick = () =>
    run(
      () => patch<Badge>(`/badges/${badge.id}`, { is_favourite: next }),
      (changed) => {
        tell(t(next ? "told_favourite" : "told_no_favourite"));
        onDone(changed);
      },
    );
  return (
    <>
      <button type="button" class="button" disabled={isBusy} onClick={onClick}>
        <Icon name="heart" /> {t(next ? "badge_make_favourite" : "badge_no_favourite")}
      </button>
      <ProblemBox problem={problem} />
    </>
  );
}

function Buttons(props: { badge: Badge; isHolder: boolean; onDone: (badge: Badge) => void; onRevoke: () => void }) {
  const { badge, isHolder } = props;
  const mayRevoke =
    holds("administrator") ||
    (!!badge.team_id && may("admin", badge.team_id)) ||
    (!!badge.issued_by && badge.issued_by.id === me.value?.id);
  return (
    <p class="buttons">
      {isHolder && !badge.revoked_at && <FavouriteButton badge={badge} onDone={props.onDone} />}
      {mayRevoke && !badge.revoked_at && (
        <button type="button" class="button" onClick={props.onRevoke}>
          <Icon name="ban" /> {t("badge_revoke")}
        </button>
      )}
    </p>
  );
}

/** Of a person's badge that person decides, of a team's its admins. */
function decides({ recipient, team_id }: Badge): boolean {
  if (recipient.account_id) return recipient.account_id === me.value?.id;
  return !!team_id && may("admin", team_id);
}

export function BadgePage({ id }: { id: string }) {
  const { data: badge, problem, reload, set } = useResource<Badge>(`/badges/${id}`);
  const [isRevoking, setRevoking] = useState(false);
  useRepeat(!!badge?.entry.id && badge.entry.seq === null, reload, PLACE_PAUSE_MS);
  useTitle(badge ? badgeNameText(badge.class.slug, badge.name) : t("nav_badges"));
  const isHolder = !!badge && decides(badge);
  return (
    <>
      <Crumbs steps={[["/badges", t("nav_badges")]]} />
      <ProblemBox problem={problem} retry={reload} />
      {!badge && !problem && <Skeleton />}
      {badge && (
        <article class={`badge-page ${badge.revoked_at ? "is-revoked" : ""}`}>
          <Revoked badge={badge} />
          <Hero badge={badge} />
          <Buttons badge={badge} isHolder={isHolder} onDone={set} onRevoke={() => setRevoking(true)} />
          <div class="badge-columns">
            <BadgeEvidenceCard badge={badge} />
            {isHolder && !(badge.revoked_at && !badge.is_public) && <BadgeShareCard badge={badge} onDone={set} />}
            {isHolder && <BadgeDownloadCard badge={badge} />}
            {badge.is_mine && <BadgeWalletCard badge={badge} />}
          </div>
        </article>
      )}
      {badge && isRevoking && <RevokeBadgeDialog badge={badge} onClose={() => setRevoking(false)} onDone={set} />}
    </>
  );
}
