/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_rows.h"

#include "base/limits.h"
#include "base/rand.h"
#include "codec/json.h"
#include "store/db_batch.h"
#include "store/db_in.h"
#include "vex/vex_flat.h"

/* Names looked up at once. */
enum { LOOKUP = 1024 };

/* -- adding -- */

static struct db_value digest_of(const struct vex_row *row)
{
    return DB_BLOB(((struct text){(const char *)row->digest, SHA256_SIZE}));
}

static bool find_same(struct db *db, const struct vex_row *row, int64_t *ret_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    const struct vex_scope *scope = &row->scope;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT id FROM vex_document WHERE digest = $1 AND COALESCE(team_id, 0) = $2"
        " AND COALESCE(service_id, 0) = $3 AND COALESCE(part_id, 0) = $4 AND deleted_us IS NULL",
        DB_ARGS(digest_of(row), DB_INT(scope->team_id), DB_INT(scope->service_id),
            DB_INT(scope->part_id)),
        &arena, &rows, err);
    *ret_id = is_ok && rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_ok;
}

static struct text print_oddities(const struct vex *vex, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '[');
    for (size_t i = 0; i < vex->oddity_count; i++)
        json_print_text(&out, vex->oddities[i]);
    json_print_close(&out, ']');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

static bool add_document(struct db *db, int64_t id, const struct vex_row *row,
    const struct vex *vex, struct arena *arena, struct err *err)
{
    return db_run(db,
        "INSERT INTO vex_document (id, team_id, service_id, part_id, digest, file_name, format,"
        " spec_version, document_id, document_version, author, issued_us, said_us,"
        " statement_count, odd_count, oddities, uploaded_by, created_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        DB_ARGS(DB_INT(id), DB_ID(row->scope.team_id), DB_ID(row->scope.service_id),
            DB_ID(row->scope.part_id), digest_of(row), DB_TEXT(row->file_name),
            DB_TEXT(text_of(vex_format_word(vex->format))), DB_TEXT(vex->spec_version),
            DB_TEXT(vex->id), DB_TEXT(vex->version), DB_TEXT(vex->author), DB_ID(vex->issued_us),
            DB_ID(vex->said_us), DB_INT((int64_t)vex->statement_count),
            DB_INT((int64_t)vex->odd_count), DB_TEXT(print_oddities(vex, arena)),
            DB_INT(row->uploaded_by), DB_INT(row->created_us)),
        NULL, err);
}

