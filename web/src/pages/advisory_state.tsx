// SPDX-License-Identifier: Apache-2.0
// Whether what is known is there at all, and fresh: without it no page may look as if all were well.
import type { AdvisoryStatus } from "../api";
import { useResource } from "../hooks";
import type { Problem } from "../http";
import { t } from "../i18n";
import { Empty } from "../ui/basics";
import { Icon } from "../ui/icons";

const OLD_MS = 7 * 86_400_000;

export function isOld(time: string | null): boolean {
  return time !== null && Date.now() - Date.parse(time) > OLD_MS;
}

/** The server has no advisories yet. */
export function hasNone(problem: Problem | null): boolean {
  return problem?.status === 404;
}

export function NoAdvisories() {
  return (
    <Empty icon="advisories" title={t("no_advisories")}>
      <p>{t("no_advisories_hint")}</p>
      <code>kenzen advisory pull</code>
    </Empty>
  );
}

/** Says above the tickets that no advisories stand behind them any more, or only old ones. */
export function AdvisoryNotice() {
  const { data, problem } = useResource<AdvisoryStatus>("/advisories");
  const isOutdated = data?.sources.some((source) => isOld(source.imported_at));
  if (!isOutdated && !hasNone(problem)) return null;
  return (
    <p class="notice">
      <Icon name="warn" />
      <span>
        {t(isOutdated ? "old_notice" : "no_advisories")} <a href="/advisories">{t("nav_advisories")}</a>
      </span>
    </p>
  );
}
