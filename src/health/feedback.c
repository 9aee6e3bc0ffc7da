/* SPDX-License-Identifier: Apache-2.0 */
#include "health/feedback.h"

#include "base/limits.h"
#include "base/rand.h"
#include "codec/json.h"
#include "health/diary_span.h"
#include "health/trend_period.h"
#include "journal/journal.h"
#include "ticket/notice.h"

struct writing {
    const struct api_principal *who;
    const struct feedback_order *order;
    struct feedback entry; /* as it is written */
    struct arena arena;
    int64_t now_us;
};

bool feedback_week(const struct team *team, struct text week, int64_t now_us, int64_t *ret_day,
    int64_t *ret_today, struct err *err)
{
    struct diary_span now, asked;
    if (!diary_span_read(&now, (struct text){"", 0}, team->time_zone, now_us, err))
        return false;
    int64_t day = zone_monday(now.first_day) - DIARY_WEEK_DAYS;
    if (week.len) {
        if (!diary_span_read(&asked, week, team->time_zone, now_us, err))
            return err_add(err, "week");
        if (!asked.is_week)
            return err_set(err, ERR_USAGE, "week: is no week (2026-W48)");
        day = asked.first_day;
    }
    *ret_day = day;
    *ret_today = now.first_day;
    return true;
}

/* -- telling -- */

/* Facts stay for ever: what somebody wrote is personal. */
static bool tell_journal(struct db *db, const struct feedback *entry, const char *kind,
    int64_t account_id, int64_t at_us, struct err *err)
{
    struct buf facts;
    char week[TREND_PERIOD_NAME_SIZE];
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_z(&facts, "week", trend_period_name(TREND_WEEK, entry->day, week));
    json_print_member_id(&facts, "thread_id", entry->thread_id);
    if (entry->corrects_id)
        json_print_member_id(&facts, "corrects", entry->corrects_id);
    json_print_close(&facts, '}');
    const struct journal_entry told = {.kind = kind,
        .actor_id = account_id,
        .team_id = entry->team_id,
        .object_kind = "feedback",
        .object_id = entry->id,
        .at_us = at_us,
        .facts = buf_text(&facts)};
    bool is_withdrawn = entry->withdrawn_us != 0;
    bool is_told = is_withdrawn
                       ? journal_add(db, &told, err)
                       : journal_add_texts(db, &told, JOURNAL_TEXTS({"text", entry->text}), err);
    buf_done(&facts);
    return is_told;
}

/* Whoever wrote in the thread, as notices to be filled. */
static bool find_authors(struct writing *it, struct db *db, struct notice **ret_notices,
    size_t *ret_count, struct err *err)
{
    int64_t *ids;
    size_t count;
    if (!feedback_list_authors(
            db, it->entry.thread_id, it->entry.author_id, &it->arena, &ids, &count, err))
        return false;
    struct notice *notices = arena_take_array(&it->arena, count, sizeof *notices);
    for (size_t i = 0; notices && i < count; i++)
        notices[i] = (struct notice){.account_id = ids[i], .team_id = it->entry.team_id};
    *ret_notices = notices;
    *ret_count = count;
    return arena_check(&it->arena, err);
}

/* The text begins with the week: by it the inbox and mails lead there. */
static bool tell_people(struct writing *it, struct db *db, struct err *err)
{
    const struct feedback *entry = &it->entry;
    struct notice *notices;
    size_t count, kept = 0;
    char week[TREND_PERIOD_NAME_SIZE];
    bool is_ok = entry->is_answer
                     ? find_authors(it, db, &notices, &count, err)
                     : notice_members(db, &entry->team_id, 1, &it->arena, &notices, &count, err);
    if (!is_ok)
        return false;
    struct text said = text_front(entry->text, FEEDBACK_NOTICE_BYTES);
    struct text text =
        arena_format(&it->arena, "%s: %.*s%s", trend_period_name(TREND_WEEK, entry->day, week),
            TEXT_ARG(said), said.len < entry->text.len ? " …" : "");
    for (size_t i = 0; i < count; i++) {
        if (notices[i].account_id == entry->author_id)
            continue;
        notices[kept] = notices[i];
        notices[kept].kind = entry->is_answer ? TEXT("feedback_answered") : TEXT("feedback_given");
        notices[kept].subject_id = entry->thread_id;
        notices[kept].text = text;
        notices[kept].reason = NOTICE_TEAM;
        notices[kept].count = 1;
        notices[kept].actor_id = entry->author_id;
        notices[kept++].updated_us = entry->created_us;
    }
    return arena_check(&it->arena, err) && notice_write(db, notices, kept, err);
}

/* -- writing -- */

/* Withdrawn or corrected words are behind us: nothing is said of them any more. */
static bool check_stands(const struct feedback *entry, const char *place, struct err *err)
{
    if (entry->withdrawn_us)
        return err_set(err, ERR_CONFLICT, "%sit was withdrawn", place);
    if (entry->corrected_by_id)
        return err_set(err, ERR_CONFLICT, "%sit was corrected already, by %lld", place,
            (long long)entry->corrected_by_id);
    return true;
}

