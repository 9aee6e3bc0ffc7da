/* SPDX-License-Identifier: Apache-2.0 */
#include "health/report.h"

#include "base/rand.h"
#include "codec/json.h"
#include "codec/sha256.h"
#include "health/health_advice.h"
#include "health/standing.h"
#include "journal/journal.h"

/* What one report lists at most; more is counted. */
enum { TEAMS_MOST = 500, EXCEPTIONS_MOST = 500 };

struct making {
    struct db *db;
    const struct api_principal *who;
    const struct report_order *order;
    int64_t id, now_us;
    struct team team; /* id 0: the organisation */
    struct journal_head head;
    struct arena *arena;
    struct buf *out;
};

static bool check_order(const struct making *making, struct err *err)
{
    const struct report_order *order = making->order;
    if (order->from_us == 0 || order->to_us == 0)
        return err_set(err, ERR_USAGE, "%s: is missing", order->from_us == 0 ? "from" : "to");
    if (order->from_us < 0 || order->to_us <= order->from_us)
        return err_set(err, ERR_USAGE, "to: must be later than from");
    if (order->to_us - order->from_us > REPORT_PERIOD_MOST_US)
        return err_set(err, ERR_USAGE, "to: a report is of 1100 days at most");
    return order->from_us < making->now_us || err_set(err, ERR_USAGE, "from: lies in the future");
}

static bool find_scope(struct making *making, struct err *err)
{
    int64_t team_id = making->order->team_id;
    enum right right = making->id ? RIGHT_REPORT_MAKE : RIGHT_HEALTH_READ;
    if (team_id)
        return team_find(
            making->db, making->who, team_id, right, making->arena, &making->team, err);
    return right_has(making->who->roles, TEAM_STRANGER, right) ||
           err_set(err, ERR_FORBIDDEN,
               "a report of the organisation takes the role administrator, analyst or governance");
}

static void print_frame(const struct making *making)
{
    struct buf *out = making->out;
    json_print_member_z(out, "format", REPORT_FORMAT);
    if (making->id)
        json_print_member_id(out, "id", making->id);
    else
        json_print_member_null(out, "id");
    if (making->team.id) {
        json_print_member_open(out, "team", '{');
        json_print_member_id(out, "id", making->team.id);
        json_print_member(out, "name", making->team.name);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "team");
    }
    json_print_member_time(out, "from", making->order->from_us);
    json_print_member_time(out, "to", making->order->to_us);
    json_print_member_time(out, "made_at", making->now_us);
}

/* -- what the journal says -- */

static void print_journal(const struct making *making, const struct report_count *count,
    const unsigned char digest[SHA256_SIZE])
{
    char hex[SHA256_HEX_SIZE];
    struct buf *out = making->out;
    json_print_member_open(out, "journal", '{');
    json_print_member_int(out, "size", making->head.size);
    json_print_member_z(out, "root", sha256_print(making->head.root.at, hex));
    json_print_member_int(out, "entries", count->entries);
    json_print_member_int(out, "first", count->first_seq);
    json_print_member_int(out, "last", count->last_seq);
    json_print_member_z(out, "digest", sha256_print(digest, hex));
    json_print_close(out, '}');
}

static bool print_figures(const struct making *making, struct err *err)
{
    const struct report_order *order = making->order;
    struct report_span span = {.team_id = order->team_id,
        .size = making->head.size,
        .from_us = order->from_us,
        .to_us = order->to_us};
    struct report_count count, before;
    unsigned char digest[SHA256_SIZE];
    if (!report_count(making->db, &span, &count, digest, err))
        return false;
    span.to_us = order->from_us;
    span.from_us = order->from_us - (order->to_us - order->from_us);
    if (!report_count(making->db, &span, &before, NULL, err))
        return false;
    print_journal(making, &count, digest);
    json_print_member_open(making->out, "figures", '[');
    for (size_t i = 0; i < REPORT_FIGURES; i++) {
        json_print_open(making->out, '{');
        json_print_member_z(making->out, "name", report_figures[i].name);
        json_print_member_z(making->out, "title", report_figures[i].title);
        json_print_member_int(making->out, "value", count.values[i]);
        json_print_member_int(making->out, "before", before.values[i]);
        json_print_member_z(making->out, "reason", report_figures[i].reason);
        json_print_close(making->out, '}');
    }
    json_print_close(making->out, ']');
    return true;
}

/* -- how it stands -- */

