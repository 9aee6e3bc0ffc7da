/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/generation_follow_rows.h"

#include "base/map.h"
#include "base/vec.h"
#include "sbom/sbom_intern.h"
#include "store/db_batch.h"
#include "store/db_in.h"
#include "ticket/ticket_columns.h"

enum { LOOKUP = 512 };

/* Calls take with the rows for each LOOKUP values. */
typedef void (*taker)(void *context, const struct db_rows *rows);

static bool look_up(struct db *db, const char *before, const struct db_value *values, size_t count,
    const char *after, struct arena *arena, taker take, void *context, struct err *err)
{
    bool is_ok = true;
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_rows rows;
        struct db_args some = {values + from, count - from < LOOKUP ? count - from : LOOKUP};
        is_ok = db_in_query(db, before, DB_NO_ARGS, some, after, arena, &rows, err);
        if (is_ok)
            take(context, &rows);
    }
    return is_ok;
}

static struct db_value *texts(const struct text *from, size_t count, struct arena *arena)
{
    struct db_value *values = arena_take_array(arena, count, sizeof *values);
    for (size_t i = 0; values && i < count; i++)
        values[i] = DB_TEXT(from[i]);
    return values;
}

static struct db_value *ids(const int64_t *from, size_t count, struct arena *arena)
{
    struct db_value *values = arena_take_array(arena, count, sizeof *values);
    for (size_t i = 0; values && i < count; i++)
        values[i] = DB_INT(from[i]);
    return values;
}

/* Moves a vec into arena. */
static void *keep(const void *at, size_t count, size_t size, struct arena *arena)
{
    void *kept = arena_take_array(arena, count, size);
    if (kept && count)
        memcpy(kept, at, count * size);
    return kept;
}

/* -- versions -- */

struct version {
    int64_t id;
    struct sbom_component component;
};

struct versions {
    VEC(struct version);
};

static void take_versions(void *context, const struct db_rows *rows)
{
    struct versions *versions = context;
    for (size_t i = 0; i < rows->count; i++)
        *VEC_ADD(versions) = (struct version){db_int(rows, i, 0), sbom_intern_read(rows, i)};
}

static int compare_versions(const void *left, const void *right)
{
    int64_t a = ((const struct version *)left)->id, b = ((const struct version *)right)->id;
    return (a > b) - (a < b);
}

/* One that has both names came twice. */
static void keep_versions(
    struct versions *found, struct generation_versions *ret_versions, struct arena *arena)
{
    struct generation_versions kept = {
        .components = arena_take_array(arena, found->len, sizeof *kept.components),
        .ids = arena_take_array(arena, found->len, sizeof *kept.ids)};
    if (found->len)
        qsort(found->at, found->len, sizeof *found->at, compare_versions);
    for (size_t i = 0; kept.components && kept.ids && i < found->len; i++) {
        if (kept.count && kept.ids[kept.count - 1] == found->at[i].id)
            continue;
        kept.ids[kept.count] = found->at[i].id;
        kept.components[kept.count++] = found->at[i].component;
    }
    *ret_versions = kept;
}

#define SELECT_VERSION                                                                             \
    "SELECT " SBOM_INTERN_COLUMNS " FROM package_version v WHERE v.ecosystem <> '' AND v."

bool generation_follow_rows_versions(struct db *db, const struct text *names, size_t count,
    struct arena *arena, struct generation_versions *ret_versions, struct err *err)
{
    struct versions found = {0};
    struct db_value *values = texts(names, count, arena);
    bool is_ok = arena_check(arena, err) &&
                 look_up(db, SELECT_VERSION "name IN", values, count, "", arena, take_versions,
                     &found, err) &&
                 look_up(db, SELECT_VERSION "source_package IN", values, count, "", arena,
                     take_versions, &found, err);
    if (is_ok)
        keep_versions(&found, ret_versions, arena);
    VEC_DONE(&found);
    return is_ok && arena_check(arena, err);
}

/* -- postings -- */

struct postings {
    VEC(struct generation_posting);
};

static void take_postings(void *context, const struct db_rows *rows)
{
    struct postings *postings = context;
    for (size_t i = 0; i < rows->count; i++)
        *VEC_ADD(postings) = (struct generation_posting){.version_id = db_int(rows, i, 0),
            .part_id = db_int(rows, i, 1),
            .sbom_id = db_int(rows, i, 2),
            .judged_count = db_int(rows, i, 3),
            .owner_ecosystem = db_text(rows, i, 4),
            .owner_package = db_text(rows, i, 5),
            .use = ticket_rows_read_use(rows, i, 6)};
}

bool generation_follow_rows_postings(struct db *db, const int64_t *version_ids, size_t count,
    struct arena *arena, struct generation_posting **ret_postings, size_t *ret_count,
    struct err *err)
{
    struct postings found = {0};
    struct db_value *values = ids(version_ids, count, arena);
    bool is_ok =
        arena_check(arena, err) &&
        look_up(db,
            "SELECT o.package_version_id, b.part_id, b.id,"
            " count(*) FILTER (WHERE o.is_package = 1 AND o.owner_package = ''),"
            " MIN(o.owner_ecosystem), MIN(o.owner_package), " TICKET_ROWS_USE(
                "o.") " FROM occurrence o JOIN sbom b ON b.id = o.sbom_id AND b.is_current = 1"
                      " WHERE o.package_version_id IN",
            values, count,
            "GROUP BY o.package_version_id, b.part_id, b.id ORDER BY o.package_version_id, b.part_id",
            arena, take_postings, &found, err);
    *ret_postings = keep(found.at, found.len, sizeof *found.at, arena);
    *ret_count = found.len;
    VEC_DONE(&found);
    return is_ok && arena_check(arena, err);
}

