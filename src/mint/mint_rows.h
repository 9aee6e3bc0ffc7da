/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of minting. Example: mint_rows_add(db, &mint, &is_new, err) */
#ifndef MINT_MINT_ROWS_H
#define MINT_MINT_ROWS_H

#include "mint/mint.h"

/* Adds one, or takes the place of one that failed; ret_is_new is false when there is one that has not. */
MUST_USE bool mint_rows_add(
    struct db *db, const struct mint *mint, bool *ret_is_new, struct err *err);
/* Changes the state where it is one of two; ret_is_changed (may be NULL) is false where it was another. */
struct mint_step {
    enum mint_state from, or_from, to;
    struct text error;
    int64_t final_us;   /* 0: as it was */
    int64_t refused_us; /* when the chain refused to take it back; 0: it did not */
};
MUST_USE bool mint_rows_step(struct db *db, int64_t badge_id, const struct mint_step *step,
    bool *ret_is_changed, struct err *err);
/* How many badges of an account were ordered since a time, failed ones too. */
MUST_USE bool mint_rows_count(
    struct db *db, int64_t account_id, int64_t since_us, int64_t *ret_count, struct err *err);
/* Whether a campaign lets the badge be claimed as another token than this one; within a day of its end too, since clocks of chains are their own. */
MUST_USE bool mint_rows_is_claimable_elsewhere(
    struct db *db, const struct mint *mint, bool *ret_is_so, struct err *err);
MUST_USE bool mint_rows_set_tx(struct db *db, int64_t badge_id, int64_t tx_id, struct err *err);
/* Lets tokens that a chain refused to take back before a time be taken back as if nobody had tried; of one badge, or 0: of all.
   ret_count may be NULL. */
MUST_USE bool mint_rows_try_again(
    struct db *db, int64_t badge_id, int64_t before_us, int64_t *ret_count, struct err *err);
/* Badges that were revoked and whose tokens are, or will be, on a chain; 100 at most. */
MUST_USE bool mint_rows_revoked(struct db *db, struct arena *arena, struct mint **ret_mints,
    size_t *ret_count, struct err *err);
/* Whether another badge that is not revoked has the same token. */
MUST_USE bool mint_rows_is_shared(
    struct db *db, const struct mint *mint, bool *ret_is_shared, struct err *err);

/* Orders a class of a contract, unless it is ordered or defined there; ret_id is 0 then. */
MUST_USE bool mint_rows_add_class(struct db *db, const struct mint *mint, int number,
    int64_t now_us, int64_t *ret_id, struct err *err);
MUST_USE bool mint_rows_step_class(struct db *db, int64_t id, bool is_defined, struct err *err);

#endif
