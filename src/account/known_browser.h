/* SPDX-License-Identifier: Apache-2.0 */
/* Browsers that somebody signed in with before, known by a cookie of their own: attempts from elsewhere do not make who sits at
   one wait (OWASP, "device cookies"). It lets nobody in. Example: known_browser_find(db, id, cookie, now_us, &is_known, err) */
#ifndef ACCOUNT_KNOWN_BROWSER_H
#define ACCOUNT_KNOWN_BROWSER_H

#include "account/account.h"

#define KNOWN_BROWSER_KEPT_US (365 * CLOCK_DAY_US)

/* Whether that secret is one of this account. */
MUST_USE bool known_browser_find(struct db *db, int64_t account_id, struct text secret,
    int64_t now_us, bool *ret_is_known, struct err *err);
MUST_USE bool known_browser_add(struct db *db, int64_t account_id, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], struct err *err);

#endif
