/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include <dirent.h>
#include <pthread.h>

#include "store/db_batch.h"

/* What a later version of the program has: ours, and one more that is given. */
static struct migrate_file later_files[64];

static size_t make_later(const char *sql)
{
    size_t count = migrate_file_count;
    memcpy(later_files, migrate_files, count * sizeof *migrate_files);
    later_files[count] = (struct migrate_file){migrate_files[count - 1].number + 1, "later", sql};
    return count + 1;
}

static void test_again_is_nothing(void **state)
{
    struct store_test *t = store_test(state);
    assert_ok(migrate_run(t->db, STORE_TEST_NOW_US, err));
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM schema_migration"), migrate_file_count);
}

static void test_a_newer_database_is_refused(void **state)
{
    struct store_test *t = store_test(state);
    size_t count = make_later("CREATE TABLE later (n BIGINT); INSERT INTO later (n) VALUES (1);");
    assert_ok(migrate_run_files(t->db, later_files, count, STORE_TEST_NOW_US, err));
    assert_int_equal(store_test_number(t, "SELECT n FROM later"), 1);
    assert_err(ERR_CONFLICT, migrate_run(t->db, STORE_TEST_NOW_US, err));
}

static void test_a_changed_migration_is_refused(void **state)
{
    struct store_test *t = store_test(state);
    size_t count = make_later("CREATE TABLE later (n BIGINT)");
    assert_ok(migrate_run_files(t->db, later_files, count, STORE_TEST_NOW_US, err));
    count = make_later("CREATE TABLE later (n BIGINT, m BIGINT)");
    assert_err(ERR_CONFLICT, migrate_run_files(t->db, later_files, count, STORE_TEST_NOW_US, err));
}

static void test_a_migration_is_whole_or_nothing(void **state)
{
    struct store_test *t = store_test(state);
    size_t count = make_later("CREATE TABLE half (n BIGINT); CREATE NONSENSE;");
    assert_err(ERR_SYSTEM, migrate_run_files(t->db, later_files, count, STORE_TEST_NOW_US, err));
    assert_err(ERR_SYSTEM, db_run(t->db, "SELECT n FROM half", DB_NO_ARGS, NULL, err));
    assert_ok(migrate_run(t->db, STORE_TEST_NOW_US, err));
}

/* What a database sorts by when nobody says so differs; every text of ours must sort by its bytes. */
static void test_every_text_sorts_by_its_bytes(void **state)
{
    struct store_test *t = store_test(state);
    const char *texts = "SELECT count(*) FROM information_schema.columns "
                        "WHERE table_schema = current_schema() AND data_type = 'text'";
    const char *others =
        "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'";
    assert_true(store_test_number(t, texts) > 20);
    assert_int_equal(store_test_number(t, others), 0);
}

struct starter {
    const char *url;
    struct err err;
    bool has_started;
};

static void *start(void *context)
{
    struct starter *starter = context;
    struct db *db;
    if (!db_open(&db, starter->url, &starter->err))
        return NULL;
    starter->has_started = migrate_run(db, STORE_TEST_NOW_US, &starter->err);
    db_free(db);
    return NULL;
}

static void start_together(const char *url)
{
    struct starter starters[4];
    pthread_t threads[LEN_OF(starters)];
    for (size_t i = 0; i < LEN_OF(starters); i++) {
        starters[i] = (struct starter){.url = url};
        assert_int_equal(pthread_create(&threads[i], NULL, start, &starters[i]), 0);
    }
    for (size_t i = 0; i < LEN_OF(starters); i++) {
        pthread_join(threads[i], NULL);
        if (!starters[i].has_started)
            fail_msg("%s", starters[i].err.text);
    }
}

static void test_programs_that_start_together_share_the_work(void **state)
{
    struct store_test *t = store_test(state);
    if (t->database[0]) {
        store_test_run(t, "DROP SCHEMA public CASCADE");
        store_test_run(t, "CREATE SCHEMA public");
        start_together(t->url);
        assert_int_equal(
            store_test_number(t, "SELECT count(*) FROM schema_migration"), migrate_file_count);
        return;
    }
    for (int i = 0; i < 10; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/fresh-%d.db", t->folder, i);
        start_together(path);
        unlink(path);
    }
}

