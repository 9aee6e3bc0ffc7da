/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_rows.h"

#include <stdio.h>

#include "base/rand.h"
#include "job/hint.h"
#include "journal/journal.h"
#include "sbom/sbom_graph_rows.h"
#include "sbom/sbom_hold.h"
#include "sbom/sbom_intern.h"
#include "sbom/service.h"
#include "store/blob.h"
#include "store/db_batch.h"
#include "store/db_in.h"

#define SBOM_SELECT                                                                                \
    "SELECT b.id, b.part_id, b.number, b.digest, b.file_name, b.format, b.spec_version, "          \
    "b.subject_name, b.subject_version, b.tool, b.os_name, b.os_version, b.made_us, "              \
    "b.component_count, b.odd_count, b.skipped_count, b.uploaded_by, a.name, b.created_us, "       \
    "b.is_current, b.is_held, b.held_reason, b.note, f.size_bytes, "                               \
    "y.checked, y.affected, y.not_covered, y.undecidable, y.os_ecosystem, y.os_label, "            \
    "y.support_end_us, y.extended_end_us, y.owned "                                                \
    "FROM sbom b JOIN blob f ON f.digest = b.digest "                                              \
    "LEFT JOIN account a ON a.id = b.uploaded_by LEFT JOIN sbom_summary y ON y.sbom_id = b.id "

static struct sbom_row read_row(const struct db_rows *rows, size_t row)
{
    struct sbom_row sbom = {
        .id = db_int(rows, row, 0),
        .part_id = db_int(rows, row, 1),
        .number = db_int(rows, row, 2),
        .file_name = db_text(rows, row, 4),
        .format = db_text(rows, row, 5),
        .spec_version = db_text(rows, row, 6),
        .subject_name = db_text(rows, row, 7),
        .subject_version = db_text(rows, row, 8),
        .tool = db_text(rows, row, 9),
        .os_name = db_text(rows, row, 10),
        .os_version = db_text(rows, row, 11),
        .made_us = db_int(rows, row, 12),
        .component_count = db_int(rows, row, 13),
        .odd_count = db_int(rows, row, 14),
        .skipped_count = db_int(rows, row, 15),
        .uploaded_by = db_int(rows, row, 16),
        .uploader = db_text(rows, row, 17),
        .created_us = db_int(rows, row, 18),
        .is_current = db_int(rows, row, 19) != 0,
        .is_held = db_int(rows, row, 20) != 0,
        .held_reason = db_text(rows, row, 21),
        .note = db_text(rows, row, 22),
        .size_bytes = db_int(rows, row, 23),
        .has_summary = !db_is_null(rows, row, 24),
        .summary = {.checked = db_int(rows, row, 24),
            .affected = db_int(rows, row, 25),
            .not_covered = db_int(rows, row, 26),
            .undecidable = db_int(rows, row, 27),
            .owned = db_int(rows, row, 32),
            .os_ecosystem = db_text(rows, row, 28),
            .os_label = db_text(rows, row, 29),
            .has_support = !db_is_null(rows, row, 30),
            .support = {db_int(rows, row, 30), db_int(rows, row, 31)}},
    };
    struct text digest = db_text(rows, row, 3);
    if (digest.len == SHA256_SIZE)
        memcpy(sbom.digest, digest.at, SHA256_SIZE);
    return sbom;
}

static bool keep_rows(const struct db_rows *rows, struct arena *arena, struct sbom_row **ret_rows,
    size_t *ret_count, struct err *err)
{
    struct sbom_row *sboms = arena_take_array(arena, rows->count, sizeof *sboms);
    if (!sboms)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows->count; i++)
        sboms[i] = read_row(rows, i);
    *ret_rows = sboms;
    *ret_count = rows->count;
    return true;
}

static bool read_rows(struct db *db, const char *sql, struct db_args args, struct arena *arena,
    struct sbom_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db, sql, args, arena, &rows, err) &&
           keep_rows(&rows, arena, ret_rows, ret_count, err);
}

