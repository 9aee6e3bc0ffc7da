/* SPDX-License-Identifier: Apache-2.0 */
#include "license/license_rows.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/rand.h"
#include "journal/journal.h"

/* -- policies -- */

#define POLICY_SELECT                                                                              \
    "SELECT p.id, p.team_id, p.number, p.body, p.note, p.set_by, a.name, p.created_us "            \
    "FROM license_policy p LEFT JOIN account a ON a.id = p.set_by "

static struct license_rows_policy read_policy(const struct db_rows *rows, size_t row)
{
    return (struct license_rows_policy){
        .id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .number = db_int(rows, row, 2),
        .body = db_text(rows, row, 3),
        .note = db_text(rows, row, 4),
        .set_by = db_int(rows, row, 5),
        .setter = db_text(rows, row, 6),
        .created_us = db_int(rows, row, 7),
    };
}

bool license_rows_history(struct db *db, int64_t team_id, int64_t before_number, size_t limit,
    struct arena *arena, struct license_rows_policy **ret_policies, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            POLICY_SELECT
            "WHERE coalesce(p.team_id, 0) = $1 AND (CAST($2 AS BIGINT) = 0 OR p.number < $2) "
            "ORDER BY p.number DESC LIMIT $3",
            DB_ARGS(DB_INT(team_id), DB_INT(before_number), DB_INT((int64_t)limit)), arena, &rows,
            err))
        return false;
    struct license_rows_policy *policies = arena_take_array(arena, rows.count, sizeof *policies);
    for (size_t i = 0; policies && i < rows.count; i++)
        policies[i] = read_policy(&rows, i);
    *ret_policies = policies;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool license_rows_current(struct db *db, int64_t team_id, struct arena *arena,
    struct license_rows_policy *ret_policy, struct err *err)
{
    struct license_rows_policy *policies;
    size_t count;
    if (!license_rows_history(db, team_id, 0, 1, arena, &policies, &count, err))
        return false;
    *ret_policy = count ? policies[0] : (struct license_rows_policy){.team_id = team_id};
    return true;
}

struct set {
    const struct license_rows_policy *policy;
    int64_t after, now_us;
};

static bool tell_policy(
    struct db *db, const struct set *work, int64_t id, int64_t number, struct err *err)
{
    char facts[64];
    const struct license_rows_policy *policy = work->policy;
    snprintf(facts, sizeof facts, "{\"number\":%lld,\"is_taken_away\":%s}", (long long)number,
        policy->body.len ? "false" : "true");
    return journal_add_texts(db,
        &(struct journal_entry){.kind = "license.policy_set",
            .actor_id = policy->set_by,
            .team_id = policy->team_id,
            .object_kind = "license_policy",
            .object_id = id,
            .at_us = work->now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"note", policy->note}, {"policy", policy->body}), err);
}

static bool set(struct db *db, void *context, struct err *err)
{
    const struct set *work = context;
    const struct license_rows_policy *policy = work->policy;
    struct license_rows_policy last;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_read = license_rows_current(db, policy->team_id, &arena, &last, err);
    arena_done(&arena);
    if (!is_read)
        return false;
    if (work->after >= 0 && work->after != last.number)
        return err_set(err, ERR_CONFLICT,
            "the policy was changed meanwhile: it is number %lld, not %lld", (long long)last.number,
            (long long)work->after);
    int64_t id = rand_id(work->now_us);
    return db_run(db,
               "INSERT INTO license_policy (id, team_id, number, body, note, set_by, created_us) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7)",
               DB_ARGS(DB_INT(id), DB_ID(policy->team_id), DB_INT(last.number + 1),
                   DB_TEXT_OR_NULL(policy->body), DB_TEXT(policy->note), DB_ID(policy->set_by),
                   DB_INT(work->now_us)),
               NULL, err) &&
           tell_policy(db, work, id, last.number + 1, err);
}

bool license_rows_set(struct db *db, const struct license_rows_policy *policy, int64_t after,
    int64_t now_us, struct err *err)
{
    struct set work = {policy, after, now_us};
    return db_transact(db, set, &work, err);
}

/* -- exceptions -- */

#define EXCEPTION_SELECT                                                                           \
    "SELECT e.id, e.team_id, e.service_id, s.name, e.package, e.license, e.scope, e.answer, "      \
    "e.reason, e.until_us, e.created_by, a.name, e.created_us FROM license_exception e "           \
    "LEFT JOIN service s ON s.id = e.service_id LEFT JOIN account a ON a.id = e.created_by "       \
    "WHERE e.ended_us IS NULL "

