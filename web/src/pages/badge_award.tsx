// SPDX-License-Identifier: Apache-2.0
// Awarding a badge for an action of the log, and those that were given for it.
import { useState } from "preact/hooks";
import type { Action, Page } from "../api";
import type { Badge, BadgeClass } from "../api_badge";
import { useResource, useTask } from "../hooks";
import { post, withQuery } from "../http";
import { t } from "../i18n";
import { go } from "../router";
import { holds, may, me } from "../session";
import { Field, ProblemBox, Skeleton } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { BadgeName, BadgeText } from "./badge_name";
import { BadgeArt, CertifierTag } from "./badge_parts";

function ClassChoice({ isChosen, of, onChoose }: { isChosen: boolean; of: BadgeClass; onChoose: () => void }) {
  return (
    <label class={isChosen ? "chosen" : ""}>
      <input type="radio" name="class" checked={isChosen} onChange={onChoose} />
      <BadgeArt image={of.image} size={48} />
      <span>
        <strong>
          <BadgeName slug={of.slug} name={of.name} />
        </strong>
        <span class="muted">
          <BadgeText slug={of.slug} text={of.description} />
        </span>
      </span>
    </label>
  );
}

function AwardDialog({ action, onClose }: { action: Action; onClose: () => void }) {
  const { data, problem, reload } = useResource<Page<BadgeClass>>("/badge-classes?limit=250");
  const [slug, setSlug] = useState("");
  const [text, setText] = useState("");
  const task = useTask();
  const given = data?.items.filter((one) => one.is_given) ?? [];
  const chosen = slug || action.kind;
  const isOwn = action.account.id === me.value?.id;
  const onSubmit = () =>
    task.run(
      () => post<Badge>("/badges", { action_id: action.id, class: chosen, ...(text.trim() ? { description: text.trim() } : {}) }),
      (badge) => {
        tell(t("told_awarded"));
        onClose();
        go(`/badges/${badge.id}`);
      },
    );
  return (
    <FormDialog
      title={t("award_badge")}
      submit={t("award")}
      isBusy={task.isBusy}
      problem={task.problem ?? problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p class="muted">{isOwn ? t("award_self_lead") : t("award_lead", { name: action.account.name })}</p>
      {!data && !problem && <Skeleton rows={3} />}
      {problem && <ProblemBox problem={problem} retry={reload} />}
      <fieldset class="badge-choice">
        <legend>{t("award_which")}</legend>
        {given.map((one) => (
          <ClassChoice
            key={one.slug}
            isChosen={chosen === one.slug}
            of={one}
            onChoose={() => setSlug(one.slug)}
          />
        ))}
      </fieldset>
      <Field label={t("award_text")} hint={t("award_text_hint")}>
        {(id, hintId) => (
          <textarea
            id={id}
            aria-describedby={hintId}
            rows={2}
            maxLength={300}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** Stands on the page of an action. */
export function AwardCard({ action }: { action: Action }) {
  const { data, problem, reload } = useResource<Page<Badge>>(withQuery("/badges", { action_id: action.id }));
  const [isOpen, setOpen] = useState(false);
  const badges = data?.items ?? [];
  const isPraised = badges.some((badge) => badge.rule_id === null && badge.revoked_at === null);
  const mayAward = (may("member", action.team_id) || holds("analyst")) && !action.corrected_by && data !== null && !isPraised;
  if (!mayAward && badges.length === 0) return null;
  return (
    <section class="card">
      <h2>{t("awarded")}</h2>
      <ProblemBox problem={problem} retry={reload} />
      {badges.map((badge) => (
        <p key={badge.id} class="badge-line">
          <BadgeArt image={badge.image} size={48} />
          <a href={`/badges/${badge.id}`}>
            <BadgeName slug={badge.class.slug} name={badge.name} />
          </a>
          <CertifierTag badge={badge} />
        </p>
      ))}
      {mayAward && (
        <p class="buttons">
          <button type="button" class="button" onClick={() => setOpen(true)}>
            <Icon name="medal" /> {t("award_badge")}
          </button>
        </p>
      )}
      {isOpen && <AwardDialog action={action} onClose={() => setOpen(false)} />}
    </section>
  );
}
