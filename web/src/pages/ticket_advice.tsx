// SPDX-License-Identifier: Apache-2.0
// On a ticket: what analysts recommend, and what can be done as long as there is no fix; each opens the dialog that does it.
import { useState } from "preact/hooks";
import type { ActionKind, Advice } from "../api";
import { t, word } from "../i18n";
import { may, mayAdvise } from "../session";
import { Icon } from "../ui/icons";
import { AdviceList, RecommendButton } from "./advice";
import { CompleteDialog } from "./ticket_complete";
import type { TicketDialogProps } from "./ticket_dialogs";
import { AcceptDialog, MitigateDialog } from "./ticket_risk";
import { NotAffectedDialog } from "./ticket_vex";

type Props = Omit<TicketDialogProps, "onClose">;
type Start = { kind: ActionKind; text: string };

const DIALOGS = {
  elimination: CompleteDialog,
  mitigation: MitigateDialog,
  transfer: MitigateDialog,
  detection: MitigateDialog,
  acceptance: AcceptDialog,
  rejection: NotAffectedDialog,
} satisfies Record<ActionKind, unknown>;

/** Whether one may do it here and now: accepting a risk is for admins of the team. */
function isOpenTo(ticket: Props["ticket"], kind: ActionKind): boolean {
  const isDone = ticket.state === "completed" || ticket.state === "closed";
  return !isDone && may(kind === "acceptance" ? "admin" : "member", ticket.team_id);
}

function StartDialog({ start, ...props }: TicketDialogProps & { start: Start }) {
  const Chosen = DIALOGS[start.kind];
  return <Chosen {...props} start={start} />;
}

const WITHOUT_FIX: readonly ActionKind[] = ["mitigation", "transfer", "acceptance", "detection"];

export function WithoutFix({ ticket, onChange }: Props) {
  const [start, setStart] = useState<Start | null>(null);
  return (
    <div class="advice-more">
      <p>{t("remedy_none_hint")}</p>
      <p class="line">
        {WITHOUT_FIX.filter((kind) => isOpenTo(ticket, kind)).map((kind) => (
          <button key={kind} type="button" class="button" onClick={() => setStart({ kind, text: "" })}>
            {word("action", kind)}
          </button>
        ))}
      </p>
      {start && <StartDialog ticket={ticket} start={start} onChange={onChange} onClose={() => setStart(null)} />}
    </div>
  );
}

export function TicketAdvice({ ticket, onChange }: Props) {
  const [start, setStart] = useState<Start | null>(null);
  const doing = ({ kind, text }: Advice) =>
    isOpenTo(ticket, kind) && (
      <>
        <button type="button" class="button small primary" onClick={() => setStart({ kind, text })}>
          <Icon name="play" /> {t("advice_do")}
        </button>
        {kind === "rejection" && <a href={`/tickets/${ticket.id}/explain`}>{t("wrong_match_question")}</a>}
      </>
    );
  if (!ticket.advice.length && !mayAdvise()) return null;
  return (
    <div class="advice-more">
      {ticket.advice.length > 0 && (
        <>
          <h3>{t("advice")}</h3>
          <AdviceList items={ticket.advice} onGone={() => onChange(null)} doing={doing} />
        </>
      )}
      <RecommendButton
        id={ticket.vulnerability_id}
        of={{ ecosystem: ticket.ecosystem, package: ticket.package }}
        onDone={() => onChange(null)}
      />
      {start && <StartDialog ticket={ticket} start={start} onChange={onChange} onClose={() => setStart(null)} />}
    </div>
  );
}