static struct license_rows_exception read_exception(const struct db_rows *rows, size_t row)
{
    struct license_rows_exception one = {
        .team_id = db_int(rows, row, 1),
        .service_id = db_int(rows, row, 2),
        .created_by = db_int(rows, row, 10),
        .created_us = db_int(rows, row, 12),
        .exception =
            {
                .id = db_int(rows, row, 0),
                .service = db_text(rows, row, 3),
                .package = db_text(rows, row, 4),
                .license = db_text(rows, row, 5),
                .scope = db_text(rows, row, 6),
                .answer = LICENSE_REVIEW,
                .reason = db_text(rows, row, 8),
                .until_us = db_int(rows, row, 9),
                .by = db_text(rows, row, 11),
            },
    };
    /* The table has no other words. */
    (void)!license_policy_word_read(db_text(rows, row, 7), &one.exception.answer);
    return one;
}

bool license_rows_exceptions(struct db *db, int64_t team_id, int64_t service_id,
    struct arena *arena, struct license_rows_exception **ret_exceptions, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            EXCEPTION_SELECT
            "AND e.team_id = $1 AND (CAST($2 AS BIGINT) = 0 OR e.service_id IS NULL "
            "OR e.service_id = $2) ORDER BY e.id",
            DB_ARGS(DB_INT(team_id), DB_INT(service_id)), arena, &rows, err))
        return false;
    struct license_rows_exception *exceptions =
        arena_take_array(arena, rows.count, sizeof *exceptions);
    for (size_t i = 0; exceptions && i < rows.count; i++)
        exceptions[i] = read_exception(&rows, i);
    *ret_exceptions = exceptions;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool license_rows_exception(struct db *db, int64_t id, struct arena *arena,
    struct license_rows_exception *ret_exception, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, EXCEPTION_SELECT "AND e.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such exception");
    *ret_exception = read_exception(&rows, 0);
    return true;
}

struct add {
    const struct license_rows_exception *exception;
    int64_t id, now_us;
};

/* Checks that the team has that service, and room. */
static bool check_add(
    struct db *db, const struct license_rows_exception *exception, struct err *err)
{
    struct db_rows rows;
    struct arena arena;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    bool is_read = db_query(db,
        "SELECT (SELECT count(*) FROM service WHERE id = $2 AND team_id = $1 AND deleted_us IS NULL), "
        "(SELECT count(*) FROM license_exception WHERE team_id = $1 AND ended_us IS NULL)",
        DB_ARGS(DB_INT(exception->team_id), DB_INT(exception->service_id)), &arena, &rows, err);
    bool has_service = is_read && (!exception->service_id || db_int(&rows, 0, 0) == 1);
    bool has_room = is_read && db_int(&rows, 0, 1) < (int64_t)LIMIT_LICENSE_EXCEPTIONS;
    arena_done(&arena);
    if (is_read && !has_service)
        return err_set(err, ERR_NOT_FOUND, "service_id: the team has no such service");
    if (is_read && !has_room)
        return err_set(
            err, ERR_LIMIT, "the team has %zu exceptions already", LIMIT_LICENSE_EXCEPTIONS);
    return is_read;
}

static bool tell_exception(struct db *db, const char *kind,
    const struct license_rows_exception *row, int64_t id, int64_t actor_id, int64_t now_us,
    struct err *err)
{
    char facts[96];
    const struct license_policy_exception *one = &row->exception;
    snprintf(facts, sizeof facts, "{\"service_id\":\"%lld\",\"answer\":\"%s\"}",
        (long long)row->service_id, license_policy_word(one->answer));
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .team_id = row->team_id,
            .object_kind = "license_exception",
            .object_id = id,
            .at_us = now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"package", one->package}, {"license", one->license}, {"scope", one->scope},
            {"reason", one->reason}),
        err);
}

static bool add(struct db *db, void *context, struct err *err)
{
    const struct add *work = context;
    const struct license_rows_exception *row = work->exception;
    const struct license_policy_exception *one = &row->exception;
    return check_add(db, row, err) &&
           db_run(db,
               "INSERT INTO license_exception (id, team_id, service_id, package, license, scope, "
               "answer, reason, until_us, created_by, created_us) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
               DB_ARGS(DB_INT(work->id), DB_INT(row->team_id), DB_ID(row->service_id),
                   DB_TEXT(one->package), DB_TEXT(one->license), DB_TEXT(one->scope),
                   DB_TEXT(text_of(license_policy_word(one->answer))), DB_TEXT(one->reason),
                   DB_ID(one->until_us), DB_ID(row->created_by), DB_INT(work->now_us)),
               NULL, err) &&
           tell_exception(
               db, "license.exception_added", row, work->id, row->created_by, work->now_us, err);
}

