// SPDX-License-Identifier: Apache-2.0
// One entry of the journal, opened with its proof.
import { useState } from "preact/hooks";
import type { JournalEntry, JournalProof } from "../api_journal";
import { moment } from "../format";
import { useResource, useTitle } from "../hooks";
import { t } from "../i18n";
import { Crumbs, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Icon } from "../ui/icons";
import { kindName, Members, ObjectLink } from "./journal_parts";

function Facts({ entry }: { entry: JournalEntry }) {
  return (
    <dl class="facts">
      <div>
        <dt>{t("journal_at")}</dt>
        <dd>
          <time dateTime={entry.at}>{moment(entry.at)}</time>
        </dd>
      </div>
      <div>
        <dt>{t("journal_actor")}</dt>
        <dd>{entry.actor ? (entry.actor.name ?? entry.actor.id) : t("journal_by_kenzen")}</dd>
      </div>
      <div>
        <dt>{t("team")}</dt>
        <dd>{entry.team ? (entry.team.name ?? entry.team.id) : t("journal_organisation")}</dd>
      </div>
      {entry.object && (
        <div>
          <dt>{t("journal_what")}</dt>
          <dd>
            <ObjectLink entry={entry} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Proof({ id }: { id: string }) {
  const path = `/journal/entries/${id}/proof`;
  const { data, problem, reload } = useResource<JournalProof>(path);
  if (!data) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton rows={4} />;
  return (
    <>
      <p>{t("journal_proof_says", { place: data.seq, size: data.size })}</p>
      <dl class="journal-members">
        {(["text", "secret", "leaf"] as const).map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{data[name]}</dd>
          </div>
        ))}
        <div>
          <dt>path</dt>
          <dd>
            <ol class="journal-path">
              {data.path.map((hash) => (
                <li key={hash}>{hash}</li>
              ))}
            </ol>
          </dd>
        </div>
        <div>
          <dt>root</dt>
          <dd>{data.root}</dd>
        </div>
      </dl>
      <p class="hint">
        {t("journal_proof_hint")} <code>kenzen journal check proof.json --head {data.size}:…</code>
      </p>
      <a class="button" href={`/api/v1${path}`} download="proof.json">
        <Icon name="file" /> {t("journal_proof_download")}
      </a>
    </>
  );
}

/** The proof and where the entry stands; folded until somebody asks for it. */
export function JournalProofBox({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="card journal-proof" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("journal_proof")}</summary>
      {isOpen && <Proof id={id} />}
    </details>
  );
}

export function JournalEntryPage({ id }: { id: string }) {
  const { data: entry, problem, reload } = useResource<JournalEntry>(`/journal/entries/${id}`);
  useTitle(entry ? kindName(entry) : t("nav_journal"));
  return (
    <>
      <Crumbs steps={[["/journal", t("nav_journal")]]} />
      <ProblemBox problem={problem} retry={reload} />
      {!entry && !problem && <Skeleton />}
      {entry && (
        <article class="journal-entry">
          <header class="page-head">
            <div>
              <h1>{kindName(entry)}</h1>
              <p class="muted">
                <code>{entry.kind}</code>{" "}
                {entry.seq === null ? (
                  <Tag icon="clock">{t("journal_waits")}</Tag>
                ) : (
                  t("journal_place", { n: entry.seq })
                )}
              </p>
            </div>
          </header>
          <section class="card">
            <Facts entry={entry} />
          </section>
          <section class="card">
            <h2>{t("journal_facts")}</h2>
            {Object.keys(entry.facts).length ? <Members of={entry.facts} /> : <p class="muted">{t("journal_no_facts")}</p>}
          </section>
          <section class="card">
            <h2>{t("journal_personal")}</h2>
            {entry.is_erased && <p>{t("journal_erased_hint")}</p>}
            {entry.personal && <Members of={entry.personal} />}
            {!entry.personal && !entry.is_erased && <p class="muted">{t("journal_no_personal")}</p>}
          </section>
          <JournalProofBox id={id} />
        </article>
      )}
    </>
  );
}
