// SPDX-License-Identifier: Apache-2.0
// The badge as a signed credential, inside a picture or alone.
import type { Badge } from "../api_badge";
import { t } from "../i18n";
import { Icon } from "../ui/icons";

const FORMS = [
  ["badge.svg", "badge_as_svg"],
  ["badge.png", "badge_as_png"],
  ["credential.jwt", "badge_as_jwt"],
] as const;

interface LinksProps {
  /** Of the badge's holder, or of those who have its link. */
  path: string;
  slug: string;
}

export function DownloadLinks({ path, slug }: LinksProps) {
  return (
    <p class="buttons">
      {FORMS.map(([file, text]) => (
        <a key={file} class="button small" href={`/api/v1${path}/${file}`} download={`${slug}.${file.split(".")[1]}`}>
          <Icon name="file" /> {t(text)}
        </a>
      ))}
    </p>
  );
}

export function BadgeDownloadCard({ badge }: { badge: Badge }) {
  return (
    <section class="card">
      <h2>{t("badge_download")}</h2>
      <p class="muted">{t("badge_download_lead")}</p>
      <DownloadLinks path={`/badges/${badge.id}`} slug={badge.class.slug} />
      <p class="hint">
        {t("badge_how_to_verify")} <code>kenzen badge verify {badge.class.slug}.svg</code>
      </p>
    </section>
  );
}
