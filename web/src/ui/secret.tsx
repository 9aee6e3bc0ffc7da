// SPDX-License-Identifier: Apache-2.0
// A secret that is told once: to be copied now.
import { t } from "../i18n";
import { Icon } from "./icons";
import { tell } from "./toast";

export function Secret({ title, value }: { title: string; value: string }) {
  const copy = () => void navigator.clipboard.writeText(value).then(() => tell(t("told_copied")));
  return (
    <div class="notice secret" role="status">
      <Icon name="key" />
      <div>
        <strong>{title}</strong>
        <p>
          <code>{value}</code>
        </p>
        <button type="button" class="button small" onClick={copy}>
          {t("copy")}
        </button>
      </div>
    </div>
  );
}
