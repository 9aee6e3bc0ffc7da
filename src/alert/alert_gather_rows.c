/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_gather_rows.h"

#include "base/vec.h"
#include "store/db_batch.h"
#include "store/db_in.h"

enum { LOOKUP = 512 };

struct hits {
    VEC(struct alert_hit);
};

static bool give_hits(struct hits *hits, bool is_ok, struct arena *arena,
    struct alert_hit **ret_hits, size_t *ret_count, struct err *err)
{
    struct alert_hit *kept = is_ok ? arena_take_array(arena, hits->len, sizeof *kept) : NULL;
    if (kept && hits->len)
        memcpy(kept, hits->at, hits->len * sizeof *kept);
    *ret_hits = kept;
    *ret_count = kept ? hits->len : 0;
    VEC_DONE(hits);
    return is_ok && arena_check(arena, err);
}

/* -- notes -- */

/* Whether the SBOM that a ticket was seen in is the first of its part. */
#define IS_FIRST                                                                                   \
    "CASE WHEN t.sbom_number = (SELECT MIN(b.number) FROM sbom b WHERE b.part_id = t.part_id)"     \
    " THEN 1 ELSE 0 END"

struct note_row {
    int64_t ticket_id, at_us;
    unsigned what;
};

static int by_ticket(const void *left, const void *right)
{
    const struct note_row *a = left, *b = right;
    return a->ticket_id < b->ticket_id ? -1 : a->ticket_id > b->ticket_id;
}

/* Several notes of one ticket are one. */
static size_t fold_notes(struct note_row *notes, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(notes, count, sizeof *notes, by_ticket);
    for (size_t i = 0; i < count; i++) {
        if (kept && notes[kept - 1].ticket_id == notes[i].ticket_id) {
            notes[kept - 1].what |= notes[i].what;
            if (notes[i].at_us < notes[kept - 1].at_us)
                notes[kept - 1].at_us = notes[i].at_us;
            continue;
        }
        notes[kept++] = notes[i];
    }
    return kept;
}

static bool is_first(unsigned what, int64_t is_of_first_sbom)
{
    return is_of_first_sbom && what == (ALERT_NOTE_OPENED | ALERT_NOTE_UPLOAD);
}

static bool add_some(struct db *db, const struct note_row *notes, size_t count, struct arena *arena,
    struct hits *hits, struct err *err)
{
    struct db_value ids[LOOKUP];
    struct db_rows rows;
    for (size_t i = 0; i < count; i++)
        ids[i] = DB_INT(notes[i].ticket_id);
    if (!db_in_query(db,
            "SELECT t.id, t.vulnerability_id, t.part_id, " IS_FIRST " FROM ticket t WHERE t.id IN",
            DB_NO_ARGS, (struct db_args){ids, count}, "ORDER BY t.id", arena, &rows, err))
        return false;
    for (size_t row = 0, i = 0; row < rows.count; row++) {
        while (notes[i].ticket_id != db_int(&rows, row, 0))
            i++;
        *VEC_ADD(hits) = (struct alert_hit){.vulnerability_id = db_int(&rows, row, 1),
            .part_id = db_int(&rows, row, 2),
            .since_us = notes[i].at_us,
            .what = notes[i].what,
            .is_first = is_first(notes[i].what, db_int(&rows, row, 3))};
    }
    return true;
}

/* All tickets that a look at a part made. */
static bool add_many(struct db *db, int64_t part_id, int64_t at_us, unsigned what,
    struct arena *arena, struct hits *hits, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT t.vulnerability_id, " IS_FIRST " FROM ticket t"
            " WHERE t.part_id = $1 AND t.created_us = $2",
            DB_ARGS(DB_INT(part_id), DB_INT(at_us)), arena, &rows, err))
        return false;
    for (size_t row = 0; row < rows.count; row++)
        *VEC_ADD(hits) = (struct alert_hit){.vulnerability_id = db_int(&rows, row, 0),
            .part_id = part_id,
            .since_us = at_us,
            .what = what,
            .is_first = is_first(what, db_int(&rows, row, 1))};
    return true;
}

