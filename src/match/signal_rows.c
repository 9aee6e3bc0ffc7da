/* SPDX-License-Identifier: Apache-2.0 */
#include "match/signal_rows.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/rand.h"
#include "journal/journal.h"
#include "sbom/service.h"

/* -- namespaces -- */

bool signal_rows_namespaces(struct db *db, int64_t team_id, struct arena *arena,
    struct signal_rows_namespaces *ret_namespaces, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT n.pattern, n.set_by, a.name, n.set_us FROM team_namespace n "
            "LEFT JOIN account a ON a.id = n.set_by WHERE n.team_id = $1 ORDER BY n.position",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    struct signal_rows_namespaces namespaces = {0};
    namespaces.at = arena_take_array(arena, rows.count, sizeof *namespaces.at);
    for (size_t i = 0; namespaces.at && i < rows.count; i++)
        namespaces.at[i] = db_text(&rows, i, 0);
    namespaces.count = rows.count;
    if (rows.count) {
        namespaces.set_by = db_int(&rows, 0, 1);
        namespaces.setter = db_text(&rows, 0, 2);
        namespaces.set_us = db_int(&rows, 0, 3);
    }
    *ret_namespaces = namespaces;
    return arena_check(arena, err);
}

struct set {
    int64_t team_id;
    const struct signal_rows_namespaces *namespaces;
};

static bool tell_namespaces(struct db *db, const struct set *work, struct err *err)
{
    char facts[32];
    snprintf(facts, sizeof facts, "{\"count\":%zu}", work->namespaces->count);
    return journal_add(db,
        &(struct journal_entry){.kind = "signal.namespaces_set",
            .actor_id = work->namespaces->set_by,
            .team_id = work->team_id,
            .object_kind = "team",
            .object_id = work->team_id,
            .at_us = work->namespaces->set_us,
            .facts = text_of(facts)},
        err);
}

static bool set(struct db *db, void *context, struct err *err)
{
    const struct set *work = context;
    const struct signal_rows_namespaces *namespaces = work->namespaces;
    bool is_ok = db_run(db, "DELETE FROM team_namespace WHERE team_id = $1",
        DB_ARGS(DB_INT(work->team_id)), NULL, err);
    for (size_t i = 0; is_ok && i < namespaces->count; i++)
        is_ok = db_run(db,
            "INSERT INTO team_namespace (team_id, position, pattern, set_by, set_us) "
            "VALUES ($1, $2, $3, $4, $5)",
            DB_ARGS(DB_INT(work->team_id), DB_INT((int64_t)i), DB_TEXT(namespaces->at[i]),
                DB_ID(namespaces->set_by), DB_INT(namespaces->set_us)),
            NULL, err);
    return is_ok && tell_namespaces(db, work, err);
}

bool signal_rows_set_namespaces(struct db *db, int64_t team_id,
    const struct signal_rows_namespaces *namespaces, struct err *err)
{
    struct set work = {team_id, namespaces};
    return db_transact(db, set, &work, err);
}

/* -- dismissals -- */

#define DISMISSAL_SELECT                                                                           \
    "SELECT d.id, d.part_id, d.kind, d.package, d.what, d.reason, d.created_by, a.name, "          \
    "d.created_us, d.undone_by, u.name, d.undone_us FROM signal_dismissal d "                      \
    "LEFT JOIN account a ON a.id = d.created_by LEFT JOIN account u ON u.id = d.undone_by "

static struct signal_rows_dismissal read_dismissal(const struct db_rows *rows, size_t row)
{
    struct signal_rows_dismissal one = {
        .id = db_int(rows, row, 0),
        .part_id = db_int(rows, row, 1),
        .package = db_text(rows, row, 3),
        .what = db_text(rows, row, 4),
        .reason = db_text(rows, row, 5),
        .created_by = db_int(rows, row, 6),
        .maker = db_text(rows, row, 7),
        .created_us = db_int(rows, row, 8),
        .undone_by = db_int(rows, row, 9),
        .undoer = db_text(rows, row, 10),
        .undone_us = db_int(rows, row, 11),
    };
    /* The table has no other words. */
    (void)signal_word_read(db_text(rows, row, 2), &one.kind);
    return one;
}

