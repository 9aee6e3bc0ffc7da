// SPDX-License-Identifier: Apache-2.0
// Roles in the organisation, of which several may be held.
import type { Me } from "../api";
import { t, word } from "../i18n";

export type OrganisationRole = Me["roles"][number];

export const ORGANISATION_ROLES: readonly OrganisationRole[] = [
  "administrator",
  "analyst",
  "governance",
  "coordinator",
];

export function RoleBoxes(props: { roles: OrganisationRole[]; onChange: (roles: OrganisationRole[]) => void }) {
  const toggle = (role: OrganisationRole) =>
    props.onChange(ORGANISATION_ROLES.filter((one) => (one === role) !== props.roles.includes(one)));
  return (
    <fieldset class="kinds roles">
      <legend>{t("change_roles")}</legend>
      {ORGANISATION_ROLES.map((role) => (
        <label key={role} class={props.roles.includes(role) ? "chosen" : ""}>
          <input type="checkbox" checked={props.roles.includes(role)} onChange={() => toggle(role)} />
          <span>
            <strong>{word("org_role", role)}</strong>
            <span class="muted">{word("org_role_means", role)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