static void test_every_file_is_built_in(void **state)
{
    (void)state;
    DIR *folder = opendir("sql");
    assert_non_null(folder);
    size_t found = 0;
    for (struct dirent *entry; (entry = readdir(folder));)
        found += text_ends(text_of(entry->d_name), TEXT(".sql"));
    closedir(folder);
    assert_int_equal(found, migrate_file_count);
    for (size_t i = 0; i < migrate_file_count; i++) {
        char path[128];
        snprintf(path, sizeof path, "sql/%04d_%s.sql", (int)i + 1, migrate_files[i].name);
        assert_int_equal(migrate_files[i].number, i + 1);
        assert_int_equal(access(path, R_OK), 0);
    }
}

static void add_settings(struct store_test *t, size_t count, int64_t *ret_changed)
{
    struct db_batch batch;
    db_batch_init(&batch, t->db, "INSERT INTO setting (name, value, updated_us) VALUES", 3,
        "ON CONFLICT DO NOTHING");
    for (size_t i = 0; i < count; i++) {
        struct text name = arena_format(&t->arena, "name %zu", i);
        struct db_value row[] = {DB_TEXT(name), DB_TEXT(TEXT("v")), DB_INT((int64_t)i)};
        assert_ok(db_batch_add(&batch, row, err));
    }
    assert_ok(db_batch_end(&batch, err));
    *ret_changed = batch.changed;
    db_batch_done(&batch);
}

static void test_batches_write_every_row(void **state)
{
    struct store_test *t = store_test(state);
    static const size_t sizes[] = {
        0, 1, 3, DB_BATCH_ROWS - 1, DB_BATCH_ROWS, DB_BATCH_ROWS + 1, 3 * DB_BATCH_ROWS - 1};
    int64_t before = 0;
    for (size_t i = 0; i < LEN_OF(sizes); i++) {
        int64_t changed;
        add_settings(t, sizes[i], &changed);
        assert_int_equal(changed, (int64_t)sizes[i] - before);
        before = (int64_t)sizes[i];
        assert_int_equal(store_test_number(t, "SELECT count(*) FROM setting"), sizes[i]);
    }
    int64_t sum = (int64_t)(sizes[6] * (sizes[6] - 1) / 2);
    assert_int_equal(store_test_number(t, "SELECT sum(updated_us) FROM setting"), sum);
}

/* What a database of that time had: tickets in every shape that the seventh migration has to carry over. */
static const char *const before_the_seventh[] = {
    "INSERT INTO account (id, name, is_administrator, created_us) VALUES (1, 'mia', 1, 1)",
    "INSERT INTO team (id, name, created_us) VALUES (2, 'web', 1)",
    "INSERT INTO service (id, team_id, name, description, created_us, updated_us) VALUES (3, 2, 'shop', '', 1, 1)",
    "INSERT INTO part (id, service_id, name, created_us) VALUES (4, 3, 'main', 1)",
    "INSERT INTO vulnerability (id, name, created_us) VALUES (5, 'CVE-2020-0001', 1)",
};
#define INSERT_TICKET(id, package, state, cause)                                                   \
    "INSERT INTO ticket (id, team_id, service_id, part_id, ecosystem, package, vulnerability_id, " \
    "state, cause, is_done, rank, priority, decision, name, aliases, summary, url, records, "      \
    "severity, score_tenths, cvss_vector, is_malicious, is_kev, is_kev_ransomware, versions, "     \
    "fixed, search, generation, sbom_number, created_us, updated_us, version) VALUES (" id         \
    ", 2, 3, 4, 'npm', '" package "', 5, '" state "', " cause                                      \
    ", 0, 0, 0, '{}', 'CVE-2020-0001', '[]', '', '', '[]', 1, 0, '', 0, 0, 0, '[]', '[]', '', "    \
    "'', 1, 1, 1, 1)"
