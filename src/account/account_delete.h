/* SPDX-License-Identifier: Apache-2.0 */
/* Deleting an account, for ever: nobody comes in by it, its name and address are overwritten, and what the journal has of the
   person is destroyed with their key. The row stays, since what they did points to it: "deleted account".
   Example: account_delete(db, id, actor_id, now_us, free_tickets, &work, err) */
#ifndef ACCOUNT_ACCOUNT_DELETE_H
#define ACCOUNT_ACCOUNT_DELETE_H

#include "store/db.h"

/* Deletes the account in one transaction; first (may be NULL) is called in it before anything of the person goes. ERR_NOT_FOUND;
   ERR_CONFLICT when it is the last administrator, or the last admin of teams, which are named: a team is never left to nobody. */
MUST_USE bool account_delete(struct db *db, int64_t id, int64_t actor_id, int64_t now_us,
    db_work first, void *context, struct err *err);

/* Tables, with their column, of which a person's rows go with the account; the rest keep what they did. The last one is NULL. For
   the test that every table has been thought of. */
struct account_delete_table {
    const char *name, *column;
};
extern const struct account_delete_table account_delete_tables[];

#endif