bool alert_rows_take_notes(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_hit **ret_hits, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    struct hits hits = {0};
    if (!db_query(db,
            "DELETE FROM alert_note WHERE team_id = $1 RETURNING part_id, ticket_id, at_us, what, seq",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    struct note_row *notes = arena_take_array(arena, rows.count, sizeof *notes);
    size_t count = 0;
    bool is_ok = notes != NULL;
    for (size_t i = 0; is_ok && i < rows.count; i++) {
        unsigned what = (unsigned)db_int(&rows, i, 3);
        if (db_int(&rows, i, 1))
            notes[count++] = (struct note_row){db_int(&rows, i, 1), db_int(&rows, i, 2), what};
        else
            is_ok = add_many(db, db_int(&rows, i, 0), db_int(&rows, i, 4), what, arena, &hits, err);
    }
    count = is_ok ? fold_notes(notes, count) : 0;
    for (size_t from = 0; is_ok && from < count; from += LOOKUP)
        is_ok = add_some(
            db, notes + from, count - from < LOOKUP ? count - from : LOOKUP, arena, &hits, err);
    return give_hits(&hits, is_ok, arena, ret_hits, ret_count, err);
}

/* -- what waited, and what is due -- */

bool alert_rows_take_held(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    struct alert_hit **ret_hits, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "DELETE FROM alert_hold WHERE team_id = $1 AND release_us <= $2"
            " RETURNING channel_id, vulnerability_id, what, since_us",
            DB_ARGS(DB_INT(team_id), DB_INT(now_us)), arena, &rows, err))
        return false;
    struct alert_hit *hits = arena_take_array(arena, rows.count, sizeof *hits);
    for (size_t i = 0; hits && i < rows.count; i++)
        hits[i] = (struct alert_hit){.channel_id = db_int(&rows, i, 0),
            .vulnerability_id = db_int(&rows, i, 1),
            .what = (unsigned)db_int(&rows, i, 2),
            .since_us = db_int(&rows, i, 3)};
    *ret_hits = hits;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool alert_rows_find_due(struct db *db, int64_t team_id, int64_t from_us, int64_t to_us,
    struct arena *arena, struct alert_hit **ret_hits, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT DISTINCT vulnerability_id, part_id FROM ticket WHERE team_id = $1"
            " AND is_done = 0 AND priority = $2 AND due_us > $3 AND due_us <= $4",
            DB_ARGS(DB_INT(team_id), DB_INT(SSVC_IMMEDIATE), DB_INT(from_us), DB_INT(to_us)), arena,
            &rows, err))
        return false;
    struct alert_hit *hits = arena_take_array(arena, rows.count, sizeof *hits);
    for (size_t i = 0; hits && i < rows.count; i++)
        hits[i] = (struct alert_hit){.vulnerability_id = db_int(&rows, i, 0),
            .part_id = db_int(&rows, i, 1),
            .what = ALERT_PLAN_OVERDUE,
            .since_us = to_us};
    *ret_hits = hits;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- how flaws stand -- */

struct lookup {
    const int64_t *ids;
    size_t count;
    const char *some, *all; /* with a list of ids behind it, and without */
    struct db_args args;
};

static bool look_up_all(struct db *db, const struct lookup *lookup, struct arena *arena,
    void (*on_row)(const struct db_rows *rows, size_t row, void *context), void *context,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, lookup->all, lookup->args, arena, &rows, err))
        return false;
    for (size_t row = 0; row < rows.count; row++)
        on_row(&rows, row, context);
    return true;
}

/* Runs a statement over the ids; on_row is called for each row. Of many ids, all rows are read instead, and on_row leaves out what was
   not asked for: a list over rows that have just come, of which PostgreSQL does not know yet how many they are, is gone through for each row. */
static bool look_up(struct db *db, const struct lookup *lookup, struct arena *arena,
    void (*on_row)(const struct db_rows *rows, size_t row, void *context), void *context,
    struct err *err)
{
    struct db_value ids[LOOKUP];
    struct db_rows rows;
    if (lookup->count > LOOKUP)
        return look_up_all(db, lookup, arena, on_row, context, err);
    for (size_t i = 0; i < lookup->count; i++)
        ids[i] = DB_INT(lookup->ids[i]);
    if (!db_in_query(db, lookup->some, lookup->args, (struct db_args){ids, lookup->count}, "",
            arena, &rows, err))
        return false;
    for (size_t row = 0; row < rows.count; row++)
        on_row(&rows, row, context);
    return true;
}

struct opens {
    VEC(struct alert_open);
};

static void add_open(const struct db_rows *rows, size_t row, void *context)
{
    struct opens *opens = context;
    *VEC_ADD(opens) = (struct alert_open){.vulnerability_id = db_int(rows, row, 0),
        .ticket_id = db_int(rows, row, 1),
        .service_id = db_int(rows, row, 2),
        .part_id = db_int(rows, row, 3),
        .rank = db_int(rows, row, 4),
        .created_us = db_int(rows, row, 5),
        .priority = (int)db_int(rows, row, 6),
        .is_kev = db_int(rows, row, 7) != 0};
}

#define OPEN_COLUMNS                                                                               \
    "SELECT t.vulnerability_id, t.id, t.service_id, t.part_id, t.rank, t.created_us, t.priority,"  \
    " CASE WHEN t.is_kev + t.is_malicious > 0 THEN 1 ELSE 0 END"                                   \
    " FROM ticket t JOIN service s ON s.id = t.service_id + 0 AND s.deleted_us IS NULL"            \
    " LEFT JOIN ticket_snooze z ON z.ticket_id = t.id"

/* The team's id is no help to the planner of either engine: few of a team's or a service's
   tickets are of these flaws, so both are hidden from it. */
