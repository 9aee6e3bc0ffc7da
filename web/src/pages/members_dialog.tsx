// SPDX-License-Identifier: Apache-2.0
// Who belongs to a team, and in which role.
import { useState } from "preact/hooks";
import { type Account, type Member, type Page, type Role, ROLES, type Team } from "../api";
import { useResource, useTask } from "../hooks";
import { put, remove } from "../http";
import { t, word } from "../i18n";
import { holds, may } from "../session";
import { Field, ProblemBox } from "../ui/basics";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";

interface RowProps {
  member: Member;
  canChange: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

function MemberRow({ member, canChange, onRole, onRemove }: RowProps) {
  const { name, role } = member;
  return (
    <li>
      <Icon name="person" />
      <strong>{name}</strong>
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

export function MembersDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const path = `/teams/${team.id}/members`;
  const { data, problem, reload } = useResource<Page<Member>>(path);
  const task = useTask();
  const canChange = may("admin", team.id);
  const setRole = (accountId: string, role: Role) => task.run(() => put(`${path}/${accountId}`, { role }), reload);
  return (
    <Dialog title={t("members_of", { team: team.name })} onClose={onClose}>
      <p class="muted">{t("members_lead")}</p>
      <ProblemBox problem={problem ?? task.problem} />
      <ul class="token-list">
        {data?.items.map((member) => (
          <MemberRow
            key={member.account_id}
            member={member}
            canChange={canChange}
            onRole={(role) => setRole(member.account_id, role)}
            onRemove={() => task.run(() => remove(`${path}/${member.account_id}`), reload)}
          />
        ))}
      </ul>
      {holds("administrator") && data && <AddMember members={data.items} onAdd={(id) => setRole(id, "member")} />}
    </Dialog>
  );
}