/* -- tickets -- */

#define SELECT_TICKET "SELECT " TICKET_COLUMNS_SELECT " FROM ticket t "

struct tickets {
    VEC(struct ticket);
};

static void take_tickets(void *context, const struct db_rows *rows)
{
    struct tickets *tickets = context;
    for (size_t i = 0; i < rows->count; i++)
        ticket_rows_read(rows, i, VEC_ADD(tickets));
}

static bool find_tickets(struct db *db, const char *before, const struct db_value *values,
    size_t count, struct arena *arena, struct ticket **ret_tickets, size_t *ret_count,
    struct err *err)
{
    struct tickets found = {0};
    bool is_ok = arena_check(arena, err) && look_up(db, before, values, count, "ORDER BY t.id",
                                                arena, take_tickets, &found, err);
    *ret_tickets = keep(found.at, found.len, sizeof *found.at, arena);
    *ret_count = found.len;
    VEC_DONE(&found);
    return is_ok && arena_check(arena, err);
}

bool generation_follow_rows_marked(struct db *db, const struct text *names, size_t count,
    struct arena *arena, struct ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    return find_tickets(db,
        SELECT_TICKET "WHERE t.mark_reason IS NOT NULL AND t.state <> 'closed' AND t.package IN",
        texts(names, count, arena), count, arena, ret_tickets, ret_count, err);
}

bool generation_follow_rows_tickets(struct db *db, const int64_t *vulnerability_ids, size_t count,
    struct arena *arena, struct ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    return find_tickets(db,
        SELECT_TICKET "WHERE (t.cause IS NULL OR t.cause <> 'duplicate') AND t.vulnerability_id IN",
        ids(vulnerability_ids, count, arena), count, arena, ret_tickets, ret_count, err);
}

/* -- summaries -- */

static void take_numbers(void *context, const struct db_rows *rows)
{
    struct map *known = context;
    for (size_t i = 0; i < rows->count; i++)
        map_add(
            known, (struct text){(const char *)&rows->cells[i].number, sizeof(int64_t)}, 0, NULL);
}

/* Leaves those of SBOMs that have a summary; returns how many. */
static size_t keep_known(
    const struct map *known, struct generation_summary_change *changes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct text key = {(const char *)&changes[i].sbom_id, sizeof changes[i].sbom_id};
        if (map_find(known, key, NULL))
            changes[kept++] = changes[i];
    }
    return kept;
}

static bool write_groups(
    struct db *db, const struct generation_summary_change *changes, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO sbom_answer (sbom_id, ecosystem, answer, cause, component_count) VALUES", 5,
        "ON CONFLICT (sbom_id, ecosystem, answer, cause) DO UPDATE SET"
        " component_count = sbom_answer.component_count + excluded.component_count");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct match_kept_group *by = &changes[i].by;
        const struct db_value row[] = {DB_INT(changes[i].sbom_id), DB_TEXT(by->ecosystem),
            DB_INT(by->answer), DB_INT(by->cause), DB_INT(by->count)};
        is_ok = db_batch_add(&batch, row, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

/* What is owned stays so: an owner's ecosystem that comes or goes makes the summary anew. */
static bool write_summaries(struct db *db, const struct generation_summary_change *changes,
    size_t count, struct text generation, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO sbom_summary (sbom_id, generation, checked, affected, not_covered, undecidable)"
        " VALUES",
        6,
        "ON CONFLICT (sbom_id) DO UPDATE SET generation = excluded.generation,"
        " checked = sbom_summary.checked + excluded.checked,"
        " affected = sbom_summary.affected + excluded.affected,"
        " not_covered = sbom_summary.not_covered + excluded.not_covered,"
        " undecidable = sbom_summary.undecidable + excluded.undecidable");
    for (size_t i = 0; is_ok && i < count;) {
        int64_t sbom_id = changes[i].sbom_id;
        struct sbom_summary sum = {0};
        for (; i < count && changes[i].sbom_id == sbom_id; i++)
            match_kept_add(&sum, &changes[i].by);
        const struct db_value row[] = {DB_INT(sbom_id), DB_TEXT(generation), DB_INT(sum.checked),
            DB_INT(sum.affected), DB_INT(sum.not_covered), DB_INT(sum.undecidable)};
        is_ok = db_batch_add(&batch, row, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool generation_follow_rows_summaries(struct db *db, struct generation_summary_change *changes,
    size_t count, struct text generation, struct err *err)
{
    struct arena arena;
    struct map known = {0};
    arena_init(&arena, SIZE_MAX);
    struct db_value *values = arena_take_array(&arena, count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = DB_INT(changes[i].sbom_id);
    bool is_ok = look_up(db, "SELECT sbom_id FROM sbom_summary WHERE sbom_id IN", values, count, "",
        &arena, take_numbers, &known, err);
    count = is_ok ? keep_known(&known, changes, count) : 0;
    is_ok = is_ok && write_summaries(db, changes, count, generation, err) &&
            write_groups(db, changes, count, err);
    map_done(&known);
    arena_done(&arena);
    return is_ok;
}

bool generation_follow_rows_unsummarised(struct db *db, size_t limit, struct arena *arena,
    int64_t **ret_sbom_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT b.id FROM sbom b LEFT JOIN sbom_summary y ON y.sbom_id = b.id"
            " WHERE b.is_current = 1 AND y.sbom_id IS NULL ORDER BY b.id LIMIT $1",
            DB_ARGS(DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    int64_t *sbom_ids = arena_take_array(arena, rows.count, sizeof *sbom_ids);
    for (size_t i = 0; sbom_ids && i < rows.count; i++)
        sbom_ids[i] = db_int(&rows, i, 0);
    *ret_sbom_ids = sbom_ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
