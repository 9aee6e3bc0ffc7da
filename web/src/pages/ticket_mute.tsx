// SPDX-License-Identifier: Apache-2.0
// Telling the team's alert channels nothing of a ticket's flaw for a while; until when, why, and the way back.
import type { Schemas, TicketDetail } from "../api";
import { day } from "../format";
import { useResource, useTask } from "../hooks";
import { put, remove } from "../http";
import { t } from "../i18n";
import { may } from "../session";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

const DAYS = 30;

function MuteNotice({ mute, onUnmute, isBusy }: { mute: Schemas["AlertMute"]; onUnmute: (() => void) | null; isBusy: boolean }) {
  return (
    <div class="mute-notice">
      <p class="muted">
        <Icon name="bell_off" /> {t("alert_muted_here")}{" "}
        {t("alert_muted_until", { day: day(mute.until), who: mute.muted_by.name })}
      </p>
      {mute.reason && <p class="muted">{mute.reason}</p>}
      {onUnmute && (
        <button type="button" class="button small" disabled={isBusy} onClick={onUnmute}>
          {t("alert_unmute")}
        </button>
      )}
    </div>
  );
}

export function MuteButton({ ticket }: { ticket: TicketDetail }) {
  const { isBusy, problem, run } = useTask();
  const path = `/tickets/${ticket.id}/alert-mute`;
  const { data, reload } = useResource<{ mute: Schemas["AlertMute"] | null }>(path);
  const isMember = may("member", ticket.team_id);
  const unmute = () => void run(() => remove(path), reload);
  const mute = () =>
    run(
      () => put(path, { days: DAYS }),
      () => {
        reload();
        tell(t("told_alert_muted"), unmute);
      },
    );
  return (
    <>
      {data?.mute && <MuteNotice mute={data.mute} onUnmute={isMember ? unmute : null} isBusy={isBusy} />}
      {data && !data.mute && isMember && (
        <button type="button" class="link-button" disabled={isBusy} onClick={mute}>
          <Icon name="bell_off" /> {t("alert_mute")}
        </button>
      )}
      <ProblemBox problem={problem} />
    </>
  );
}