bool sbom_rows_current(struct db *db, struct db_args part_ids, struct arena *arena,
    struct sbom_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_in_query(db, SBOM_SELECT "WHERE b.is_current = 1 AND b.part_id IN", DB_NO_ARGS,
               part_ids, "ORDER BY b.part_id", arena, &rows, err) &&
           keep_rows(&rows, arena, ret_rows, ret_count, err);
}

bool sbom_rows_find(
    struct db *db, int64_t sbom_id, struct arena *arena, struct sbom_row *ret_row, struct err *err)
{
    struct sbom_row *rows;
    size_t count;
    if (!read_rows(
            db, SBOM_SELECT "WHERE b.id = $1", DB_ARGS(DB_INT(sbom_id)), arena, &rows, &count, err))
        return false;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such SBOM");
    *ret_row = rows[0];
    return true;
}

bool sbom_rows_list(struct db *db, int64_t part_id, int64_t before_number, size_t limit,
    struct arena *arena, struct sbom_row **ret_rows, size_t *ret_count, struct err *err)
{
    return read_rows(db,
        SBOM_SELECT "WHERE b.part_id = $1 AND b.number < $2 ORDER BY b.number DESC LIMIT $3",
        DB_ARGS(DB_INT(part_id), DB_INT(before_number ? before_number : INT64_MAX),
            DB_INT((int64_t)limit)),
        arena, ret_rows, ret_count, err);
}

/* -- storing -- */

struct storing {
    struct db *db;
    const struct sbom *sbom;
    const struct sbom_upload *upload;
    struct arena *arena;
    int64_t id, number;
    struct text held_reason;
};

static struct db_value digest_value(const unsigned char digest[SHA256_SIZE])
{
    return DB_BLOB(((struct text){(const char *)digest, SHA256_SIZE}));
}

/* Gives the row of the same original in the part; count 0 when there is none. */
static bool find_same(
    struct storing *storing, struct sbom_row **ret_row, size_t *ret_count, struct err *err)
{
    return read_rows(storing->db, SBOM_SELECT "WHERE b.part_id = $1 AND b.digest = $2",
        DB_ARGS(DB_INT(storing->upload->part_id), digest_value(storing->upload->digest)),
        storing->arena, ret_row, ret_count, err);
}

static bool find_number(struct storing *storing, struct err *err)
{
    struct db_rows rows;
    if (!db_query(storing->db, "SELECT max(number) FROM sbom WHERE part_id = $1",
            DB_ARGS(DB_INT(storing->upload->part_id)), storing->arena, &rows, err))
        return false;
    storing->number = db_int(&rows, 0, 0) + 1;
    return true;
}

static bool find_held_reason(
    struct storing *storing, const struct sbom_hold_facts *after, struct err *err)
{
    struct sbom_row *current;
    size_t count;
    if (!read_rows(storing->db, SBOM_SELECT "WHERE b.part_id = $1 AND b.is_current = 1",
            DB_ARGS(DB_INT(storing->upload->part_id)), storing->arena, &current, &count, err))
        return false;
    storing->held_reason = (struct text){"", 0};
    if (count == 0 || storing->upload->is_stored_only)
        return true;
    struct sbom_hold_facts before = {
        current->subject_name, current->subject_version, current->component_count};
    storing->held_reason = sbom_hold_reason(&before, after, storing->arena);
    return arena_check(storing->arena, err);
}

