/* SPDX-License-Identifier: Apache-2.0 */
/* The second factor: an authenticator (TOTP) that counts once its first code was shown, and ten recovery codes for its loss.
   Example: authenticator_enrol(db, vault, id, now_us, secret, err) … authenticator_confirm(db, vault, id, code, now_us, codes, err) */
#ifndef ACCOUNT_AUTHENTICATOR_H
#define ACCOUNT_AUTHENTICATOR_H

#include "codec/otp.h"
#include "store/vault.h"

enum {
    AUTHENTICATOR_RECOVERY_COUNT = 10,
    AUTHENTICATOR_RECOVERY_BYTES =
        15, /* 120 bits: NIST SP 800-63B-4, 3.1.2 wants 112 where a fast hash is kept */
    AUTHENTICATOR_RECOVERY_SIZE = 24 + 5 + 1 /* "ABCD-EFGH-…", six groups, and the NUL */
};

struct authenticator {
    bool is_on;    /* its first code was shown */
    bool is_begun; /* it is there, perhaps without its first code */
    int64_t confirmed_us;
    int64_t recovery_left; /* codes that were not used */
};

/* What an account has. */
MUST_USE bool authenticator_find(
    struct db *db, int64_t account_id, struct authenticator *ret_it, struct err *err);

/* Begins anew with a secret that is shown now and never again. ERR_CONFLICT while one is on. */
MUST_USE bool authenticator_enrol(struct db *db, const struct vault *vault, int64_t account_id,
    int64_t now_us, unsigned char ret_secret[OTP_SECRET_SIZE], struct err *err);

/* Recovery codes as they are shown, once. */
struct authenticator_codes {
    char at[AUTHENTICATOR_RECOVERY_COUNT][AUTHENTICATOR_RECOVERY_SIZE];
};
/* Turns it on by its first code, and makes recovery codes. In a transaction. ERR_CODE, or ERR_CONFLICT when none was begun. */
MUST_USE bool authenticator_confirm(struct db *db, const struct vault *vault, int64_t account_id,
    struct text code, int64_t now_us, struct authenticator_codes *ret_codes, struct err *err);
/* Makes new recovery codes; older ones are good no more. In a transaction. ERR_CONFLICT when it is not on. */
MUST_USE bool authenticator_renew(struct db *db, int64_t account_id, int64_t now_us,
    struct authenticator_codes *ret_codes, struct err *err);

/* Uses a code up: six digits of the authenticator, or else a recovery code. In the transaction of what it is for. ERR_CODE when it
   is wrong or was used before. ret_is_recovery may be NULL. */
MUST_USE bool authenticator_use(struct db *db, const struct vault *vault, int64_t account_id,
    struct text code, int64_t now_us, bool *ret_is_recovery, struct err *err);

/* Takes it and the recovery codes away. In a transaction. actor_id: who does so. */
MUST_USE bool authenticator_remove(
    struct db *db, int64_t account_id, int64_t actor_id, int64_t now_us, struct err *err);

#endif
