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
    later_files[count] = (struct migrate_file){(int64_t)count + 1, "later", sql};
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
    if (t->schema[0]) {
        char sql[256];
        snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE", t->schema);
        store_test_run(t, sql);
        snprintf(sql, sizeof sql, "CREATE SCHEMA %s", t->schema);
        store_test_run(t, sql);
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
        snprintf(path, sizeof path, "sql/%04d_%s.sql", (int)migrate_files[i].number,
            migrate_files[i].name);
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
        cmocka_unit_test(test_every_file_is_built_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
