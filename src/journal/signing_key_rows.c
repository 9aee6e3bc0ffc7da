/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/signing_key.h"

#define COLUMNS "id, purpose, alg, jwk, thumbprint, created_us, retired_us"

static struct signing_key read_key(const struct db_rows *rows, size_t row)
{
    return (struct signing_key){
        .id = db_int(rows, row, 0),
        .purpose = db_text(rows, row, 1),
        .alg = jwk_alg_read(db_text(rows, row, 2)),
        .jwk = db_text(rows, row, 3),
        .thumbprint = db_text(rows, row, 4),
        .created_us = db_int(rows, row, 5),
        .retired_us = db_int(rows, row, 6),
    };
}

bool signing_key_rows_find(struct db *db, const char *purpose, enum jwk_alg alg,
    struct arena *arena, struct signing_key *ret_key, struct text *ret_sealed, bool *ret_is_there,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT " COLUMNS ", sealed FROM signing_key WHERE purpose = $1 AND alg = $2 "
            "AND retired_us IS NULL",
            DB_ARGS(DB_TEXT(text_of(purpose)), DB_TEXT(text_of(jwk_alg_word(alg)))), arena, &rows,
            err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count == 1) {
        *ret_key = read_key(&rows, 0);
        *ret_sealed = db_text(&rows, 0, 7);
    }
    return true;
}

bool signing_key_rows_add(struct db *db, const struct signing_key *key, struct text sealed,
    bool *ret_is_added, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO signing_key (id, purpose, alg, jwk, thumbprint, sealed, created_us) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7) "
            "ON CONFLICT (purpose, alg) WHERE retired_us IS NULL DO NOTHING",
            DB_ARGS(DB_INT(key->id), DB_TEXT(key->purpose),
                DB_TEXT(text_of(jwk_alg_word(key->alg))), DB_TEXT(key->jwk),
                DB_TEXT(key->thumbprint), DB_BLOB(sealed), DB_INT(key->created_us)),
            &changed, err))
        return false;
    *ret_is_added = changed == 1;
    return true;
}

bool signing_key_rows_retire(
    struct db *db, const char *purpose, int64_t now_us, int64_t *ret_count, struct err *err)
{
    return db_run(db,
        "UPDATE signing_key SET retired_us = $1, sealed = NULL WHERE purpose = $2 "
        "AND retired_us IS NULL",
        DB_ARGS(DB_INT(now_us), DB_TEXT(text_of(purpose))), ret_count, err);
}

bool signing_key_list(struct db *db, struct arena *arena, struct signing_key **ret_keys,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT " COLUMNS
            " FROM signing_key ORDER BY purpose, CASE WHEN retired_us IS NULL THEN 0 ELSE 1 END, alg, created_us DESC, id",
            DB_NO_ARGS, arena, &rows, err))
        return false;
    struct signing_key *keys = arena_take_array(arena, rows.count, sizeof *keys);
    if (!keys)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        keys[i] = read_key(&rows, i);
    *ret_keys = keys;
    *ret_count = rows.count;
    return true;
}
