// SPDX-License-Identifier: Apache-2.0
// Invitations into a team, or into the organisation: made, their link shown once, revoked.
import { useState } from "preact/hooks";
import type { Page, Role } from "../api";
import { ROLES } from "../api";
import { daysAhead, moment } from "../format";
import { useResource, useTask } from "../hooks";
import { post, remove } from "../http";
import { language, t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { Field, ProblemBox, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { Secret } from "../ui/secret";
import { type OrganisationRole, RoleBoxes } from "./role_boxes";

type Invitation = Schemas["Invitation"];
type Made = Invitation & { link: { path: string; token: string } };

const DAYS = [1, 7, 30, 90] as const;

export function whatFor(invitation: Pick<Invitation, "role" | "roles">): string {
  if (invitation.role) return word("role", invitation.role);
  const roles = invitation.roles.map((role) => word("org_role", role));
  return roles.length ? roles.join(", ") : t("invitation_account_only");
}

interface Draft {
  role: Role;
  roles: OrganisationRole[];
  email: string;
  isMailed: boolean;
  uses: number;
  days: number;
}

/** Only what looks like an address can be written to. */
const isAddress = (text: string) => /^\S+@\S+$/.test(text.trim());
const isMailed = (draft: Draft) => draft.isMailed && isAddress(draft.email);

function Limits({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  return (
    <>
      <Field label={t("invitation_for")}>
        {(id) => (
          <input
            id={id}
            maxLength={200}
            value={draft.email}
            autocomplete="off"
            onInput={(event) => onChange({ ...draft, email: event.currentTarget.value })}
          />
        )}
      </Field>
      {isAddress(draft.email) && (
        <label class="tick">
          <input
            type="checkbox"
            checked={draft.isMailed}
            onChange={(event) => onChange({ ...draft, isMailed: event.currentTarget.checked })}
          />
          {t("send_by_mail")}
        </label>
      )}
      <div class="two">
        <Field label={t("invitation_uses")}>
          {(id) => (
            <input
              id={id}
              type="number"
              min={1}
              max={100}
              required
              value={draft.uses}
              onInput={(event) => onChange({ ...draft, uses: event.currentTarget.valueAsNumber || 1 })}
            />
          )}
        </Field>
        <Field label={t("invitation_days")}>
          {(id) => (
            <select
              id={id}
              value={draft.days}
              onChange={(event) => onChange({ ...draft, days: Number(event.currentTarget.value) })}
            >
              {DAYS.map((days) => (
                <option key={days} value={days}>
                  {t("n_days", { n: days })}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </>
  );
}

interface InviteProps {
  path: string;
  title: string;
  isTeam: boolean;
  onClose: () => void;
  onDone: (made: Made) => void;
}

function InviteDialog({ path, title, isTeam, onClose, onDone }: InviteProps) {
  const [draft, setDraft] = useState<Draft>({ role: "member", roles: [], email: "", isMailed: false, uses: 1, days: 7 });
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () =>
        post<Made>(path, {
          ...(isTeam ? { role: draft.role } : { roles: draft.roles }),
          email: draft.email.trim() || null,
          ...(isMailed(draft) ? { by_mail: true, language: language.value } : {}),
          uses: draft.uses,
          expires_at: daysAhead(draft.days).toISOString(),
        }),
      (made) => {
        onClose();
        onDone(made);
      },
    );
  return (
    <FormDialog
      title={title}
      submit={t("invite")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {isTeam ? (
        <Field label={t("role")} hint={t("members_lead")}>
          {(id, hintId) => (
            <select
              id={id}
              aria-describedby={hintId}
              value={draft.role}
              onChange={(event) => setDraft({ ...draft, role: event.currentTarget.value as Role })}
            >
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {word("role", role)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : (
        <RoleBoxes roles={draft.roles} onChange={(roles) => setDraft({ ...draft, roles })} />
      )}
      <Limits draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}

function InvitationRow({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const name = invitation.email ?? whatFor(invitation);
  return (
    <li>
      <Icon name="out" />
      <strong>{whatFor(invitation)}</strong>
      <span class="muted">
        {invitation.email && `${invitation.email} · `}
        {t("invitation_by", { name: invitation.created_by.name })} ·{" "}
        {t("invitation_used", { used: invitation.used, uses: invitation.uses })} · {t("invitation_until")}{" "}
        {moment(invitation.expires_at)}
      </span>
      {!invitation.is_good && <Tag icon="ban">{t("invitation_over")}</Tag>}
      <button type="button" class="link-button" aria-label={t("revoke_invitation", { name })} onClick={onRevoke}>
        {t("revoke")}
      </button>
    </li>
  );
}

/** path: of the invitations; lead: what they are for; title: of the dialog that makes one. */
export function InvitationsCard(props: { path: string; lead: string; title: string; isTeam: boolean }) {
  const { path, lead, title, isTeam } = props;
  const { data, problem, reload } = useResource<Page<Invitation>>(`${path}?limit=200`);
  const [isInviting, setInviting] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const task = useTask();
  return (
    <section class="card invitations">
      <h2>{t("invitations")}</h2>
      <p class="muted">{lead}</p>
      <ProblemBox problem={problem ?? task.problem} retry={reload} />
      {made && (
        <Secret
          title={t("invitation_once", { date: moment(made.expires_at) })}
          value={location.origin + made.link.path}
        />
      )}
      {data && !data.items.length && <p class="muted quiet">{t("invitations_none")}</p>}
      <ul class="token-list">
        {data?.items.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            onRevoke={() => task.run(() => remove(`${path}/${invitation.id}`), reload)}
          />
        ))}
      </ul>
      <button type="button" class="button" onClick={() => setInviting(true)}>
        <Icon name="plus" /> {t("invite")}
      </button>
      {isInviting && (
        <InviteDialog
          path={path}
          title={title}
          isTeam={isTeam}
          onClose={() => setInviting(false)}
          onDone={(next) => {
            setMade(next);
            reload();
          }}
        />
      )}
    </section>
  );
}