bool license_rows_exception_add(struct db *db, const struct license_rows_exception *exception,
    int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct add work = {exception, rand_id(now_us), now_us};
    if (!db_transact(db, add, &work, err))
        return false;
    *ret_id = work.id;
    return true;
}

struct end {
    int64_t id, account_id, now_us;
};

static bool end(struct db *db, void *context, struct err *err)
{
    const struct end *work = context;
    struct license_rows_exception row;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_done =
        license_rows_exception(db, work->id, &arena, &row, err) &&
        db_run(db, "UPDATE license_exception SET ended_by = $2, ended_us = $3 WHERE id = $1",
            DB_ARGS(DB_INT(work->id), DB_ID(work->account_id), DB_INT(work->now_us)), NULL, err) &&
        tell_exception(
            db, "license.exception_ended", &row, work->id, work->account_id, work->now_us, err);
    arena_done(&arena);
    return is_done;
}

bool license_rows_exception_end(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err)
{
    struct end work = {id, account_id, now_us};
    return db_transact(db, end, &work, err);
}

/* -- judging -- */

/* Reads what was set, which was checked then. */
static bool read_body(
    struct license_policy *ret_policy, struct text body, struct arena *arena, struct err *err)
{
    struct json document;
    if (!json_read(&document, body, err))
        return false;
    bool is_ok = license_policy_read(ret_policy, TEXT("policy"), json_root(&document), arena, err);
    json_done(&document);
    return is_ok;
}

static bool load_exceptions(struct license_policy *policy, struct db *db, int64_t team_id,
    int64_t service_id, struct arena *arena, struct err *err)
{
    struct license_rows_exception *rows;
    size_t count;
    if (!license_rows_exceptions(db, team_id, service_id, arena, &rows, &count, err))
        return false;
    policy->exceptions = arena_take_array(arena, count, sizeof *policy->exceptions);
    if (!policy->exceptions)
        return arena_check(arena, err);
    for (size_t i = 0; i < count; i++) {
        policy->exceptions[i] = rows[i].exception;
        /* Those of other services are not among them. */
        if (service_id)
            policy->exceptions[i].service = TEXT("");
    }
    policy->exception_count = count;
    return true;
}

bool license_rows_load(struct license_rows_loaded *ret_loaded, struct db *db, int64_t team_id,
    int64_t service_id, struct arena *arena, struct err *err)
{
    struct license_rows_loaded loaded = {.policy = *license_policy_built_in()};
    if (!license_rows_current(db, team_id, arena, &loaded.set, err) ||
        (!loaded.set.body.len && !license_rows_current(db, 0, arena, &loaded.set, err)))
        return false;
    if (loaded.set.body.len && !read_body(&loaded.policy, loaded.set.body, arena, err))
        return false;
    if (!loaded.set.body.len)
        loaded.set = (struct license_rows_policy){0};
    if (!load_exceptions(&loaded.policy, db, team_id, service_id, arena, err))
        return false;
    *ret_loaded = loaded;
    return true;
}

enum { BATCH = 5000 };

bool license_rows_report(struct license_report *report, struct db *db, int64_t sbom_id,
    struct text part, struct err *err)
{
    struct arena arena;
    struct db_rows rows = {.count = BATCH};
    int64_t after = -1;
    bool is_ok = true;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    while (is_ok && rows.count == BATCH) {
        arena_clear(&arena);
        is_ok = db_query(db,
            "SELECT o.position, o.name, v.version, o.purl, o.license, o.scope FROM occurrence o "
            "JOIN package_version v ON v.id = o.package_version_id "
            "WHERE o.sbom_id = $1 AND o.position > $2 AND o.is_package = 1 "
            "ORDER BY o.position LIMIT $3",
            DB_ARGS(DB_INT(sbom_id), DB_INT(after), DB_INT(BATCH)), &arena, &rows, err);
        for (size_t i = 0; is_ok && i < rows.count; i++) {
            after = db_int(&rows, i, 0);
            struct license_component component = {.sbom_id = sbom_id,
                .position = after,
                .part = part,
                .name = db_text(&rows, i, 1),
                .version = db_text(&rows, i, 2),
                .purl = db_text(&rows, i, 3),
                .license = db_text(&rows, i, 4),
                .scope = db_text(&rows, i, 5)};
            is_ok = license_report_add(report, &component, err);
        }
    }
    arena_done(&arena);
    return is_ok;
}
