// SPDX-License-Identifier: Apache-2.0
// Taking a badge back, with a reason that its holder reads.
import { useState } from "preact/hooks";
import type { Badge } from "../api_badge";
import { useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";

interface Props {
  badge: Badge;
  onClose: () => void;
  onDone: (badge: Badge) => void;
}

export function RevokeBadgeDialog({ badge, onClose, onDone }: Props) {
  const [reason, setReason] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => post<Badge>(`/badges/${badge.id}/revoke`, { reason: reason.trim() }),
      (revoked) => {
        tell(t("told_badge_revoked"));
        onDone(revoked);
        onClose();
      },
    );
  return (
    <FormDialog
      title={t("badge_revoke_title")}
      submit={t("badge_revoke")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p class="muted">{t("badge_revoke_warning")}</p>
      <Field label={t("badge_revoke_reason")} hint={t("badge_revoke_reason_hint")}>
        {(id, hintId) => (
          <textarea
            id={id}
            aria-describedby={hintId}
            rows={3}
            required
            maxLength={500}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