static bool add_row(struct storing *storing, struct err *err)
{
    const struct sbom *sbom = storing->sbom;
    const struct sbom_upload *upload = storing->upload;
    return db_run(storing->db,
        "INSERT INTO sbom (id, part_id, number, digest, file_name, format, spec_version, "
        "subject_name, subject_version, subject_purl, serial, tool, os_name, os_version, made_us, "
        "component_count, odd_count, skipped_count, uploaded_by, created_us, is_current, is_held, "
        "held_reason, note, subject_ref, subject_cpe) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        "$10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 0, $21, $22, $23, $24, $25)",
        DB_ARGS(DB_INT(storing->id), DB_INT(upload->part_id), DB_INT(storing->number),
            digest_value(upload->digest), DB_TEXT(upload->file_name),
            DB_TEXT(text_of(sbom_format_name(sbom->format))), DB_TEXT(sbom->spec_version),
            DB_TEXT(sbom->name), DB_TEXT(sbom->version), DB_TEXT(sbom->purl), DB_TEXT(sbom->serial),
            DB_TEXT(sbom->tool), DB_TEXT(sbom->os_name), DB_TEXT(sbom->os_version),
            DB_ID(sbom->created_us), DB_INT((int64_t)sbom->component_count),
            DB_INT((int64_t)sbom->odd_count), DB_INT((int64_t)sbom->skipped_count),
            DB_ID(upload->account_id), DB_INT(upload->now_us), DB_INT(storing->held_reason.len > 0),
            DB_TEXT_OR_NULL(storing->held_reason), DB_TEXT(upload->note), DB_TEXT(sbom->ref),
            DB_TEXT(sbom->cpe)),
        NULL, err);
}

static bool add_occurrence(struct storing *storing, struct db_batch *batch, size_t position,
    int64_t package_version_id, struct err *err)
{
    const struct sbom_component *component = &storing->sbom->components[position];
    struct db_value row[] = {
        DB_INT(storing->id),
        DB_INT((int64_t)position),
        DB_INT(package_version_id),
        DB_TEXT(component->name),
        DB_TEXT(component->type),
        DB_TEXT(component->ref),
        DB_TEXT(component->purl),
        DB_TEXT(component->cpe),
        DB_TEXT(component->license),
        DB_TEXT(component->scope),
        DB_INT(component->is_direct),
        DB_INT(component->is_package),
        DB_TEXT(component->oddity),
        DB_TEXT(component->path),
        DB_TEXT(component->owner_ecosystem),
        DB_TEXT(component->owner_package),
    };
    return db_batch_add(batch, row, err);
}

static bool add_occurrences(struct storing *storing, struct err *err)
{
    struct db_batch batch;
    int64_t *ids;
    if (!sbom_intern(
            storing->db, storing->sbom, storing->upload->now_us, storing->arena, &ids, err))
        return false;
    db_batch_init(&batch, storing->db,
        "INSERT INTO occurrence (sbom_id, position, package_version_id, name, type, ref, purl, "
        "cpe, license, scope, is_direct, is_package, oddity, path, owner_ecosystem, "
        "owner_package) VALUES",
        16, "");
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < storing->sbom->component_count; i++)
        is_fine = add_occurrence(storing, &batch, i, ids[i], err);
    is_fine = is_fine && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_fine;
}

/* So many of each ecosystem: what the inventory runs is told from these. */
static bool add_ecosystems(struct storing *storing, struct err *err)
{
    return db_run(storing->db,
        "INSERT INTO sbom_ecosystem (sbom_id, ecosystem, component_count, owned_count)"
        " SELECT o.sbom_id, v.ecosystem, count(*), count(*) FILTER (WHERE o.owner_package <> '')"
        " FROM occurrence o JOIN package_version v ON v.id = o.package_version_id"
        " WHERE o.sbom_id = $1 AND o.is_package = 1 GROUP BY o.sbom_id, v.ecosystem",
        DB_ARGS(DB_INT(storing->id)), NULL, err);
}

static bool store_new(struct storing *storing, struct err *err)
{
    const struct sbom_upload *upload = storing->upload;
    struct sbom_hold_facts facts = {
        storing->sbom->name, storing->sbom->version, (int64_t)storing->sbom->component_count};
    storing->id = rand_id(upload->now_us);
    return find_number(storing, err) && find_held_reason(storing, &facts, err) &&
           blob_write_fd(storing->db, upload->fd, upload->digest, upload->now_us, err) &&
           add_row(storing, err) && add_occurrences(storing, err) && add_ecosystems(storing, err) &&
           sbom_graph_rows_write(storing->db, storing->id, storing->sbom, storing->arena, err);
}

