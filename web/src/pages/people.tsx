// SPDX-License-Identifier: Apache-2.0
// Who may come in, what they may do across teams, and the links that let them; governance looks on.
import { useState } from "preact/hooks";
import type { Account, Page, SigninLink } from "../api";
import type { Badge } from "../api_badge";
import { moment } from "../format";
import { useResource, useTask, useTitle } from "../hooks";
import { patch, post } from "../http";
import { language, t, word } from "../i18n";
import { holds } from "../session";
import { Field, ProblemBox, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { Secret } from "../ui/secret";
import { BadgeBeside, useFavourites } from "./badge_beside";
import { InvitationsCard } from "./invitations";
import { DeleteAccountDialog, RolesDialog } from "./person_dialogs";

interface Made {
  name: string;
  link: SigninLink["signin_link"];
}

function NewPerson({ onDone }: { onDone: (made: Made) => void }) {
  const [name, setName] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void run(
      () => post<Account & SigninLink>("/accounts", { name: name.trim() }),
      (account) => {
        setName("");
        onDone({ name: account.name, link: account.signin_link });
      },
    );
  };
  return (
    <form class="inline-form" onSubmit={onSubmit}>
      <Field label={t("person_name")}>
        {(id) => (
          <input
            id={id}
            required
            maxLength={100}
            value={name}
            autocomplete="off"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit" class="button" disabled={isBusy}>
        <Icon name="plus" /> {t("new_person")}
      </button>
      <ProblemBox problem={problem} />
    </form>
  );
}

interface RowProps {
  account: Account;
  favourite: Badge | undefined;
  isBusy: boolean;
  onLink: () => void;
  onMailLink: () => void;
  onRoles: () => void;
  onDisable: () => void;
  onDelete: () => void;
}

function Verbs({ account, isBusy, onLink, onMailLink, onRoles, onDisable, onDelete }: RowProps) {
  const { name, is_disabled: isOut } = account;
  return (
    <span class="verbs">
      <button type="button" class="link-button" aria-label={t("roles_of", { name })} onClick={onRoles}>
        {t("change_roles")}
      </button>
      {!isOut && (
        <button type="button" class="link-button" disabled={isBusy} onClick={onLink}>
          {t("new_link")}
          <span class="sr-only"> {name}</span>
        </button>
      )}
      {!isOut && account.email && (
        <button type="button" class="link-button" disabled={isBusy} onClick={onMailLink}>
          {t("mail_link")}
          <span class="sr-only"> {name}</span>
        </button>
      )}
      <button
        type="button"
        class="link-button"
        disabled={isBusy}
        aria-label={t(isOut ? "enable_named" : "disable_named", { name })}
        onClick={onDisable}
      >
        {t(isOut ? "enable" : "disable")}
      </button>
      <button type="button" class="link-button" aria-label={t("delete_account_named", { name })} onClick={onDelete}>
        {t("delete_account")}
      </button>
    </span>
  );
}

function PersonRow(props: RowProps) {
  const { account, favourite } = props;
  return (
    <li>
      <Icon name="person" />
      <strong>{account.name}</strong>
      <BadgeBeside badge={favourite} />
      {account.email && <span class="muted">{account.email}</span>}
      {account.roles.map((role) => (
        <Tag key={role} icon="key">
          {word("org_role", role)}
        </Tag>
      ))}
      {account.is_disabled && <Tag icon="ban">{t("disabled")}</Tag>}
      {holds("administrator") && <Verbs {...props} />}
    </li>
  );
}

type Opened = { kind: "roles" | "delete"; account: Account } | null;

function PeopleCard() {
  const { data, problem, reload } = useResource<Page<Account>>("/accounts?limit=200");
  const favourites = useFavourites();
  const [made, setMade] = useState<Made | null>(null);
  const [opened, setOpened] = useState<Opened>(null);
  const task = useTask();
  const newLink = ({ id, name }: Account) =>
    task.run(
      () => post<SigninLink>(`/accounts/${id}/signin-link`),
      ({ signin_link }) => setMade({ name, link: signin_link }),
    );
  const mailLink = ({ id, email }: Account) =>
    task.run(
      () => post(`/accounts/${id}/signin-link`, { by_mail: true, language: language.value }),
      () => tell(t("told_link_mailed", { address: email ?? "" })),
    );
  const disable = ({ id, is_disabled: isOut }: Account) =>
    task.run(() => patch(`/accounts/${id}`, { is_disabled: !isOut }), reload);
  return (
    <section class="card people">
      <ProblemBox problem={problem ?? task.problem} retry={reload} />
      {made && (
        <Secret
          title={t("link_once", { name: made.name, date: moment(made.link.expires_at) })}
          value={location.origin + made.link.path}
        />
      )}
      <ul class="token-list">
        {data?.items.map((account) => (
          <PersonRow
            key={account.id}
            account={account}
            favourite={favourites.get(account.id)}
            isBusy={task.isBusy}
            onLink={() => newLink(account)}
            onMailLink={() => mailLink(account)}
            onRoles={() => setOpened({ kind: "roles", account })}
            onDisable={() => disable(account)}
            onDelete={() => setOpened({ kind: "delete", account })}
          />
        ))}
      </ul>
      {holds("administrator") && (
        <NewPerson
          onDone={(next) => {
            setMade(next);
            reload();
          }}
        />
      )}
      {opened?.kind === "roles" && (
        <RolesDialog account={opened.account} onClose={() => setOpened(null)} onDone={reload} />
      )}
      {opened?.kind === "delete" && (
        <DeleteAccountDialog
          account={opened.account}
          path={`/accounts/${opened.account.id}`}
          onClose={() => setOpened(null)}
          onDone={reload}
        />
      )}
    </section>
  );
}

export function PeoplePage() {
  useTitle(t("people"));
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("people")}</h1>
          <p class="muted">{t("people_page_lead")}</p>
          {holds("administrator") && (
            <p class="setup-links">
              <a href="/single-sign-on">{t("sso_setup_link")}</a>
              <a href="/mail-server">{t("mail_setup_link")}</a>
              <a href="/chains">{t("chains_link")}</a>
            </p>
          )}
        </div>
      </header>
      <PeopleCard />
      {holds("administrator") && (
        <InvitationsCard
          path="/invitations"
          lead={t("invitations_organisation_lead")}
          title={t("invite_organisation")}
          isTeam={false}
        />
      )}
    </>
  );
}
