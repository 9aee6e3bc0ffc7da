/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of anchors. Example: anchor_rows_add(db, &anchor, &is_new, err) */
#ifndef MINT_ANCHOR_ROWS_H
#define MINT_ANCHOR_ROWS_H

#include "mint/anchor.h"

/* The last one of a log at a contract that has not failed; ret_is_there is false when there is none. */
MUST_USE bool anchor_rows_last(struct db *db, const struct anchor *of, struct arena *arena,
    struct anchor *ret_last, bool *ret_is_there, struct err *err);
/* Adds one; ret_is_new is false when another is on its way, or has that head. */
MUST_USE bool anchor_rows_add(
    struct db *db, const struct anchor *anchor, bool *ret_is_new, struct err *err);
MUST_USE bool anchor_rows_set_tx(struct db *db, int64_t id, int64_t tx_id, struct err *err);
/* Ends one that is ordered: as final, or failed. */
MUST_USE bool anchor_rows_end(struct db *db, int64_t id, enum anchor_state state, struct err *err);
/* Whether anything stands in the journal from seq on but the ends of the anchors' own transactions. */
MUST_USE bool anchor_rows_has_news(struct db *db, int64_t seq, bool *ret_has_news, struct err *err);
/* Chains on which one is due, whether the journal has grown or not. */
MUST_USE bool anchor_rows_due(struct db *db, int64_t now_us, struct arena *arena, int64_t **ret_ids,
    size_t *ret_count, struct err *err);

#endif
