// SPDX-License-Identifier: Apache-2.0
// What changed from one SBOM of a part to another: packages, and what that means for vulnerabilities.
import type { Page, Sbom } from "../api";
import type { DiffSide, FlawDiff, PackageDiff, SbomDiff } from "../api_sbom";
import { number } from "../format";
import { useResource } from "../hooks";
import { withQuery } from "../http";
import { t, word } from "../i18n";
import { place, setQuery } from "../router";
import { Empty, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { SelectChip } from "../ui/menu";
import { sbomTitle } from "./service_part";
import { SeverityTag } from "./ticket_row";

const SIGNS: Record<PackageDiff["kind"] | FlawDiff["kind"], IconName> = {
  added: "plus",
  removed: "cross",
  changed: "next",
  same: "info",
  new: "warn",
  gone: "check",
};

function Sign({ kind }: { kind: keyof typeof SIGNS }) {
  return (
    <span class={`diff-sign diff-${kind}`}>
      <Icon name={SIGNS[kind]} />
      {word("diff", kind)}
    </span>
  );
}

function Versions({ before, after }: { before: string[]; after: string[] }) {
  return (
    <span class="versions">
      {before.join(", ")}
      {before.length > 0 && after.length > 0 && <span class="arrow"> → </span>}
      {after.join(", ")}
    </span>
  );
}

/** What else is told otherwise of the same package. */
function Notes({ before, after }: { before: DiffSide; after: DiffSide }) {
  return (
    <>
      {before.license !== after.license && (
        <Tag>{t("diff_license", { before: before.license ?? "–", after: after.license ?? "–" })}</Tag>
      )}
      {before.is_direct !== after.is_direct && <Tag>{t(after.is_direct ? "diff_now_direct" : "diff_not_direct")}</Tag>}
      {before.scope !== after.scope && (
        <Tag>{t("diff_scope", { before: before.scope ?? "–", after: after.scope ?? "–" })}</Tag>
      )}
    </>
  );
}

function PackageRow({ one }: { one: PackageDiff }) {
  return (
    <li class="diff-row">
      <Sign kind={one.kind} />
      <span class="cell-what">
        <span class="line">
          <strong>{one.name}</strong>
          <Versions before={one.before?.versions ?? []} after={one.after?.versions ?? []} />
          {one.way === "down" && (
            <Tag kind="severity-high" icon="down">
              {t("diff_downgrade")}
            </Tag>
          )}
          {one.before && one.after && <Notes before={one.before} after={one.after} />}
        </span>
      </span>
      <span class="muted">{one.ecosystem}</span>
    </li>
  );
}

function FlawRow({ one }: { one: FlawDiff }) {
  const { finding } = one;
  const answer = one.versions_after.length ? one.answer_after : one.answer_before;
  return (
    <li class="diff-row">
      <Sign kind={one.kind} />
      <span class="cell-what">
        <span class="line">
          <a href={`/advisories/${encodeURIComponent(finding.id)}`}>{finding.id}</a>
          <strong>{finding.component.package || finding.component.name}</strong>
          <Versions before={one.versions_before} after={one.versions_after} />
          {answer === "undecidable" && <Tag kind="marked">{word("answer", answer)}</Tag>}
        </span>
        {finding.summary && (
          <span class="line second" lang="en">
            {finding.summary}
          </span>
        )}
      </span>
      <SeverityTag severity={finding.severity} score={finding.score} />
    </li>
  );
}

function Tiles({ diff }: { diff: SbomDiff }) {
  const { packages, vulnerabilities } = diff.counts;
  const tiles: [string, number, string][] = [
    [t("diff_flaws_new"), vulnerabilities.new, vulnerabilities.new ? "answer-affected" : ""],
    [t("diff_flaws_gone"), vulnerabilities.gone, vulnerabilities.gone ? "answer-not_affected" : ""],
    [t("diff_added"), packages.added, ""],
    [t("diff_removed"), packages.removed, ""],
    [t("diff_changed"), packages.changed, ""],
    [t("diff_unchanged"), packages.unchanged, ""],
  ];
  return (
    <dl class="tiles answers diff-tiles">
      {tiles.map(([name, count, kind]) => (
        <div key={name} class={`tile ${kind}`}>
          <dd class="tile-count">{number(count)}</dd>
          <dt class="tile-name">{name}</dt>
        </div>
      ))}
    </dl>
  );
}

function Lists({ diff }: { diff: SbomDiff }) {
  if (!diff.packages.length && !diff.vulnerabilities.length) return <Empty icon="check" title={t("diff_none")} />;
  return (
    <>
      {diff.vulnerabilities.length > 0 && (
        <section>
          <h2 class="section-title">{t("diff_flaws")}</h2>
          <ul class="diff-list">
            {diff.vulnerabilities.map((one) => (
              <FlawRow key={`${one.finding.id} ${one.finding.component.package}`} one={one} />
            ))}
          </ul>
        </section>
      )}
      {diff.packages.length > 0 && (
        <section>
          <h2 class="section-title">{t("diff_packages")}</h2>
          <ul class="diff-list">
            {diff.packages.map((one) => (
              <PackageRow key={`${one.ecosystem} ${one.name}`} one={one} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

export function SbomDiffTab({ sbom }: { sbom: Sbom }) {
  const chosen = place.value.query.get("with");
  const others = useResource<Page<Sbom>>(`/parts/${sbom.part_id}/sboms?limit=100`).data?.items ?? [];
  const { data: diff, problem, reload } = useResource<SbomDiff>(withQuery(`/sboms/${sbom.id}/diff`, { with: chosen }));
  const choices = others
    .filter((one) => one.id !== sbom.id)
    .map((one): [string, string] => [one.id, `${one.number}: ${sbomTitle(one)}`]);
  if (problem?.status === 404 && !chosen)
    return <Empty icon="archive" title={t("diff_first")}>{choices.length > 0 && <Chooser choices={choices} />}</Empty>;
  if (problem) return <ProblemBox problem={problem} retry={reload} />;
  if (!diff) return <Skeleton rows={8} />;
  return (
    <>
      <div class="diff-with">
        <span>{t("diff_with")}</span>
        <Chooser choices={choices} value={diff.before.id} />
      </div>
      {!diff.is_matched && (
        <p class="notice">
          <Icon name="unknown" /> <span>{t("not_matched_yet")}</span>
        </p>
      )}
      <Tiles diff={diff} />
      <Lists diff={diff} />
    </>
  );
}

function Chooser({ choices, value = "" }: { choices: [string, string][]; value?: string }) {
  const all: [string, string][] = value ? choices : [["", t("diff_choose")], ...choices];
  return (
    <SelectChip label={t("diff_with")} value={value} choices={all} onChoose={(id) => setQuery({ with: id || null })} />
  );
}
