// SPDX-License-Identifier: Apache-2.0
// The table of what a provider's groups give: a role in a team, or one in the organisation.
import { type Page, ROLES, type Team } from "../api";
import type { OidcGroup } from "../api_sso";
import { useResource } from "../hooks";
import { t, word } from "../i18n";
import { Icon } from "../ui/icons";

const ACCOUNT_ROLES: readonly OidcGroup["role"][] = ["administrator", "analyst", "governance", "coordinator"];

function Row(props: { group: OidcGroup; teams: Team[]; onChange: (group: OidcGroup) => void; onRemove: () => void }) {
  const { group, teams, onChange, onRemove } = props;
  const roles = group.team_id ? ROLES : ACCOUNT_ROLES;
  const move = (team_id: string) => onChange({ ...group, team_id: team_id || null, role: team_id ? "member" : "analyst" });
  return (
    <li>
      <input
        aria-label={t("sso_group")}
        required
        maxLength={200}
        value={group.name}
        onInput={(event) => onChange({ ...group, name: event.currentTarget.value })}
      />
      <select aria-label={t("sso_group_where")} value={group.team_id ?? ""} onChange={(event) => move(event.currentTarget.value)}>
        <option value="">{t("sso_organisation")}</option>
        {teams.map((team) => (
          <option key={team.id} value={team.id}>
            {team.name}
          </option>
        ))}
      </select>
      <select
        aria-label={t("sso_group_role")}
        value={group.role}
        onChange={(event) => onChange({ ...group, role: event.currentTarget.value as OidcGroup["role"] })}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {word(group.team_id ? "role" : "sso_role", role)}
          </option>
        ))}
      </select>
      <button type="button" class="icon-button" aria-label={t("sso_group_remove", { name: group.name })} onClick={onRemove}>
        <Icon name="cross" />
      </button>
    </li>
  );
}

export function Groups({ groups, onChange }: { groups: OidcGroup[]; onChange: (groups: OidcGroup[]) => void }) {
  const { data } = useResource<Page<Team>>("/teams?limit=200");
  const put = (at: number, group: OidcGroup) => onChange(groups.map((one, i) => (i === at ? group : one)));
  return (
    <fieldset class="sso-groups">
      <legend>{t("sso_groups")}</legend>
      <ul>
        {groups.map((group, i) => (
          <Row
            key={i}
            group={group}
            teams={data?.items ?? []}
            onChange={(next) => put(i, next)}
            onRemove={() => onChange(groups.filter((_, at) => at !== i))}
          />
        ))}
      </ul>
      <button
        type="button"
        class="button small"
        onClick={() => onChange([...groups, { name: "", team_id: null, role: "analyst" }])}
      >
        <Icon name="plus" /> {t("sso_group_add")}
      </button>
    </fieldset>
  );
}
