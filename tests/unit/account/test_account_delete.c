/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include "account/account.h"
#include "account/account_delete.h"
#include "account/session.h"

#define NOW STORE_TEST_NOW_US

/* What stays when its account goes, and why. */
static const struct account_delete_table kept[] = {
    /* Locking out ends these. */
    {"api_token", "account_id"},
    {"known_browser", "account_id"},
    {"session", "account_id"},
    {"signin_link", "account_id"},
    /* Tickets are left by an event (ticket_leave.h). */
    {"ticket", "assignee_id"},
    /* Acts, under a name that is nobody's any more. */
    {"action_log", "account_id"},
    {"advice", "author_id"},
    {"advice", "withdrawn_by"},
    {"alert_channel", "created_by"},
    {"alert_channel", "updated_by"},
    {"alert_mute", "account_id"},
    {"alert_policy", "changed_by"},
    {"bulk", "account_id"},
    /* What praised somebody is proof; whom, nobody knows any more. */
    {"badge", "account_id"},
    {"badge", "issued_by"},
    {"badge", "revoked_by"},
    {"badge_class", "created_by"},
    {"badge_rule", "created_by"},
    {"badge_rule", "updated_by"},
    {"saved_filter", "account_id"}, /* those of teams; private ones go */
    {"action_log", "recorded_by"},
    {"health_aside", "account_id"},
    {"health_feedback", "author_id"},
    {"health_feedback", "withdrawn_by"},
    {"health_goal", "created_by"},
    {"health_goal", "ended_by"},
    {"invitation", "created_by"},
    {"journal_entry", "actor_id"},
    {"license_exception", "created_by"},
    {"license_exception", "ended_by"},
    {"license_policy", "set_by"},
    {"mint_campaign", "created_by"},
    {"notice", "actor_id"},
    {"report", "made_by"},
    {"sbom", "uploaded_by"},
    {"ticket", "accepted_by"},
    {"ticket_snooze", "account_id"},
    {"tracker", "account_id"},
    {"tracker_link", "created_by"},
    {"sighting", "account_id"},
    {"sighting", "recorded_by"},
    {"signal_dismissal", "created_by"},
    {"signal_dismissal", "undone_by"},
    {"team_namespace", "set_by"},
    {"team_policy", "changed_by"},
    {"ticket_event", "account_id"},
    {"ticket_override", "account_id"},
    {"ticket_override", "ended_by"},
    {"ticket_vex", "account_id"},
    {"vex_document", "deleted_by"},
    {"vex_document", "uploaded_by"},
};

static bool is_in(
    const struct account_delete_table *tables, size_t count, struct text name, struct text column)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, tables[i].name) && text_is(column, tables[i].column))
            return true;
    return false;
}

static size_t deleted_count(void)
{
    size_t count = 0;
    while (account_delete_tables[count].name)
        count++;
    return count;
}

/* Who adds a table that points to accounts says here, or there, what becomes of a person's rows. */
static void test_every_table_has_been_thought_of(void **state)
{
    struct store_test *t = store_test(state);
    struct db_rows rows;
    size_t unknown = 0;
    if (db_engine_of(t->db) != DB_SQLITE)
        skip();
    assert_ok(db_query(t->db,
        "SELECT m.name, f.\"from\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f "
        "WHERE m.type = 'table' AND f.\"table\" = 'account' ORDER BY m.name",
        DB_NO_ARGS, &t->arena, &rows, err));
    assert_true(rows.count > 15);
    for (size_t i = 0; i < rows.count; i++) {
        struct text name = db_text(&rows, i, 0), column = db_text(&rows, i, 1);
        if (is_in(account_delete_tables, deleted_count(), name, column) ||
            is_in(kept, LEN_OF(kept), name, column))
            continue;
        print_error("%.*s.%.*s: goes it, or stays it, with the account?\n", TEXT_ARG(name),
            TEXT_ARG(column));
        unknown++;
    }
    assert_int_equal(unknown, 0);
}

static bool note(struct db *db, void *context, struct err *err)
{
    *(bool *)context = db_in_transaction(db);
    (void)err;
    return true;
}

static bool refuse(struct db *db, void *context, struct err *err)
{
    (void)db;
    (void)context;
    return err_set(err, ERR_BUSY, "not now");
}

static bool begin_session(struct db *db, void *context, struct err *err)
{
    char secret[ACCOUNT_SECRET_SIZE];
    const struct session_start start = {
        .account_id = *(const int64_t *)context, .means = "sso", .address = TEXT("192.0.2.1")};
    int64_t id;
    return session_new(db, &start, NOW, secret, &id, err);
}

static void test_what_a_provider_said_goes_with_the_person(void **state)
{
    struct store_test *t = store_test(state);
    struct account root = {.name = TEXT("root"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = NOW};
    struct account mia = {.name = TEXT("mia"), .created_us = NOW};
    assert_ok(account_add(t->db, &root, &root.id, err));
    assert_ok(account_add(t->db, &mia, &mia.id, err));
    assert_ok(db_transact(t->db, begin_session, &root.id, err));
    assert_ok(db_transact(t->db, begin_session, &mia.id, err));
    store_test_run(t,
        "INSERT INTO oidc_provider (id, slug, name, issuer, client_id, client_auth, scopes, admission, "
        "domains, asks_code, signs_out, is_enabled, created_us, updated_us) "
        "VALUES (7, 'a', 'A', 'https://a', 'k', 'none', '', 'refuse', '', 0, 0, 1, 1, 1)");
    store_test_run(t, "INSERT INTO oidc_session (session_id, provider_id, created_us) "
                      "SELECT s.id, 7, 1 FROM session s");
    assert_ok(account_delete(t->db, mia.id, root.id, NOW, NULL, NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM oidc_session"), 1);
}

static void test_a_person_goes(void **state)
{
    struct store_test *t = store_test(state);
    struct account root = {.name = TEXT("root"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = NOW};
    struct account mia = {.name = TEXT("mia"), .email = TEXT("m@example.org"), .created_us = NOW};
    struct account found;
    bool was_called = false;
    assert_ok(account_add(t->db, &root, &root.id, err));
    assert_ok(account_add(t->db, &mia, &mia.id, err));
    assert_err(ERR_BUSY, account_delete(t->db, mia.id, root.id, NOW, refuse, NULL, err));
    assert_ok(account_find(t->db, mia.id, &t->arena, &found, err));
    assert_ok(account_delete(t->db, mia.id, root.id, NOW, note, &was_called, err));
    assert_true(was_called);
    assert_err(ERR_NOT_FOUND, account_find(t->db, mia.id, &t->arena, &found, err));
    assert_err(ERR_NOT_FOUND, account_find_name(t->db, TEXT("mia"), &t->arena, &found, err));
    assert_err(ERR_NOT_FOUND, account_delete(t->db, mia.id, root.id, NOW, NULL, NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM account WHERE name LIKE '%mia%' "
                                          "OR email LIKE '%example%'"),
        0);
    assert_err(ERR_CONFLICT, account_delete(t->db, root.id, root.id, NOW, NULL, NULL, err));
    assert_ok(account_find(t->db, root.id, &t->arena, &found, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_every_table_has_been_thought_of),
        STORE_TEST(test_a_person_goes),
        STORE_TEST(test_what_a_provider_said_goes_with_the_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
