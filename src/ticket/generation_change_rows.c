/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/generation_change.h"

#include "base/map.h"
#include "base/vec.h"
#include "domain/ecosystem.h"
#include "store/db_batch.h"
#include "store/db_in.h"

enum { LOOKUP = 512 };

struct note {
    struct db *db;
    const struct advisory_index *index;
    struct arena arena;
    struct map seen; /* names that were noted */
    struct db_batch batch;
};

static bool note_rows(struct note *note, const struct db_rows *rows, struct err *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct text name = db_text(rows, i, 0);
        const struct db_value row[] = {DB_TEXT(name), DB_INT(0)};
        if (name.len && map_add(&note->seen, name, 0, NULL) &&
            !db_batch_add(&note->batch, row, err))
            return false;
    }
    return true;
}

/* Notes the names that a query finds for a list of values. */
static bool note_found(struct note *note, const char *before, const struct db_value *values,
    size_t count, const char *after, struct err *err)
{
    bool is_ok = true;
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_rows rows;
        struct db_args some = {values + from, count - from < LOOKUP ? count - from : LOOKUP};
        is_ok = db_in_query(note->db, before, DB_NO_ARGS, some, after, &note->arena, &rows, err) &&
                note_rows(note, &rows, err);
    }
    return is_ok;
}

static bool note_packages(
    struct note *note, const struct advisory_changes *changes, struct err *err)
{
    struct map distinct = {0};
    size_t count = 0;
    struct db_value *names = arena_take_array(&note->arena, changes->package_count, sizeof *names);
    for (size_t i = 0; names && i < changes->package_count; i++)
        if (map_add(&distinct, changes->packages[i].package, 0, NULL))
            names[count++] = DB_TEXT(changes->packages[i].package);
    map_done(&distinct);
    return arena_check(&note->arena, err) &&
           note_found(note,
               "SELECT DISTINCT name FROM package_version WHERE ecosystem <> '' AND name IN", names,
               count, "", err) &&
           note_found(note,
               "SELECT DISTINCT source_package FROM package_version WHERE source_package IN", names,
               count, "", err);
}

/* Facts of a CVE show in tickets; a closed one shows what was true then, but an accepted risk may have grown. */
static bool note_cves(struct note *note, const struct advisory_changes *changes, struct err *err)
{
    struct db_value *cves = arena_take_array(&note->arena, changes->cve_count, sizeof *cves);
    for (size_t i = 0; cves && i < changes->cve_count; i++)
        cves[i] = DB_TEXT(changes->cves[i]);
    return arena_check(&note->arena, err) &&
           note_found(note,
               "SELECT DISTINCT t.package FROM vulnerability_alias a"
               " JOIN ticket t ON t.vulnerability_id = a.vulnerability_id"
               " WHERE (t.state <> 'closed' OR t.cause = 'accepted') AND a.alias IN",
               cves, changes->cve_count, "", err);
}

/* -- ecosystems -- */

/* "Debian" of "Debian:12": a record may speak for all releases, so they come and go together. */
static struct text family_of(struct text name)
{
    const struct ecosystem *ecosystem = ecosystem_find(name);
    return ecosystem ? text_of(ecosystem->name) : name;
}

/* What the operating system owns is covered as its owner is. */
static bool note_owned(struct note *note, const struct db_value *ecosystem, struct err *err)
{
    return note_found(note,
               "SELECT DISTINCT v.name FROM occurrence o"
               " JOIN package_version v ON v.id = o.package_version_id WHERE o.owner_ecosystem IN",
               ecosystem, 1, "", err) &&
           db_run(note->db,
               "DELETE FROM sbom_summary WHERE sbom_id IN (SELECT b.id FROM sbom b"
               " WHERE b.is_current = 1 AND EXISTS (SELECT 1 FROM occurrence o"
               " WHERE o.sbom_id = b.id AND o.owner_ecosystem = $1))",
               (struct db_args){ecosystem, 1}, NULL, err);
}

