// SPDX-License-Identifier: Apache-2.0
// The licences of what a service runs: what is denied and why, what a person must look at, by which policy, with which exceptions.
import { useState } from "preact/hooks";
import type { Page, Service } from "../api";
import {
  LICENSE_ANSWERS,
  type LicenseAnswer,
  type LicensedComponent,
  type LicenseException,
  type LicenseGroup,
  type LicenseReport,
} from "../api_licenses";
import { number } from "../format";
import { useList, useResource, useTitle } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import type { List } from "../list";
import { may } from "../session";
import { Crumbs, Empty, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { Paged } from "../ui/paged";
import { ExceptionDialog, ExceptionsCard } from "./license_exceptions";
import { LICENSE_ICONS, LICENSE_LOOKS, LicenseMark } from "./license_mark";
import { PolicyCard } from "./license_policy";

interface Shown {
  answer: LicenseAnswer | null;
  license: string | null;
}

function Tiles(props: { report: LicenseReport; shown: Shown; onShow: (shown: Shown) => void }) {
  const { counts } = props.report;
  return (
    <div class="tiles answers where-tiles">
      {LICENSE_ANSWERS.map((answer) => {
        const isOn = props.shown.answer === answer;
        return (
          <button
            key={answer}
            type="button"
            class={`tile ${LICENSE_LOOKS[answer]}`}
            aria-pressed={isOn}
            onClick={() => props.onShow({ answer: isOn ? null : answer, license: null })}
          >
            <span class="tile-count">{number(counts[answer])}</span>
            <span class="tile-name">
              <Icon name={LICENSE_ICONS[answer]} /> {word("license", answer)}
            </span>
            <span class="tile-hint">{t(`license_hint_${answer}`)}</span>
          </button>
        );
      })}
    </div>
  );
}

/** What is not sure of the licences, so that a number of allowed ones is not taken for more than it is. */
function Doubts({ counts }: { counts: LicenseReport["counts"] }) {
  const doubts = (["missing", "unknown", "guessed"] as const).filter((doubt) => counts[doubt] > 0);
  return (
    <p class="coverage-parts">
      <span>{t("n_components", { n: counts.components })}</span>
      <span>{t("licenses_n", { n: counts.licenses })}</span>
      {doubts.map((doubt) => (
        <span key={doubt} class="muted">
          <Icon name="unknown" /> {t(`licenses_${doubt}`, { n: counts[doubt] })}
        </span>
      ))}
    </p>
  );
}

function GroupRow(props: { group: LicenseGroup; isOn: boolean; onPick: () => void }) {
  const { group } = props;
  return (
    <li>
      <button type="button" class="license-row" aria-pressed={props.isOn} onClick={props.onPick}>
        <LicenseMark answer={group.answer} />
        <span class="version-name">
          <strong class="mono">{group.license ?? t("license_none")}</strong>
          <span class="muted">
            {group.family && word("family", group.family)}
            {group.written && ` · ${t("license_written", { text: group.written })}`}
          </span>
        </span>
        <span class="tags">
          {group.is_guessed && <Tag kind="assumed">{t("license_guessed")}</Tag>}
          {group.is_unknown && <Tag kind="assumed">{t("license_not_known")}</Tag>}
        </span>
        <span class="version-count">{t("n_components", { n: group.components })}</span>
      </button>
    </li>
  );
}

function Groups(props: { report: LicenseReport; shown: Shown; onShow: (shown: Shown) => void }) {
  const groups = props.report.licenses.filter((group) => !props.shown.answer || group[props.shown.answer] > 0);
  return (
    <section class="card">
      <h2>{t("licenses")}</h2>
      <ul class="license-list">
        {groups.map((group) => {
          const isOn = props.shown.license !== null && props.shown.license === group.license;
          const pick = () => props.onShow({ ...props.shown, license: isOn ? null : group.license });
          return <GroupRow key={group.license ?? ""} group={group} isOn={isOn} onPick={pick} />;
        })}
      </ul>
    </section>
  );
}

function ComponentRow(props: { one: LicensedComponent; onExcept: (() => void) | null }) {
  const { one } = props;
  return (
    <div class="license-component">
      <LicenseMark answer={one.answer} />
      <span class="version-name">
        <a href={`/sboms/${one.sbom_id}`}>
          <strong>{one.name}</strong> {one.version}
        </a>
        <span class="muted">
          {one.part}
          {one.scope && ` · ${word("scope", one.scope)}`}
        </span>
      </span>
      <span class="version-name">
        <span class="license-path">
          {one.path.length ? (
            one.path.map((step, i) => (
              <>
                {i > 0 && <Icon name="next" />}
                <code>{step}</code>
              </>
            ))
          ) : (
            <code>{one.license ?? t("license_none")}</code>
          )}
        </span>
        <span class="muted" lang="en">
          {one.why}
        </span>
      </span>
      {props.onExcept && one.answer !== "allow" && (
        <button type="button" class="link-button" onClick={props.onExcept}>
          {t("exception_make")}
          <span class="sr-only"> {one.name}</span>
        </button>
      )}
    </div>
  );
}

function Components(props: { list: List<LicensedComponent>; canExcept: boolean; onExcept: (one: LicensedComponent) => void }) {
  const { list } = props;
  const isEmpty = list.first.value && list.items.value.length === 0;
  return (
    <section class="card">
      <h2>{t("license_components")}</h2>
      {isEmpty && <p class="muted">{t("license_nothing_here")}</p>}
      <Paged
        list={list}
        label={t("license_components")}
        class="license-list"
        keyOf={(one) => `${one.sbom_id}-${one.position}`}
        row={(one) => <ComponentRow one={one} onExcept={props.canExcept ? () => props.onExcept(one) : null} />}
      />
    </section>
  );
}

/** What is looked at when nothing is chosen: all that is not simply allowed. */
function listPath(path: string, shown: Shown): string {
  return withQuery(path, { answer: shown.answer ?? (shown.license ? "" : "deny,review"), license: shown.license });
}

function Report({ service }: { service: Service }) {
  const path = `/services/${service.id}/licenses`;
  const [shown, setShown] = useState<Shown>({ answer: null, license: null });
  const [asked, setAsked] = useState<{ component: LicensedComponent | null } | null>(null);
  const report = useResource<LicenseReport>(`${path}?answer=deny&limit=1`);
  const exceptions = useResource<Page<LicenseException>>(
    `/teams/${service.team_id}/license-exceptions?service=${service.id}`,
  );
  const list = useList<LicensedComponent, LicenseReport>(listPath(path, shown));
  const reload = () => {
    report.reload();
    exceptions.reload();
    void list.reload();
  };
  if (!report.data) return report.problem ? <ProblemBox problem={report.problem} retry={report.reload} /> : <Skeleton />;
  const { counts } = report.data;
  return (
    <>
      {counts.components === 0 ? (
        <Empty icon="services" title={t("licenses_nothing")}>
          <p>{t("licenses_nothing_hint")}</p>
        </Empty>
      ) : (
        <>
          <Doubts counts={counts} />
          <Tiles report={report.data} shown={shown} onShow={setShown} />
          <Components
            list={list}
            canExcept={may("admin", service.team_id)}
            onExcept={(component) => setAsked({ component })}
          />
          <Groups report={report.data} shown={shown} onShow={setShown} />
        </>
      )}
      <ExceptionsCard
        service={service}
        list={exceptions.data}
        onNew={() => setAsked({ component: null })}
        onChange={reload}
      />
      <PolicyCard team={service.team_id} onChange={reload} />
      {asked && (
        <ExceptionDialog
          service={service}
          component={asked.component}
          onClose={() => setAsked(null)}
          onDone={reload}
        />
      )}
    </>
  );
}

export function LicensesPage({ id }: { id: string }) {
  const { data: service, problem, reload } = useResource<Service>(`/services/${id}`);
  useTitle(service ? `${t("licenses")} · ${service.name}` : t("licenses"));
  if (!service) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton rows={8} />;
  return (
    <article class="licenses">
      <Crumbs steps={[[`/services/${id}`, service.name]]} />
      <header class="page-head">
        <div>
          <h1>{t("licenses")}</h1>
          <p class="muted">{t("licenses_lead", { name: service.name })}</p>
        </div>
      </header>
      <Report service={service} />
    </article>
  );
}
