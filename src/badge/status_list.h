/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of bits that tell which badges were revoked (W3C Bitstring Status List 1.0): whoever verifies one fetches the list of 131,072, so that
   nobody learns which one was looked at; places are given by chance, so that they tell nothing either.
   Example: status_list_place(db, badge_id, &place, err); status_list_print(&claims, &list) */
#ifndef BADGE_STATUS_LIST_H
#define BADGE_STATUS_LIST_H

#include "base/buf.h"
#include "store/db.h"

enum {
    STATUS_LIST_BITS = 131072, /* section 4.3: at least */
    /* Half of a list is used: a place by chance is then found at the second try. */
    STATUS_LIST_USED = STATUS_LIST_BITS / 2
};

struct status_place {
    int64_t list; /* from 1 */
    int64_t position;
};

/* Gives a badge its place, the one it has got before. Must not run inside a transaction. */
MUST_USE bool status_list_place(
    struct db *db, int64_t badge_id, struct status_place *ret_place, struct err *err);

/* The places of a list that are revoked, and when the last one was; ERR_NOT_FOUND for a list that does not exist. List 1 always does. */
struct status_list {
    int64_t list;
    const int64_t *revoked;
    size_t revoked_count;
    int64_t changed_us; /* 0: nothing was ever revoked */
};
MUST_USE bool status_list_find(struct db *db, int64_t list, struct arena *arena,
    struct status_list *ret_list, struct err *err);

/* Adds the list as "encodedList" has it: the bits, packed by gzip, in base64url behind "u". */
void status_list_print(struct buf *out, const struct status_list *list);
/* Reads bit number position of such a text. ERR_SYNTAX when it is none; ERR_LIMIT when it is shorter than it must be, longer than
   LIMIT_STATUS_LIST_BYTES, or has no such bit. */
MUST_USE bool status_list_read(
    struct text encoded, int64_t position, bool *ret_is_set, struct err *err);

#endif
