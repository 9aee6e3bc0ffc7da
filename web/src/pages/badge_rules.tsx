// SPDX-License-Identifier: Apache-2.0
// The rules that issue badges by themselves: what each counts, whether it is on, and who would get what by it.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { BadgeClass, BadgeRule } from "../api_badge";
import { useResource, useTask, useTitle } from "../hooks";
import { patch, remove } from "../http";
import { t } from "../i18n";
import { holds } from "../session";
import { Crumbs, Empty, ProblemBox, Skeleton } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { CampaignsCard } from "./badge_campaigns";
import { BadgeArt } from "./badge_parts";
import { BadgeRuleDialog } from "./badge_rule_dialog";
import { BadgeRulePreview } from "./badge_rule_preview";
import { conditionLines, ruleName } from "./badge_rule_words";

interface RuleProps {
  rule: BadgeRule;
  classes: BadgeClass[];
  onChange: () => void;
  onOpen: (opened: Opened) => void;
}

function Switch({ rule, onChange }: Pick<RuleProps, "rule" | "onChange">) {
  const { isBusy, problem, run } = useTask();
  const next = !rule.is_enabled;
  const onClick = () =>
    run(
      () => patch<BadgeRule>(`/badge-rules/${rule.id}`, { is_enabled: next }),
      () => {
        tell(t(next ? "told_rule_on" : "told_rule_off"));
        onChange();
      },
    );
  return (
    <>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={rule.is_enabled}
        aria-label={t("badge_rule_switch", { name: ruleName(rule) })}
        disabled={isBusy}
        onClick={onClick}
      >
        {t(rule.is_enabled ? "badge_rule_on" : "badge_rule_off")}
      </button>
      <ProblemBox problem={problem} />
    </>
  );
}

function Verbs({ rule, onOpen }: Pick<RuleProps, "rule" | "onOpen">) {
  const name = ruleName(rule);
  return (
    <>
      <button
        type="button"
        class="link-button"
        aria-label={t("badge_rule_preview_named", { name })}
        onClick={() => onOpen({ kind: "preview", rule })}
      >
        {t("badge_rule_preview")}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t("badge_rule_edit_named", { name })}
        title={t("badge_rule_edit")}
        onClick={() => onOpen({ kind: "edit", rule })}
      >
        <Icon name="pencil" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t("badge_rule_delete_named", { name })}
        title={t("badge_rule_delete")}
        onClick={() => onOpen({ kind: "delete", rule })}
      >
        <Icon name="trash" />
      </button>
    </>
  );
}

function RuleRow({ rule, classes, onChange, onOpen }: RuleProps) {
  const first = classes.find((one) => one.series === rule.series);
  return (
    <li class={`badge-rule ${rule.is_enabled ? "" : "is-off"}`}>
      {first && <BadgeArt image={first.image} size={56} />}
      <div>
        <h2>{ruleName(rule)}</h2>
        <p class="muted">{conditionLines(rule.condition).join(" · ")}</p>
        <p class="small">{t("badge_rule_n_issued", { n: rule.issued })}</p>
      </div>
      <span class="verbs">
        {holds("administrator") ? (
          <Switch rule={rule} onChange={onChange} />
        ) : (
          <span class="tag">{t(rule.is_enabled ? "badge_rule_on" : "badge_rule_off")}</span>
        )}
        {holds("administrator") && <Verbs rule={rule} onOpen={onOpen} />}
      </span>
    </li>
  );
}

function DeleteDialog({ rule, onClose, onDone }: { rule: BadgeRule; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/badge-rules/${rule.id}`),
      () => {
        tell(t("told_rule_deleted"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("badge_rule_delete")}
      submit={t("badge_rule_delete")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("badge_rule_delete_warning", { name: ruleName(rule) })}</p>
    </FormDialog>
  );
}

type Opened = { kind: "edit" | "delete" | "preview"; rule: BadgeRule } | { kind: "new" };

function OpenedDialog(props: { opened: Opened; classes: BadgeClass[]; onClose: () => void; onDone: () => void }) {
  const { opened, classes, onClose, onDone } = props;
  if (opened.kind === "preview") return <BadgeRulePreview rule={opened.rule} onClose={onClose} />;
  if (opened.kind === "delete") return <DeleteDialog rule={opened.rule} onClose={onClose} onDone={onDone} />;
  const rule = opened.kind === "edit" ? opened.rule : null;
  return <BadgeRuleDialog rule={rule} classes={classes} onClose={onClose} onDone={onDone} />;
}

export function BadgeRulesPage() {
  useTitle(t("badge_rules"));
  const rules = useResource<Page<BadgeRule>>("/badge-rules");
  const classes = useResource<Page<BadgeClass>>("/badge-classes").data?.items ?? [];
  const [opened, setOpened] = useState<Opened | null>(null);
  return (
    <>
      <Crumbs steps={[["/badges", t("nav_badges")]]} />
      <header class="page-head">
        <div>
          <h1>{t("badge_rules")}</h1>
          <p class="muted">{t("badge_rules_lead")}</p>
        </div>
        {holds("administrator") && (
          <button type="button" class="button" onClick={() => setOpened({ kind: "new" })}>
            <Icon name="plus" /> {t("badge_rule_new")}
          </button>
        )}
      </header>
      <ProblemBox problem={rules.problem} retry={rules.reload} />
      {!rules.data && !rules.problem && <Skeleton />}
      {rules.data?.items.length === 0 && (
        <Empty icon="medal" title={t("badge_rules_none")}>
          <p>{t("badge_rules_none_hint")}</p>
        </Empty>
      )}
      <ul class="badge-rules">
        {rules.data?.items.map((rule) => (
          <RuleRow key={rule.id} rule={rule} classes={classes} onChange={rules.reload} onOpen={setOpened} />
        ))}
      </ul>
      {holds("administrator") && <CampaignsCard />}
      {opened && (
        <OpenedDialog
          opened={opened}
          classes={classes}
          onClose={() => setOpened(null)}
          onDone={() => rules.reload()}
        />
      )}
    </>
  );
}
