/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/notice_mail_words.h"

const struct notice_mail_words notice_mail_words[2] = {
    {
        .one = "{what}: {package} {flaw}",
        .opened = "New tickets in {team}: {count}",
        .many = "{what}: {count} tickets of {team}",
        .about = "{what}: {team}",
        .foot = "{who}, in {service} / {part}",
        .team_foot = "{who}, in {team}",
        .times = "{count} times",
        .several = "kenzen: {count} notices for you",
        .digest_title = "kenzen: {count} notices of your day",
        .more = "And {count} more in your inbox.",
        .inbox = "Open your inbox",
        .why_now =
            "kenzen at {url} sent this to {address} because you are told at once when somebody names you, gives you a ticket, "
            "or as you set it. What you read in the inbox before is not mailed.",
        .why_digest =
            "kenzen at {url} sent this to {address} because you get a digest once a day. What you read in the inbox before "
            "is not mailed.",
        .change = "Change what you get, or stop it",
    },
    {
        .one = "{what}：{package} {flaw}",
        .opened = "{team} に新しいチケット：{count} 件",
        .many = "{what}：{team} のチケット {count} 件",
        .about = "{what}：{team}",
        .foot = "{who}、{service} / {part}",
        .team_foot = "{who}、{team}",
        .times = "{count} 回",
        .several = "kenzen：お知らせ {count} 件",
        .digest_title = "kenzen：今日のお知らせ {count} 件",
        .more = "ほか {count} 件が受信箱にあります。",
        .inbox = "受信箱を開く",
        .why_now =
            "メンション、担当の割り当てなど、すぐに通知する設定のお知らせがあったため、{url} の kenzen が {address} "
            "に送信しました。受信箱で先に読んだものは送信されません。",
        .why_digest = "1 日 1 回のまとめを受け取る設定のため、{url} の kenzen が {address} "
                      "に送信しました。受信箱で先に読んだものは送信されません。",
        .change = "通知の変更・停止",
    },
};

static const struct {
    const char *kind, *words[2];
} events[] = {
    {"accepted", {"Risk accepted", "リスクを受容"}},
    {"acknowledged", {"Acknowledged", "確認"}},
    {"action_recorded", {"Action recorded", "対応を記録"}},
    {"advised", {"Recommended", "対応を推奨"}},
    {"alias_conflict", {"Aliases contradict", "別名の矛盾"}},
    {"assigned", {"Assigned", "担当者の変更"}},
    {"badge_issued", {"A badge was given", "バッジを授与"}},
    {"badge_revoked", {"A badge was revoked", "バッジを取り消し"}},
    {"channel_failing", {"An alert channel fails", "アラートのチャンネルに送信できません"}},
    {"closed", {"Closed", "クローズ"}},
    {"coach_named", {"You are the team's coach", "チームのコーチに指名"}},
    {"coach_withdrawn", {"You are not the team's coach any more", "チームのコーチを終了"}},
    {"commented", {"Comment", "コメント"}},
    {"completed", {"Completed", "対応完了"}},
    {"decision_changed", {"Priority looked at anew", "優先度の見直し"}},
    {"diary_coach_withdrawn", {"You do not see this diary any more", "日記の共有を終了"}},
    {"due_soon", {"Due soon", "期限間近"}},
    {"escalated", {"Escalated: nobody has acted", "エスカレーション：未対応"}},
    {"exploited", {"Exploited now", "悪用を確認"}},
    {"feedback_answered", {"Feedback was answered", "フィードバックに返信"}},
    {"feedback_given", {"Feedback on a week", "週へのフィードバック"}},
    {"goal_missed", {"A goal was missed", "目標を未達成"}},
    {"goal_reached", {"A goal was reached", "目標を達成"}},
    {"issue_linked", {"Issue made in Jira", "Jira に課題を作成"}},
    {"marked", {"Marked", "要確認に設定"}},
    {"mentioned", {"You are named", "メンションされました"}},
    {"merged", {"Merged", "統合"}},
    {"mitigated", {"Risk lessened", "リスクを緩和"}},
    {"not_affected", {"Found to be not affected", "影響なしと判断"}},
    {"opened", {"New ticket", "新しいチケット"}},
    {"overdue", {"Overdue", "期限超過"}},
    {"override_ended", {"An answer taken back", "指定の取り消し"}},
    {"override_set", {"A question answered", "判断材料の指定"}},
    {"reopened", {"Reopened", "再オープン"}},
    {"scheduled", {"Scheduled", "予定設定"}},
    {"snoozed", {"Snoozed", "スヌーズ"}},
    {"started", {"Work began", "対応を開始"}},
    {"stopped", {"Work stopped", "対応を中断"}},
    {"taken_back", {"Taken back", "取り消し"}},
    {"unmitigated", {"Risk not lessened any more", "緩和を取り消し"}},
    {"woken", {"Awake again", "スヌーズ解除"}},
    {"wrong_match", {"Closed as a wrong match", "誤検出としてクローズ"}},
};

const char *notice_mail_words_event(struct text kind, bool is_japanese)
{
    for (size_t i = 0; i < LEN_OF(events); i++)
        if (text_is(kind, events[i].kind))
            return events[i].words[is_japanese];
    return is_japanese ? "変更" : "Changed";
}

/* Before the team's id, and behind it; of a week there follows the one that the notice's text begins with, "2026-W48". */
static const struct {
    const char *kind, *path, *path_end;
    bool is_of_week;
} pages[] = {
    {"badge_issued", "/badges?team=", "", false},
    {"badge_revoked", "/badges?team=", "", false},
    {"channel_failing", "/teams/", "/channels", false},
    {"coach_named", "/health?team=", "", false},
    {"coach_withdrawn", "/health#team-", "", false},
    {"diary_coach_withdrawn", "/diary#team-", "", false},
    {"feedback_answered", "/health/feedback?team=", "&week=", true},
    {"feedback_given", "/health/feedback?team=", "&week=", true},
    {"goal_missed", "/health/goals?team=", "", false},
    {"goal_reached", "/health/goals?team=", "", false},
};

struct text notice_mail_words_path(const struct notice *notice, struct arena *arena)
{
    for (size_t i = 0; i < LEN_OF(pages); i++)
        if (text_is(notice->kind, pages[i].kind))
            return arena_format(arena, "%s%lld%s%.*s", pages[i].path, (long long)notice->team_id,
                pages[i].path_end,
                TEXT_ARG(
                    text_front(notice->text, pages[i].is_of_week ? sizeof "2026-W48" - 1 : 0)));
    return (struct text){"", 0};
}
