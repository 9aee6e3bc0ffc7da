// SPDX-License-Identifier: Apache-2.0
// The bites of a day or a week, newest first, each leading to what it was.
import { number } from "../format";
import { useList } from "../hooks";
import { withQuery } from "../http";
import { hasWord, t, word } from "../i18n";
import type { Schemas } from "../schemas";
import { Skeleton, Tag } from "../ui/basics";
import { Paged } from "../ui/paged";
import { clockIn, dayName, KindMark, KINDS } from "./diary_parts";

type Bite = Schemas["DiaryBite"];

/** Words of another list first: an event, an action. */
function whatOf(bite: Bite): string {
  for (const prefix of ["diary_what", "event", "action"])
    if (hasWord(prefix, bite.what) && !(prefix === "action" && bite.kind === "read")) return word(prefix, bite.what);
  return bite.what;
}

function hrefOf(bite: Bite): string | null {
  if (bite.action_id) return `/actions/${bite.action_id}`;
  if (bite.sighting_id) return withQuery("/sightings", { q: bite.subject, corrected: 1 });
  if (bite.ticket_id) return `/tickets/${bite.ticket_id}`;
  if (bite.subject) return `/advisories/${encodeURIComponent(bite.subject)}`;
  return null;
}

function Details({ bite }: { bite: Bite }) {
  const minutes = Math.round(bite.seconds / 60);
  const details = [
    bite.package,
    bite.service_name,
    bite.team?.name,
    bite.kind === "read" && bite.count > 1 && t("diary_read_times", { n: bite.count }),
    minutes > 0 && t("diary_minutes", { n: minutes }),
  ].filter(Boolean);
  return <p class="muted small">{details.join(" · ")}</p>;
}

function BiteRow({ bite, zone, isWeek }: { bite: Bite; zone: string; isWeek: boolean }) {
  const href = hrefOf(bite);
  const headline = (
    <>
      <strong>{whatOf(bite)}</strong> {bite.subject}
    </>
  );
  return (
    <div class="bite-row">
      <time class="muted" dateTime={bite.at}>
        {isWeek && `${dayName(bite.at.slice(0, 10), { weekday: "short" })} `}
        {clockIn(zone, bite.at)}
      </time>
      <span class="bite-kind" title={word("diary_kind", bite.kind)}>
        <KindMark kind={bite.kind} />
        <span class="sr-only">{word("diary_kind", bite.kind)}</span>
      </span>
      <div>
        <p>{href && !bite.is_hidden ? <a href={href}>{headline}</a> : headline}</p>
        {bite.is_hidden ? <p class="muted small">{t("diary_hidden")}</p> : <Details bite={bite} />}
        {bite.text && <p class="bite-text">{bite.text}</p>}
      </div>
    </div>
  );
}

export function Bites({ period, person, zone }: { period: string; person: string | null; zone: string }) {
  const list = useList<Bite>(withQuery("/diary/bites", { period, person }));
  const isWeek = period.includes("W");
  if (!list.first.value && list.isLoading.value) return <Skeleton rows={6} />;
  return (
    <section>
      <h2 class="section-title">{t("diary_bites")}</h2>
      <Paged
        list={list}
        label={t("diary_bites")}
        class="bites"
        keyOf={(bite) => `${bite.at} ${bite.what} ${bite.subject} ${bite.ticket_id} ${bite.action_id} ${bite.text}`}
        row={(bite) => <BiteRow bite={bite} zone={zone} isWeek={isWeek} />}
      />
    </section>
  );
}

/** How many of each kind, in words beside the marks. */
export function KindTags({ sums }: { sums: Schemas["DiarySums"] }) {
  return (
    <p class="tags kind-tags">
      {KINDS.map((kind) => (
        <Tag key={kind}>
          <KindMark kind={kind} /> {word("diary_kind", kind)} <b>{number(sums[kind])}</b>
        </Tag>
      ))}
    </p>
  );
}
