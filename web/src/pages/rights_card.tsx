// SPDX-License-Identifier: Apache-2.0
// What one may do, by the table of rights that the server goes by.
import { type Me, ROLES } from "../api";
import { useResource } from "../hooks";
import { t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";

type Right = Schemas["Right"];

function Rights({ title, rights }: { title: string; rights: Right[] }) {
  return (
    <div class="rights">
      <h3>{title}</h3>
      {rights.length === 0 && <p class="muted quiet">{t("rights_same")}</p>}
      <ul>
        {rights.map((right) => (
          <li key={right.name} title={right.sentence}>
            <Icon name="check" /> {word("right", right.name)}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function RightsCard({ account }: { account: Me }) {
  const { data, problem, reload } = useResource<{ rights: Right[] }>("/rights");
  const rights = data?.rights ?? [];
  const always = rights.filter((right) => right.open_to === "accounts");
  const everywhere = rights.filter((right) => right.roles.some((role) => account.roles.includes(role)));
  const rank = (role: string | null) => ROLES.findIndex((one) => one === role);
  return (
    <section class="card">
      <h2>{t("my_rights")}</h2>
      <p class="muted">{t("my_rights_lead")}</p>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton />}
      {data && (
        <div class="rights-grid">
          {everywhere.length > 0 && <Rights title={t("rights_everywhere")} rights={everywhere} />}
          {account.teams.map((team) => (
            <Rights
              key={team.id}
              title={t("rights_in_team", { team: team.name, role: word("role", team.role) })}
              rights={rights.filter(
                (right) =>
                  right.team_role !== null &&
                  rank(right.team_role) <= rank(team.role) &&
                  !everywhere.includes(right),
              )}
            />
          ))}
          <Rights title={t("rights_always")} rights={always} />
        </div>
      )}
    </section>
  );
}
