/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of anchors. Example: anchor_rows_last(db, &chain, origin, arena, &last, &is_there, err) */
#ifndef MINT_ANCHOR_ROWS_H
#define MINT_ANCHOR_ROWS_H

#include "mint/anchor.h"

MUST_USE bool anchor_rows_add(struct db *db, const struct anchor *anchor, struct err *err);
MUST_USE bool anchor_rows_set_tx(struct db *db, int64_t id, int64_t tx_id, struct err *err);
MUST_USE bool anchor_rows_end(struct db *db, int64_t id, bool is_final, struct err *err);
/* The newest of a chain's contract, whatever came of it. */
MUST_USE bool anchor_rows_last(struct db *db, const struct onchain *chain, struct arena *arena,
    struct anchor *ret_anchor, bool *ret_is_there, struct err *err);

#endif
