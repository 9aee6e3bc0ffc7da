// SPDX-License-Identifier: Apache-2.0
// What is suspicious in an SBOM beside known flaws: by kind, each in words, and dismissed with a reason.
import { useRef, useState } from "preact/hooks";
import type { Part, Sbom, Service } from "../api";
import { type Signal, type SignalDismissal, type Signals, SUSPICIONS } from "../api_signals";
import { day, number } from "../format";
import { useList, useResource, useTask } from "../hooks";
import { post, remove, withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { may } from "../session";
import { Empty, Field, ProblemBox, Skeleton } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon, type IconName } from "../ui/icons";
import { Paged } from "../ui/paged";
import { tell } from "../ui/toast";

const SHOWN = ["malicious", "impostor", "confusion", "dismissed", "no-version", "no-hash", "no-supplier"] as const;
type Shown = (typeof SHOWN)[number];

const ICONS: Record<Shown, IconName> = {
  malicious: "ban",
  impostor: "eye",
  confusion: "key",
  dismissed: "check",
  "no-version": "unknown",
  "no-hash": "unknown",
  "no-supplier": "unknown",
};
/** Each looks like the answer of matching that weighs the same. */
const LOOKS: Record<Shown, string> = {
  malicious: "answer-affected",
  impostor: "answer-undecidable",
  confusion: "answer-undecidable",
  dismissed: "answer-not_affected",
  "no-version": "answer-not_covered",
  "no-hash": "answer-not_covered",
  "no-supplier": "answer-not_covered",
};

function shownOf(query: URLSearchParams): Shown | null {
  const kind = query.get("kind");
  return SHOWN.find((one) => one === kind) ?? null;
}

function Tiles({ signals, shown }: { signals: Signals; shown: Shown | null }) {
  return (
    <div class="tiles answers" role="group" aria-label={t("signals")}>
      {SHOWN.map((one) => (
        <button
          key={one}
          type="button"
          class={`tile ${LOOKS[one]}`}
          aria-pressed={shown === one}
          onClick={() => setQuery({ kind: shown === one ? null : one })}
        >
          <span class="tile-count">{number(one === "dismissed" ? signals.dismissed_count : signals.counts[one])}</span>
          <span class="tile-name">
            <Icon name={ICONS[one]} /> {word("signal", one)}
          </span>
          <span class="tile-hint">{word("signal_hint", one)}</span>
        </button>
      ))}
    </div>
  );
}

/** What could not be looked for, so that nothing found is not taken for more than it is. */
function Grounds({ signals }: { signals: Signals }) {
  return (
    <p class="coverage-parts muted">
      <span>
        {signals.namespace_count
          ? t("signals_n_namespaces", { n: signals.namespace_count })
          : t("signals_no_namespaces")}
      </span>
      {!signals.has_index && (
        <span>
          <Icon name="unknown" /> {t("signals_no_index")}
        </span>
      )}
    </p>
  );
}

/** What it imitates and how, in the reader's language; a record's summary is in its own. */
function Words({ signal }: { signal: Signal }) {
  const what = signal.what ?? "";
  if (signal.kind === "impostor") return <>{t(`signal_way_${signal.reason}`, { name: what })}</>;
  if (signal.kind === "confusion")
    return (
      <>
        {t("signal_own", { space: what })}
        <span class="muted">
          {signal.reason === "public-registry"
            ? t("signal_from_public_registry", { host: signal.host ?? "" })
            : word("signal_from", signal.reason)}
        </span>
      </>
    );
  if (signal.kind === "malicious")
    return (
      <>
        <a href={`/advisories/${encodeURIComponent(what)}`}>{what}</a>
        <span class="muted" lang="en">
          {signal.why}
        </span>
      </>
    );
  return <>{word("signal_says", signal.kind)}</>;
}

