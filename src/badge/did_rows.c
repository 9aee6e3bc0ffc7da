/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/did_rows.h"

#include "badge/did.h"
#include "base/limits.h"
#include "chain/address.h"

static struct text name_of(const struct db_rows *rows, size_t row, struct arena *arena)
{
    char text[ADDRESS_TEXT_SIZE];
    struct chain_address address = {{0}};
    struct text bytes = db_text(rows, row, 1);
    if (bytes.len == ADDRESS_SIZE)
        memcpy(address.at, bytes.at, ADDRESS_SIZE);
    return arena_format(arena, DID_CONTRACT_SPACE "%lld:%s", (long long)db_int(rows, row, 0),
        address_print(&address, text));
}

/* Tokens stay where they are when a chain gets another contract: mint_class knows all that ever had a class, with a few rows each. */
bool did_rows_contracts(struct db *db, struct arena *arena, const struct text **ret_contracts,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT id, badge_contract FROM chain WHERE badge_contract IS NOT NULL UNION"
            " SELECT chain_id, contract FROM mint_class ORDER BY 1, 2 LIMIT $1",
            DB_ARGS(DB_INT((int64_t)LIMIT_DID_KEYS)), arena, &rows, err))
        return false;
    struct text *names = arena_take_array(arena, rows.count + 1, sizeof *names);
    for (size_t i = 0; names && i < rows.count; i++)
        names[i] = name_of(&rows, i, arena);
    *ret_contracts = names;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
