/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include <pthread.h>

#include "account/account.h"
#include "account/account_cmd.h"
#include "account/signin.h"

#define NOW STORE_TEST_NOW_US

static const struct account_token ci = {.name = {"ci", 2}, .scopes = RIGHT_SCOPES_ALL};
static unsigned scopes; /* of the token that was found last */
/* Signs in by a link. */
static bool redeem_link(struct db *db, struct text link, int64_t now_us,
    char session[ACCOUNT_SECRET_SIZE], int64_t *ret_id, struct err *err)
{
    struct signin_answer answer;
    const struct signin_tools tools = {0};
    if (!signin_try(db, &tools, &(struct signin){.link = link}, now_us, &answer, err))
        return false;
    memcpy(session, answer.session, ACCOUNT_SECRET_SIZE);
    *ret_id = answer.account_id;
    return true;
}

static bool find_session(struct db *db, const char *secret, int64_t now_us, struct arena *arena,
    struct account *ret_account, struct err *err)
{
    struct session session;
    return session_find(db, text_of(secret), now_us, arena, &session, ret_account, err);
}

static int64_t add_account(struct store_test *t, const char *name)
{
    struct account account = {.name = text_of(name), .created_us = NOW};
    int64_t id;
    assert_ok(account_add(t->db, &account, &id, err));
    return id;
}

static void test_names_are_unique_without_case(void **state)
{
    struct store_test *t = store_test(state);
    int64_t id = add_account(t, "Mia");
    struct account again = {.name = TEXT("mIA"), .created_us = NOW}, found;
    assert_err(ERR_CONFLICT, account_add(t->db, &again, &id, err));
    assert_ok(account_find_name(t->db, TEXT("MIA"), &t->arena, &found, err));
    assert_true(found.id == id);
    assert_text(found.name, "Mia");
    assert_text(found.email, "");
    assert_err(ERR_NOT_FOUND, account_find_name(t->db, TEXT("nobody"), &t->arena, &found, err));
    assert_err(ERR_NOT_FOUND, account_find_name(t->db, TEXT(""), &t->arena, &found, err));
    assert_err(ERR_NOT_FOUND, account_find(t->db, 1, &t->arena, &found, err));
}

static void test_the_first_start_happens_once(void **state)
{
    struct store_test *t = store_test(state);
    char secret[ACCOUNT_SECRET_SIZE] = "", session[ACCOUNT_SECRET_SIZE];
    bool is_new;
    assert_ok(account_first_start(t->db, NOW, secret, &is_new, err));
    assert_true(is_new);
    int64_t id;
    assert_ok(redeem_link(t->db, text_of(secret), NOW, session, &id, err));
    struct account admin;
    assert_ok(account_find_name(t->db, TEXT(""), &t->arena, &admin, err));
    assert_true(admin.id == id && admin.roles == ACCOUNT_ADMINISTRATOR);
    assert_ok(account_first_start(t->db, NOW, secret, &is_new, err));
    assert_false(is_new);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM account"), 1);
}

