// SPDX-License-Identifier: Apache-2.0
// An action that was written down wrongly is not changed: another one corrects it.
import { useState } from "preact/hooks";
import type { Action } from "../api";
import { dateInput } from "../format";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { go } from "../router";
import { ActionFields, type ActionDraft, bodyOf } from "../ui/action_fields";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

/** The time stays as it was unless the day is another. */
function bodyFor(draft: ActionDraft, former: Action) {
  const body = bodyOf(draft);
  return draft.date === dateInput(new Date(former.executed_at)) ? { ...body, executed_at: former.executed_at } : body;
}

export function CorrectActionDialog({ action, onClose }: { action: Action; onClose: () => void }) {
  const [draft, setDraft] = useState<ActionDraft>(() => ({
    kind: action.kind,
    text: action.text,
    date: dateInput(new Date(action.executed_at)),
    grounds: action.grounds,
  }));
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => post<Action>("/action-logs", { corrects: action.id, ...bodyFor(draft, action) }),
      (made) => {
        onClose();
        tell(t("told_corrected"));
        go(`/actions/${made.id}`);
      },
    );
  return (
    <FormDialog
      title={t("correct_action")}
      submit={t("correct_action")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p class="muted">{t("correct_lead")}</p>
      <ActionFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}
