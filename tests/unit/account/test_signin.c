/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include <pthread.h>

#include "account/signin.h"
#include "account/throttle.h"
#include "base/limits.h"

#define NOW STORE_TEST_NOW_US
#define SECOND CLOCK_SECOND_US
#define GOOD "a bicycle under the plum tree"

struct people {
    struct store_test *t;
    struct vault *vault;
    struct signin_tools tools;
    struct account mia;
    char path[96];
};

static void begin(struct people *p, void **state)
{
    *p = (struct people){.t = store_test(state)};
    snprintf(p->path, sizeof p->path, "/tmp/kenzen-test-key.%lld", (long long)rand_id(NOW));
    assert_ok(vault_new(&p->vault, p->path, err));
    p->tools.vault = p->vault;
    p->mia =
        (struct account){.name = TEXT("Mia"), .email = TEXT("mia@example.org"), .created_us = NOW};
    assert_ok(account_add(p->t->db, &p->mia, &p->mia.id, err));
    assert_ok(signin_set_password(p->t->db, &p->tools, &p->mia, 0, TEXT(GOOD), NOW, err));
}

static void end(struct people *p)
{
    vault_free(p->vault);
    unlink(p->path);
}

/* Signs in and gives the error's code; ERR_NONE when in. */
static enum err_code try(
    struct people *p, const struct signin *it, int64_t now_us, struct signin_answer *answer)
{
    struct err err = {0};
    struct signin_answer unused;
    return signin_try(p->t->db, &p->tools, it, now_us, answer ? answer : &unused, &err) ? ERR_NONE
                                                                                        : err.code;
}

static enum err_code try_password(
    struct people *p, const char *name, const char *password, const char *from, int64_t now_us)
{
    return try(p,
        &(struct signin){
            .name = text_of(name), .password = text_of(password), .address = text_of(from)},
        now_us, NULL);
}

static void test_which_passwords_are_taken(void **state)
{
    static char longest[LIMIT_PASSWORD_BYTES + 2];
    const struct {
        const char *password;
        bool is_taken;
    } rows[] = {
        {GOOD, true},
        {"fifteen chars!!", true},
        {"fourteen chars", false},
        {"鮭とばを肴に一杯やりたい夜です", true},
        {"鮭とばを肴に一杯やりたい夜", false},
        {"", false},
        {"aaaaaaaaaaaaaaaaaaaa", false},
        {"abcdefghijklmnopqrst", false},
        {"98765432109876543210", false},
        {"xy9!xy9!xy9!xy9!xy9!", false},
        {"Password1234567890", false},
        {"qwertyuiopasdfghjkl", false},
        {"Mia Tanaka Mia Tanaka!", false},
        {"mia.tanaka@example.org1", false},
        {"administrator kenzen", false},
        {"  \t spaces count, even these  ", true},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct err err = {0};
        bool is_taken = password_check(
            text_of(rows[i].password), TEXT("Mia Tanaka"), TEXT("mia.tanaka@example.org"), &err);
        if (is_taken != rows[i].is_taken)
            print_error("%s: %s\n", rows[i].password, err.text);
        assert_int_equal(is_taken, rows[i].is_taken);
    }
    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = "the quick brown fox jumps over a lazy dog"[i * 7 % 41];
    struct text whole = {longest, LIMIT_PASSWORD_BYTES};
    assert_ok(password_check(whole, TEXT(""), TEXT(""), err));
    whole.len++;
    assert_err(ERR_USAGE, password_check(whole, TEXT(""), TEXT(""), err));
    assert_err(
        ERR_USAGE, password_check(TEXT("not utf-8 \xff\xfe, fifteen"), TEXT(""), TEXT(""), err));
}

