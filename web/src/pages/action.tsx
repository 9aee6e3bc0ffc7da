// SPDX-License-Identifier: Apache-2.0
// One entry of the action log: its grounds, what a badge needs of it, its place in the journal, and its corrections.
import { useState } from "preact/hooks";
import type { Action, ActionGround, ActionMetadata } from "../api";
import type { JournalEntry } from "../api_journal";
import { day, moment } from "../format";
import { useResource, useTitle } from "../hooks";
import { t, word } from "../i18n";
import { holds, may } from "../session";
import { Crumbs, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { CorrectActionDialog } from "./action_correct";
import { AwardCard } from "./badge_award";

function Ground({ ground }: { ground: ActionGround }) {
  const name = `${word("ground", ground.kind)} ${ground.id}`;
  return (
    <li>
      {ground.kind === "advisory" ? <a href={`/advisories/${encodeURIComponent(ground.id)}`}>{name}</a> : name}
      {ground.read_at && <span class="muted"> {t("ground_read_at", { when: moment(ground.read_at) })}</span>}
    </li>
  );
}

function Grounds({ action }: { action: Action }) {
  return (
    <section class="card">
      <h2>{t("grounds")}</h2>
      {action.grounds.length === 0 && <p class="muted">{t("grounds_none")}</p>}
      <ul class="ground-list">
        {action.grounds.map((ground) => (
          <Ground key={`${ground.kind}:${ground.id}`} ground={ground} />
        ))}
      </ul>
    </section>
  );
}

function Metadata({ id }: { id: string }) {
  const { data, problem, reload } = useResource<ActionMetadata>(`/action-logs/${id}/metadata`);
  return (
    <section class="card">
      <h2>{t("metadata")}</h2>
      <ProblemBox problem={problem} retry={reload} />
      {!data && !problem && <Skeleton rows={3} />}
      {data && (
        <div class="metadata">
          <img src={`/api/v1/action-images/${data.action_kind}`} width="96" height="96" alt={word("action", data.action_kind)} />
          <dl class="facts">
            <div>
              <dt>{t("name")}</dt>
              <dd lang="en">{data.name}</dd>
            </div>
            <div>
              <dt>{t("recipient")}</dt>
              <dd>{data.recipient.name}</dd>
            </div>
            <div>
              <dt>{t("badge_kind")}</dt>
              <dd>{word("badge_kind", data.kind)}</dd>
            </div>
            <div>
              <dt>{t("difficulty")}</dt>
              <dd title={word("difficulty_means", data.difficulty)}>{word("difficulty", data.difficulty)}</dd>
            </div>
            <div>
              <dt>{t("certifier")}</dt>
              <dd title={word("certifier_means", data.certifier)}>{word("certifier", data.certifier)}</dd>
            </div>
          </dl>
        </div>
      )}
    </section>
  );
}

function JournalPlace({ action }: { action: Action }) {
  const { data, problem } = useResource<JournalEntry>(`/action-logs/${action.id}/journal`);
  const isReader = holds("administrator") || holds("governance") || may("admin", action.team_id);
  if (problem?.status === 404) return null;
  return (
    <section class="card">
      <h2>{t("nav_journal")}</h2>
      <ProblemBox problem={problem} />
      {!data && !problem && <Skeleton rows={2} />}
      {data && (
        <p>
          {data.seq === null ? t("journal_waits_hint") : t("action_in_journal", { n: data.seq })}{" "}
          <time class="muted" dateTime={data.at}>
            {moment(data.at)}
          </time>
        </p>
      )}
      {data && isReader && (
        <a class="button small" href={`/journal/${data.id}`}>
          <Icon name="archive" /> {t("action_to_proof")}
        </a>
      )}
    </section>
  );
}

function Corrections({ action }: { action: Action }) {
  return (
    <>
      {action.corrected_by && (
        <p class="notice">
          <Icon name="info" />
          <span>
            {t("action_was_corrected")} <a href={`/actions/${action.corrected_by}`}>{t("to_correction")}</a>
          </span>
        </p>
      )}
      {action.corrects && (
        <p class="notice">
          <Icon name="info" />
          <span>
            {t("action_corrects")} <a href={`/actions/${action.corrects}`}>{t("to_corrected")}</a>
          </span>
        </p>
      )}
    </>
  );
}

function Head({ action, onCorrect }: { action: Action; onCorrect: () => void }) {
  const isByOther = action.recorded_by.id !== action.account.id;
  return (
    <header class="page-head">
      <div>
        <h1>{word("action", action.kind)}</h1>
        <p class="muted">
          {action.account.name} · {day(action.executed_at)}
          {isByOther && ` · ${t("recorded_by", { name: action.recorded_by.name })}`}
          {` · ${t("recorded_at", { when: moment(action.created_at) })}`}
          {action.service_name && ` · ${action.service_name}`}
        </p>
        <p class="tags">
          {action.corrected_by && <Tag icon="undo">{t("corrected")}</Tag>}
          {action.advisory_id && (
            <a href={`/advisories/${encodeURIComponent(action.advisory_id)}`}>{action.advisory_id}</a>
          )}
          {action.ticket_id && <a href={`/tickets/${action.ticket_id}`}>{t("to_ticket")}</a>}
        </p>
      </div>
      {may("member", action.team_id) && !action.corrected_by && (
        <button type="button" class="button" onClick={onCorrect}>
          <Icon name="pencil" /> {t("correct_action")}
        </button>
      )}
    </header>
  );
}

export function ActionPage({ id }: { id: string }) {
  const { data: action, problem, reload } = useResource<Action>(`/action-logs/${id}`);
  const [isCorrecting, setCorrecting] = useState(false);
  useTitle(action ? word("action", action.kind) : t("nav_actions"));
  return (
    <>
      <Crumbs steps={[["/actions", t("nav_actions")]]} />
      <ProblemBox problem={problem} retry={reload} />
      {!action && !problem && <Skeleton />}
      {action && (
        <div class="action-page">
          <Head action={action} onCorrect={() => setCorrecting(true)} />
          <Corrections action={action} />
          <section class="card">
            <h2>{t("action_text")}</h2>
            <p class={action.corrected_by ? "action-text corrected" : "action-text"}>{action.text}</p>
          </section>
          <Grounds action={action} />
          <Metadata id={id} />
          <AwardCard action={action} />
          <JournalPlace action={action} />
        </div>
      )}
      {action && isCorrecting && <CorrectActionDialog action={action} onClose={() => setCorrecting(false)} />}
    </>
  );
}
