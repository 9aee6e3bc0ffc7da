/* SPDX-License-Identifier: Apache-2.0 */
/* How often somebody may try in vain. Each kind of attempt has some for nothing; after each further one nothing is taken for a
   while that doubles up to a bound. An attempt is counted before it is judged and given back when it was good, so that many at
   once, at several servers, are counted too; one that is refused here is not counted, so that nobody prolongs the wait by trying.
   Example: struct throttle_key keys[] = {{THROTTLE_ADDRESS, address}};
            throttle_take(db, keys, 1, now_us, &wait_us, err) … throttle_give_back(db, keys, 1, err) */
#ifndef ACCOUNT_THROTTLE_H
#define ACCOUNT_THROTTLE_H

#include "store/db.h"

/* What is protected, and from whom. */
enum throttle_kind {
    THROTTLE_PAIR, /* an account, from one address, or with one browser that it knows */
    THROTTLE_ACCOUNT, /* an account, from wherever: waits are short, so that strangers lock nobody out */
    THROTTLE_ADDRESS, /* one address, whatever it tries: names, passwords, sign-in links, invitations */
    THROTTLE_CODE,   /* second factors of an account, by one who has shown the first */
    THROTTLE_TOKEN,  /* bad API tokens from one address; good ones are taken all the same */
    THROTTLE_LETTER, /* letters to one account that anybody may ask for */
};

struct throttle_rule {
    const char *name;
    int64_t free_count;
    int64_t first_wait_us, max_wait_us;
};
#define THROTTLE_FORGOTTEN_US CLOCK_DAY_US

struct throttle_key {
    enum throttle_kind kind;
    struct text name; /* whose: a text that tells one from another; only its digest is kept */
};

const struct throttle_rule *throttle_rule(enum throttle_kind kind);

/* Returns how long nothing is taken after so many attempts in vain. */
int64_t throttle_wait_us(const struct throttle_rule *rule, int64_t failures);

/* Counts an attempt under each of the keys. ret_wait_us is 0; or it is what is to be waited, and nothing was counted.
   A transaction of its own, so that the count stays whatever becomes of the attempt. */
MUST_USE bool throttle_take(struct db *db, const struct throttle_key *keys, size_t count,
    int64_t now_us, int64_t *ret_wait_us, struct err *err);
/* The attempt was good: it is as if it had not been. */
MUST_USE bool throttle_give_back(
    struct db *db, const struct throttle_key *keys, size_t count, struct err *err);
/* Whoever it was has shown who they are: attempts in vain before are forgotten. */
MUST_USE bool throttle_clear(
    struct db *db, const struct throttle_key *keys, size_t count, struct err *err);

/* Fails with ERR_RATE and says how long to wait. */
bool throttle_fail(int64_t wait_us, struct err *err);

/* Returns what attempts of an address are counted by: itself, or its /64 for IPv6, since a subscriber has that many. */
struct text throttle_address(struct text address, struct arena *arena);

#endif
