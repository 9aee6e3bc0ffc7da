// SPDX-License-Identifier: Apache-2.0
// A flaw that stays for a while: its risk accepted until a day, or lessened by what somebody did.
import { useState } from "preact/hooks";
import { dateInput, day, daysAhead, endOfDay } from "../format";
import { t } from "../i18n";
import { ActionFields, bodyOf, newDraft } from "../ui/action_fields";
import { FormDialog } from "../ui/dialog";
import { DayField, TextArea, type TicketDialogProps, useTicketPost } from "./ticket_dialogs";

const SPANS = [
  ["in_a_month", 30],
  ["in_three_months", 91],
  ["in_half_a_year", 182],
  ["in_a_year", 365],
] as const;

export function AcceptDialog(props: TicketDialogProps) {
  const [reason, setReason] = useState(props.start?.text ?? "");
  const [date, setDate] = useState(dateInput(daysAhead(91)));
  const task = useTicketPost(props, "accept", t("told_accepted", { date: date ? day(endOfDay(date)) : "" }));
  return (
    <FormDialog
      {...task}
      title={t("accept_risk")}
      submit={t("accept_risk")}
      onClose={props.onClose}
      onSubmit={() => task.send({ reason, until: endOfDay(date) })}
    >
      <p class="muted">{t("accept_lead")}</p>
      <TextArea label={t("accept_reason")} value={reason} isRequired onChange={setReason} />
      <DayField label={t("accept_until")} date={date} presets={SPANS} onChange={setDate} />
    </FormDialog>
  );
}

export function MitigateDialog(props: TicketDialogProps) {
  const [draft, setDraft] = useState(() => newDraft(props.start?.kind ?? "mitigation", props.start?.text));
  const task = useTicketPost(props, "mitigate", t("told_mitigated"));
  return (
    <FormDialog
      {...task}
      title={t("mitigate")}
      submit={t("mitigate")}
      onClose={props.onClose}
      onSubmit={() => task.send({ action: bodyOf(draft) })}
    >
      <p class="muted">{t("mitigate_lead")}</p>
      <ActionFields draft={draft} kinds={["mitigation", "transfer", "detection"]} onChange={setDraft} />
    </FormDialog>
  );
}

export function UnmitigateDialog(props: TicketDialogProps) {
  const [reason, setReason] = useState("");
  const task = useTicketPost(props, "unmitigate", t("told_unmitigated"));
  return (
    <FormDialog
      {...task}
      title={t("unmitigate")}
      submit={t("unmitigate")}
      onClose={props.onClose}
      onSubmit={() => task.send({ reason })}
    >
      <TextArea label={t("reason")} hint={t("unmitigate_hint")} value={reason} isRequired onChange={setReason} />
    </FormDialog>
  );
}