static bool note_ecosystem(struct note *note, struct text name, struct err *err)
{
    struct db_value value = DB_TEXT(name);
    return note_found(note, "SELECT DISTINCT name FROM package_version WHERE ecosystem IN", &value,
               1, "", err) &&
           note_found(note,
               "SELECT DISTINCT source_package FROM package_version WHERE ecosystem IN", &value, 1,
               "", err) &&
           note_owned(note, &value, err);
}

static bool note_family(struct note *note, struct text family, struct err *err)
{
    struct db_rows rows;
    bool is_ok = db_query(note->db,
        "SELECT ecosystem FROM package_version WHERE ecosystem <> ''"
        " UNION SELECT owner_ecosystem FROM occurrence WHERE owner_ecosystem <> ''",
        DB_NO_ARGS, &note->arena, &rows, err);
    for (size_t i = 0; is_ok && i < rows.count; i++)
        if (text_eq(family_of(db_text(&rows, i, 0)), family))
            is_ok = note_ecosystem(note, db_text(&rows, i, 0), err);
    return is_ok;
}

/* Notes the families of ecosystems that are in one list and not in the other. */
static bool note_difference(struct note *note, const struct map *before, const struct text *now,
    size_t now_count, struct err *err)
{
    struct map families = {0};
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < now_count; i++) {
        struct text family = family_of(now[i]);
        if (!map_find(before, now[i], NULL) && map_add(&families, family, 0, NULL))
            is_ok = note_family(note, family, err);
    }
    map_done(&families);
    return is_ok;
}

