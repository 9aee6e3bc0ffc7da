// SPDX-License-Identifier: Apache-2.0
// For administrators: who may come in, and the links that let them.
import { useState } from "preact/hooks";
import type { Account, Page, SigninLink } from "../api";
import { moment } from "../format";
import { useResource, useTask } from "../hooks";
import { post } from "../http";
import { t } from "../i18n";
import { Field, ProblemBox, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { Secret } from "../ui/secret";

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

export function PeopleCard() {
  const { data, problem, reload } = useResource<Page<Account>>("/accounts?limit=200");
  const [made, setMade] = useState<Made | null>(null);
  const task = useTask();
  const newLink = ({ id, name }: Account) =>
    task.run(
      () => post<SigninLink>(`/accounts/${id}/signin-link`),
      ({ signin_link }) => setMade({ name, link: signin_link }),
    );
  return (
    <section class="card people">
      <h2>{t("people")}</h2>
      <p class="muted">{t("people_lead")}</p>
      <p>
        <a href="/single-sign-on">{t("sso_setup_link")}</a>
      </p>
      <ProblemBox problem={problem ?? task.problem} retry={reload} />
      {made && (
        <Secret
          title={t("link_once", { name: made.name, date: moment(made.link.expires_at) })}
          value={location.origin + made.link.path}
        />
      )}
      <ul class="token-list">
        {data?.items.map((account) => (
          <li key={account.id}>
            <Icon name="person" />
            <strong>{account.name}</strong>
            {account.roles.includes("administrator") && <Tag icon="key">{t("administrator")}</Tag>}
            {account.is_disabled && <Tag icon="ban">{t("disabled")}</Tag>}
            <button type="button" class="link-button" disabled={task.isBusy} onClick={() => newLink(account)}>
              {t("new_link")}
              <span class="sr-only"> {account.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <NewPerson
        onDone={(next) => {
          setMade(next);
          reload();
        }}
      />
    </section>
  );
}
