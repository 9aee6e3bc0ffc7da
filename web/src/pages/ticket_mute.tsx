// SPDX-License-Identifier: Apache-2.0
// Telling the team's alert channels nothing of a ticket's flaw for a while.
import type { TicketDetail } from "../api";
import { useTask } from "../hooks";
import { put, remove } from "../http";
import { t } from "../i18n";
import { may } from "../session";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

const DAYS = 30;

export function MuteButton({ ticket }: { ticket: TicketDetail }) {
  const { isBusy, problem, run } = useTask();
  const path = `/tickets/${ticket.id}/alert-mute`;
  if (!may("member", ticket.team_id)) return null;
  const unmute = () => void run(() => remove(path));
  const mute = () =>
    run(
      () => put(path, { days: DAYS }),
      () => tell(t("told_alert_muted"), unmute),
    );
  return (
    <>
      <button type="button" class="link-button" disabled={isBusy} onClick={mute}>
        <Icon name="bell_off" /> {t("alert_mute")}
      </button>
      <ProblemBox problem={problem} />
    </>
  );
}
