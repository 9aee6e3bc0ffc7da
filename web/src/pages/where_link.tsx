// SPDX-License-Identifier: Apache-2.0
// The way from a package or a flaw to everybody who has it.
import { withQuery } from "../http";
import { t } from "../i18n";
import { Icon } from "../ui/icons";

/** A package is looked for in all releases of its ecosystem. */
export function whereHref(q: string, ecosystem: string | null = null): string {
  return withQuery("/where", { q, ecosystem: ecosystem?.split(":")[0] ?? null });
}

export function WhereLink(props: { q: string; ecosystem?: string | null }) {
  return (
    <a class="where-link" href={whereHref(props.q, props.ecosystem ?? null)}>
      <Icon name="search" /> {t("where_else")}
    </a>
  );
}