static void test_a_hash_knows_its_password(void **state)
{
    char hash[PASSWORD_HASH_SIZE];
    bool is_same = false;
    (void)state;
    assert_ok(password_hash(NULL, TEXT(GOOD), hash, err));
    assert_true(text_starts(text_of(hash), TEXT("$argon2id$v=19$m=65536,t=2,p=1$")));
    assert_ok(password_compare(NULL, TEXT(GOOD), text_of(hash), &is_same, err));
    assert_true(is_same);
    assert_ok(password_compare(NULL, TEXT(GOOD " "), text_of(hash), &is_same, err));
    assert_false(is_same);
    assert_ok(password_compare(NULL, TEXT(""), TEXT(""), &is_same, err));
    assert_false(is_same);
    assert_false(password_is_dated(text_of(hash)));
    assert_true(password_is_dated(TEXT("$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
}

static int64_t compare_us(struct text hash)
{
    bool is_same;
    int64_t best_us = INT64_MAX;
    for (int i = 0; i < 3; i++) {
        int64_t start_us = clock_steady_us();
        assert_ok(password_compare(NULL, TEXT(GOOD), hash, &is_same, err));
        int64_t took_us = clock_steady_us() - start_us;
        best_us = took_us < best_us ? took_us : best_us;
    }
    return best_us;
}

/* Within a factor of two on a loaded machine; without the hash of nobody it would be a thousand. */
static void test_an_unknown_name_takes_as_long(void **state)
{
    char hash[PASSWORD_HASH_SIZE];
    (void)state;
    assert_ok(password_hash(NULL, TEXT("another one, quite as long"), hash, err));
    int64_t known_us = compare_us(text_of(hash)), unknown_us = compare_us(TEXT(""));
    assert_true(known_us < 2 * unknown_us && unknown_us < 2 * known_us);
}

struct flood {
    struct password_gate *gate;
    pthread_mutex_t mutex;
    size_t busy, done;
};

static void *rush(void *context)
{
    struct flood *flood = context;
    struct err err = {0};
    bool is_same;
    bool is_done = password_compare(flood->gate, TEXT(GOOD), TEXT(""), &is_same, &err);
    pthread_mutex_lock(&flood->mutex);
    flood->done += is_done;
    flood->busy += !is_done && err.code == ERR_BUSY;
    pthread_mutex_unlock(&flood->mutex);
    return NULL;
}

static void test_a_flood_is_told_to_come_again(void **state)
{
    enum { THREADS = 16 };
    pthread_t threads[THREADS];
    struct flood flood = {.gate = password_gate_new(), .mutex = PTHREAD_MUTEX_INITIALIZER};
    (void)state;
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, rush, &flood), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(flood.done + flood.busy, THREADS);
    assert_true(flood.done >= PASSWORD_GATE_RUNNING && flood.busy > 0);
    password_gate_free(flood.gate);
}

static void test_signing_in_by_password(void **state)
{
    struct people p;
    struct signin_answer answer;
    struct session session;
    struct account found;
    begin(&p, state);
    struct signin it = {.name = TEXT("mIA"),
        .password = TEXT(GOOD),
        .address = TEXT("192.0.2.7"),
        .user_agent = TEXT("Firefox")};
    assert_int_equal(try(&p, &it, NOW, &answer), ERR_NONE);
    assert_true(answer.account_id == p.mia.id && answer.browser[0]);
    assert_ok(
        session_find(p.t->db, text_of(answer.session), NOW, &p.t->arena, &session, &found, err));
    assert_true(session.id == answer.session_id && session.confirmed_us == NOW);
    assert_text(session.means, "password");
    assert_text(session.address, "192.0.2.7");
    assert_int_equal(try_password(&p, "mia", "wrong", "192.0.2.7", NOW), ERR_CREDENTIALS);
    assert_int_equal(try_password(&p, "nobody", GOOD, "192.0.2.7", NOW), ERR_CREDENTIALS);
    assert_int_equal(try_password(&p, "", GOOD, "192.0.2.7", NOW), ERR_CREDENTIALS);
    assert_int_equal(
        store_test_number(p.t, "SELECT count(*) FROM journal_entry WHERE kind = 'signin.failed'"),
        3);
    p.mia.is_disabled = true;
    struct account root = {.name = TEXT("root"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = NOW};
    assert_ok(account_add(p.t->db, &root, &root.id, err));
    assert_ok(account_change(p.t->db, &p.mia, root.id, NOW, err));
    assert_int_equal(try(&p, &it, NOW, NULL), ERR_CREDENTIALS);
    end(&p);
}

static void test_a_dated_hash_is_renewed(void **state)
{
    struct people p;
    struct text hash;
    char weak[PASSWORD_HASH_SIZE] = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    begin(&p, state);
    assert_ok(password_set(p.t->db, p.mia.id, text_of(weak), NOW, err));
    assert_int_equal(try_password(&p, "mia", GOOD, "", NOW), ERR_CREDENTIALS);
    assert_ok(password_find(p.t->db, p.mia.id, &p.t->arena, &hash, NULL, err));
    assert_text(hash, weak);
    end(&p);
}

static void test_waits_grow_and_are_bounded(void **state)
{
    const struct throttle_rule *rule = throttle_rule(THROTTLE_PAIR);
    (void)state;
    assert_true(throttle_wait_us(rule, 0) == 0 && throttle_wait_us(rule, 5) == 0);
    assert_true(throttle_wait_us(rule, 6) == 2 * SECOND && throttle_wait_us(rule, 7) == 4 * SECOND);
    assert_true(throttle_wait_us(rule, 13) == 256 * SECOND);
    assert_true(throttle_wait_us(rule, INT64_MAX) == rule->max_wait_us);
    assert_true(throttle_rule(THROTTLE_ACCOUNT)->max_wait_us == 60 * SECOND);
}

static void test_who_guesses_has_to_wait(void **state)
{
    struct people p;
    struct signin_answer answer;
    begin(&p, state);
    for (int i = 0; i < 6; i++)
        assert_int_equal(try_password(&p, "mia", "wrong", "192.0.2.7", NOW), ERR_CREDENTIALS);
    struct signin good = {
        .name = TEXT("Mia"), .password = TEXT(GOOD), .address = TEXT("192.0.2.7")};
    assert_int_equal(try(&p, &good, NOW + SECOND, &answer), ERR_RATE);
    assert_true(answer.wait_us == SECOND);
    /* From elsewhere she comes in meanwhile; and here, when the wait is over. */
    assert_int_equal(try_password(&p, "mia", GOOD, "198.51.100.1", NOW + SECOND), ERR_NONE);
    assert_int_equal(try(&p, &good, NOW + 2 * SECOND, &answer), ERR_NONE);
    for (int i = 0; i < 5; i++)
        assert_int_equal(
            try_password(&p, "mia", "wrong", "192.0.2.7", NOW + 3 * SECOND), ERR_CREDENTIALS);
    assert_int_equal(try(&p, &good, NOW + 3 * SECOND, &answer), ERR_NONE);
    end(&p);
}

/* Names that do not exist are counted alike, or waiting would tell which do. */
static void test_unknown_names_wait_alike(void **state)
{
    struct people p;
    begin(&p, state);
    for (int i = 0; i < 6; i++)
        assert_int_equal(try_password(&p, "Nobody", "wrong", "192.0.2.7", NOW), ERR_CREDENTIALS);
    assert_int_equal(try_password(&p, "nobody", "wrong", "192.0.2.7", NOW), ERR_RATE);
    end(&p);
}

static void test_strangers_do_not_lock_a_person_out(void **state)
{
    struct people p;
    struct signin_answer answer;
    char from[32];
    begin(&p, state);
    struct signin good = {
        .name = TEXT("Mia"), .password = TEXT(GOOD), .address = TEXT("203.0.113.9")};
    assert_int_equal(try(&p, &good, NOW, &answer), ERR_NONE);
    char browser[ACCOUNT_SECRET_SIZE];
    memcpy(browser, answer.browser, sizeof browser);
    int64_t now_us = NOW;
    for (int i = 0; i < 25; i++) {
        snprintf(from, sizeof from, "2001:db8:0:%x::1", i);
        enum err_code code = try_password(&p, "mia", "wrong", from, now_us);
        assert_true(code == ERR_CREDENTIALS || code == ERR_RATE);
        now_us += 30 * SECOND;
    }
    /* The last one counted makes all wait, but no longer than a minute … */
    assert_int_equal(
        try_password(&p, "mia", "wrong", "2001:db8:1::1", now_us + 60 * SECOND), ERR_CREDENTIALS);
    now_us += 60 * SECOND;
    assert_int_equal(try(&p, &good, now_us, &answer), ERR_RATE);
    assert_true(answer.wait_us <= 60 * SECOND);
    /* … and not at all where she was before. */
    good.browser = text_of(browser);
    assert_int_equal(try(&p, &good, now_us, &answer), ERR_NONE);
    assert_int_equal(answer.browser[0], 0);
    /* Another's browser is of no use to a stranger. */
    good.name = TEXT("nobody");
    assert_int_equal(try(&p, &good, now_us, &answer), ERR_CREDENTIALS);
    end(&p);
}

static enum err_code try_link(struct people *p, const char *from, int64_t now_us)
{
    return try(p, &(struct signin){.link = TEXT("00"), .address = text_of(from)}, now_us, NULL);
}

static void test_an_address_waits_whatever_it_tries(void **state)
{
    struct people p;
    begin(&p, state);
    for (int i = 0; i < 31; i++)
        assert_int_equal(try_link(&p, "2001:db8::1", NOW), ERR_UNAUTHENTICATED);
    assert_int_equal(try_link(&p, "2001:db8::2", NOW), ERR_RATE);
    assert_int_equal(try_password(&p, "mia", GOOD, "2001:db8::ffff", NOW), ERR_RATE);
    assert_int_equal(try_password(&p, "mia", GOOD, "2001:db8:0:1::1", NOW), ERR_NONE);
    assert_int_equal(
        try_password(&p, "mia", GOOD, "2001:db8::1", NOW + THROTTLE_FORGOTTEN_US), ERR_NONE);
    end(&p);
}

struct rusher {
    const char *url;
    size_t taken;
};

static void *rush_throttle(void *context)
{
    struct rusher *rusher = context;
    struct db *db;
    struct throttle_key key = {THROTTLE_CODE, TEXT("7")};
    assert_ok(db_open(&db, rusher->url, err));
    for (int i = 0; i < 5; i++) {
        int64_t wait_us = 1;
        bool is_run = throttle_take(db, &key, 1, NOW, &wait_us, NULL);
        rusher->taken += is_run && !wait_us;
    }
    db_free(db);
    return NULL;
}

/* Four servers, as it were, on one database. */
static void test_attempts_at_once_are_all_counted(void **state)
{
    struct store_test *t = store_test(state);
    struct rusher rushers[4];
    pthread_t threads[LEN_OF(rushers)];
    size_t taken = 0;
    for (size_t i = 0; i < LEN_OF(rushers); i++) {
        rushers[i] = (struct rusher){t->url, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, rush_throttle, &rushers[i]), 0);
    }
    for (size_t i = 0; i < LEN_OF(rushers); i++) {
        pthread_join(threads[i], NULL);
        taken += rushers[i].taken;
    }
    assert_int_equal(taken, 6);
}

/* -- the second factor -- */

struct switching {
    struct people *p;
    const char *code;
    int64_t now_us;
    struct authenticator_codes codes;
};

static bool turn_on(struct db *db, void *context, struct err *err)
{
    struct switching *it = context;
    return authenticator_confirm(
        db, it->p->vault, it->p->mia.id, text_of(it->code), it->now_us, &it->codes, err);
}

static void enrol(
    struct people *p, unsigned char secret[OTP_SECRET_SIZE], struct authenticator_codes *ret_codes)
{
    char code[OTP_DIGITS + 1];
    struct text bytes = {(const char *)secret, OTP_SECRET_SIZE};
    assert_ok(authenticator_enrol(p->t->db, p->vault, p->mia.id, NOW, secret, err));
    struct switching it = {p, "000000", NOW, {{{0}}}};
    otp_code(bytes, otp_step(NOW) - 10, code);
    it.code = code;
    assert_err(ERR_CODE, db_transact(p->t->db, turn_on, &it, err));
    otp_code(bytes, otp_step(NOW), code);
    assert_ok(db_transact(p->t->db, turn_on, &it, err));
    assert_err(ERR_CONFLICT, db_transact(p->t->db, turn_on, &it, err));
    assert_err(ERR_CONFLICT, authenticator_enrol(p->t->db, p->vault, p->mia.id, NOW, secret, err));
    *ret_codes = it.codes;
}

static enum err_code try_code(struct people *p, const char *code, int64_t now_us)
{
    return try(p,
        &(struct signin){.name = TEXT("mia"), .password = TEXT(GOOD), .code = text_of(code)},
        now_us, NULL);
}

static void test_a_code_is_asked_for_and_used_once(void **state)
{
    struct people p;
    unsigned char secret[OTP_SECRET_SIZE];
    struct authenticator_codes codes;
    char code[OTP_DIGITS + 1], spaced[OTP_DIGITS + 2];
    begin(&p, state);
    enrol(&p, secret, &codes);
    int64_t now_us = NOW + 60 * SECOND;
    assert_int_equal(try_code(&p, "", now_us), ERR_CODE_REQUIRED);
    otp_code((struct text){(const char *)secret, sizeof secret}, otp_step(now_us), code);
    snprintf(spaced, sizeof spaced, "%.3s %s", code, code + 3);
    /* The password alone tells nobody whether the code would be right. */
    assert_int_equal(
        try(&p,
            &(struct signin){.name = TEXT("mia"), .password = TEXT("wrong"), .code = text_of(code)},
            now_us, NULL),
        ERR_CREDENTIALS);
    assert_int_equal(try_code(&p, spaced, now_us), ERR_NONE);
    assert_int_equal(try_code(&p, code, now_us), ERR_CODE);
    assert_int_equal(try_code(&p, "12345x", now_us), ERR_CODE);
    end(&p);
}

static void test_recovery_codes_work_once_each(void **state)
{
    struct people p;
    unsigned char secret[OTP_SECRET_SIZE];
    struct authenticator_codes codes;
    struct authenticator left;
    begin(&p, state);
    enrol(&p, secret, &codes);
    assert_int_equal(strlen(codes.at[0]), AUTHENTICATOR_RECOVERY_SIZE - 1);
    assert_int_equal(try_code(&p, codes.at[0], NOW), ERR_NONE);
    assert_int_equal(try_code(&p, codes.at[0], NOW), ERR_CODE);
    assert_int_equal(try_code(&p, codes.at[9], NOW), ERR_NONE);
    assert_ok(authenticator_find(p.t->db, p.mia.id, &left, err));
    assert_true(left.is_on && left.recovery_left == 8);
    /* Small letters, without hyphens. */
    struct buf typed;
    buf_init(&typed, SIZE_MAX);
    for (const char *c = codes.at[1]; *c; c++)
        if (*c != '-')
            buf_add_char(&typed, text_lower_char(*c));
    assert_int_equal(try_code(&p, typed.at, NOW), ERR_NONE);
    buf_done(&typed);
    end(&p);
}

static void test_who_guesses_codes_has_to_wait(void **state)
{
    struct people p;
    unsigned char secret[OTP_SECRET_SIZE];
    struct authenticator_codes codes;
    begin(&p, state);
    enrol(&p, secret, &codes);
    for (int i = 0; i < 6; i++)
        assert_int_equal(try_code(&p, "no-code", NOW), ERR_CODE);
    assert_int_equal(try_code(&p, codes.at[0], NOW), ERR_RATE);
    assert_int_equal(try_code(&p, codes.at[0], NOW + 3 * SECOND), ERR_NONE);
    end(&p);
}

/* A link does not pass by the second factor, and is not used up while the code is missing. */
static void test_a_link_needs_the_code_too(void **state)
{
    struct people p;
    unsigned char secret[OTP_SECRET_SIZE];
    struct authenticator_codes codes;
    char link[ACCOUNT_SECRET_SIZE];
    begin(&p, state);
    enrol(&p, secret, &codes);
    assert_ok(account_link_new(p.t->db, p.mia.id, NOW, link, err));
    struct signin it = {.link = text_of(link)};
    assert_int_equal(try(&p, &it, NOW, NULL), ERR_CODE_REQUIRED);
    it.code = TEXT("000 000");
    assert_int_equal(try(&p, &it, NOW, NULL), ERR_CODE);
    it.code = text_of(codes.at[3]);
    assert_int_equal(try(&p, &it, NOW, NULL), ERR_NONE);
    assert_int_equal(try(&p, &it, NOW, NULL), ERR_UNAUTHENTICATED);
    end(&p);
}

static void test_a_new_password_ends_the_others(void **state)
{
    struct people p;
    struct signin_answer here, there;
    char link[ACCOUNT_SECRET_SIZE];
    begin(&p, state);
    struct signin it = {.name = TEXT("Mia"), .password = TEXT(GOOD)};
    assert_int_equal(try(&p, &it, NOW, &here), ERR_NONE);
    assert_int_equal(try(&p, &it, NOW, &there), ERR_NONE);
    assert_ok(account_link_new(p.t->db, p.mia.id, NOW, link, err));
    assert_ok(signin_set_password(
        p.t->db, &p.tools, &p.mia, here.session_id, TEXT("an umbrella on the roof"), NOW, err));
    struct session *left;
    size_t count;
    assert_ok(session_list(p.t->db, p.mia.id, NOW, &p.t->arena, &left, &count, err));
    assert_true(count == 1 && left[0].id == here.session_id);
    assert_int_equal(
        try(&p, &(struct signin){.link = text_of(link)}, NOW, NULL), ERR_UNAUTHENTICATED);
    assert_int_equal(try(&p, &it, NOW, NULL), ERR_CREDENTIALS);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_which_passwords_are_taken),
        cmocka_unit_test(test_a_hash_knows_its_password),
        cmocka_unit_test(test_an_unknown_name_takes_as_long),
        cmocka_unit_test(test_a_flood_is_told_to_come_again),
        cmocka_unit_test(test_waits_grow_and_are_bounded),
        STORE_TEST(test_signing_in_by_password),
        STORE_TEST(test_a_dated_hash_is_renewed),
        STORE_TEST(test_who_guesses_has_to_wait),
        STORE_TEST(test_unknown_names_wait_alike),
        STORE_TEST(test_strangers_do_not_lock_a_person_out),
        STORE_TEST(test_an_address_waits_whatever_it_tries),
        STORE_TEST(test_attempts_at_once_are_all_counted),
        STORE_TEST(test_a_code_is_asked_for_and_used_once),
        STORE_TEST(test_recovery_codes_work_once_each),
        STORE_TEST(test_who_guesses_codes_has_to_wait),
        STORE_TEST(test_a_link_needs_the_code_too),
        STORE_TEST(test_a_new_password_ends_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