static const char *const tickets_before_the_seventh[] = {
    INSERT_TICKET("10", "lodash", "open", "NULL"),
    INSERT_TICKET("11", "flask", "closed", "'removed'"),
    INSERT_TICKET("12", "lodash", "closed", "'duplicate'"),
    "UPDATE ticket SET due_us = 7 WHERE id = 11",
    "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation) "
    "VALUES (11, 1, 1, NULL, 'closed', '', '{}', '')",
    "INSERT INTO action_log (id, team_id, ticket_id, account_id, recorded_by, kind, text, "
    "advisory_id, executed_us, created_us) VALUES (20, 2, 11, 1, 1, 'mitigation', '', '', 1, 1)",
};

static void run_all(struct store_test *t, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        store_test_run(t, list[i]);
}

/* A cause is a column with a CHECK, which the seventh migration makes anew, with an index that rests on it. */
static void check_a_new_cause(struct store_test *t)
{
    assert_ok(migrate_run_files(t->db, migrate_files, 6, STORE_TEST_NOW_US, err));
    run_all(t, before_the_seventh, LEN_OF(before_the_seventh));
    run_all(t, tickets_before_the_seventh, LEN_OF(tickets_before_the_seventh));
    assert_ok(migrate_run(t->db, STORE_TEST_NOW_US, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM ticket"), 3);
    assert_int_equal(store_test_number(t, "SELECT id FROM ticket WHERE cause IS NULL"), 10);
    assert_int_equal(store_test_number(t, "SELECT id FROM ticket WHERE cause = 'removed'"), 11);
    assert_int_equal(store_test_number(t,
                         "SELECT count(*) FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id"
                         " WHERE e.kind <> 'noted'"),
        1);
    /* A later one notes how they stand, behind what was there. */
    assert_int_equal(store_test_number(t, "SELECT seq FROM ticket_event WHERE ticket_id = 11"
                                          " AND kind = 'noted' AND sets = '{\"state\":\"closed\","
                                          "\"cause\":\"removed\",\"priority\":0,\"due_us\":7,"
                                          "\"due_source\":\"person\","
                                          "\"vulnerability_id\":5,\"sbom_number\":1}'"),
        2);
    /* Dates from before the rules gave any were given by people. */
    assert_int_equal(
        store_test_number(t, "SELECT id FROM ticket WHERE due_source = 'person' AND due_us = 7"),
        11);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM ticket WHERE due_source IS NULL"
                                          " AND due_from_us IS NULL AND use_scope IS NULL"),
        2);
    assert_int_equal(store_test_number(t, "SELECT part_id FROM generation_part"), 4);
    store_test_run(t, "UPDATE ticket SET cause = 'wrong_match' WHERE id = 11");
    store_test_run(t, "UPDATE ticket SET cause = 'accepted' WHERE id = 11");
    store_test_run(t, "UPDATE ticket SET state = 'in_progress' WHERE id = 10");
    assert_err(ERR_SYSTEM,
        db_run(t->db, "UPDATE ticket SET cause = 'whim' WHERE id = 11", DB_NO_ARGS, NULL, err));
    assert_err(ERR_CONFLICT,
        db_run(t->db, INSERT_TICKET("13", "flask", "open", "NULL"), DB_NO_ARGS, NULL, err));
    store_test_run(t, INSERT_TICKET("14", "flask", "closed", "'duplicate'"));
}

static void test_tickets_take_a_new_cause(void **state)
{
    struct store_test *t = store_test(state), old = {0};
    arena_init(&old.arena, SIZE_MAX);
    if (t->database[0])
        store_test_make_database(&old, false);
    else
        store_test_make_folder(&old);
    assert_ok(db_open(&old.db, old.url, err));
    check_a_new_cause(&old);
    struct store_test *closed = calloc(1, sizeof *closed);
    *closed = old;
    void *closing = closed;
    assert_int_equal(store_test_close(&closing), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_again_is_nothing),
        STORE_TEST(test_a_newer_database_is_refused),
        STORE_TEST(test_a_changed_migration_is_refused),
        STORE_TEST(test_a_migration_is_whole_or_nothing),
        STORE_TEST(test_programs_that_start_together_share_the_work),
        STORE_TEST_POSTGRES(test_every_text_sorts_by_its_bytes),
        STORE_TEST(test_batches_write_every_row),
        STORE_TEST(test_tickets_take_a_new_cause),
        cmocka_unit_test(test_every_file_is_built_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
