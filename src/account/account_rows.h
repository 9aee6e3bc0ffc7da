/* SPDX-License-Identifier: Apache-2.0 */
/* An account as a part of other rows: of a session, of a token.
   Example: "SELECT " ACCOUNT_ROWS_COLUMNS ", s.id FROM session s JOIN account a ON …" … account_rows_read(&rows, 0) */
#ifndef ACCOUNT_ACCOUNT_ROWS_H
#define ACCOUNT_ACCOUNT_ROWS_H

#include "account/account.h"
#include "codec/sha256.h"

/* Of the table account as a. They come first; what is the statement's own begins at ACCOUNT_ROWS_COLUMN_COUNT. */
#define ACCOUNT_ROWS_COLUMNS                                                                       \
    "a.id, a.name, a.email, a.is_administrator + 2 * a.is_analyst + 4 * a.is_governance "          \
    "+ 8 * a.is_coordinator, a.created_us, a.disabled_us, a.time_zone"
enum { ACCOUNT_ROWS_COLUMN_COUNT = 7 };

struct account account_rows_read(const struct db_rows *rows, size_t row);

/* A hash as the tables of secrets keep it. It must outlive the statement. */
struct db_value account_rows_hash(const unsigned char hash[SHA256_SIZE]);

/* Takes away all that lets somebody in. */
MUST_USE bool account_rows_lock_out(
    struct db *db, int64_t account_id, int64_t now_us, struct err *err);
/* ERR_CONFLICT when nobody is left who administers. */
MUST_USE bool account_rows_check_left(struct db *db, struct err *err);

/* Says so with ERR_UNAUTHENTICATED. */
bool account_rows_fail_secret(struct err *err);

/* Whether a time of last use is to be written anew: it need not be exact, so that a request that reads does not wait for those
   who write. */
bool account_rows_is_stale(int64_t used_us, int64_t now_us);

#endif