function DismissDialog(props: { signal: Signal; part: string; onClose: () => void; onDone: () => void }) {
  const { signal } = props;
  const [reason, setReason] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () =>
        post<SignalDismissal>(`/parts/${props.part}/signal-dismissals`, {
          kind: signal.kind,
          package: signal.package,
          what: signal.what,
          reason: reason.trim(),
        }),
      ({ id }) => {
        tell(t("signal_told_dismissed"), () =>
          remove(`/signal-dismissals/${id}`).then(props.onDone, (failure: Error) => tell(failure.message)),
        );
        props.onClose();
        props.onDone();
      },
    );
  return (
    <FormDialog
      title={t("signal_dismiss_title")}
      submit={t("signal_dismiss")}
      isBusy={isBusy}
      problem={problem}
      onClose={props.onClose}
      onSubmit={onSubmit}
    >
      <p class="version-name signal-words">
        <strong>{signal.name}</strong>
        <Words signal={signal} />
      </p>
      <Field label={t("signal_dismiss_reason")} hint={t("signal_dismiss_hint", { package: signal.package })}>
        {(id, hintId) => (
          <textarea
            id={id}
            aria-describedby={hintId}
            required
            rows={3}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      {signal.kind === "malicious" && <p class="hint">{t("signal_dismiss_keeps")}</p>}
    </FormDialog>
  );
}

interface RowProps {
  signal: Signal;
  sbomId: string;
  canChange: boolean;
  onDismiss: () => void;
  onDone: () => void;
}

function SignalRow({ signal, sbomId, canChange, onDismiss, onDone }: RowProps) {
  const { isBusy, problem, run } = useTask();
  const { dismissal } = signal;
  const undo = () =>
    run(
      () => remove(`/signal-dismissals/${dismissal?.id}`),
      () => {
        tell(t("signal_told_undone"));
        onDone();
      },
    );
  return (
    <div class="signal-row">
      <span class={`answer ${LOOKS[signal.kind]}`}>
        <Icon name={ICONS[signal.kind]} /> {word("signal", signal.kind)}
      </span>
      <span class="version-name">
        <a href={withQuery(`/sboms/${sbomId}/explain`, { position: signal.position })}>
          <strong>{signal.name}</strong> {signal.version}
        </a>
        <span class="muted mono">{signal.purl ?? signal.place}</span>
      </span>
      <span class="version-name signal-words">
        <Words signal={signal} />
        {dismissal && (
          <span class="signal-reason">
            <Icon name="comment" /> {dismissal.reason}{" "}
            <span class="muted">
              {dismissal.created_by?.name} · {day(dismissal.created_at)}
            </span>
          </span>
        )}
      </span>
      {canChange && (
        <button type="button" class="link-button" disabled={isBusy} onClick={dismissal ? undo : onDismiss}>
          {dismissal ? t("undo") : t("signal_dismiss")}
          <span class="sr-only"> {signal.name}</span>
        </button>
      )}
      <ProblemBox problem={problem} />
    </div>
  );
}

/** What is looked at when nothing is chosen: all that is suspicious. */
function listPath(sbom: string, shown: Shown | null): string {
  const kind = shown === null ? SUSPICIONS.join(",") : shown === "dismissed" ? null : shown;
  return withQuery(`/sboms/${sbom}/signals`, { kind, dismissed: shown === "dismissed" ? 1 : null });
}

export function SbomSignalsTab({ sbom, part }: { sbom: Sbom; part: Part | null }) {
  const service = useResource<Service>(part ? `/services/${part.service_id}` : null).data;
  const shown = shownOf(place.value.query);
  const list = useList<Signal, Signals>(listPath(sbom.id, shown));
  const [asked, setAsked] = useState<Signal | null>(null);
  // The counts are the same in every list: they stay while another one is loaded.
  const known = useRef<Signals | null>(null);
  known.current = list.first.value ?? known.current;
  const reload = () => void list.reload();
  if (!known.current) return list.problem.value ? <ProblemBox problem={list.problem.value} retry={reload} /> : <Skeleton />;
  const isEmpty = list.first.value !== null && list.items.value.length === 0;
  return (
    <div class="signals">
      <p class="muted">{t("signals_lead")}</p>
      <Tiles signals={known.current} shown={shown} />
      <Grounds signals={known.current} />
      {isEmpty &&
        (shown ? (
          <Empty icon="search" title={t("signals_none_here")} />
        ) : (
          <Empty icon="check" title={t("signals_none")}>
            <p>{t("signals_none_hint")}</p>
          </Empty>
        ))}
      <Paged
        list={list}
        label={t("signals")}
        class="license-list"
        keyOf={(one) => `${one.kind} ${one.position} ${one.what}`}
        row={(one) => (
          <SignalRow
            signal={one}
            sbomId={sbom.id}
            canChange={!!service && may("member", service.team_id)}
            onDismiss={() => setAsked(one)}
            onDone={reload}
          />
        )}
      />
      {asked && (
        <DismissDialog signal={asked} part={sbom.part_id} onClose={() => setAsked(null)} onDone={reload} />
      )}
    </div>
  );
}
