// SPDX-License-Identifier: Apache-2.0
// Where one is signed in, and the way to end it there.
import type { Page } from "../api";
import { useResource, useTask } from "../hooks";
import { remove } from "../http";
import { t } from "../i18n";
import { ProblemBox, Tag, Time } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

interface Session {
  id: string;
  means: "link" | "password" | "sso" | "invitation";
  created_at: string;
  seen_at: string;
  address: string | null;
  user_agent: string | null;
  is_current: boolean;
}

/** "Firefox on Linux" of what a browser calls itself; its own words where they are not understood. */
function browserOf(agent: string | null): string {
  const text = agent ?? "";
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)[/ ]/.exec(text)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(text)?.[1];
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera", "Mac OS X": "macOS" };
  const shown = [browser, system].filter((one) => one !== undefined).map((one) => names[one] ?? one);
  return shown.length ? shown.join(" · ") : text || t("session_unknown");
}

function SessionLine({ session, isBusy, onEnd }: { session: Session; isBusy: boolean; onEnd: () => void }) {
  return (
    <li>
      <Icon name="person" />
      <strong title={session.user_agent ?? ""}>{browserOf(session.user_agent)}</strong>
      {session.is_current && <Tag icon="check">{t("session_current")}</Tag>}
      <span class="muted">
        {session.address && <>{session.address} · </>}
        {t("session_began")} <Time at={session.created_at} /> ({t(`means_${session.means}`)}) · {t("session_seen")}{" "}
        <Time at={session.seen_at} />
      </span>
      {!session.is_current && (
        <button type="button" class="link-button" disabled={isBusy} onClick={onEnd}>
          {t("end_session")}
          <span class="sr-only"> {browserOf(session.user_agent)}</span>
        </button>
      )}
    </li>
  );
}

export function SessionsCard() {
  const { data, problem, reload } = useResource<Page<Session>>("/me/sessions");
  const task = useTask();
  const end = (session: Session) => task.run(() => remove(`/me/sessions/${session.id}`), reload);
  const endOthers = () =>
    task.run(
      () => remove("/me/sessions"),
      () => {
        tell(t("told_others_ended"));
        reload();
      },
    );
  const sessions = data?.items ?? [];
  return (
    <section class="card sessions">
      <h2>{t("sessions")}</h2>
      <ProblemBox problem={problem ?? task.problem} retry={reload} />
      <ul class="token-list">
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} isBusy={task.isBusy} onEnd={() => void end(session)} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <button type="button" class="button" disabled={task.isBusy} onClick={() => void endOthers()}>
          {t("end_others")}
        </button>
      )}
    </section>
  );
}
