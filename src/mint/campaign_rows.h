/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of campaigns. Example: campaign_rows_candidates(db, &chain, now_us, arena, &mints, &count, err) */
#ifndef MINT_CAMPAIGN_ROWS_H
#define MINT_CAMPAIGN_ROWS_H

#include "mint/campaign.h"

/* Badges that a campaign may have, with their holders and commitments: those that another one lets be claimed, on whatever chain, it may not. */
MUST_USE bool campaign_rows_candidates(struct db *db, int64_t now_us, struct arena *arena,
    struct mint **ret_mints, size_t *ret_count, struct err *err);
MUST_USE bool campaign_rows_add(struct db *db, const struct campaign *campaign,
    const struct mint *mints, size_t count, struct err *err);
MUST_USE bool campaign_rows_set_tx(struct db *db, int64_t id, int64_t tx_id, struct err *err);
MUST_USE bool campaign_rows_step(
    struct db *db, int64_t id, const char *from, const char *to, struct err *err);
/* Notes what closes one; or that what opens or closes it did not come about, and why. */
MUST_USE bool campaign_rows_set_closing(struct db *db, int64_t id, int64_t tx_id, struct err *err);
MUST_USE bool campaign_rows_refused(struct db *db, const struct chain_tx *tx, struct err *err);
/* Ends one that is closed for good, if its chain was looked through up to there. */
MUST_USE bool campaign_rows_end_closed(struct db *db, int64_t id, struct err *err);
/* Leaves of one. */
MUST_USE bool campaign_rows_claims(struct db *db, int64_t id, struct arena *arena,
    struct mint **ret_mints, size_t *ret_count, struct err *err);
/* The newest open campaign that has a badge; address and chain narrow it down. ret_is_there. */
MUST_USE bool campaign_rows_find(struct db *db, const struct mint_wish *wish,
    const struct chain_address *holder, int64_t now_us, struct arena *arena,
    struct campaign *ret_campaign, bool *ret_is_there, struct err *err);
/* Open ones that were not looked at since a time. */
MUST_USE bool campaign_rows_due(struct db *db, int64_t before_us, struct arena *arena,
    struct campaign **ret_campaigns, size_t *ret_count, struct err *err);
MUST_USE bool campaign_rows_watched(
    struct db *db, int64_t id, int64_t scanned_block, int64_t now_us, struct err *err);
/* Writes down that a badge is on a chain, whatever is still on its way there; ret_is_new is false when it was already. */
MUST_USE bool campaign_rows_claimed(struct db *db, const struct campaign *campaign,
    const struct mint *mint, int64_t now_us, bool *ret_is_new, struct err *err);
/* How many claims were ordered on a chain since a time for the server to pay for, failed ones too. */
MUST_USE bool campaign_rows_count_paid(
    struct db *db, int64_t chain_id, int64_t since_us, int64_t *ret_count, struct err *err);
/* Notes revoked badges that can still be claimed as if they were on the chain, so that they are taken back there: their holders are barred. */
MUST_USE bool campaign_rows_bar(struct db *db, int64_t now_us, struct err *err);

#endif
