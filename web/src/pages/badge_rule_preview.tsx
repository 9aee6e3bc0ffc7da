// SPDX-License-Identifier: Apache-2.0
// Who would get which badge by a rule, before it issues any.
import { useEffect, useState } from "preact/hooks";
import type { BadgePreview, BadgeRule } from "../api_badge";
import { day } from "../format";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { ProblemBox, Skeleton } from "../ui/basics";
import { Dialog } from "../ui/dialog";
import { BadgeName } from "./badge_name";
import { BadgeArt } from "./badge_parts";
import { ruleName } from "./badge_rule_words";

function PreviewRow({ one }: { one: BadgePreview["items"][number] }) {
  return (
    <li>
      <BadgeArt image={one.class.image} size={40} />
      <div>
        <strong>{one.recipient.name}</strong>
        <p class="muted small">
          <BadgeName slug={one.class.slug} name={one.class.name} /> · <time dateTime={one.at}>{day(one.at)}</time>
        </p>
      </div>
    </li>
  );
}

export function BadgeRulePreview({ rule, onClose }: { rule: BadgeRule; onClose: () => void }) {
  const [preview, setPreview] = useState<BadgePreview | null>(null);
  const { problem, run } = useTask();
  const { name, series, condition } = rule;
  const look = () => run(() => post<BadgePreview>("/badge-rules/preview", { name, series, condition }), setPreview);
  useEffect(() => void look(), []);
  return (
    <Dialog title={t("badge_rule_preview_named", { name: ruleName(rule) })} onClose={onClose}>
      <p class="muted">{t("badge_rule_preview_lead")}</p>
      <ProblemBox problem={problem} retry={look} />
      {!preview && !problem && <Skeleton rows={3} />}
      {preview?.items.length === 0 && <p>{t("badge_rule_preview_none")}</p>}
      {!!preview?.items.length && (
        <>
          <p>{t("badge_rule_preview_n", { n: preview.items.length })}</p>
          <ul class="badge-preview">
            {preview.items.map((one) => (
              <PreviewRow key={`${one.recipient.name}:${one.class.slug}:${one.at}`} one={one} />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