bool signal_rows_dismissals(struct db *db, int64_t part_id, int64_t before_id, bool only_holding,
    size_t limit, struct arena *arena, struct signal_rows_dismissal **ret_dismissals,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            DISMISSAL_SELECT
            "WHERE d.part_id = $1 AND (CAST($2 AS BIGINT) = 0 OR d.id < $2) "
            "AND (CAST($3 AS BIGINT) = 0 OR d.undone_us IS NULL) ORDER BY d.id DESC LIMIT $4",
            DB_ARGS(
                DB_INT(part_id), DB_INT(before_id), DB_INT(only_holding), DB_INT((int64_t)limit)),
            arena, &rows, err))
        return false;
    struct signal_rows_dismissal *dismissals =
        arena_take_array(arena, rows.count, sizeof *dismissals);
    for (size_t i = 0; dismissals && i < rows.count; i++)
        dismissals[i] = read_dismissal(&rows, i);
    *ret_dismissals = dismissals;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool signal_rows_dismissal(struct db *db, int64_t id, struct arena *arena,
    struct signal_rows_dismissal *ret_dismissal, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, DISMISSAL_SELECT "WHERE d.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such dismissal");
    *ret_dismissal = read_dismissal(&rows, 0);
    return true;
}

static bool check_room(
    struct db *db, const struct signal_rows_dismissal *dismissal, struct err *err)
{
    struct db_rows rows;
    struct arena arena;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    bool is_read = db_query(db,
        "SELECT count(*), count(*) FILTER (WHERE kind = $2 AND package = $3 AND what = $4) "
        "FROM signal_dismissal WHERE part_id = $1 AND undone_us IS NULL",
        DB_ARGS(DB_INT(dismissal->part_id), DB_TEXT(text_of(signal_word(dismissal->kind))),
            DB_TEXT(dismissal->package), DB_TEXT(dismissal->what)),
        &arena, &rows, err);
    int64_t count = is_read ? db_int(&rows, 0, 0) : 0, same = is_read ? db_int(&rows, 0, 1) : 0;
    arena_done(&arena);
    if (same)
        return err_set(err, ERR_CONFLICT, "it is dismissed already");
    if (count >= (int64_t)LIMIT_SIGNAL_DISMISSALS)
        return err_set(
            err, ERR_LIMIT, "the part has %zu dismissals already", LIMIT_SIGNAL_DISMISSALS);
    return is_read;
}

static bool tell_dismissal(struct db *db, const char *kind, const struct signal_rows_dismissal *one,
    int64_t actor_id, int64_t now_us, struct err *err)
{
    char facts[96];
    int64_t team_id, service_id;
    if (!service_part_place(db, one->part_id, &team_id, &service_id, err))
        return false;
    snprintf(facts, sizeof facts, "{\"part_id\":\"%lld\",\"signal\":\"%s\"}",
        (long long)one->part_id, signal_word(one->kind));
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .team_id = team_id,
            .object_kind = "dismissal",
            .object_id = one->id,
            .at_us = now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"package", one->package}, {"what", one->what}, {"reason", one->reason}),
        err);
}

static bool dismiss(struct db *db, void *context, struct err *err)
{
    const struct signal_rows_dismissal *one = context;
    return check_room(db, one, err) &&
           db_run(db,
               "INSERT INTO signal_dismissal (id, part_id, kind, package, what, reason, "
               "created_by, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
               DB_ARGS(DB_INT(one->id), DB_INT(one->part_id),
                   DB_TEXT(text_of(signal_word(one->kind))), DB_TEXT(one->package),
                   DB_TEXT(one->what), DB_TEXT(one->reason), DB_ID(one->created_by),
                   DB_INT(one->created_us)),
               NULL, err) &&
           tell_dismissal(db, "signal.dismissed", one, one->created_by, one->created_us, err);
}

bool signal_rows_dismiss(struct db *db, struct signal_rows_dismissal *dismissal, struct err *err)
{
    dismissal->id = rand_id(dismissal->created_us);
    return db_transact(db, dismiss, dismissal, err);
}

struct undo {
    int64_t id, account_id, now_us;
};

static bool undo(struct db *db, void *context, struct err *err)
{
    const struct undo *work = context;
    struct signal_rows_dismissal one;
    struct arena arena;
    int64_t changed;
    if (!db_run(db,
            "UPDATE signal_dismissal SET undone_by = $2, undone_us = $3 "
            "WHERE id = $1 AND undone_us IS NULL",
            DB_ARGS(DB_INT(work->id), DB_ID(work->account_id), DB_INT(work->now_us)), &changed,
            err))
        return false;
    if (!changed)
        return err_set(err, ERR_CONFLICT, "it was undone already");
    arena_init(&arena, SIZE_MAX);
    bool is_fine =
        signal_rows_dismissal(db, work->id, &arena, &one, err) &&
        tell_dismissal(db, "signal.dismissal_ended", &one, work->account_id, work->now_us, err);
    arena_done(&arena);
    return is_fine;
}

bool signal_rows_undo(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err)
{
    struct undo work = {id, account_id, now_us};
    return db_transact(db, undo, &work, err);
}