/* The same file again, an older one to go back to perhaps: it takes its place anew if the rule lets it. */
static bool find_again(struct storing *storing, const struct sbom_row *row, struct err *err)
{
    struct sbom_hold_facts facts = {row->subject_name, row->subject_version, row->component_count};
    storing->id = row->id;
    storing->held_reason = row->held_reason;
    if (row->is_held || row->is_current || storing->upload->is_stored_only)
        return true;
    if (!find_held_reason(storing, &facts, err))
        return false;
    return storing->held_reason.len == 0 ||
           db_run(storing->db, "UPDATE sbom SET is_held = 1, held_reason = $2 WHERE id = $1",
               DB_ARGS(DB_INT(row->id), DB_TEXT(storing->held_reason)), NULL, err);
}

bool sbom_rows_store(struct db *db, const struct sbom *sbom, const struct sbom_upload *upload,
    struct arena *arena, struct sbom_row *ret_row, bool *ret_is_new, struct err *err)
{
    struct storing storing = {.db = db, .sbom = sbom, .upload = upload, .arena = arena};
    struct sbom_row *same;
    size_t count = 0;
    if (!db_in_transaction(db))
        err_panic("an SBOM is stored outside of a transaction");
    if (!find_same(&storing, &same, &count, err) ||
        !(count ? find_again(&storing, same, err) : store_new(&storing, err)))
        return false;
    bool is_to_be_current = storing.held_reason.len == 0 && !upload->is_stored_only;
    if (is_to_be_current && !sbom_rows_make_current(db, storing.id, err))
        return false;
    *ret_is_new = count == 0;
    return sbom_rows_find(db, storing.id, arena, ret_row, err);
}

bool sbom_rows_make_current(struct db *db, int64_t sbom_id, struct err *err)
{
    struct db_args id = DB_ARGS(DB_INT(sbom_id));
    int64_t changed;
    if (!db_in_transaction(db))
        err_panic("an SBOM is made current outside of a transaction");
    if (!db_run(db,
            "UPDATE sbom SET is_current = 0 WHERE is_current = 1 AND id <> $1 "
            "AND part_id = (SELECT part_id FROM sbom WHERE id = $1)",
            id, NULL, err) ||
        !db_run(db, "UPDATE sbom SET is_current = 1, is_held = 0, held_reason = NULL WHERE id = $1",
            id, &changed, err))
        return false;
    return changed || err_set(err, ERR_NOT_FOUND, "there is no such SBOM");
}

bool sbom_rows_tell(struct db *db, const char *kind, const struct sbom_row *row, int64_t actor_id,
    int64_t now_us, struct err *err)
{
    char facts[256], hex[SHA256_HEX_SIZE];
    int64_t team_id, service_id;
    if (!service_part_place(db, row->part_id, &team_id, &service_id, err))
        return false;
    snprintf(facts, sizeof facts,
        "{\"service_id\":\"%lld\",\"part_id\":\"%lld\",\"number\":%lld,\"digest\":\"%s\","
        "\"component_count\":%lld}",
        (long long)service_id, (long long)row->part_id, (long long)row->number,
        sha256_print(row->digest, hex), (long long)row->component_count);
    const struct hint hint = {
        .kind = TEXT("sboms"), .team_id = team_id, .ids = &row->part_id, .id_count = 1};
    return hint_add(db, &hint, err) &&
           journal_add_texts(db,
               &(struct journal_entry){.kind = kind,
                   .actor_id = actor_id,
                   .team_id = team_id,
                   .object_kind = "sbom",
                   .object_id = row->id,
                   .at_us = now_us,
                   .facts = text_of(facts)},
               JOURNAL_TEXTS({"file_name", row->file_name}, {"note", row->note},
                   {"held_reason", row->held_reason}),
               err);
}