bool alert_rows_open(struct db *db, int64_t team_id, const int64_t *ids, size_t count,
    struct arena *arena, struct alert_open **ret_open, size_t *ret_count, struct err *err)
{
    struct opens opens = {0};
    const struct lookup lookup = {.ids = ids,
        .count = count,
        .args = DB_ARGS(DB_INT(team_id)),
        .some = OPEN_COLUMNS " WHERE t.team_id + 0 = $1 AND t.is_done + 0 = 0"
                             " AND z.ticket_id IS NULL AND t.vulnerability_id IN",
        .all = OPEN_COLUMNS " WHERE t.team_id = $1 AND t.is_done = 0 AND z.ticket_id IS NULL"};
    bool is_ok = look_up(db, &lookup, arena, add_open, &opens, err);
    struct alert_open *kept = is_ok ? arena_take_array(arena, opens.len, sizeof *kept) : NULL;
    if (kept && opens.len)
        memcpy(kept, opens.at, opens.len * sizeof *kept);
    *ret_open = kept;
    *ret_count = kept ? opens.len : 0;
    VEC_DONE(&opens);
    return is_ok && arena_check(arena, err);
}

struct tolds {
    VEC(struct alert_told_row);
};

static void add_told(const struct db_rows *rows, size_t row, void *context)
{
    struct tolds *tolds = context;
    *VEC_ADD(tolds) = (struct alert_told_row){.channel_id = db_int(rows, row, 0),
        .vulnerability_id = db_int(rows, row, 1),
        .told = {.priority = (int)db_int(rows, row, 2),
            .is_kev = db_int(rows, row, 3) != 0,
            .told_us = db_int(rows, row, 4)}};
}

#define TOLD_COLUMNS                                                                               \
    "SELECT channel_id, vulnerability_id, priority, is_kev, told_us FROM alert_told"               \
    " WHERE channel_id = $1"

bool alert_rows_told(struct db *db, int64_t channel_id, const int64_t *ids, size_t count,
    struct arena *arena, struct alert_told_row **ret_told, size_t *ret_count, struct err *err)
{
    struct tolds tolds = {0};
    const struct lookup lookup = {.ids = ids,
        .count = count,
        .args = DB_ARGS(DB_INT(channel_id)),
        .some = TOLD_COLUMNS " AND vulnerability_id IN",
        .all = TOLD_COLUMNS};
    bool is_ok = look_up(db, &lookup, arena, add_told, &tolds, err);
    struct alert_told_row *kept = is_ok ? arena_take_array(arena, tolds.len, sizeof *kept) : NULL;
    if (kept && tolds.len)
        memcpy(kept, tolds.at, tolds.len * sizeof *kept);
    *ret_told = kept;
    *ret_count = kept ? tolds.len : 0;
    VEC_DONE(&tolds);
    return is_ok && arena_check(arena, err);
}

bool alert_rows_muted(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT vulnerability_id FROM alert_mute WHERE team_id = $1 AND until_us > $2",
            DB_ARGS(DB_INT(team_id), DB_INT(now_us)), arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- writing -- */

bool alert_rows_write_told(
    struct db *db, const struct alert_told_row *told, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO alert_told (channel_id, vulnerability_id, priority, is_kev, told_us) VALUES",
        5,
        "ON CONFLICT (channel_id, vulnerability_id) DO UPDATE SET priority = excluded.priority,"
        " is_kev = excluded.is_kev, told_us = excluded.told_us");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value values[] = {DB_INT(told[i].channel_id),
            DB_INT(told[i].vulnerability_id), DB_INT(told[i].told.priority),
            DB_INT(told[i].told.is_kev), DB_INT(told[i].told.told_us)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool alert_rows_write_held(
    struct db *db, const struct alert_held_row *held, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO alert_hold (channel_id, vulnerability_id, team_id, what, since_us, release_us)"
        " VALUES",
        6,
        "ON CONFLICT (channel_id, vulnerability_id) DO UPDATE SET"
        " what = alert_hold.what | excluded.what, release_us = excluded.release_us,"
        " since_us = CASE WHEN excluded.since_us < alert_hold.since_us THEN excluded.since_us"
        " ELSE alert_hold.since_us END");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value values[] = {DB_INT(held[i].channel_id),
            DB_INT(held[i].vulnerability_id), DB_INT(held[i].team_id), DB_INT(held[i].what),
            DB_INT(held[i].since_us), DB_INT(held[i].release_us)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

static bool read_number(
    struct db *db, const char *sql, int64_t id, int64_t *ret_number, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, sql, DB_ARGS(DB_INT(id)), &arena, &rows, err);
    if (is_ok)
        *ret_number = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_ok;
}

bool alert_rows_next_held(struct db *db, int64_t team_id, int64_t *ret_us, struct err *err)
{
    return read_number(
        db, "SELECT MIN(release_us) FROM alert_hold WHERE team_id = $1", team_id, ret_us, err);
}
