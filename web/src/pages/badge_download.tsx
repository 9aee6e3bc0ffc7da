// SPDX-License-Identifier: Apache-2.0
// The badge as a signed credential, inside a picture or alone.
import type { Badge } from "../api_badge";
import { t } from "../i18n";
import { Icon } from "../ui/icons";

interface LinksProps {
  /** Of the badge's holder, or of those who have its link. */
  path: string;
  /** What the credential alone is called there. */
  jwt: "credential" | "credential.jwt";
  slug: string;
}

export function DownloadLinks({ path, jwt, slug }: LinksProps) {
  const forms = [
    ["badge.svg", "svg", "badge_as_svg"],
    ["badge.png", "png", "badge_as_png"],
    [jwt, "jwt", "badge_as_jwt"],
  ] as const;
  return (
    <p class="buttons">
      {forms.map(([file, ending, text]) => (
        <a key={file} class="button small" href={`/api/v1${path}/${file}`} download={`${slug}.${ending}`}>
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
      <DownloadLinks path={`/badges/${badge.id}`} jwt="credential" slug={badge.class.slug} />
      <p class="hint">
        {t("badge_how_to_verify")}{" "}
        <code>
          kenzen badge verify {badge.class.slug}.svg --issuer {location.origin}
        </code>
      </p>
    </section>
  );
}
