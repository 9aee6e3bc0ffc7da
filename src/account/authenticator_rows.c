/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_rows.h"
#include "account/authenticator.h"
#include "base/rand.h"
#include "codec/base32.h"
#include "journal/journal.h"

static struct text purpose(int64_t account_id, char room[32])
{
    snprintf(room, 32, "totp:%lld", (long long)account_id);
    return text_of(room);
}

static bool note(struct db *db, const char *kind, int64_t account_id, int64_t actor_id,
    int64_t now_us, struct err *err)
{
    return journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .object_kind = "account",
            .object_id = account_id,
            .at_us = now_us},
        err);
}

bool authenticator_find(
    struct db *db, int64_t account_id, struct authenticator *ret_it, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT confirmed_us, (SELECT count(*) FROM recovery_code r "
        "WHERE r.account_id = a.account_id AND r.used_us IS NULL) "
        "FROM authenticator a WHERE a.account_id = $1",
        DB_ARGS(DB_INT(account_id)), &arena, &rows, err);
    if (is_fine) {
        *ret_it = (struct authenticator){.is_begun = rows.count > 0};
        if (rows.count) {
            ret_it->is_on = !db_is_null(&rows, 0, 0);
            ret_it->confirmed_us = db_int(&rows, 0, 0);
            ret_it->recovery_left = db_int(&rows, 0, 1);
        }
    }
    arena_done(&arena);
    return is_fine;
}

bool authenticator_enrol(struct db *db, const struct vault *vault, int64_t account_id,
    int64_t now_us, unsigned char ret_secret[OTP_SECRET_SIZE], struct err *err)
{
    struct buf sealed;
    char room[32];
    int64_t changed;
    unsigned char secret[OTP_SECRET_SIZE];
    rand_bytes(secret, sizeof secret);
    buf_init(&sealed, SIZE_MAX);
    vault_seal(vault, purpose(account_id, room), (struct text){(const char *)secret, sizeof secret},
        &sealed);
    bool is_fine = db_run(db,
        "INSERT INTO authenticator (account_id, secret, created_us, last_step) "
        "VALUES ($1, $2, $3, 0) ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, "
        "created_us = excluded.created_us, last_step = 0 WHERE authenticator.confirmed_us IS NULL",
        DB_ARGS(DB_INT(account_id), DB_BLOB(buf_text(&sealed)), DB_INT(now_us)), &changed, err);
    buf_done(&sealed);
    if (!is_fine)
        return false;
    if (!changed)
        return err_set(err, ERR_CONFLICT, "there is an authenticator already: turn it off first");
    memcpy(ret_secret, secret, sizeof secret);
    return true;
}

static bool fail_code(struct err *err)
{
    return err_set(err, ERR_CODE, "the code is wrong, or was used before");
}

