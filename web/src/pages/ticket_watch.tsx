// SPDX-License-Identifier: Apache-2.0
// Being told of what happens to a ticket, or no more.
import type { TicketDetail } from "../api";
import { useTask } from "../hooks";
import { put, remove } from "../http";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { MuteButton } from "./ticket_mute";

export function WatchButton({ ticket, onChange }: { ticket: TicketDetail; onChange: (next: null) => void }) {
  const { isBusy, problem, run } = useTask();
  const isOn = ticket.is_watching;
  const toggle = () =>
    run(
      () => (isOn ? remove(`/tickets/${ticket.id}/watch`) : put(`/tickets/${ticket.id}/watch`, {})),
      () => {
        onChange(null);
        tell(t(isOn ? "told_unwatched" : "told_watching"));
      },
    );
  useKeys({ w: () => void toggle() });
  return (
    <section class="card watch-card">
      <button type="button" class="button wide" aria-pressed={isOn} disabled={isBusy} onClick={toggle}>
        <Icon name={isOn ? "bell_off" : "bell"} /> {t(isOn ? "unwatch" : "watch")}
      </button>
      {ticket.watchers.length > 0 && (
        <p class="muted">
          {t("watchers")}: {ticket.watchers.map((person) => person.name).join(t("comma"))}
        </p>
      )}
      <MuteButton ticket={ticket} />
      <ProblemBox problem={problem} />
    </section>
  );
}