static bool write_covered(
    struct note *note, const struct text *now, size_t now_count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = db_run(note->db, "DELETE FROM advisory_covered", DB_NO_ARGS, NULL, err);
    db_batch_init(&batch, note->db, "INSERT INTO advisory_covered (ecosystem) VALUES", 1,
        "ON CONFLICT (ecosystem) DO NOTHING");
    for (size_t i = 0; is_ok && i < now_count; i++)
        is_ok = db_batch_add(&batch, &DB_TEXT(now[i]), err);
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

/* Several sources may cover an ecosystem: each comes once, as coverage is in the order of names. */
static size_t list_covered(const struct advisory_index *index, struct text *names)
{
    size_t count = 0;
    for (size_t i = 0; i < advisory_index_coverage_count(index); i++) {
        struct text name = advisory_index_coverage(index, i).ecosystem;
        if (count == 0 || !text_eq(names[count - 1], name))
            names[count++] = name;
    }
    return count;
}

static bool note_coverage(struct note *note, struct err *err)
{
    struct db_rows rows;
    struct map before = {0}, after = {0};
    struct text *now =
        arena_take_array(&note->arena, advisory_index_coverage_count(note->index), sizeof *now);
    if (!now || !db_query(note->db, "SELECT ecosystem FROM advisory_covered", DB_NO_ARGS,
                    &note->arena, &rows, err))
        return now ? false : arena_check(&note->arena, err);
    size_t now_count = list_covered(note->index, now);
    struct text *former = arena_take_array(&note->arena, rows.count, sizeof *former);
    for (size_t i = 0; former && i < rows.count; i++) {
        former[i] = db_text(&rows, i, 0);
        map_add(&before, former[i], 0, NULL);
    }
    for (size_t i = 0; i < now_count; i++)
        map_add(&after, now[i], 0, NULL);
    bool is_ok = arena_check(&note->arena, err) &&
                 note_difference(note, &before, now, now_count, err) &&
                 note_difference(note, &after, former, rows.count, err) &&
                 write_covered(note, now, now_count, err);
    map_done(&before);
    map_done(&after);
    return is_ok;
}

/* -- all -- */

static bool note_everything(struct note *note, struct err *err)
{
    return db_run(note->db,
               "INSERT INTO generation_change (package, after_part_id)"
               " SELECT DISTINCT name, 0 FROM package_version WHERE ecosystem <> '' AND name <> ''"
               " ON CONFLICT (package) DO UPDATE SET after_part_id = 0",
               DB_NO_ARGS, NULL, err) &&
           db_run(note->db,
               "INSERT INTO generation_change (package, after_part_id)"
               " SELECT DISTINCT source_package, 0 FROM package_version WHERE source_package <> ''"
               " ON CONFLICT (package) DO UPDATE SET after_part_id = 0",
               DB_NO_ARGS, NULL, err);
}

/* Parts in which the package at work has followed show the former generation, and it will not be told from the next one. */
static bool note_parts_at_work(struct db *db, struct err *err)
{
    return db_run(db,
        "INSERT INTO generation_part (part_id) SELECT part_id FROM sbom WHERE is_current = 1"
        " AND part_id <= (SELECT MAX(after_part_id) FROM generation_change)"
        " ON CONFLICT (part_id) DO NOTHING",
        DB_NO_ARGS, NULL, err);
}

bool generation_change_note(struct db *db, const struct advisory_index *index,
    const struct advisory_changes *changes, struct err *err)
{
    struct note note = {.db = db, .index = index};
    arena_init(&note.arena, SIZE_MAX);
    db_batch_init(&note.batch, db, "INSERT INTO generation_change (package, after_part_id) VALUES",
        2, "ON CONFLICT (package) DO UPDATE SET after_part_id = 0");
    bool is_ok = note_parts_at_work(db, err) && note_coverage(&note, err) &&
                 (changes ? note_packages(&note, changes, err) && note_cves(&note, changes, err)
                          : note_everything(&note, err)) &&
                 db_batch_end(&note.batch, err);
    db_batch_done(&note.batch);
    map_done(&note.seen);
    arena_done(&note.arena);
    return is_ok;
}

bool generation_change_list(struct db *db, size_t limit, struct arena *arena,
    struct generation_change **ret_changes, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT package, after_part_id FROM generation_change"
            " ORDER BY after_part_id DESC, package LIMIT $1",
            DB_ARGS(DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct generation_change *changes = arena_take_array(arena, rows.count, sizeof *changes);
    for (size_t i = 0; changes && i < rows.count; i++)
        changes[i] = (struct generation_change){db_text(&rows, i, 0), db_int(&rows, i, 1)};
    *ret_changes = changes;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool generation_change_done(
    struct db *db, const struct generation_change *changes, size_t count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    struct db_value *names = arena_take_array(&arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = DB_TEXT(changes[i].package);
    bool is_ok = db_in_query(db, "DELETE FROM generation_change WHERE package IN", DB_NO_ARGS,
        (struct db_args){names, count}, "", &arena, &rows, err);
    arena_done(&arena);
    return is_ok;
}

bool generation_change_move(struct db *db, const struct generation_change *change, struct err *err)
{
    return db_run(db, "UPDATE generation_change SET after_part_id = $2 WHERE package = $1",
        DB_ARGS(DB_TEXT(change->package), DB_INT(change->after_part_id)), NULL, err);
}

/* -- parts -- */

bool generation_change_note_part(struct db *db, int64_t part_id, struct err *err)
{
    return db_run(db,
        "INSERT INTO generation_part (part_id) SELECT CAST($1 AS BIGINT)"
        " WHERE EXISTS (SELECT 1 FROM generation_change) ON CONFLICT (part_id) DO NOTHING",
        DB_ARGS(DB_INT(part_id)), NULL, err);
}

bool generation_change_take_parts(struct db *db, size_t limit, struct arena *arena,
    int64_t **ret_part_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT part_id FROM generation_part ORDER BY part_id LIMIT $1",
            DB_ARGS(DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    int64_t *part_ids = arena_take_array(arena, rows.count, sizeof *part_ids);
    for (size_t i = 0; part_ids && i < rows.count; i++)
        part_ids[i] = db_int(&rows, i, 0);
    *ret_part_ids = part_ids;
    *ret_count = rows.count;
    return arena_check(arena, err) &&
           (rows.count == 0 || db_run(db, "DELETE FROM generation_part WHERE part_id <= $1",
                                   DB_ARGS(DB_INT(part_ids[rows.count - 1])), NULL, err));
}