static bool print_teams(const struct making *making, struct err *err)
{
    struct standing *list;
    size_t count;
    const struct standing_query query = {.team_id = making->order->team_id,
        .after_name = TEXT(""),
        .now_us = making->now_us,
        .limit = TEAMS_MOST};
    if (!standing_list(making->db, making->who, &query, making->arena, &list, &count, err))
        return false;
    json_print_member_open(making->out, "teams", '[');
    for (size_t i = 0; i < count; i++)
        standing_print(making->out, &list[i]);
    json_print_close(making->out, ']');
    return true;
}

static bool print_exceptions(const struct making *making, struct err *err)
{
    struct standing_exception *list;
    size_t count;
    const struct standing_exception_query query = {.team_id = making->order->team_id,
        .after_us = -1,
        .now_us = making->now_us,
        .limit = EXCEPTIONS_MOST};
    if (!standing_exceptions(making->db, making->who, &query, making->arena, &list, &count, err))
        return false;
    json_print_member_open(making->out, "exceptions", '[');
    for (size_t i = 0; i < count; i++)
        standing_exception_print(making->out, &list[i]);
    json_print_close(making->out, ']');
    return true;
}

static bool print_advice_of(const struct making *making, const struct team *team, struct err *err)
{
    struct health_advice_list list;
    if (!health_advice_find(making->db, team, making->now_us, making->arena, &list, err))
        return false;
    for (size_t i = 0; i < list.len; i++)
        health_advice_print(making->out, &list.at[i]);
    VEC_DONE(&list);
    return true;
}

static bool print_advice(const struct making *making, struct err *err)
{
    struct team *teams;
    size_t count = 0;
    json_print_member_open(making->out, "advice", '[');
    bool is_ok = making->team.id
                     ? print_advice_of(making, &making->team, err)
                     : (!right_has(making->who->roles, TEAM_STRANGER, RIGHT_ACCOUNT_READ) ||
                           print_advice_of(making, NULL, err)) &&
                           team_list(making->db, making->who, TEXT(""), 0, TEAMS_MOST,
                               making->arena, &teams, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = print_advice_of(making, &teams[i], err);
    json_print_close(making->out, ']');
    return is_ok;
}

bool report_print(struct buf *out, struct db *db, const struct api_principal *who,
    const struct report_order *order, int64_t id, int64_t now_us, struct arena *arena,
    struct err *err)
{
    struct making making = {.db = db,
        .who = who,
        .order = order,
        .id = id,
        .now_us = now_us,
        .arena = arena,
        .out = out};
    if (!check_order(&making, err) || !find_scope(&making, err) ||
        !journal_tree_place_all(db, now_us, err) || !journal_tree_head(db, &making.head, err))
        return false;
    json_print_open(out, '{');
    print_frame(&making);
    bool is_ok = print_figures(&making, err) && print_teams(&making, err) &&
                 print_exceptions(&making, err) && print_advice(&making, err);
    json_print_close(out, '}');
    return is_ok && buf_check(out, err);
}

/* -- keeping -- */

static bool keep(struct db *db, void *context, struct err *err)
{
    const struct report *report = context;
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE], facts[SHA256_HEX_SIZE + 64];
    sha256_of(report->body, digest);
    snprintf(facts, sizeof facts, "{\"digest\":\"%s\"}", sha256_print(digest, hex));
    return report_rows_add(db, report, err) && journal_add(db,
                                                   &(struct journal_entry){.kind = "report.made",
                                                       .actor_id = report->made_by,
                                                       .team_id = report->team_id,
                                                       .object_kind = "report",
                                                       .object_id = report->id,
                                                       .at_us = report->made_us,
                                                       .facts = text_of(facts)},
                                                   err);
}

bool report_make(struct db *db, const struct api_principal *who, const struct report_order *order,
    int64_t now_us, struct arena *arena, struct report *ret_report, struct err *err)
{
    struct report report = {.id = rand_id(now_us),
        .team_id = order->team_id,
        .from_us = order->from_us,
        .to_us = order->to_us,
        .made_us = now_us,
        .made_by = who->account_id};
    struct buf out;
    buf_init(&out, SIZE_MAX);
    bool is_ok = report_print(&out, db, who, order, report.id, now_us, arena, err);
    report.body = buf_text(&out);
    is_ok = is_ok && db_transact(db, keep, &report, err) &&
            report_find(db, who, report.id, arena, ret_report, err);
    buf_done(&out);
    return is_ok;
}
