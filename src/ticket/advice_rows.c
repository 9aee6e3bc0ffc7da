/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_batch.h"
#include "store/db_in.h"
#include "ticket/advice.h"
#include "ticket/notice.h"

#define ADVICE_SELECT                                                                              \
    "SELECT a.id, a.author_id, a.kind, a.text, a.vulnerability, a.ecosystem, a.package, "          \
    "a.created_us, a.withdrawn_us, p.name FROM advice a JOIN account p ON p.id = a.author_id "

static struct advice read_advice(const struct db_rows *rows, size_t row)
{
    struct advice advice = {
        .id = db_int(rows, row, 0),
        .author_id = db_int(rows, row, 1),
        .text = db_text(rows, row, 3),
        .vulnerability = db_text(rows, row, 4),
        .ecosystem = db_text(rows, row, 5),
        .package = db_text(rows, row, 6),
        .created_us = db_int(rows, row, 7),
        .withdrawn_us = db_int(rows, row, 8),
        .author_name = db_text(rows, row, 9),
    };
    /* The table's own check lets no other word in. */
    if (!action_kind_read(db_text(rows, row, 2), &advice.kind))
        advice.kind = ACTION_DETECTION;
    return advice;
}

bool advice_add(struct db *db, const struct advice *advice, const struct text *flaws,
    size_t flaw_count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = db_run(db,
        "INSERT INTO advice (id, author_id, kind, text, vulnerability, ecosystem, package, created_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        DB_ARGS(DB_INT(advice->id), DB_INT(advice->author_id),
            DB_TEXT(text_of(action_kind_name(advice->kind))), DB_TEXT(advice->text),
            DB_TEXT(advice->vulnerability), DB_TEXT(advice->ecosystem), DB_TEXT(advice->package),
            DB_INT(advice->created_us)),
        NULL, err);
    db_batch_init(&batch, db, "INSERT INTO advice_flaw (advice_id, vulnerability) VALUES", 2,
        "ON CONFLICT DO NOTHING");
    for (size_t i = 0; is_ok && i < flaw_count; i++) {
        const struct db_value values[] = {DB_INT(advice->id), DB_TEXT(flaws[i])};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool advice_find(
    struct db *db, int64_t id, struct arena *arena, struct advice *ret_advice, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, ADVICE_SELECT "WHERE a.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such advice");
    *ret_advice = read_advice(&rows, 0);
    return true;
}

bool advice_end(struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE advice SET withdrawn_us = $2, withdrawn_by = $3 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(now_us), DB_INT(account_id)), NULL, err);
}

bool advice_list(struct db *db, const struct advice_query *query, struct arena *arena,
    struct advice **ret_advice, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    size_t flaw_count = query->flaw_count ? query->flaw_count : 1;
    struct db_value *flaws = arena_take_array(arena, flaw_count, sizeof *flaws);
    /* An empty list finds nothing at all: without a flaw it holds the empty id, which nothing has. */
    for (size_t i = 0; flaws && i < flaw_count; i++)
        flaws[i] = DB_TEXT(query->flaw_count ? arena_text_lower(arena, query->flaws[i]) : TEXT(""));
    if (!arena_check(arena, err) ||
        !db_in_query(db,
            ADVICE_SELECT
            "WHERE a.id < $1 AND (CAST($2 AS BIGINT) = 1 OR a.withdrawn_us IS NULL) "
            "AND (CAST($3 AS TEXT) = '' OR (CAST($4 AS BIGINT) = 1 AND a.package = '') OR (a.package = $3 "
            "AND (CAST($5 AS TEXT) = '' OR a.ecosystem = $5))) "
            "AND (CAST($6 AS BIGINT) = 0 OR ($4 = 1 AND a.vulnerability = '') OR a.id IN "
            "(SELECT f.advice_id FROM advice_flaw f WHERE f.vulnerability IN",
            DB_ARGS(DB_INT(query->before_id), DB_INT(query->has_withdrawn), DB_TEXT(query->package),
                DB_INT(query->has_general), DB_TEXT(query->ecosystem),
                DB_INT((int64_t)query->flaw_count), DB_INT((int64_t)query->limit)),
            (struct db_args){flaws, flaw_count}, ")) ORDER BY a.id DESC LIMIT $7", arena, &rows,
            err))
        return false;
    struct advice *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = read_advice(&rows, i);
    *ret_advice = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- those whom it is about -- */

/* $1 and $2 the package and its ecosystem, or empty; $3 whether there is a vulnerability; $4 the author, who knows. */
#define FIT                                                                                        \
    "WITH fit AS (SELECT t.id, t.team_id FROM ticket t JOIN service s ON s.id = t.service_id"      \
    " WHERE t.is_done = 0 AND s.deleted_us IS NULL AND (CAST($1 AS TEXT) = '' OR"                  \
    " (lower(t.package) = lower(CAST($1 AS TEXT)) AND t.package = $1 AND (t.ecosystem = $2"        \
    " OR substr(t.ecosystem, 1, length($2) + 1) = $2 || ':')))"                                    \
    " AND (CAST($3 AS BIGINT) = 0 OR t.vulnerability_id IN"                                        \
    " (SELECT l.vulnerability_id FROM vulnerability_alias l WHERE l.alias IN"
#define TOLD                                                                                       \
    "))), told AS (SELECT f.id, f.team_id, w.account_id, 1 AS is_watching FROM fit f"              \
    " JOIN ticket_watch w ON w.ticket_id = f.id AND w.is_watching = 1"                             \
    " UNION ALL SELECT f.id, f.team_id, m.account_id, 0 FROM fit f"                                \
    " JOIN team_member m ON m.team_id = f.team_id AND m.role <> 'viewer'"                          \
    " WHERE NOT EXISTS (SELECT 1 FROM ticket_watch w WHERE w.ticket_id = f.id"                     \
    " AND w.is_watching = 1))"                                                                     \
    " SELECT d.account_id, max(d.team_id), count(*), max(d.is_watching) FROM told d"               \
    " JOIN account a ON a.id = d.account_id WHERE a.disabled_us IS NULL AND d.account_id <> $4"    \
    " GROUP BY d.account_id ORDER BY 1"

static struct notice notice_of(const struct db_rows *rows, size_t row, const struct advice *advice)
{
    return (struct notice){.account_id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .subject_id = advice->id,
        .kind = TEXT("advised"),
        .reason = db_int(rows, row, 3) ? NOTICE_WATCHING : NOTICE_TEAM,
        .count = db_int(rows, row, 2),
        .actor_id = advice->author_id,
        .text = advice->text,
        .updated_us = advice->created_us};
}

bool advice_tell(struct db *db, const struct advice *advice, const struct text *names,
    size_t name_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    size_t count = name_count ? name_count : 1;
    struct db_value *values = arena_take_array(&arena, count, sizeof *values);
    for (size_t i = 0; values && i < count; i++)
        values[i] = DB_TEXT(name_count ? names[i] : TEXT(""));
    bool is_ok = db_in_query(db, FIT,
        DB_ARGS(DB_TEXT(advice->package), DB_TEXT(advice->ecosystem), DB_INT(name_count > 0),
            DB_INT(advice->author_id)),
        (struct db_args){values, count}, TOLD, &arena, &rows, err);
    struct notice *notices = is_ok ? arena_take_array(&arena, rows.count, sizeof *notices) : NULL;
    for (size_t i = 0; notices && i < rows.count; i++)
        notices[i] = notice_of(&rows, i, advice);
    is_ok = notices && notice_write(db, notices, rows.count, err);
    arena_done(&arena);
    return is_ok;
}
