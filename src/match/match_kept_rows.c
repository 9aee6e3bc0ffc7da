/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_kept.h"
#include "match/match_name.h"
#include "sbom/sbom_intern.h"
#include "store/db_batch.h"
#include "store/db_in.h"

enum { LOOKUP = 512 };

bool match_kept_read(struct db *db, const int64_t *ids, size_t count, struct arena *arena,
    struct match_kept_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct match_kept_row *kept = arena_take_array(arena, count, sizeof *kept);
    size_t kept_count = 0;
    bool is_ok = arena_check(arena, err);
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_value values[LOOKUP];
        struct db_rows rows;
        size_t some = count - from < LOOKUP ? count - from : LOOKUP;
        for (size_t i = 0; i < some; i++)
            values[i] = DB_INT(ids[from + i]);
        is_ok = db_in_query(db,
            "SELECT package_version_id, answer, cause, findings FROM package_answer"
            " WHERE package_version_id IN",
            DB_NO_ARGS, (struct db_args){values, some}, "ORDER BY package_version_id", arena, &rows,
            err);
        for (size_t i = 0; is_ok && i < rows.count; i++)
            kept[kept_count++] =
                (struct match_kept_row){db_int(&rows, i, 0), (enum match_answer)db_int(&rows, i, 1),
                    (enum match_cause)db_int(&rows, i, 2), db_text(&rows, i, 3)};
    }
    *ret_rows = kept;
    *ret_count = kept_count;
    return is_ok;
}

bool match_kept_write(
    struct db *db, const struct match_kept_row *rows, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO package_answer (package_version_id, answer, cause, findings) VALUES", 4,
        "ON CONFLICT (package_version_id) DO UPDATE SET answer = excluded.answer,"
        " cause = excluded.cause, findings = excluded.findings");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value row[] = {DB_INT(rows[i].package_version_id), DB_INT(rows[i].answer),
            DB_INT(rows[i].cause), DB_BLOB(rows[i].findings)};
        is_ok = db_batch_add(&batch, row, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool match_kept_missing(struct db *db, int64_t sbom_id, struct arena *arena,
    struct sbom_component **ret_components, int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT " SBOM_INTERN_COLUMNS
            " FROM package_version v LEFT JOIN package_answer a ON a.package_version_id = v.id"
            " WHERE v.ecosystem <> '' AND a.answer IS NULL AND v.id IN"
            " (SELECT o.package_version_id FROM occurrence o WHERE o.sbom_id = $1) ORDER BY v.id",
            DB_ARGS(DB_INT(sbom_id)), arena, &rows, err))
        return false;
    struct sbom_component *components = arena_take_array(arena, rows.count, sizeof *components);
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; components && ids && i < rows.count; i++) {
        ids[i] = db_int(&rows, i, 0);
        components[i] = sbom_intern_read(&rows, i);
    }
    *ret_components = components;
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* A row: ecosystem, owner's ecosystem, whether there is an owner, answer, cause, count. What is owned is judged through its
   owner, and not covered where that is not. What names no ecosystem has no answer, and is not covered. */
static struct match_kept_group read_group(
    const struct db_rows *rows, size_t row, const struct advisory_index *index, struct arena *arena)
{
    struct text owner = db_text(rows, row, 1);
    struct match_kept_group group = {.ecosystem = db_text(rows, row, 0),
        .answer = MATCH_NOT_COVERED,
        .cause = MATCH_CAUSE_NO_ECOSYSTEM,
        .count = db_int(rows, row, 5)};
    if (db_int(rows, row, 2) != 0 && ecosystem_find(group.ecosystem)) {
        bool is_judged = match_name_is_covered(index, ecosystem_find(owner), owner, arena);
        group.answer = is_judged ? MATCH_NOT_AFFECTED : MATCH_NOT_COVERED;
        group.cause = is_judged ? MATCH_CAUSE_OWNED : MATCH_CAUSE_OWNER_NOT_COVERED;
    } else if (!db_is_null(rows, row, 3)) {
        group.answer = (enum match_answer)db_int(rows, row, 3);
        group.cause = (enum match_cause)db_int(rows, row, 4);
    }
    return group;
}

static int compare_groups(const void *left, const void *right)
{
    return match_kept_compare_groups(left, right);
}

/* Owners of two operating systems may come to one group. */
static size_t join_groups(struct match_kept_group *groups, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(groups, count, sizeof *groups, compare_groups);
    for (size_t i = 0; i < count; i++)
        if (kept && match_kept_compare_groups(&groups[kept - 1], &groups[i]) == 0)
            groups[kept - 1].count += groups[i].count;
        else
            groups[kept++] = groups[i];
    return kept;
}

bool match_kept_count(struct db *db, const struct advisory_index *index, int64_t sbom_id,
    struct arena *arena, struct match_kept_group **ret_groups, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT v.ecosystem, o.owner_ecosystem,"
            " CASE WHEN o.owner_package <> '' THEN 1 ELSE 0 END, a.answer, a.cause, count(*)"
            " FROM occurrence o JOIN package_version v ON v.id = o.package_version_id"
            " LEFT JOIN package_answer a ON a.package_version_id = v.id"
            " WHERE o.sbom_id = $1 AND o.is_package = 1 GROUP BY 1, 2, 3, 4, 5",
            DB_ARGS(DB_INT(sbom_id)), arena, &rows, err))
        return false;
    struct match_kept_group *groups = arena_take_array(arena, rows.count, sizeof *groups);
    for (size_t i = 0; groups && i < rows.count; i++)
        groups[i] = read_group(&rows, i, index, arena);
    *ret_groups = groups;
    *ret_count = groups ? join_groups(groups, rows.count) : 0;
    return arena_check(arena, err);
}
