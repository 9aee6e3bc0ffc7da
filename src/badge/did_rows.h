/* SPDX-License-Identifier: Apache-2.0 */
/* Contracts that badges are tokens of, for the issuer's document. Example: did_rows_contracts(db, arena, &contracts, &count, err) */
#ifndef BADGE_DID_ROWS_H
#define BADGE_DID_ROWS_H

#include "store/db.h"

/* Finds those that chains have and had, each as "eip155:CHAIN:ADDRESS". */
MUST_USE bool did_rows_contracts(struct db *db, struct arena *arena,
    const struct text **ret_contracts, size_t *ret_count, struct err *err);

#endif
