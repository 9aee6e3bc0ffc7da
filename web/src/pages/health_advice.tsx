// SPDX-License-Identifier: Apache-2.0
// What to do better: sentences in numbers, what they rest on, one thing to do each; and putting one aside.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { HealthAdvice } from "../api_health";
import { dateInput, day, daysAhead, endOfDay } from "../format";
import { useList, useTask } from "../hooks";
import { put, remove, withQuery } from "../http";
import { hasWord, t, type WordKey } from "../i18n";
import { may } from "../session";
import { Empty, Field, Skeleton } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { Paged } from "../ui/paged";
import { tell } from "../ui/toast";
import type { HealthScope } from "./health";

/** In the reader's language, where we have words for the rule; else as the server says it. */
function say(prefix: string, advice: HealthAdvice, otherwise: string): string {
  if (!hasWord(prefix, advice.rule)) return otherwise;
  return t(`${prefix}_${advice.rule.replaceAll("-", "_")}` as WordKey, {
    n: advice.count,
    sum: advice.sum,
    total: advice.total,
    topic: advice.topic,
    date: advice.first_at ? day(advice.first_at) : t("health_advice_long_ago"),
  });
}

export function adviceSentence(advice: HealthAdvice): string {
  return say("health_rule", advice, advice.sentence);
}

function asidePath(advice: HealthAdvice): string {
  return `/teams/${advice.team?.id}/advice/${advice.rule}/aside`;
}

function AsideDialog({ advice, onClose, onDone }: { advice: HealthAdvice; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(dateInput(daysAhead(30)));
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => put(asidePath(advice), { topic: advice.topic, reason, until: endOfDay(until) }),
      () => {
        tell(t("health_advice_aside_done"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("health_advice_put_aside")}
      submit={t("health_advice_put_aside")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{adviceSentence(advice)}</p>
      <Field label={t("health_advice_put_aside_why")}>
        {(id) => (
          <textarea id={id} required rows={3} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        )}
      </Field>
      <Field label={t("health_advice_put_aside_until")} hint={t("health_advice_put_aside_hint")}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            type="date"
            required
            value={until}
            onInput={(event) => setUntil(event.currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function Evidence({ advice }: { advice: HealthAdvice }) {
  if (!advice.evidence.length) return null;
  const more = advice.count - advice.evidence.length;
  return (
    <details>
      <summary>{t("health_advice_evidence", { n: advice.count })}</summary>
      <ul class="advice-evidence">
        {advice.evidence.map((one, i) => (
          <li key={i}>
            <a href={one.link}>{one.label}</a>
          </li>
        ))}
        {more > 0 && <li class="muted">{t("health_advice_more", { n: more })}</li>}
      </ul>
    </details>
  );
}

function AsideNote({ advice, onDone }: { advice: HealthAdvice; onDone: () => void }) {
  const { isBusy, run } = useTask();
  const { aside } = advice;
  if (!aside) return null;
  const takeUp = () => run(() => remove(withQuery(asidePath(advice), { topic: advice.topic })), onDone);
  return (
    <p class="advice-aside muted">
      {t("health_advice_aside_by", { name: aside.account.name, date: day(aside.until), reason: aside.reason })}
      {may("member", advice.team?.id ?? "") && (
        <button type="button" class="button small" disabled={isBusy} onClick={takeUp}>
          {t("health_advice_take_up")}
        </button>
      )}
    </p>
  );
}

function AdviceCard(props: { advice: HealthAdvice; hasTeam: boolean; onAside: () => void; onDone: () => void }) {
  const { advice } = props;
  const mayAside = !advice.aside && !!advice.team && may("member", advice.team.id);
  return (
    <div class={advice.aside ? "health-advice is-aside" : "health-advice"}>
      {props.hasTeam && <p class="muted advice-team">{advice.team?.name ?? t("health_advice_organisation")}</p>}
      <h2>{adviceSentence(advice)}</h2>
      <div class="advice-do">
        <a class="button primary" href={advice.todo.link}>
          {say("health_todo", advice, advice.todo.text)} <Icon name="next" />
        </a>
        {mayAside && (
          <button type="button" class="button" onClick={props.onAside}>
            {t("health_advice_put_aside")}
          </button>
        )}
      </div>
      <Evidence advice={advice} />
      <AsideNote advice={advice} onDone={props.onDone} />
    </div>
  );
}

export function AdviceTab({ scope }: { scope: HealthScope }) {
  const [hasAside, setHasAside] = useState(false);
  const [chosen, setChosen] = useState<HealthAdvice | null>(null);
  const list = useList<HealthAdvice, Page<HealthAdvice>>(
    withQuery("/health/advice", { team_id: scope.team || null, aside: hasAside ? "1" : null }),
  );
  const reload = () => void list.reload();
  const isEmpty = list.first.value !== null && list.items.value.length === 0;
  return (
    <section class="advice-tab">
      <p class="muted">{t("health_advice_lead")}</p>
      <label class="check">
        <input type="checkbox" checked={hasAside} onChange={(event) => setHasAside(event.currentTarget.checked)} />
        {t("health_advice_show_aside")}
      </label>
      {!list.first.value && list.isLoading.value && <Skeleton />}
      {isEmpty && (
        <Empty icon="check" title={t("health_advice_nothing")}>
          <p>{t("health_advice_nothing_hint")}</p>
        </Empty>
      )}
      <Paged
        list={list}
        class="advice-list"
        label={t("health_advice")}
        keyOf={(advice) => `${advice.team?.id} ${advice.rule} ${advice.topic}`}
        row={(advice) => (
          <AdviceCard advice={advice} hasTeam={!scope.team} onAside={() => setChosen(advice)} onDone={reload} />
        )}
      />
      {chosen && <AsideDialog advice={chosen} onClose={() => setChosen(null)} onDone={reload} />}
    </section>
  );
}

