/* SPDX-License-Identifier: Apache-2.0 */
/* The table of kept replies. Example: idempotency_rows_add(db, &it, now_us, &is_mine, err) */
#ifndef APP_IDEMPOTENCY_ROWS_H
#define APP_IDEMPOTENCY_ROWS_H

#include "app/idempotency.h"

struct idempotency_reply {
    bool is_there;   /* the row is */
    bool is_same;    /* it belongs to the same request */
    unsigned status; /* 0: not answered yet */
    struct text type, location, body;
};

/* Takes the place of a key, unless it is taken; one that is a day old, or not answered for ten
   minutes, is free. */
MUST_USE bool idempotency_rows_add(struct db *db, const struct idempotency *it, int64_t now_us,
    bool *ret_is_mine, struct err *err);
MUST_USE bool idempotency_rows_find(struct db *db, const struct idempotency *it,
    struct arena *arena, struct idempotency_reply *ret_reply, struct err *err);
MUST_USE bool idempotency_rows_set(struct db *db, const struct idempotency *it,
    const struct idempotency_reply *reply, struct err *err);
MUST_USE bool idempotency_rows_delete(struct db *db, const struct idempotency *it, struct err *err);

#endif
