// SPDX-License-Identifier: Apache-2.0
// What people said for a ticket's decision, and taking it back.
import type { TicketDetail } from "../api";
import type { DecisionOverride } from "../api_decide";
import { useTask } from "../hooks";
import { remove } from "../http";
import { t, word } from "../i18n";
import { may } from "../session";
import { ProblemBox, Tag, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { answerWord } from "./decision_picture";

interface OverridesProps {
  ticket: TicketDetail;
  onChange: (next: TicketDetail | null) => void;
}

function Override({ ticket, one, onChange }: OverridesProps & { one: DecisionOverride }) {
  const { isBusy, problem, run } = useTask();
  const isDone = ticket.state === "closed" || ticket.state === "completed";
  const takeBack = () =>
    run(
      () => remove(`/tickets/${ticket.id}/overrides/${one.id}`),
      () => {
        tell(t("told_taken_back"));
        onChange(null);
      },
    );
  return (
    <li class="override">
      <p>
        <strong>
          {word("ssvc", one.input)}: {answerWord(one.input, one.value)}
        </strong>{" "}
        <Tag>{t(one.is_of_component ? "of_component" : "of_ticket")}</Tag>
      </p>
      <p>{one.reason}</p>
      <p class="muted small">
        {one.account.name} · <Time at={one.created_at} />
        {!isDone && may("member", ticket.team_id) && (
          <button type="button" class="link-button" disabled={isBusy} onClick={() => void takeBack()}>
            <Icon name="undo" /> {t("take_back")}
          </button>
        )}
      </p>
      <ProblemBox problem={problem} />
    </li>
  );
}

export function Overrides({ ticket, onChange }: OverridesProps) {
  if (!ticket.overrides.length) return null;
  return (
    <div class="overrides">
      <h3>{t("what_people_said")}</h3>
      <ul>
        {ticket.overrides.map((one) => (
          <Override key={one.id} ticket={ticket} one={one} onChange={onChange} />
        ))}
      </ul>
    </div>
  );
}