/* Texts must stay until the batch is written, so each statement's bytes go into the arena. */
static bool add_statements(
    struct db *db, int64_t id, const struct vex *vex, struct arena *arena, struct err *err)
{
    struct db_batch batch;
    struct buf flat;
    bool is_ok = true;
    buf_init(&flat, SIZE_MAX);
    db_batch_init(&batch, db, "INSERT INTO vex_statement (vex_id, number, flat) VALUES", 3, "");
    for (size_t i = 0; is_ok && i < vex->statement_count; i++) {
        buf_cut(&flat, 0);
        vex_flat_write_statement(vex, &vex->statements[i], &flat);
        const struct db_value values[] = {
            DB_INT(id), DB_INT((int64_t)i), DB_BLOB(arena_text(arena, buf_text(&flat)))};
        is_ok = arena_check(arena, err) && db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    buf_done(&flat);
    return is_ok;
}

static bool add_name(struct db_batch *batch, int64_t id, size_t number, struct text name,
    struct arena *arena, struct err *err)
{
    const struct db_value values[] = {
        DB_TEXT(arena_text_lower(arena, name)), DB_INT(id), DB_INT((int64_t)number)};
    return arena_check(arena, err) && db_batch_add(batch, values, err);
}

static bool add_names(
    struct db *db, int64_t id, const struct vex *vex, struct arena *arena, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db, "INSERT INTO vex_name (name, vex_id, number) VALUES", 3,
        "ON CONFLICT DO NOTHING");
    for (size_t i = 0; is_ok && i < vex->statement_count; i++) {
        const struct vex_statement *statement = &vex->statements[i];
        is_ok = add_name(&batch, id, i, statement->vulnerability, arena, err);
        for (size_t a = 0; is_ok && a < statement->alias_count; a++)
            is_ok = add_name(&batch, id, i, statement->aliases[a], arena, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool vex_rows_add(struct db *db, const struct vex_row *row, const struct vex *vex, int64_t *ret_id,
    bool *ret_is_new, struct err *err)
{
    struct arena arena;
    int64_t id;
    if (!find_same(db, row, &id, err))
        return false;
    *ret_is_new = id == 0;
    *ret_id = id ? id : rand_id(row->created_us);
    if (id)
        return true;
    arena_init(&arena, LIMIT_VEX_ARENA);
    bool is_ok = add_document(db, *ret_id, row, vex, &arena, err) &&
                 add_statements(db, *ret_id, vex, &arena, err) &&
                 add_names(db, *ret_id, vex, &arena, err);
    arena_done(&arena);
    return is_ok;
}

/* -- finding -- */

#define SELECT_DOCUMENT                                                                            \
    "SELECT d.id, d.team_id, d.service_id, d.part_id, d.digest, d.file_name, d.format,"            \
    " d.spec_version, d.document_id, d.document_version, d.author, d.issued_us, d.said_us,"        \
    " d.statement_count, d.odd_count, d.oddities, d.uploaded_by, d.created_us, d.deleted_us,"      \
    " COALESCE(a.name, ''), COALESCE(s.name, ''), COALESCE(p.name, '') FROM vex_document d"        \
    " LEFT JOIN account a ON a.id = d.uploaded_by LEFT JOIN service s ON s.id = d.service_id"      \
    " LEFT JOIN part p ON p.id = d.part_id "

/* What may bear on a scope ($1 team, $2 service, $3 part; 0: any part of it). */
#define WHERE_BEARS                                                                                \
    "WHERE d.deleted_us IS NULL AND (d.team_id IS NULL OR d.team_id = $1)"                         \
    " AND (d.service_id IS NULL OR d.service_id = $2)"                                             \
    " AND (d.part_id IS NULL OR CAST($3 AS BIGINT) = 0 OR d.part_id = $3) "

static void read_oddities(struct vex *vex, struct text list, struct arena *arena)
{
    struct json json;
    yyjson_val *item;
    size_t i, count;
    if (!json_read(&json, list, NULL))
        return;
    vex->oddities =
        arena_take_array(arena, yyjson_arr_size(json_root(&json)), sizeof *vex->oddities);
    yyjson_arr_foreach(json_root(&json), i, count, item)
    {
        struct text oddity;
        if (vex->oddities && json_text(item, &oddity))
            vex->oddities[vex->oddity_count++] = arena_text(arena, oddity);
    }
    json_done(&json);
}

static void read_row(
    const struct db_rows *rows, size_t i, struct arena *arena, struct vex_row *ret_row)
{
    struct vex_row row = {.id = db_int(rows, i, 0),
        .scope = {db_int(rows, i, 1), db_int(rows, i, 2), db_int(rows, i, 3)},
        .file_name = db_text(rows, i, 5),
        .vex = {.spec_version = db_text(rows, i, 7),
            .id = db_text(rows, i, 8),
            .version = db_text(rows, i, 9),
            .author = db_text(rows, i, 10),
            .issued_us = db_int(rows, i, 11),
            .said_us = db_int(rows, i, 12),
            .statement_count = (size_t)db_int(rows, i, 13),
            .odd_count = (uint64_t)db_int(rows, i, 14)},
        .uploaded_by = db_int(rows, i, 16),
        .created_us = db_int(rows, i, 17),
        .deleted_us = db_int(rows, i, 18),
        .uploader = db_text(rows, i, 19),
        .service_name = db_text(rows, i, 20),
        .part_name = db_text(rows, i, 21)};
    struct text digest = db_text(rows, i, 4);
    if (digest.len == SHA256_SIZE)
        memcpy(row.digest, digest.at, SHA256_SIZE);
    if (!vex_format_find(db_text(rows, i, 6), &row.vex.format))
        row.vex.format = VEX_OPENVEX;
    read_oddities(&row.vex, db_text(rows, i, 15), arena);
    *ret_row = row;
}

bool vex_rows_find(
    struct db *db, int64_t id, struct arena *arena, struct vex_row *ret_row, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT_DOCUMENT "WHERE d.id = $1 AND d.deleted_us IS NULL",
            DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such VEX document");
    read_row(&rows, 0, arena, ret_row);
    return arena_check(arena, err);
}

bool vex_rows_list(struct db *db, const struct vex_scope *scope, struct arena *arena,
    struct vex_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT_DOCUMENT WHERE_BEARS "ORDER BY d.id DESC",
            DB_ARGS(DB_INT(scope->team_id), DB_INT(scope->service_id), DB_INT(scope->part_id)),
            arena, &rows, err))
        return false;
    struct vex_row *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        read_row(&rows, i, arena, &list[i]);
    for (size_t i = 0; list && i < rows.count; i++)
        for (size_t k = 0; k < rows.count && !list[i].is_replaced; k++)
            list[i].is_replaced = vex_replaces(&list[k].vex, &list[i].vex);
    *ret_rows = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool vex_rows_statements(struct db *db, int64_t id, int64_t from, size_t limit, struct arena *arena,
    struct vex **ret_statements, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT flat FROM vex_statement WHERE vex_id = $1 AND number >= $2"
            " ORDER BY number LIMIT $3",
            DB_ARGS(DB_INT(id), DB_INT(from), DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct vex *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        if (!vex_flat_read(&list[i], db_text(&rows, i, 0), arena, err))
            return false;
    *ret_statements = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool vex_rows_delete(struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err)
{
    return db_run(db, "DELETE FROM vex_name WHERE vex_id = $1", DB_ARGS(DB_INT(id)), NULL, err) &&
           db_run(
               db, "DELETE FROM vex_statement WHERE vex_id = $1", DB_ARGS(DB_INT(id)), NULL, err) &&
           db_run(db, "UPDATE vex_document SET deleted_us = $1, deleted_by = $2 WHERE id = $3",
               DB_ARGS(DB_INT(now_us), DB_INT(account_id), DB_INT(id)), NULL, err);
}

bool vex_rows_parts(struct db *db, const struct vex_scope *scope, struct arena *arena,
    int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT p.id FROM part p JOIN service s ON s.id = p.service_id AND s.deleted_us IS NULL"
            " WHERE (CAST($1 AS BIGINT) = 0 OR s.team_id = $1)"
            " AND (CAST($2 AS BIGINT) = 0 OR s.id = $2) AND (CAST($3 AS BIGINT) = 0 OR p.id = $3)"
            " ORDER BY p.id",
            DB_ARGS(DB_INT(scope->team_id), DB_INT(scope->service_id), DB_INT(scope->part_id)),
            arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- what bears on a part -- */

bool vex_rows_any(struct db *db, bool *ret_is_any, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, "SELECT id FROM vex_document WHERE deleted_us IS NULL LIMIT 1",
        DB_NO_ARGS, &arena, &rows, err);
    *ret_is_any = is_ok && rows.count;
    arena_done(&arena);
    return is_ok;
}

/* A document in the making: its statements, each once. */
struct loading {
    struct vex_row *documents;
    size_t count;
    struct {
        VEC(struct vex *);
    } statements; /* each a document of one statement */
    struct {
        VEC(size_t);
    } owners;         /* by statement: its place in documents */
    struct map known; /* document and number */
};

static bool take_statement(struct loading *loading, const struct db_rows *rows, size_t i,
    struct arena *arena, struct err *err)
{
    int64_t id = db_int(rows, i, 0);
    struct text key =
        arena_format(arena, "%lld %lld", (long long)id, (long long)db_int(rows, i, 1));
    size_t owner = 0;
    while (owner < loading->count && loading->documents[owner].id != id)
        owner++;
    if (owner == loading->count || !map_add(&loading->known, key, 0, NULL))
        return true;
    struct vex *vex = arena_take(arena, sizeof *vex);
    if (!vex || !vex_flat_read(vex, db_text(rows, i, 2), arena, err))
        return vex ? false : arena_check(arena, err);
    *VEC_ADD(&loading->statements) = vex;
    *VEC_ADD(&loading->owners) = owner;
    return true;
}

static bool look_up(struct loading *loading, struct db *db, const struct text *names, size_t count,
    struct arena *arena, struct err *err)
{
    struct db_value *keys = arena_take_array(arena, count, sizeof *keys);
    struct db_value *ids = arena_take_array(arena, loading->count, sizeof *ids);
    struct db_rows rows;
    if (!keys || !ids)
        return arena_check(arena, err);
    for (size_t i = 0; i < count; i++)
        keys[i] = DB_TEXT(arena_text_lower(arena, names[i]));
    for (size_t i = 0; i < loading->count; i++)
        ids[i] = DB_INT(loading->documents[i].id);
    if (!db_in_query_two(db,
            "SELECT s.vex_id, s.number, s.flat FROM vex_name n"
            " JOIN vex_statement s ON s.vex_id = n.vex_id AND s.number = n.number"
            " WHERE n.name IN",
            DB_NO_ARGS, (struct db_args){keys, count}, "AND n.vex_id IN",
            (struct db_args){ids, loading->count}, "ORDER BY s.vex_id, s.number", arena, &rows,
            err))
        return false;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < rows.count; i++)
        is_ok = take_statement(loading, &rows, i, arena, err);
    return is_ok;
}

/* Moves the statement of one into whole, which has room for it. */
static void append(struct vex *whole, const struct vex *one)
{
    uint32_t before = (uint32_t)whole->product_count;
    for (size_t i = 0; i < one->product_count; i++)
        whole->products[whole->product_count++] = one->products[i];
    for (size_t i = 0; i < one->statement_count; i++) {
        struct vex_statement *statement = &whole->statements[whole->statement_count++];
        *statement = one->statements[i];
        for (size_t t = 0; t < statement->target_count; t++) {
            struct vex_target *target = &statement->targets[t];
            target->product += before;
            target->component += target->component == VEX_NONE ? 0 : before;
        }
    }
}

/* Gives a document its statements that were looked up. */
static bool fill_document(
    const struct loading *loading, size_t number, struct arena *arena, struct err *err)
{
    struct vex *whole = &loading->documents[number].vex;
    size_t statements = 0, products = 0;
    for (size_t i = 0; i < loading->statements.len; i++) {
        bool is_its = loading->owners.at[i] == number;
        statements += is_its ? loading->statements.at[i]->statement_count : 0;
        products += is_its ? loading->statements.at[i]->product_count : 0;
    }
    whole->statement_count = 0;
    whole->statements = arena_take_array(arena, statements, sizeof *whole->statements);
    whole->products = arena_take_array(arena, products, sizeof *whole->products);
    if (!whole->statements || !whole->products)
        return arena_check(arena, err);
    for (size_t i = 0; i < loading->statements.len; i++)
        if (loading->owners.at[i] == number)
            append(whole, loading->statements.at[i]);
    return true;
}

/* A document without statements that matter may still replace an earlier edition of itself. */
static bool fill_set(
    struct vex_set *set, const struct loading *loading, struct arena *arena, struct err *err)
{
    for (size_t i = 0; i < loading->count; i++) {
        const struct vex_row *row = &loading->documents[i];
        if (!fill_document(loading, i, arena, err))
            return false;
        vex_set_add(set, &row->vex, row->file_name, row->id);
    }
    return arena_check(&set->arena, err);
}

bool vex_rows_set(struct vex_set *set, struct db *db, const struct vex_scope *scope,
    const struct text *names, size_t name_count, struct arena *arena, struct err *err)
{
    struct loading loading = {0};
    bool is_ok = vex_rows_list(db, scope, arena, &loading.documents, &loading.count, err);
    for (size_t at = 0; is_ok && loading.count && at < name_count; at += LOOKUP) {
        size_t some = name_count - at < LOOKUP ? name_count - at : LOOKUP;
        is_ok = look_up(&loading, db, names + at, some, arena, err);
    }
    is_ok = is_ok && fill_set(set, &loading, arena, err);
    VEC_DONE(&loading.statements);
    VEC_DONE(&loading.owners);
    map_done(&loading.known);
    return is_ok;
}
