// SPDX-License-Identifier: Apache-2.0
// Who would get which badge by a rule, before it issues any: by one that is kept, or by what stands in a dialog.
import { useEffect, useState } from "preact/hooks";
import type { BadgeCondition, BadgePreview, BadgeRule } from "../api_badge";
import { day } from "../format";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { ProblemBox, Skeleton } from "../ui/basics";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
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

function PreviewList({ preview }: { preview: BadgePreview }) {
  if (preview.items.length === 0) return <p role="status">{t("badge_rule_preview_none")}</p>;
  return (
    <>
      <p role="status">{t("badge_rule_preview_n", { n: preview.items.length })}</p>
      <ul class="badge-preview">
        {preview.items.map((one) => (
          <PreviewRow key={`${one.recipient.name}:${one.class.slug}:${one.at}`} one={one} />
        ))}
      </ul>
      {!preview.is_whole && <p class="hint">{t("badge_rule_preview_some")}</p>}
    </>
  );
}

export type PreviewOrder = { rule_id?: string; series?: string; condition?: BadgeCondition };

function usePreview() {
  const [preview, setPreview] = useState<BadgePreview | null>(null);
  const task = useTask();
  const look = (order: PreviewOrder) =>
    task.run(() => post<BadgePreview>("/badge-rules/preview", order), setPreview);
  return { preview, look, isBusy: task.isBusy, problem: task.problem };
}

/** For what is not saved yet. */
export function PreviewBox({ orderOf }: { orderOf: () => PreviewOrder }) {
  const { preview, look, isBusy, problem } = usePreview();
  return (
    <div class="field">
      <button type="button" class="button small" disabled={isBusy} onClick={() => look(orderOf())}>
        <Icon name="eye" /> {t("badge_rule_preview")}
      </button>
      <ProblemBox problem={problem} />
      {preview && !problem && <PreviewList preview={preview} />}
    </div>
  );
}

export function BadgeRulePreview({ rule, onClose }: { rule: BadgeRule; onClose: () => void }) {
  const { preview, look, problem } = usePreview();
  const again = () => void look({ rule_id: rule.id });
  useEffect(again, []);
  return (
    <Dialog title={t("badge_rule_preview_named", { name: ruleName(rule) })} onClose={onClose}>
      <p class="muted">{t("badge_rule_preview_lead")}</p>
      <ProblemBox problem={problem} retry={again} />
      {!preview && !problem && <Skeleton rows={3} />}
      {preview && <PreviewList preview={preview} />}
    </Dialog>
  );
}
