// SPDX-License-Identifier: Apache-2.0
// Showing a badge to the world, or not: what becomes public is said before it does.
import { useState } from "preact/hooks";
import type { Badge } from "../api_badge";
import { useTask } from "../hooks";
import { patch } from "../http";
import { t, word } from "../i18n";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

function PublicList({ badge }: { badge: Badge }) {
  const lines = [
    t("badge_public_name", { name: badge.recipient.name }),
    t("badge_public_badge"),
    t("badge_public_kind"),
    t("badge_public_dates"),
    t("badge_public_certifier", { certifier: word("certifier", badge.certifier) }),
    t("badge_public_evidence"),
  ];
  return (
    <ul class="becomes-public">
      {lines.map((line) => (
        <li key={line}>
          <Icon name="eye" /> <span>{line}</span>
        </li>
      ))}
      <li class="stays muted">
        <Icon name="ban" /> <span>{t("badge_stays_private")}</span>
      </li>
    </ul>
  );
}

interface Props {
  badge: Badge;
  onDone: (badge: Badge) => void;
}

function ShareDialog({ badge, onDone, onClose }: Props & { onClose: () => void }) {
  const { isBusy, problem, run } = useTask();
  const next = !badge.is_public;
  const onSubmit = () =>
    run(
      () => patch<Badge>(`/badges/${badge.id}`, { is_public: next }),
      (changed) => {
        tell(t(next ? "told_shared" : "told_unshared"));
        onDone(changed);
        onClose();
      },
    );
  return (
    <FormDialog
      title={t(next ? "badge_share_title" : "badge_unshare_title")}
      submit={t(next ? "badge_share" : "badge_unshare")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {next ? (
        <>
          <p>{t("badge_is_public")}</p>
          <h3>{t("badge_becomes_public")}</h3>
          <PublicList badge={badge} />
        </>
      ) : (
        <p>{t("badge_unshare_warning")}</p>
      )}
    </FormDialog>
  );
}

function PublicLink({ share }: { share: string }) {
  const link = `${location.origin}/b/${share}`;
  const copy = () => void navigator.clipboard.writeText(link).then(() => tell(t("told_copied")));
  return (
    <>
      <p class="badge-link">
        <code>{link}</code>
      </p>
      <p class="buttons">
        <button type="button" class="button small" onClick={copy}>
          <Icon name="link" /> {t("badge_copy_link")}
        </button>
        <a class="button small" href={`/b/${share}`}>
          <Icon name="eye" /> {t("badge_open_public")}
        </a>
      </p>
    </>
  );
}

export function BadgeShareCard({ badge, onDone }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="card">
      <h2>{t("badge_sharing")}</h2>
      <p class="muted">{t(badge.is_public ? "badge_is_public" : "badge_is_private")}</p>
      {badge.is_public && badge.share && <PublicLink share={badge.share} />}
      {badge.is_public && (
        <details>
          <summary>{t("badge_is_now_public")}</summary>
          <PublicList badge={badge} />
        </details>
      )}
      <p class="buttons">
        <button type="button" class={badge.is_public ? "button" : "button primary"} onClick={() => setOpen(true)}>
          <Icon name={badge.is_public ? "ban" : "eye"} /> {t(badge.is_public ? "badge_unshare" : "badge_share")}
        </button>
      </p>
      {isOpen && <ShareDialog badge={badge} onDone={onDone} onClose={() => setOpen(false)} />}
    </section>
  );
}
