/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_word.h"

/* English, Japanese. */
typedef const char *const pair[2];

static pair words[ALERT_WORDS] = {
    [ALERT_WORD_NEW] = {"{what} in {where}", "{what}（{where}）"},
    [ALERT_WORD_REOPENED] = {"Back again: {what} in {where}", "再発：{what}（{where}）"},
    [ALERT_WORD_DUE_IN] = {"Due in {n} day{s}: {what} in {where}",
        "期限まであと {n} 日：{what}（{where}）"},
    [ALERT_WORD_DUE_TODAY] = {"Due today: {what} in {where}", "本日期限：{what}（{where}）"},
    [ALERT_WORD_OVERDUE] = {"Overdue by {n} day{s}: {what} in {where}",
        "期限を {n} 日超過：{what}（{where}）"},
    [ALERT_WORD_ESCALATION] = {"Nobody has acted for {n} day{s}: {what} in {where}",
        "{n} 日間対応なし：{what}（{where}）"},
    [ALERT_WORD_DIGEST] = {"Digest of {where}: {n} ticket{s}", "{where} のまとめ：チケット {n} 件"},
    [ALERT_WORD_CLOSED] = {"Closed in {where}: {n} ticket{s}",
        "{where} でクローズ：チケット {n} 件"},
    [ALERT_WORD_TEST] = {"A test from kenzen, for team {where}",
        "kenzen からのテスト（チーム {where}）"},
    [ALERT_WORD_SERVICES] = {"{n} service{s}", "{n} サービス"},
    [ALERT_WORD_TICKETS] = {"{n} ticket{s}", "{n} 件"},
    [ALERT_WORD_PRIORITY] = {"Priority", "優先度"},
    [ALERT_WORD_SEVERITY] = {"Severity", "深刻度"},
    [ALERT_WORD_KEV] = {"Exploited", "悪用確認"},
    [ALERT_WORD_KEV_YES] = {"in CISA's catalogue (KEV)", "CISA のカタログ（KEV）に掲載"},
    [ALERT_WORD_KEV_RANSOMWARE] = {"in CISA's catalogue (KEV), used by ransomware",
        "CISA のカタログ（KEV）に掲載、ランサムウェアが悪用"},
    [ALERT_WORD_KEV_DUE] = {"{what}; CISA's date is {where}", "{what}、CISA の期限 {where}"},
    [ALERT_WORD_MALICIOUS] = {"Malicious", "悪意あるパッケージ"},
    [ALERT_WORD_MALICIOUS_YES] = {"the package itself is malware", "パッケージ自体がマルウェア"},
    [ALERT_WORD_EPSS] = {"EPSS", "EPSS"},
    [ALERT_WORD_FIXED] = {"Fixed in", "修正版"},
    [ALERT_WORD_REMEDY] = {"What to do", "対処"},
    [ALERT_WORD_PERIOD] = {"Time", "期間"},
    [ALERT_WORD_COMPONENTS] = {"Components", "コンポーネント"},
    [ALERT_WORD_ALL] = {"Tickets", "チケット"},
    [ALERT_WORD_DUE] = {"due {what}", "期限 {what}"},
    [ALERT_WORD_NOBODY] = {"nobody has it", "担当者なし"},
    [ALERT_WORD_IN] = {"{what} in {where}", "{what}（{where}）"},
    [ALERT_WORD_MORE] = {"and {n} more", "ほか {n} 件"},
    [ALERT_WORD_OPEN] = {"Open in kenzen", "kenzen で開く"},
    [ALERT_WORD_TEAM] = {"Team {what}", "チーム {what}"},
    [ALERT_WORD_WHY] =
        {"This was sent since team {what} tells its alerts here. Its admins set what is sent, under Channels.",
            "チーム {what} のアラートの送信先になっているため送信しました。送信内容は、チームの管理者が「チャンネル」で設定できます。"},
    [ALERT_WORD_TEST_LEAD] = {"If you can read this, the channel works.",
        "これが読めれば、チャンネルは正しく動作しています。"},
};

