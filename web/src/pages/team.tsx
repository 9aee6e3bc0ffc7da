// SPDX-License-Identifier: Apache-2.0
// A team: who belongs to it, in which role, who is invited, and the way out of it.
import { useState } from "preact/hooks";
import { type Account, type Member, type Page, type Role, ROLES, type Team } from "../api";
import type { Badge } from "../api_badge";
import { useResource, useTask, useTitle } from "../hooks";
import { patch, put, remove } from "../http";
import { t, word } from "../i18n";
import { go } from "../router";
import { holds, loadSession, may, me } from "../session";
import { Crumbs, Field, ProblemBox, Skeleton } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { ZoneSelect } from "../ui/zone_select";
import { BadgeBeside, useFavourites } from "./badge_beside";
import { InvitationsCard } from "./invitations";
import { TeamCoachCard } from "./team_coach";

interface RowProps {
  member: Member;
  favourite: Badge | undefined;
  canChange: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

function MemberRow({ member, favourite, canChange, onRole, onRemove }: RowProps) {
  const { name, role } = member;
  return (
    <li>
      <Icon name="person" />
      <strong>{name}</strong>
      <BadgeBeside badge={favourite} />
      {!canChange && <span class="muted">{word("role", role)}</span>}
      {canChange && (
        <select
          aria-label={t("role_of", { name })}
          value={role}
          onChange={(event) => onRole(event.currentTarget.value as Role)}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {word("role", one)}
            </option>
          ))}
        </select>
      )}
      {canChange && (
        <button type="button" class="link-button" aria-label={t("remove_member", { name })} onClick={onRemove}>
          <Icon name="cross" />
        </button>
      )}
    </li>
  );
}

/** Only administrators see everybody, and so can add somebody. */
function AddMember({ members, onAdd }: { members: Member[]; onAdd: (accountId: string) => void }) {
  const accounts = useResource<Page<Account>>("/accounts?limit=200").data?.items ?? [];
  const others = accounts.filter((account) => !members.some((member) => member.account_id === account.id));
  const [chosen, setChosen] = useState("");
  if (!others.length) return null;
  return (
    <div class="inline-form">
      <Field label={t("add_member")}>
        {(id) => (
          <select id={id} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            <option value="">–</option>
            {others.map((account) => (
              <option key={account.id} value={account.id}>
                {account.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button
        type="button"
        class="button"
        disabled={!chosen}
        onClick={() => {
          onAdd(chosen);
          setChosen("");
        }}
      >
        <Icon name="plus" /> {t("new_person")}
      </button>
    </div>
  );
}

function LeaveDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/teams/${team.id}/members/${me.value?.id}`),
      () => {
        tell(t("told_left"));
        void loadSession();
        go("/services");
      },
    );
  return (
    <FormDialog
      title={t("team_leave")}
      submit={t("team_leave")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("team_leave_warning", { team: team.name })}</p>
    </FormDialog>
  );
}

function MembersCard({ team }: { team: Team }) {
  const path = `/teams/${team.id}/members`;
  const { data, problem, reload } = useResource<Page<Member>>(path);
  const task = useTask();
  const favourites = useFavourites();
  const canChange = may("admin", team.id);
  const setRole = (accountId: string, role: Role) => task.run(() => put(`${path}/${accountId}`, { role }), reload);
  return (
    <section class="card members">
      <h2>{t("members")}</h2>
      <p class="muted">{t("members_lead")}</p>
      <ProblemBox problem={problem ?? task.problem} />
      <ul class="token-list">
        {data?.items.map((member) => (
          <MemberRow
            key={member.account_id}
            member={member}
            favourite={favourites.get(member.account_id)}
            canChange={canChange}
            onRole={(role) => setRole(member.account_id, role)}
            onRemove={() => task.run(() => remove(`${path}/${member.account_id}`), reload)}
          />
        ))}
      </ul>
      {holds("administrator") && data && <AddMember members={data.items} onAdd={(id) => setRole(id, "member")} />}
    </section>
  );
}

function ZoneCard({ team, onDone }: { team: Team; onDone: () => void }) {
  const task = useTask();
  const save = (time_zone: string) =>
    task.run(
      () => patch(`/teams/${team.id}`, { time_zone }),
      () => {
        tell(t("zone_saved"));
        onDone();
      },
    );
  return (
    <section class="card">
      <h2>{t("zone")}</h2>
      <ProblemBox problem={task.problem} />
      {may("admin", team.id) ? <ZoneSelect value={team.time_zone} onChoose={save} /> : <p>{team.time_zone}</p>}
    </section>
  );
}

/** What the team has to do, and how it does. */
function WorkLinks({ team }: { team: Team }) {
  return (
    <nav class="buttons" aria-label={t("team_work")}>
      <a class="button" href={`/tickets?team=${team.id}`}>
        <Icon name="tickets" /> {t("nav_tickets")}
      </a>
      <a class="button" href={`/services?team=${team.id}`}>
        <Icon name="services" /> {t("nav_services")}
      </a>
      <a class="button" href={`/health?team=${team.id}`}>
        <Icon name="heart" /> {t("nav_health")}
      </a>
      <a class="button" href={`/teams/${team.id}/diary`}>
        <Icon name="calendar" /> {t("nav_diary")}
      </a>
      <a class="button" href={`/badges?team=${team.id}`}>
        <Icon name="medal" /> {t("nav_badges")}
      </a>
    </nav>
  );
}

/** What else a team sets, each on a page of its own. */
function SettingsLinks({ team }: { team: Team }) {
  return (
    <nav class="buttons team-settings" aria-label={t("team_settings")}>
      <a class="button" href={`/teams/${team.id}/channels`}>
        <Icon name="bell" /> {t("channels")}
      </a>
      <a class="button" href={`/teams/${team.id}/decisions`}>
        <Icon name="bolt" /> {t("how_it_decides")}
      </a>
      <a class="button" href={`/teams/${team.id}/jira`}>
        <Icon name="link" /> {t("jira")}
      </a>
    </nav>
  );
}

export function TeamPage({ id }: { id: string }) {
  const { data: team, problem, reload } = useResource<Team>(`/teams/${id}`);
  const [isLeaving, setLeaving] = useState(false);
  useTitle(team?.name ?? t("team_page"));
  if (!team) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton />;
  const isMember = me.value?.teams.some((one) => one.id === id);
  return (
    <>
      <Crumbs steps={[["/services", t("nav_services")]]} />
      <header class="page-head">
        <div>
          <h1>{team.name}</h1>
        </div>
        {isMember && (
          <button type="button" class="button" onClick={() => setLeaving(true)}>
            <Icon name="out" /> {t("team_leave")}
          </button>
        )}
      </header>
      <WorkLinks team={team} />
      <SettingsLinks team={team} />
      <MembersCard team={team} />
      <TeamCoachCard team={team} />
      {may("admin", id) && (
        <InvitationsCard
          path={`/teams/${id}/invitations`}
          lead={t("invitations_team_lead")}
          title={t("invite_into", { team: team.name })}
          isTeam
        />
      )}
      <ZoneCard team={team} onDone={reload} />
      {isLeaving && <LeaveDialog team={team} onClose={() => setLeaving(false)} />}
    </>
  );
}
