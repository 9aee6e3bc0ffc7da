// SPDX-License-Identifier: Apache-2.0
// Completing a ticket says what was done: the action goes into the action log.
import { useState } from "preact/hooks";
import type { TicketDetail } from "../api";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { ActionFields, bodyOf, newDraft } from "../ui/action_fields";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";
import type { TicketDialogProps } from "./ticket_dialogs";

export function CompleteDialog({ ticket, start, onChange, onClose }: TicketDialogProps) {
  const [draft, setDraft] = useState(() => newDraft(start?.kind, start?.text));
  const { isBusy, problem, run } = useTask();
  const undo = () =>
    void post<TicketDetail>(`/tickets/${ticket.id}/reopen`, { reason: t("completed_by_mistake") }).then(
      onChange,
      (problem: Error) => tell(problem.message),
    );
  const onSubmit = () =>
    run(
      () => post<TicketDetail>(`/tickets/${ticket.id}/complete`, { action: bodyOf(draft) }),
      (next) => {
        onChange(next);
        onClose();
        tell(t("told_completed"), undo);
      },
    );
  return (
    <FormDialog
      title={t("complete")}
      submit={t("complete")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p class="muted">{t("complete_lead")}</p>
      <ActionFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}
