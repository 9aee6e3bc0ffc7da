// SPDX-License-Identifier: Apache-2.0
// What one is told of, newest first.
import type { Notice, Page } from "../api";
import { number } from "../format";
import { useList, useTask, useTitle } from "../hooks";
import { post, withQuery } from "../http";
import { unread } from "../inbox";
import { hasWord, t, word } from "../i18n";
import { place } from "../router";
import { Empty, ProblemBox, Skeleton, Tag, Time } from "../ui/basics";
import { Icon, type IconName } from "../ui/icons";
import { ListNews } from "../ui/list_news";
import { Paged } from "../ui/paged";
import { tell } from "../ui/toast";
import { CoachNotices } from "./coach_card";
import { EVENT_ICONS } from "./ticket_events";

/** Whoever has not scrolled sees what comes in; further down it would push away what is read. */
const NEAR_TOP_PX = 200;

const REASON_KINDS: Record<Notice["reason"], string> = {
  mentioned: "told-mentioned",
  assigned: "told-assigned",
  watching: "",
  team: "",
};

/** The text of such a notice begins with the week that it is about: "2026-W48: …". */
function feedbackPage(teamId: string, text: string): string {
  return withQuery("/health/feedback", { team: teamId, week: text.slice(0, 8) });
}

/** What is about the team, and no ticket: where one sees more of it. */
const TEAM_PAGES: Record<string, (teamId: string, text: string) => string> = {
  badge_issued: () => "/badges",
  badge_revoked: () => "/badges",
  channel_failing: (teamId) => `/teams/${teamId}/channels`,
  coach_named: (teamId) => `/health?team=${teamId}`,
  coach_withdrawn: () => "/health",
  diary_coach_withdrawn: () => "/diary",
  feedback_answered: feedbackPage,
  feedback_given: feedbackPage,
  goal_missed: (teamId) => `/health/goals?team=${teamId}`,
  goal_reached: (teamId) => `/health/goals?team=${teamId}`,
};

function hrefOf(notice: Notice): string {
  const page = TEAM_PAGES[notice.kind];
  if (page) return page(notice.team_id, notice.text ?? "");
  if (notice.ticket) return `/tickets/${notice.ticket.id}`;
  if (notice.advisory_id) return `/advisories/${encodeURIComponent(notice.advisory_id)}`;
  return withQuery("/tickets", { team: notice.team_id, sort: "updated" });
}

function Headline({ notice }: { notice: Notice }) {
  if (hasWord("notice_about", notice.kind)) return <strong>{word("notice_about", notice.kind)}</strong>;
  const what = word("event", notice.kind);
  if (notice.ticket)
    return (
      <>
        <strong>{what}</strong> <span class="package">{notice.ticket.package}</span>{" "}
        <span class="muted">{notice.ticket.vulnerability_id}</span>
        {notice.count > 1 && <span class="muted"> · {t("notice_times", { n: notice.count })}</span>}
      </>
    );
  if (/^badge_/.test(notice.kind)) return <strong>{what}</strong>;
  if (/^(goal|feedback|coach)_/.test(notice.kind))
    return (
      <>
        <strong>{what}</strong> <span class="muted">{notice.team_name}</span>
      </>
    );
  const values = { n: notice.count, team: notice.team_name, what };
  return (
    <>
      <strong>{t(notice.kind === "opened" ? "notice_opened_many" : "notice_many", values)}</strong>
      {notice.advisory_id && <span class="muted"> {notice.advisory_id}</span>}
    </>
  );
}

function NoticeRow({ notice, onChange }: { notice: Notice; onChange: () => void }) {
  const { isBusy, run } = useTask();
  const where = notice.service_id ? `${notice.service_name} / ${notice.part_name}` : "";
  const mark = (isRead: boolean) => run(() => post("/notices/mark", { ids: [notice.id], is_read: isRead }), onChange);
  const icon: IconName = EVENT_ICONS[notice.kind] ?? (notice.kind in TEAM_PAGES ? "bell" : "info");
  return (
    <div class={`notice-row ${notice.is_read ? "is-read" : "is-unread"}`}>
      <span class="event-icon">
        <Icon name={icon} />
      </span>
      <a href={hrefOf(notice)} onClick={() => !notice.is_read && void mark(true)}>
        <p>
          {!notice.is_read && <span class="sr-only">{t("inbox_unread")}: </span>}
          <Headline notice={notice} />
        </p>
        {notice.text && notice.kind !== "opened" && (
          <p class="notice-text" lang={notice.actor || notice.kind in TEAM_PAGES ? undefined : "en"}>
            {notice.text}
          </p>
        )}
        <p class="muted notice-foot">
          <span>{notice.actor?.name ?? "kenzen"}</span> · <Time at={notice.updated_at} /> ·{" "}
          {notice.ticket ? where : where ? t("notice_last_in", { where }) : notice.team_name}
        </p>
      </a>
      <Tag kind={REASON_KINDS[notice.reason]}>{word("notice_reason", notice.reason)}</Tag>
      <button
        type="button"
        class="icon-button"
        disabled={isBusy}
        aria-label={t(notice.is_read ? "mark_unread" : "mark_read")}
        title={t(notice.is_read ? "mark_unread" : "mark_read")}
        onClick={() => mark(!notice.is_read)}
      >
        <Icon name={notice.is_read ? "circle" : "check"} />
      </button>
    </div>
  );
}

export function InboxPage() {
  useTitle(t("nav_inbox"));
  const isAll = place.value.query.get("all") === "1";
  const list = useList<Notice, Page<Notice>>(withQuery("/notices", { unread: isAll ? null : 1 }));
  const { isBusy, problem, run } = useTask();
  const reload = () => void list.reload();
  const markAll = () =>
    run(
      () => post("/notices/mark", { all: true }).then(() => post("/diary/coach/seen")),
      () => {
        reload();
        tell(t("told_all_read"));
      },
    );
  const isEmpty = list.first.value && list.items.value.length === 0;
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{t("nav_inbox")}</h1>
          <p class="muted">{t("inbox_lead")}</p>
        </div>
        {unread.value > 0 && (
          <button type="button" class="button" disabled={isBusy} onClick={markAll}>
            <Icon name="check" /> {t("mark_all_read")}
          </button>
        )}
      </header>
      <nav class="tabs" aria-label={t("nav_inbox")}>
        <a href="/inbox" aria-current={isAll ? undefined : "page"}>
          {t("inbox_unread")} {unread.value > 0 && <span class="muted">{number(unread.value)}</span>}
        </a>
        <a href="/inbox?all=1" aria-current={isAll ? "page" : undefined}>
          {t("inbox_all")}
        </a>
      </nav>
      <CoachNotices />
      <ProblemBox problem={problem} />
      <div class="news-over">
        <ListNews
          list={list}
          idOf={(notice) => notice.id}
          concerns={(hint) => hint.kind === "inbox"}
          text="live_n_notices"
          isFree={() => window.scrollY < NEAR_TOP_PX}
        />
      </div>
      {!list.first.value && list.isLoading.value && <Skeleton rows={6} />}
      {isEmpty && (
        <Empty icon="check" title={t("inbox_empty")}>
          <p>{t("inbox_empty_hint")}</p>
          <a class="button" href="/tickets">
            {t("nav_tickets")}
          </a>
        </Empty>
      )}
      {!isEmpty && (
        <Paged
          list={list}
          label={t("nav_inbox")}
          class="notices"
          keyOf={(notice) => notice.id}
          row={(notice) => <NoticeRow notice={notice} onChange={reload} />}
        />
      )}
    </>
  );
}