bool sbom_rows_delete(struct db *db, const struct sbom_row *row, struct err *err)
{
    struct db_args id = DB_ARGS(DB_INT(row->id)), digest = DB_ARGS(digest_value(row->digest));
    if (!db_in_transaction(db))
        err_panic("an SBOM is deleted outside of a transaction");
    if (row->is_current)
        return err_set(
            err, ERR_CONFLICT, "it is the current SBOM of its part: upload another first");
    return db_run(db, "DELETE FROM sbom_summary WHERE sbom_id = $1", id, NULL, err) &&
           db_run(db, "DELETE FROM sbom_graph WHERE sbom_id = $1", id, NULL, err) &&
           db_run(db, "DELETE FROM sbom_ecosystem WHERE sbom_id = $1", id, NULL, err) &&
           db_run(db, "DELETE FROM occurrence WHERE sbom_id = $1", id, NULL, err) &&
           db_run(db, "DELETE FROM sbom WHERE id = $1", id, NULL, err) &&
           db_run(db,
               "DELETE FROM blob_chunk WHERE digest = $1"
               " AND NOT EXISTS (SELECT 1 FROM sbom WHERE digest = $1)",
               digest, NULL, err) &&
           db_run(db,
               "DELETE FROM blob WHERE digest = $1"
               " AND NOT EXISTS (SELECT 1 FROM sbom WHERE digest = $1)",
               digest, NULL, err);
}

/* -- components -- */

static struct sbom_row_component read_component(const struct db_rows *rows, size_t row)
{
    return (struct sbom_row_component){
        .position = db_int(rows, row, 0),
        .package_version_id = db_int(rows, row, 1),
        .name = db_text(rows, row, 2),
        .version = db_text(rows, row, 3),
        .ecosystem = db_text(rows, row, 4),
        .package = db_text(rows, row, 5),
        .type = db_text(rows, row, 6),
        .ref = db_text(rows, row, 7),
        .purl = db_text(rows, row, 8),
        .license = db_text(rows, row, 9),
        .scope = db_text(rows, row, 10),
        .oddity = db_text(rows, row, 11),
        .source_package = db_text(rows, row, 12),
        .source_version = db_text(rows, row, 13),
        .arch = db_text(rows, row, 14),
        .is_direct = db_int(rows, row, 15) != 0,
        .is_package = db_int(rows, row, 16) != 0,
        .module = db_text(rows, row, 17),
        .path = db_text(rows, row, 18),
        .owner_ecosystem = db_text(rows, row, 19),
        .owner_package = db_text(rows, row, 20),
    };
}

bool sbom_rows_components(struct db *db, const struct sbom_components_query *query,
    struct arena *arena, struct sbom_row_component **ret_components, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT o.position, o.package_version_id, o.name, v.version, v.ecosystem, v.name, "
            "o.type, o.ref, o.purl, o.license, o.scope, o.oddity, v.source_package, "
            "v.source_version, v.arch, o.is_direct, o.is_package, v.module, o.path, "
            "o.owner_ecosystem, o.owner_package "
            "FROM occurrence o JOIN package_version v ON v.id = o.package_version_id "
            "WHERE o.sbom_id = $1 AND (CAST($2 AS TEXT) = '' "
            "OR replace(lower(o.name), lower($2), '') <> lower(o.name)) "
            "AND (o.name > $3 OR (o.name = $3 AND o.position > $4)) "
            "ORDER BY o.name, o.position LIMIT $5",
            DB_ARGS(DB_INT(query->sbom_id), DB_TEXT(query->words), DB_TEXT(query->after_name),
                DB_INT(query->after_position), DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct sbom_row_component *components = arena_take_array(arena, rows.count, sizeof *components);
    if (!components)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        components[i] = read_component(&rows, i);
    *ret_components = components;
    *ret_count = rows.count;
    return true;
}