static void test_a_link_is_used_once_within_a_day(void **state)
{
    struct store_test *t = store_test(state);
    int64_t id = add_account(t, "mia"), found;
    char link[ACCOUNT_SECRET_SIZE], late[ACCOUNT_SECRET_SIZE], session[ACCOUNT_SECRET_SIZE];
    assert_ok(account_link_new(t->db, id, NOW, link, err));
    assert_ok(account_link_new(t->db, id, NOW, late, err));
    int64_t last = NOW + ACCOUNT_LINK_US - 1;
    assert_ok(redeem_link(t->db, text_of(link), last, session, &found, err));
    assert_true(found == id);
    assert_err(ERR_UNAUTHENTICATED, redeem_link(t->db, text_of(link), last, session, &found, err));
    assert_err(
        ERR_UNAUTHENTICATED, redeem_link(t->db, text_of(late), last + 1, session, &found, err));
    assert_err(ERR_UNAUTHENTICATED, redeem_link(t->db, TEXT("0"), NOW, session, &found, err));
    assert_err(ERR_UNAUTHENTICATED, redeem_link(t->db, TEXT("zz\n"), NOW, session, &found, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM session"), 1);
}

static void test_no_secret_is_stored(void **state)
{
    struct store_test *t = store_test(state);
    int64_t id = add_account(t, "mia"), token_id;
    char secret[ACCOUNT_SECRET_SIZE];
    assert_ok(account_token_new(t->db, id, &ci, NOW, secret, &token_id, err));
    assert_true(text_starts(text_of(secret), TEXT("kz_")));
    struct db_rows rows;
    assert_ok(db_query(t->db, "SELECT hash FROM api_token", DB_NO_ARGS, &t->arena, &rows, err));
    struct text hash = db_text(&rows, 0, 0);
    assert_int_equal(hash.len, 32);
    assert_null(memmem(secret, strlen(secret), hash.at, hash.len));
}

static void start_session(struct store_test *t, int64_t id, char session[ACCOUNT_SECRET_SIZE])
{
    char link[ACCOUNT_SECRET_SIZE];
    int64_t found;
    assert_ok(account_link_new(t->db, id, NOW, link, err));
    assert_ok(redeem_link(t->db, text_of(link), NOW, session, &found, err));
}

static void test_a_session_slides_and_ends(void **state)
{
    struct store_test *t = store_test(state);
    char session[ACCOUNT_SECRET_SIZE];
    start_session(t, add_account(t, "mia"), session);
    struct account found;
    int64_t later = NOW + SESSION_KEPT_US - 1;
    assert_ok(find_session(t->db, session, NOW + 1, &t->arena, &found, err));
    assert_text(found.name, "mia");
    assert_ok(find_session(t->db, session, later, &t->arena, &found, err));
    later += SESSION_KEPT_US - 1;
    assert_ok(find_session(t->db, session, later, &t->arena, &found, err));
    assert_err(ERR_UNAUTHENTICATED,
        find_session(t->db, session, later + SESSION_KEPT_US, &t->arena, &found, err));
    assert_ok(find_session(t->db, session, later, &t->arena, &found, err));
    int64_t id = store_test_number(t, "SELECT id FROM session");
    assert_err(ERR_NOT_FOUND, session_end(t->db, found.id + 1, id, later, err));
    assert_ok(session_end(t->db, found.id, id, later, err));
    assert_err(ERR_UNAUTHENTICATED, find_session(t->db, session, later, &t->arena, &found, err));
    assert_err(ERR_NOT_FOUND, session_end(t->db, found.id, id, later, err));
    assert_err(ERR_UNAUTHENTICATED, find_session(t->db, "nonsense", later, &t->arena, &found, err));
}

/* On SQLite there is one writer: who only asks must not wait for it, but once an hour. */
static bool ask_while_another_writes(struct db *db, void *context, struct err *err)
{
    void **given = context;
    struct store_test *t = given[0];
    struct db *other = given[1];
    struct account found;
    int64_t start_us = clock_steady_us();
    if (!db_run(db, "UPDATE account SET email = 'x'", DB_NO_ARGS, NULL, err) ||
        !find_session(other, given[2], NOW + 1, &t->arena, &found, err) ||
        !account_token_find(other, text_of(given[3]), NOW + 1, &t->arena, &found, &scopes, err))
        return false;
    assert_true(clock_steady_us() - start_us < 5 * CLOCK_SECOND_US);
    return true;
}

static void test_asking_does_not_wait_for_writers(void **state)
{
    struct store_test *t = store_test(state);
    char session[ACCOUNT_SECRET_SIZE], token[ACCOUNT_SECRET_SIZE];
    int64_t id = add_account(t, "mia"), token_id;
    struct account found;
    struct db *other;
    start_session(t, id, session);
    assert_ok(account_token_new(t->db, id, &ci, NOW, token, &token_id, err));
    assert_ok(account_token_find(t->db, text_of(token), NOW, &t->arena, &found, &scopes, err));
    assert_ok(db_open(&other, t->url, err));
    void *given[] = {t, other, session, token};
    assert_ok(db_transact(t->db, ask_while_another_writes, given, err));
    db_free(other);
}

static void test_tokens_expire_and_are_revoked(void **state)
{
    struct store_test *t = store_test(state);
    int64_t mia = add_account(t, "mia"), ben = add_account(t, "ben"), id, other;
    char secret[ACCOUNT_SECRET_SIZE], short_lived[ACCOUNT_SECRET_SIZE];
    struct account found;
    assert_ok(account_token_new(t->db, mia, &ci, NOW, secret, &id, err));
    struct account_token day = {
        .name = TEXT("day"), .expires_us = NOW + 100, .scopes = RIGHT_SCOPE_UPLOAD};
    assert_ok(account_token_new(t->db, mia, &day, NOW + 1000, short_lived, &other, err));
    assert_ok(
        account_token_find(t->db, text_of(short_lived), NOW + 99, &t->arena, &found, &scopes, err));
    assert_int_equal(scopes, RIGHT_SCOPE_UPLOAD);
    assert_err(ERR_UNAUTHENTICATED, account_token_find(t->db, text_of(short_lived), NOW + 100,
                                        &t->arena, &found, &scopes, err));
    assert_ok(
        account_token_find(t->db, text_of(secret), INT64_MAX / 2, &t->arena, &found, &scopes, err));
    assert_int_equal(scopes, RIGHT_SCOPES_ALL);
    assert_true(found.id == mia);
    struct account_token *tokens;
    size_t count;
    assert_ok(account_token_list(t->db, mia, 0, 10, &t->arena, &tokens, &count, err));
    assert_int_equal(count, 2);
    assert_true(
        tokens[0].id == id && tokens[0].expires_us == 0 && tokens[0].used_us == INT64_MAX / 2);
    assert_err(ERR_NOT_FOUND, account_token_revoke(t->db, ben, id, NOW, err));
    assert_ok(account_token_revoke(t->db, mia, id, NOW, err));
    assert_err(ERR_NOT_FOUND, account_token_revoke(t->db, mia, id, NOW, err));
    assert_err(ERR_UNAUTHENTICATED,
        account_token_find(t->db, text_of(secret), NOW, &t->arena, &found, &scopes, err));
    assert_ok(account_token_list(t->db, mia, 0, 10, &t->arena, &tokens, &count, err));
    assert_int_equal(count, 1);
}

/* A session's secret is no API token, nor the other way. */
static void test_secrets_do_not_change_their_kind(void **state)
{
    struct store_test *t = store_test(state);
    int64_t id = add_account(t, "mia"), token_id;
    char session[ACCOUNT_SECRET_SIZE], token[ACCOUNT_SECRET_SIZE];
    struct account found;
    start_session(t, id, session);
    assert_ok(account_token_new(t->db, id, &ci, NOW, token, &token_id, err));
    assert_err(ERR_UNAUTHENTICATED,
        account_token_find(t->db, text_of(session), NOW, &t->arena, &found, &scopes, err));
    assert_err(ERR_UNAUTHENTICATED, find_session(t->db, token, NOW, &t->arena, &found, err));
}

struct racer {
    const char *url, *link;
    bool has_won;
};

static void *redeem(void *context)
{
    struct racer *racer = context;
    struct db *db;
    char session[ACCOUNT_SECRET_SIZE];
    int64_t id;
    if (db_open(&db, racer->url, NULL)) {
        racer->has_won = redeem_link(db, text_of(racer->link), NOW, session, &id, NULL);
        db_free(db);
    }
    return NULL;
}

static void test_of_two_who_redeem_at_once_one_comes_in(void **state)
{
    struct store_test *t = store_test(state);
    char link[ACCOUNT_SECRET_SIZE];
    assert_ok(account_link_new(t->db, add_account(t, "mia"), NOW, link, err));
    struct racer racers[4];
    pthread_t threads[LEN_OF(racers)];
    size_t winners = 0;
    for (size_t i = 0; i < LEN_OF(racers); i++) {
        racers[i] = (struct racer){t->url, link, false};
        assert_int_equal(pthread_create(&threads[i], NULL, redeem, &racers[i]), 0);
    }
    for (size_t i = 0; i < LEN_OF(racers); i++) {
        pthread_join(threads[i], NULL);
        winners += racers[i].has_won;
    }
    assert_int_equal(winners, 1);
}

static int run_signin_link(const char *db, const char *name)
{
    const char *const argv[] = {"--json", "--db", db, name};
    struct cmd cmd;
    assert_ok(cmd_read(&cmd, account_cmd_signin_link.options, name ? 4 : 3, argv, err));
    int code = account_cmd_signin_link.run(&cmd);
    cmd_done(&cmd);
    return code;
}

static void test_the_command_makes_a_link(void **state)
{
    struct store_test *t = store_test(state);
    assert_int_equal(run_signin_link(t->url, NULL), 2);
    add_account(t, "mia");
    assert_int_equal(run_signin_link(t->url, NULL), 2);
    assert_int_equal(run_signin_link(t->url, "ben"), 2);
    assert_int_equal(run_signin_link(t->url, "MIA"), 0);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM signin_link"), 1);
    char missing[sizeof t->folder + 16];
    snprintf(missing, sizeof missing, "%s/missing.db", t->folder);
    assert_int_equal(run_signin_link(missing, "mia"), 2);
    assert_int_not_equal(access(missing, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_names_are_unique_without_case),
        STORE_TEST(test_the_first_start_happens_once),
        STORE_TEST(test_a_link_is_used_once_within_a_day),
        STORE_TEST(test_no_secret_is_stored),
        STORE_TEST(test_a_session_slides_and_ends),
        STORE_TEST(test_asking_does_not_wait_for_writers),
        STORE_TEST(test_tokens_expire_and_are_revoked),
        STORE_TEST(test_secrets_do_not_change_their_kind),
        STORE_TEST(test_the_command_makes_a_link),
        STORE_TEST(test_of_two_who_redeem_at_once_one_comes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