static pair causes[ALERT_CAUSES] = {
    [ALERT_BY_NOTHING] = {"", ""},
    [ALERT_BY_ADVISORY] = {"An advisory is new, or says more than before.",
        "アドバイザリが新たに公開されたか、更新されました。"},
    [ALERT_BY_SBOM] = {"A new SBOM brought it in.", "新しい SBOM に含まれていました。"},
    [ALERT_BY_FIRST_SBOM] = {"A first SBOM is told as one message, the most pressing first.",
        "最初の SBOM のため、優先度の高い順に 1 通にまとめました。"},
    [ALERT_BY_PRIORITY] = {"It has become more urgent.", "優先度が上がりました。"},
    [ALERT_BY_UNACKNOWLEDGED] = {"Nobody has acknowledged it yet.", "まだ誰も確認していません。"},
    [ALERT_BY_OVERDUE] = {"It is past its due date.", "期限を過ぎています。"},
    [ALERT_BY_QUIET_HOURS] = {"This waited for the end of the quiet hours.",
        "通知しない時間帯が終わるまで、送信を待ちました。"},
    [ALERT_BY_SCHEDULE] = {"This is the regular sum.", "定期的なまとめです。"},
    [ALERT_BY_EXPIRED] = {"The time for which its risk was accepted is over.",
        "リスクを受容した期間が終わりました。"},
    [ALERT_BY_EXPLOITED] = {"It is known to be exploited now.", "悪用が確認されました。"},
};

static pair priorities[] = {
    [SSVC_DEFER] = {"Defer", "様子見"},
    [SSVC_SCHEDULED] = {"Scheduled", "定期対応"},
    [SSVC_OUT_OF_CYCLE] = {"Out of cycle", "臨時対応"},
    [SSVC_IMMEDIATE] = {"Immediate", "即時対応"},
};

static pair severities[] = {
    [SEVERITY_UNKNOWN] = {"", ""},
    [SEVERITY_NONE] = {"None", "なし"},
    [SEVERITY_LOW] = {"Low", "注意"},
    [SEVERITY_MEDIUM] = {"Medium", "警告"},
    [SEVERITY_HIGH] = {"High", "重要"},
    [SEVERITY_CRITICAL] = {"Critical", "緊急"},
};

struct text alert_word(enum alert_word word, bool is_japanese)
{
    return text_of(words[word][is_japanese]);
}

struct text alert_word_cause(enum alert_cause cause, bool is_japanese)
{
    return text_of(causes[cause][is_japanese]);
}

struct text alert_word_priority(int priority, bool is_japanese)
{
    bool is_one = priority >= SSVC_DEFER && priority <= SSVC_IMMEDIATE;
    return is_one ? text_of(priorities[priority][is_japanese]) : TEXT("");
}

struct text alert_word_severity(enum severity severity, bool is_japanese)
{
    return text_of(severities[severity][is_japanese]);
}

static void add_value(struct buf *out, struct text name, const struct alert_word_values *values)
{
    if (text_is(name, "what"))
        buf_add(out, values->what);
    else if (text_is(name, "where"))
        buf_add(out, values->where);
    else if (text_is(name, "n"))
        buf_format(out, "%lld", (long long)values->count);
    else if (values->count != 1)
        buf_add(out, name);
}

/* What is put in is not looked at again: a service named "{n}" stays so. */
struct text alert_word_fill(enum alert_word word, bool is_japanese,
    const struct alert_word_values *values, struct arena *arena)
{
    struct buf out;
    struct text rest = alert_word(word, is_japanese);
    buf_init(&out, SIZE_MAX);
    for (ptrdiff_t at; (at = text_find(rest, '{')) >= 0;) {
        buf_add(&out, text_slice(rest, 0, (size_t)at));
        rest = text_from(rest, (size_t)at + 1);
        add_value(&out, text_cut(&rest, '}'), values);
    }
    buf_add(&out, rest);
    struct text filled = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return filled;
}
