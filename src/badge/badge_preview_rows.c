/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_preview.h"

bool badge_preview_rows_is_issued(
    struct db *db, struct text act_key, bool *ret_is_issued, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, "SELECT 1 FROM badge WHERE act_key = $1", DB_ARGS(DB_TEXT(act_key)),
        &arena, &rows, err);
    if (is_ok)
        *ret_is_issued = rows.count > 0;
    arena_done(&arena);
    return is_ok;
}