/* Opens the secret of an account; ERR_CONFLICT when there is none. */
static bool open_secret(struct db *db, const struct vault *vault, int64_t account_id,
    struct arena *arena, struct text *ret_secret, int64_t *ret_last_step, struct err *err)
{
    struct db_rows rows;
    char room[32];
    if (!db_query(db, "SELECT secret, last_step FROM authenticator WHERE account_id = $1",
            DB_ARGS(DB_INT(account_id)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_CONFLICT, "no authenticator was begun");
    *ret_last_step = db_int(&rows, 0, 1);
    return vault_open(
        vault, purpose(account_id, room), db_text(&rows, 0, 0), arena, ret_secret, err);
}

/* People type "123 456". */
static struct text without_spaces(struct text code, char room[OTP_DIGITS + 1])
{
    size_t len = 0;
    for (size_t i = 0; i < code.len; i++) {
        if (text_is_space(code.at[i]))
            continue;
        if (!text_is_digit(code.at[i]) || len == OTP_DIGITS)
            return code;
        room[len++] = code.at[i];
    }
    room[len] = '\0';
    return (struct text){room, len};
}

/* Uses six digits up. The step is compared once more as it is written, so that of two at once only one is taken. */
static bool use_digits(struct db *db, const struct vault *vault, int64_t account_id,
    struct text code, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct text secret;
    int64_t last_step, changed = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_open = open_secret(db, vault, account_id, &arena, &secret, &last_step, err);
    int64_t step = is_open ? otp_find(secret, code, now_us, last_step) : -1;
    bool is_fine =
        is_open && (step < 0 || db_run(db,
                                    "UPDATE authenticator SET last_step = $2 "
                                    "WHERE account_id = $1 AND last_step < $2",
                                    DB_ARGS(DB_INT(account_id), DB_INT(step)), &changed, err));
    arena_done(&arena);
    return is_fine && (changed || fail_code(err));
}

/* Reads a recovery code as it was typed and gives its hash; false when it is none. */
static bool hash_recovery(struct text code, unsigned char hash[SHA256_SIZE])
{
    struct buf bytes;
    buf_init(&bytes, SIZE_MAX);
    bool is_one = base32_read(&bytes, code) && bytes.len == AUTHENTICATOR_RECOVERY_BYTES;
    if (is_one)
        sha256_of(buf_text(&bytes), hash);
    buf_done(&bytes);
    return is_one;
}

static bool use_recovery(
    struct db *db, int64_t account_id, struct text code, int64_t now_us, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    int64_t changed;
    if (!hash_recovery(code, hash))
        return fail_code(err);
    if (!db_run(db,
            "UPDATE recovery_code SET used_us = $3 "
            "WHERE hash = $1 AND account_id = $2 AND used_us IS NULL",
            DB_ARGS(account_rows_hash(hash), DB_INT(account_id), DB_INT(now_us)), &changed, err))
        return false;
    return changed ? note(db, "signin.recovery_code_used", account_id, account_id, now_us, err)
                   : fail_code(err);
}

bool authenticator_use(struct db *db, const struct vault *vault, int64_t account_id,
    struct text code, int64_t now_us, bool *ret_is_recovery, struct err *err)
{
    char room[OTP_DIGITS + 1];
    struct text digits = without_spaces(code, room);
    bool is_recovery = digits.len != OTP_DIGITS;
    if (ret_is_recovery)
        *ret_is_recovery = is_recovery;
    return is_recovery ? use_recovery(db, account_id, code, now_us, err)
                       : use_digits(db, vault, account_id, digits, now_us, err);
}

/* Writes a code in groups of four. */
static void print_code(const unsigned char *bytes, char at[AUTHENTICATOR_RECOVERY_SIZE])
{
    struct buf plain;
    buf_init(&plain, SIZE_MAX);
    base32_print(&plain, (struct text){(const char *)bytes, AUTHENTICATOR_RECOVERY_BYTES});
    size_t len = 0;
    for (size_t i = 0; i < plain.len; i++) {
        if (i && i % 4 == 0)
            at[len++] = '-';
        at[len++] = plain.at[i];
    }
    at[len] = '\0';
    buf_done(&plain);
}

static bool make_codes(struct db *db, int64_t account_id, int64_t now_us,
    struct authenticator_codes *ret_codes, struct err *err)
{
    unsigned char bytes[AUTHENTICATOR_RECOVERY_BYTES], hash[SHA256_SIZE];
    if (!db_run(db, "DELETE FROM recovery_code WHERE account_id = $1", DB_ARGS(DB_INT(account_id)),
            NULL, err))
        return false;
    for (size_t i = 0; i < AUTHENTICATOR_RECOVERY_COUNT; i++) {
        rand_bytes(bytes, sizeof bytes);
        print_code(bytes, ret_codes->at[i]);
        sha256_of((struct text){(const char *)bytes, sizeof bytes}, hash);
        if (!db_run(db,
                "INSERT INTO recovery_code (hash, account_id, created_us) VALUES ($1, $2, $3)",
                DB_ARGS(account_rows_hash(hash), DB_INT(account_id), DB_INT(now_us)), NULL, err))
            return false;
    }
    return true;
}

bool authenticator_confirm(struct db *db, const struct vault *vault, int64_t account_id,
    struct text code, int64_t now_us, struct authenticator_codes *ret_codes, struct err *err)
{
    struct authenticator it;
    char room[OTP_DIGITS + 1];
    int64_t changed;
    if (!authenticator_find(db, account_id, &it, err))
        return false;
    if (!it.is_begun || it.is_on)
        return err_set(err, ERR_CONFLICT,
            it.is_on ? "the authenticator is on already" : "no authenticator was begun");
    return use_digits(db, vault, account_id, without_spaces(code, room), now_us, err) &&
           db_run(db,
               "UPDATE authenticator SET confirmed_us = $2 "
               "WHERE account_id = $1 AND confirmed_us IS NULL",
               DB_ARGS(DB_INT(account_id), DB_INT(now_us)), &changed, err) &&
           make_codes(db, account_id, now_us, ret_codes, err) &&
           note(db, "account.authenticator_set", account_id, account_id, now_us, err);
}

bool authenticator_renew(struct db *db, int64_t account_id, int64_t now_us,
    struct authenticator_codes *ret_codes, struct err *err)
{
    struct authenticator it;
    if (!authenticator_find(db, account_id, &it, err))
        return false;
    if (!it.is_on)
        return err_set(err, ERR_CONFLICT, "there is no authenticator that codes could replace");
    return make_codes(db, account_id, now_us, ret_codes, err) &&
           note(db, "account.recovery_codes_made", account_id, account_id, now_us, err);
}

bool authenticator_remove(
    struct db *db, int64_t account_id, int64_t actor_id, int64_t now_us, struct err *err)
{
    struct db_args args = DB_ARGS(DB_INT(account_id));
    int64_t changed;
    if (!db_run(db, "DELETE FROM recovery_code WHERE account_id = $1", args, NULL, err) ||
        !db_run(db, "DELETE FROM authenticator WHERE account_id = $1", args, &changed, err))
        return false;
    return !changed || note(db, "account.authenticator_removed", account_id, actor_id, now_us, err);
}
