// SPDX-License-Identifier: Apache-2.0
// A team's connection with Jira: whether it works, what it is set to, what went out and came in.
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { Team } from "../api";
import type { Jira, JiraAnswer, JiraTest } from "../api_jira";
import { useResource, useTask, useTitle } from "../hooks";
import { post, remove } from "../http";
import { t, word } from "../i18n";
import { isAbout, useHint } from "../live";
import { may } from "../session";
import { Crumbs, Empty, ProblemBox, Skeleton, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { Secret } from "../ui/secret";
import { tell } from "../ui/toast";
import { JiraDialog } from "./jira_dialog";
import { DeliveriesCard, ReceivedCard } from "./jira_log";

interface CardProps {
  path: string;
  connection: Jira;
  canManage: boolean;
  onChange: () => void;
}

function State({ connection }: { connection: Jira }) {
  if (!connection.is_on)
    return (
      <span class="delivery-mark delivery-skipped">
        <Icon name="ban" /> {t("jira_state_off")}
      </span>
    );
  if (connection.trouble)
    return (
      <span class="delivery-mark delivery-failed">
        <Icon name="warn" /> {t("jira_state_trouble")}
      </span>
    );
  return connection.checked_at ? (
    <span class="delivery-mark delivery-sent">
      <Icon name="check" /> {t("jira_state_fine")}
    </span>
  ) : (
    <span class="delivery-mark delivery-waiting">
      <Icon name="clock" /> {t("jira_state_untested")}
    </span>
  );
}

function factsOf(connection: Jira): [string, ComponentChild][] {
  const rule = connection.least_priority
    ? t("jira_rule_from", { priority: word("priority", connection.least_priority) })
    : t("jira_rule_none");
  return [
    [t("jira_state"), <State connection={connection} />],
    [t("jira_kind"), t(`jira_kind_${connection.kind}`)],
    [t("jira_address"), <code>{connection.base_url}</code>],
    [t("jira_project"), `${connection.project_key} · ${connection.issue_type}`],
    [t("jira_own_name"), connection.own_name ?? "–"],
    [t("jira_acts_for"), connection.acts_for.name],
    [t("jira_rule"), rule],
    [t("jira_linked"), String(connection.linked_count)],
  ];
}

function Facts({ facts }: { facts: [string, ComponentChild][] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function DisconnectDialog({ path, onClose, onDone }: { path: string; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(path),
      () => {
        tell(t("jira_disconnected"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("jira_disconnect")}
      submit={t("jira_disconnect")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("jira_disconnect_warning")}</p>
    </FormDialog>
  );
}

function ConnectionCard({ path, connection, canManage, onChange }: CardProps) {
  const [open, setOpen] = useState<"change" | "disconnect" | null>(null);
  const { isBusy, problem, run } = useTask();
  const test = () =>
    run(
      () => post<JiraTest>(`${path}/test`),
      (found) => {
        if (found.is_working) tell(t("jira_works", { name: found.own_name ?? "", key: found.project_key }));
        onChange();
      },
    );
  const close = () => setOpen(null);
  return (
    <section class="card" aria-label={t("jira_connection")}>
      <h2>{t("jira_connection")}</h2>
      {connection.trouble && (
        <p class="notice jira-trouble" role="status">
          <Icon name="warn" />
          <span>
            <span lang="en">{connection.trouble}</span>{" "}
            <span class="muted small">
              <Time at={connection.trouble_at} />
            </span>
          </span>
        </p>
      )}
      <Facts facts={factsOf(connection)} />
      <ProblemBox problem={problem} />
      {canManage && (
        <p class="buttons">
          <button type="button" class="button primary" disabled={isBusy} onClick={test}>
            <Icon name="bolt" /> {t("jira_test")}
          </button>
          <button type="button" class="button" onClick={() => setOpen("change")}>
            <Icon name="pencil" /> {t("jira_change")}
          </button>
          <button type="button" class="button" onClick={() => setOpen("disconnect")}>
            <Icon name="trash" /> {t("jira_disconnect")}
          </button>
        </p>
      )}
      {open === "change" && <JiraDialog path={path} held={connection} onClose={close} onDone={onChange} />}
      {open === "disconnect" && <DisconnectDialog path={path} onClose={close} onDone={onChange} />}
    </section>
  );
}

function HookCard({ path, connection, canManage, onChange }: CardProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const { isBusy, problem, run } = useTask();
  const make = () =>
    run(
      () => post<{ secret: string }>(`${path}/hook-secret`),
      (made) => {
        setSecret(made.secret);
        onChange();
      },
    );
  const heard = connection.heard_at ? <Time at={connection.heard_at} /> : t("jira_never");
  const facts: [string, ComponentChild][] = [[t("jira_heard"), heard]];
  if (connection.refused_at) facts.push([t("jira_refused"), <Time at={connection.refused_at} />]);
  return (
    <section class="card" aria-label={t("jira_hook")}>
      <h2>{t("jira_hook")}</h2>
      <p class="muted">{t("jira_hook_lead")}</p>
      <p class="jira-address">
        <span class="muted small">{t("jira_hook_address")}</span>
        <code>{location.origin + connection.hook_path}</code>
      </p>
      {secret && <Secret title={t("jira_hook_secret_once")} value={secret} />}
      <Facts facts={facts} />
      <ProblemBox problem={problem} />
      {canManage && (
        <p class="buttons">
          <button type="button" class="button" disabled={isBusy} onClick={make}>
            <Icon name="key" /> {t("jira_hook_secret")}
          </button>
        </p>
      )}
    </section>
  );
}

function NotConnected({ path, canManage, onDone }: { path: string; canManage: boolean; onDone: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Empty icon="link" title={t("jira_none")}>
        <p class="muted">{t(canManage ? "jira_lead" : "jira_none_hint")}</p>
        {canManage && (
          <button type="button" class="button primary" onClick={() => setOpen(true)}>
            <Icon name="link" /> {t("jira_connect")}
          </button>
        )}
      </Empty>
      {isOpen && <JiraDialog path={path} held={null} onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}

export function JiraPage({ id }: { id: string }) {
  const path = `/teams/${id}/jira`;
  const team = useResource<Team>(`/teams/${id}`);
  const answer = useResource<JiraAnswer>(path);
  useHint((hint) => isAbout(hint, "deliveries", id), answer.reload);
  const title = t("jira_of", { team: team.data?.name ?? "" });
  useTitle(title);
  const canManage = may("admin", id);
  const connection = answer.data?.connection;
  const card = { path, canManage, onChange: answer.reload };
  return (
    <article class="jira">
      <Crumbs steps={[[`/teams/${id}`, team.data?.name ?? t("team_page")]]} />
      <header class="page-head">
        <div>
          <h1>{title}</h1>
          {connection && <p class="muted">{t("jira_lead")}</p>}
        </div>
      </header>
      <ProblemBox problem={team.problem ?? answer.problem} retry={answer.reload} />
      {!answer.data && !answer.problem && <Skeleton rows={8} />}
      {answer.data && !connection && <NotConnected path={path} canManage={canManage} onDone={answer.reload} />}
      {connection && (
        <>
          <div class="jira-cards">
            <ConnectionCard {...card} connection={connection} />
            <HookCard {...card} connection={connection} />
          </div>
          <DeliveriesCard path={path} teamId={id} connection={connection} onChange={answer.reload} />
          <ReceivedCard path={path} />
        </>
      )}
    </article>
  );
}
