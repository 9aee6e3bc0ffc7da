// SPDX-License-Identifier: Apache-2.0
// Streaks of a team, and who carries the load.
import type { Load, Streak } from "../api_health";
import { day, number } from "../format";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { Time } from "../ui/basics";

function StreakRow({ streak }: { streak: Streak }) {
  return (
    <li class="streak">
      <p class="streak-length">
        <strong>{streak.has_data ? number(streak.length) : "–"}</strong>
        <span>{t(streak.unit === "week" ? "streak_weeks" : "streak_days", { n: streak.length })}</span>
      </p>
      <div>
        <h3>{t(`streak_${streak.kind}`)}</h3>
        <p class="muted">
          {!streak.has_data
            ? t("streak_no_data")
            : streak.since
              ? t("streak_since", { day: day(streak.since), n: streak.rests_on })
              : t("streak_over")}{" "}
          {streak.has_data && t("streak_best", { n: streak.best })}
        </p>
        {streak.broken && (
          <p class="streak-broken">
            <Icon name="undo" /> {t("streak_broken", { day: day(streak.broken.on), n: streak.broken.count })}
          </p>
        )}
      </div>
    </li>
  );
}

export function StreaksCard({ streaks }: { streaks: Streak[]; team: string }) {
  return (
    <section class="card" aria-label={t("streaks")}>
      <h2>{t("streaks")}</h2>
      <p class="muted">{t("streaks_lead")}</p>
      <ul class="streaks">
        {streaks.map((streak) => (
          <StreakRow key={streak.kind} streak={streak} />
        ))}
      </ul>
    </section>
  );
}

function Own({ own }: { own: Load["own"] }) {
  return (
    <p class="load-own">
      <Icon name="person" />
      <span>
        {t("load_own", { n: own.open, overdue: own.overdue })}{" "}
        {own.ended > 0 && t("load_own_ended", { n: own.ended, in_time: own.in_time })}{" "}
        {own.not_overdue_since && (
          <>
            {t("load_own_streak")} <Time at={own.not_overdue_since} />
          </>
        )}
      </span>
    </p>
  );
}

export function LoadCard({ load, team }: { load: Load; team: string }) {
  const most = Math.max(1, ...load.items.map((one) => one.open));
  return (
    <section class="card" aria-label={t("load")}>
      <h2>{t("load")}</h2>
      <p class="muted">{t(load.is_whole ? "load_lead_whole" : "load_lead", { n: load.sum.open, people: load.person_count })}</p>
      <Own own={load.own} />
      {load.is_whole && load.items.length > 0 && (
        <div class="table-scroll">
          <table class="load-table">
            <thead>
              <tr>
                <th scope="col">{t("load_person")}</th>
                <th scope="col">{t("load_open")}</th>
                <th scope="col">{t("health_overdue")}</th>
                <th scope="col">{t("load_ended")}</th>
              </tr>
            </thead>
            <tbody>
              {load.items.map((one) => (
                <tr key={one.person.id}>
                  <th scope="row">{one.person.name}</th>
                  <td>
                    <a href={`/tickets?team=${team}&assignee=${one.person.id}`}>{number(one.open)}</a>
                    <span class="load-bar" aria-hidden="true" style={{ width: `${(60 * one.open) / most}%` }} />
                  </td>
                  <td>{number(one.overdue)}</td>
                  <td>{number(one.ended)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {load.sum.unassigned > 0 && (
        <p>
          <a href={`/tickets?team=${team}&assignee=none`}>{t("load_unassigned", { n: load.sum.unassigned })}</a>
        </p>
      )}
    </section>
  );
}
