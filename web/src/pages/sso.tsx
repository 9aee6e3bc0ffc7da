// SPDX-License-Identifier: Apache-2.0
// Signing in by a provider: the buttons, and why somebody who came back from one was not let in.
import { useTask, useResource } from "../hooks";
import { post } from "../http";
import { t, word } from "../i18n";
import { place } from "../router";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";

interface Button {
  slug: string;
  name: string;
}

const REASONS = ["denied", "expired", "failed", "unknown", "domain", "disabled", "taken"];

/** Sends the browser to a provider; it comes back to path, which is ours. */
export async function goToProvider(slug: string, path: string, isLink = false): Promise<void> {
  const { location: there } = await post<{ location: string }>(`/sso/${slug}/start`, { return_path: path, link: isLink });
  location.assign(there);
}

export function useProviders(): Button[] {
  return useResource<{ items: Button[] }>("/sso").data?.items ?? [];
}

/** What the address says of a way back that did not succeed. */
export function SsoRefusal() {
  const { query } = place.value;
  const reason = query.get("sso") ?? "";
  if (!REASONS.includes(reason)) return null;
  const request = query.get("request");
  return (
    <div class="problem" role="alert">
      <Icon name="warn" />
      <div>
        <strong>{t("sso_refused")}</strong>
        <p>{word("sso", reason)}</p>
        {request && <p class="muted">{t("sso_request", { id: request })}</p>}
      </div>
    </div>
  );
}

/** A button for each provider; nothing where there is none. */
export function SsoButtons({ path }: { path: string }) {
  const providers = useProviders();
  const { isBusy, problem, run } = useTask();
  if (providers.length === 0) return null;
  return (
    <div class="sso-buttons">
      {providers.map(({ slug, name }) => (
        <button
          key={slug}
          type="button"
          class="button wide"
          disabled={isBusy}
          onClick={() => run(() => goToProvider(slug, path))}
        >
          <Icon name="key" /> {t("sso_with", { name })}
        </button>
      ))}
      <ProblemBox problem={problem} />
      <p class="sso-or">
        <span>{t("sso_or")}</span>
      </p>
    </div>
  );
}