static bool find_place(struct writing *it, struct db *db, struct err *err)
{
    struct team team;
    struct feedback asked;
    int64_t today;
    if (it->order->answers_id) {
        if (!feedback_find(
                db, it->who, it->order->answers_id, RIGHT_FEEDBACK_ANSWER, &it->arena, &asked, err))
            return false;
        it->entry.team_id = asked.team_id;
        it->entry.day = asked.day;
        it->entry.thread_id = asked.thread_id;
        return !asked.withdrawn_us || err_set(err, ERR_CONFLICT, "it was withdrawn");
    }
    if (!team_find(db, it->who, it->order->team_id, RIGHT_FEEDBACK_WRITE, &it->arena, &team, err))
        return false;
    if (!it->order->week.len)
        return err_set(err, ERR_USAGE, "week: is missing");
    it->entry.team_id = team.id;
    it->entry.thread_id = it->entry.id;
    return feedback_week(&team, it->order->week, it->now_us, &it->entry.day, &today, err) &&
           (it->entry.day <= today || err_set(err, ERR_USAGE, "week: has not begun"));
}

static bool check_correction(struct writing *it, struct db *db, struct err *err)
{
    struct feedback former;
    if (!it->order->corrects_id)
        return true;
    if (!feedback_find(
            db, it->who, it->order->corrects_id, RIGHT_FEEDBACK_ANSWER, &it->arena, &former, err))
        return err_add(err, "corrects");
    if (former.author_id != it->who->account_id)
        return err_set(err, ERR_FORBIDDEN, "corrects: one corrects one's own words only");
    if (former.team_id != it->entry.team_id || former.day != it->entry.day ||
        former.is_answer != it->entry.is_answer ||
        (former.is_answer && former.thread_id != it->entry.thread_id))
        return err_set(err, ERR_USAGE, "corrects: is of another week or thread");
    it->entry.thread_id = former.thread_id;
    it->entry.corrects_id = former.id;
    return check_stands(&former, "corrects: ", err);
}

static bool write_entry(struct db *db, void *context, struct err *err)
{
    struct writing *it = context;
    int64_t count = 0;
    if (!find_place(it, db, err) || !check_correction(it, db, err) ||
        !feedback_count(db, it->entry.team_id, it->entry.day, &count, err))
        return false;
    if (count >= (int64_t)LIMIT_FEEDBACK_WEEK)
        return err_set(err, ERR_LIMIT, "a week can have %zu entries", LIMIT_FEEDBACK_WEEK);
    const char *kind = it->entry.corrects_id ? "feedback.corrected"
                       : it->entry.is_answer ? "feedback.answered"
                                             : "feedback.given";
    return feedback_add(db, &it->entry, err) &&
           tell_journal(db, &it->entry, kind, it->who->account_id, it->now_us, err) &&
           (it->entry.corrects_id || tell_people(it, db, err));
}

bool feedback_write(struct db *db, const struct api_principal *who,
    const struct feedback_order *order, int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct writing it = {.who = who, .order = order, .now_us = now_us};
    it.entry = (struct feedback){.id = rand_id(now_us),
        .text = text_trim(order->text),
        .is_answer = order->answers_id != 0,
        .author_id = who->account_id,
        .created_us = now_us};
    if (!it.entry.text.len)
        return err_set(err, ERR_USAGE, "text: is missing");
    if (it.entry.text.len > LIMIT_FEEDBACK_BYTES)
        return err_set(err, ERR_LIMIT, "text: has more than %zu bytes", LIMIT_FEEDBACK_BYTES);
    arena_init(&it.arena, SIZE_MAX);
    bool is_done = db_transact(db, write_entry, &it, err);
    arena_done(&it.arena);
    if (is_done)
        *ret_id = it.entry.id;
    return is_done;
}

/* -- withdrawing -- */

static bool withdraw(struct db *db, void *context, struct err *err)
{
    struct writing *it = context;
    if (!feedback_find(
            db, it->who, it->entry.id, RIGHT_FEEDBACK_ANSWER, &it->arena, &it->entry, err))
        return false;
    if (it->entry.author_id != it->who->account_id && !(it->who->roles & ACCOUNT_ADMINISTRATOR))
        return err_set(err, ERR_FORBIDDEN,
            "one withdraws one's own words; those of others take an administrator");
    if (!check_stands(&it->entry, "", err))
        return false;
    it->entry.withdrawn_us = it->now_us;
    it->entry.withdrawn_by = it->who->account_id;
    return feedback_mark_withdrawn(db, &it->entry, err) &&
           tell_journal(db, &it->entry, "feedback.withdrawn", it->who->account_id, it->now_us, err);
}

bool feedback_withdraw(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err)
{
    struct writing it = {.who = who, .now_us = now_us, .entry = {.id = id}};
    arena_init(&it.arena, SIZE_MAX);
    bool is_done = db_transact(db, withdraw, &it, err);
    arena_done(&it.arena);
    return is_done;
}
