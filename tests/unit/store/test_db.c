/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>

#include "store/db_batch.h"
#include "store/db_in.h"

static void test_values_come_back_as_they_went(void **state)
{
    struct store_test *t = store_test(state);
    store_test_run(t, "CREATE TABLE kinds (i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA)");
    struct text blob = {"\0\xff'\\x", 5};
    struct db_args all =
        DB_ARGS(DB_INT(INT64_MIN), DB_REAL(-0.1), DB_TEXT(TEXT("健全 'x' \\ $1")), DB_BLOB(blob));
    struct db_args empty =
        DB_ARGS(DB_INT(INT64_MAX), DB_REAL(1e300), DB_TEXT(TEXT("")), DB_BLOB(TEXT("")));
    struct db_args none = DB_ARGS(DB_NULL, DB_NULL, DB_NULL, DB_NULL);
    const char *insert = "INSERT INTO kinds (i, r, t, b) VALUES ($1, $2, $3, $4)";
    assert_ok(db_run(t->db, insert, all, NULL, err));
    assert_ok(db_run(t->db, insert, empty, NULL, err));
    assert_ok(db_run(t->db, insert, none, NULL, err));
    struct db_rows rows;
    assert_ok(db_query(t->db, "SELECT i, r, t, b FROM kinds ORDER BY i NULLS LAST", DB_NO_ARGS,
        &t->arena, &rows, err));
    assert_int_equal(rows.count, 3);
    assert_int_equal(rows.columns, 4);
    assert_true(db_int(&rows, 0, 0) == INT64_MIN);
    assert_true(db_real(&rows, 0, 1) == -0.1);
    assert_text(db_text(&rows, 0, 2), "健全 'x' \\ $1");
    assert_true(text_eq(db_text(&rows, 0, 3), blob));
    assert_int_equal(rows.cells[3].kind, DB_KIND_BLOB);
    assert_true(db_int(&rows, 1, 0) == INT64_MAX);
    for (size_t i = 0; i < 4; i++) {
        assert_false(db_is_null(&rows, 1, i));
        assert_true(db_is_null(&rows, 2, i));
    }
    assert_int_equal(db_text(&rows, 1, 3).len, 0);
    assert_int_equal(db_int(&rows, 2, 0), 0);
    assert_text(db_text(&rows, 2, 2), "");
}

static void test_parameters_go_by_number(void **state)
{
    struct store_test *t = store_test(state);
    store_test_run(t, "CREATE TABLE pair (a BIGINT, b BIGINT, c BIGINT)");
    assert_ok(db_run(t->db, "INSERT INTO pair (a, b, c) VALUES ($2, $1, $2)",
        DB_ARGS(DB_INT(1), DB_INT(2)), NULL, err));
    assert_int_equal(store_test_number(t, "SELECT a * 100 + b * 10 + c FROM pair"), 212);
    struct db_args two = DB_ARGS(DB_INT(1), DB_INT(2));
    assert_err(ERR_SYSTEM, db_run(t->db, "INSERT INTO pair (a) VALUES ($1)", two, NULL, err));
}

/* In order, out of order, once more, and in quotes, where they are none. */
static void test_parameters_may_come_in_any_order(void **state)
{
    struct store_test *t = store_test(state);
    struct db_rows rows;
    struct db_args four = DB_ARGS(DB_INT(1), DB_INT(2), DB_INT(3), DB_INT(4));
    store_test_run(t, "CREATE TABLE pair (a BIGINT, b BIGINT, c BIGINT)");
    assert_ok(
        db_run(t->db, "INSERT INTO pair (a, b, c) VALUES ($1, $2, $1), ($4, $3, $2), ($3, $1, $4)",
            four, NULL, err));
    assert_ok(db_query(t->db,
        "SELECT a, b, c, '$1, $9' FROM pair WHERE a <> $2 AND c IN ($4, $1, $2, $3) ORDER BY a",
        four, &t->arena, &rows, err));
    assert_int_equal(rows.count, 3);
    static const int64_t expected[][3] = {{1, 2, 1}, {3, 1, 4}, {4, 3, 2}};
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(db_int(&rows, i / 3, i % 3), expected[i / 3][i % 3]);
    assert_text(db_text(&rows, 0, 3), "$1, $9");
}

static size_t count_pairs(struct store_test *t, struct db_args first, struct db_args second)
{
    struct db_rows rows;
    assert_ok(db_in_query_two(t->db, "SELECT a FROM pair WHERE c <> $1 AND a IN",
        DB_ARGS(DB_INT(9)), first, "AND b IN", second, "ORDER BY a", &t->arena, &rows, err));
    return rows.count;
}

static void test_lists_have_any_length(void **state)
{
    struct store_test *t = store_test(state);
    store_test_run(t, "CREATE TABLE pair (a BIGINT, b BIGINT, c BIGINT)");
    store_test_run(t, "INSERT INTO pair (a, b, c) VALUES (1, 10, 0), (2, 20, 0), (3, 30, 9)");
    struct db_args as = DB_ARGS(DB_INT(1), DB_INT(2), DB_INT(3));
    struct db_args bs = DB_ARGS(DB_INT(20), DB_INT(30), DB_INT(40), DB_INT(50), DB_INT(60));
    assert_int_equal(count_pairs(t, as, bs), 1);
    assert_int_equal(count_pairs(t, as, DB_ARGS(DB_INT(10))), 1);
    assert_int_equal(count_pairs(t, DB_NO_ARGS, bs), 0);
    assert_int_equal(count_pairs(t, as, DB_NO_ARGS), 0);
    struct db_value many[3000];
    for (size_t i = 0; i < LEN_OF(many); i++)
        many[i] = DB_INT((int64_t)i);
    assert_int_equal(count_pairs(t, (struct db_args){many, LEN_OF(many)}, bs), 1);
}

static size_t count_words(struct store_test *t, struct db_args words, struct db_args bytes)
{
    struct db_rows rows;
    assert_ok(db_in_query_two(t->db, "SELECT a FROM word WHERE '$1' <> a AND a IN", DB_NO_ARGS,
        words, "AND b IN", bytes, "", &t->arena, &rows, err));
    return rows.count;
}

static void test_lists_hold_any_text_and_bytes(void **state)
{
    struct store_test *t = store_test(state);
    char bytes[256];
    struct text texts[] = {TEXT(""), TEXT("NULL"), TEXT("a,b"), TEXT("{\"\\'}"), TEXT(" \n"),
        TEXT("\\\\x41"), TEXT("日本 $2")};
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)i;
    struct db_value all = DB_BLOB(((struct text){bytes, sizeof bytes}));
    struct db_value none = DB_BLOB(TEXT("")), null = DB_NULL, words[LEN_OF(texts)];
    store_test_run(t, "CREATE TABLE word (a TEXT, b BYTEA)");
    for (size_t i = 0; i < LEN_OF(texts); i++) {
        words[i] = DB_TEXT(texts[i]);
        assert_ok(db_run(t->db, "INSERT INTO word (a, b) VALUES ($1, $2)",
            DB_ARGS(words[i], i % 2 ? all : none), NULL, err));
    }
    for (size_t i = 0; i < LEN_OF(texts); i++)
        assert_int_equal(count_words(t, DB_ARGS(words[i]), DB_ARGS(all, none)), 1);
    struct db_args list = {words, LEN_OF(words)};
    assert_int_equal(count_words(t, list, DB_ARGS(all)), LEN_OF(texts) / 2);
    assert_int_equal(count_words(t, list, DB_ARGS(null, none)), LEN_OF(texts) - LEN_OF(texts) / 2);
    struct db_rows rows;
    assert_err(ERR_SYNTAX, db_in_query(t->db, "SELECT a FROM word WHERE a IN", DB_NO_ARGS,
                               DB_ARGS(DB_TEXT(TEXT("a\xff"))), "", &t->arena, &rows, err));
}

/* PostgreSQL reads a list anew for each row that it looks at, unless its plan says otherwise: that made uploads ten times slower. */
static void test_a_list_is_read_once(void **state)
{
    struct store_test *t = store_test(state);
    struct db_rows rows;
    bool is_once = false;
    store_test_run(t, "CREATE TABLE pair (a BIGINT)");
    assert_ok(db_in_query(t->db, "EXPLAIN SELECT a FROM pair WHERE a IN", DB_NO_ARGS,
        DB_ARGS(DB_INT(1), DB_INT(2), DB_INT(3)), "", &t->arena, &rows, err));
    for (size_t i = 0; i < rows.count; i++)
        is_once |= text_find_text(db_text(&rows, i, 0), TEXT("InitPlan")) >= 0;
    assert_true(is_once);
}

static void add_row(struct db_batch *batch, struct db_value a, struct db_value b, struct db_value c)
{
    const struct db_value row[] = {a, b, c};
    assert_ok(db_batch_add(batch, row, err));
}

/* Columns of nothing but NULL, some NULLs among values, and numbers of two kinds. */
static void test_batches_hold_any_values(void **state)
{
    struct store_test *t = store_test(state);
    struct db_batch batch;
    store_test_run(t, "CREATE TABLE thing (a BIGINT, b TEXT, c DOUBLE PRECISION)");
    for (size_t rows = 0; rows <= 2 * DB_BATCH_ROWS + 3; rows += rows < 3 ? 1 : DB_BATCH_ROWS - 1) {
        store_test_run(t, "DELETE FROM thing");
        db_batch_init(&batch, t->db, "INSERT INTO thing (a, b, c) VALUES", 3, "");
        for (size_t i = 0; i < rows; i++)
            add_row(&batch, DB_NULL, i % 3 ? DB_TEXT(TEXT("\"a\\, {}")) : DB_NULL,
                i % 2 ? DB_REAL(0.1) : DB_INT(2));
        assert_ok(db_batch_end(&batch, err));
        assert_int_equal(batch.changed, rows);
        db_batch_done(&batch);
        assert_int_equal(store_test_number(t, "SELECT count(*) FROM thing WHERE a IS NULL"), rows);
        assert_int_equal(store_test_number(t, "SELECT count(*) FROM thing WHERE b = '\"a\\, {}'"),
            rows - (rows + 2) / 3);
        assert_int_equal(
            store_test_number(t, "SELECT count(*) FROM thing WHERE c = 0.1"), rows / 2);
    }
}

/* Whatever was written before with the same batch, each row comes once. */
static void test_a_batch_serves_again(void **state)
{
    static const size_t rounds[] = {
        3 * DB_BATCH_ROWS, 1, 1, 5, DB_BATCH_ROWS - 1, DB_BATCH_ROWS + DB_BATCH_ROWS / 2, 5};
    struct store_test *t = store_test(state);
    struct db_batch batch;
    int64_t next = 0;
    store_test_run(t, "CREATE TABLE thing (a BIGINT PRIMARY KEY, b TEXT, c DOUBLE PRECISION)");
    db_batch_init(&batch, t->db, "INSERT INTO thing (a, b, c) VALUES", 3, "");
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        for (size_t row = 0; row < rounds[i]; row++, next++)
            add_row(&batch, DB_INT(next), next % 2 ? DB_TEXT(TEXT("odd")) : DB_NULL,
                DB_REAL((double)next / 2));
        assert_ok(db_batch_end(&batch, err));
        assert_int_equal(batch.changed, next);
    }
    db_batch_done(&batch);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM thing WHERE c * 2 = a"), next);
    assert_int_equal(store_test_number(t, "SELECT max(a) FROM thing"), next - 1);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM thing WHERE b = 'odd' AND a % 2 = 1"), next / 2);
}

static void test_batches_of_nothing_but_null(void **state)
{
    struct store_test *t = store_test(state);
    struct db_batch batch;
    store_test_run(t, "CREATE TABLE thing (a BIGINT, b BYTEA, c DOUBLE PRECISION)");
    db_batch_init(&batch, t->db, "INSERT INTO thing (a, b, c) VALUES", 3, "");
    for (size_t i = 0; i < 5; i++)
        add_row(&batch, DB_NULL, DB_NULL, DB_NULL);
    assert_ok(db_batch_end(&batch, err));
    for (size_t i = 0; i < 5; i++)
        add_row(&batch, DB_INT(INT64_MIN + (int64_t)i), DB_BLOB(TEXT("\\\"\x01")), DB_REAL(1e-300));
    assert_ok(db_batch_end(&batch, err));
    db_batch_done(&batch);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM thing WHERE a IS NULL AND b IS NULL"), 5);
    assert_int_equal(store_test_number(t, "SELECT min(a) FROM thing"), INT64_MIN);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM thing WHERE c = 1e-300 AND length(b) = 3"), 5);
}

static void test_engines_count_and_compare_alike(void **state)
{
    struct store_test *t = store_test(state);
    store_test_run(t, "CREATE TABLE word (w TEXT NOT NULL, n BIGINT NOT NULL)");
    store_test_run(t,
        "INSERT INTO word (w, n) VALUES ('b', 1), ('B', 2), ('a', 4), ('é', 8), ('_', 16), ('Z', 32)");
    struct db_rows rows;
    assert_ok(db_query(t->db, "SELECT w FROM word ORDER BY w", DB_NO_ARGS, &t->arena, &rows, err));
    static const char *const sorted[] = {"B", "Z", "_", "a", "b", "é"};
    for (size_t i = 0; i < LEN_OF(sorted); i++)
        assert_text(db_text(&rows, i, 0), sorted[i]);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM word WHERE w LIKE 'b%'"), 1);
    assert_int_equal(store_test_number(t, "SELECT sum(n) FROM word"), 63);
    assert_int_equal(store_test_number(t, "SELECT sum(n) FILTER (WHERE w < 'a') FROM word"), 50);
    assert_int_equal(store_test_number(t, "SELECT max(n) > 31 FROM word"), 1);
    assert_int_equal(store_test_number(t, "SELECT -sum(n * 1000000007) FROM word"), -63000000441);
    assert_int_equal(store_test_number(t, "SELECT length(w) FROM word WHERE w = 'é'"), 1);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM word WHERE lower(w) = 'b'"), 2);
    int64_t changed;
    assert_ok(db_run(t->db, "UPDATE word SET n = 0 WHERE w < 'a'", DB_NO_ARGS, &changed, err));
    assert_int_equal(changed, 3);
    assert_ok(db_run(t->db, "SELECT n FROM word", DB_NO_ARGS, &changed, err));
    assert_int_equal(changed, 0);
}

static void test_bad_texts_are_refused_by_both(void **state)
{
    struct store_test *t = store_test(state);
    const char *insert = "INSERT INTO setting (name, value, updated_us) VALUES ($1, 'x', 1)";
    struct text with_nul = {"a\0b", 3};
    assert_err(ERR_SYNTAX, db_run(t->db, insert, DB_ARGS(DB_TEXT(with_nul)), NULL, err));
    assert_err(ERR_SYNTAX, db_run(t->db, insert, DB_ARGS(DB_TEXT(TEXT("\xc3("))), NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM setting"), 0);
}

static void test_broken_keys_are_conflicts(void **state)
{
    struct store_test *t = store_test(state);
    const char *team = "INSERT INTO team (id, name, created_us) VALUES (1, 'a', 1)";
    store_test_run(t, team);
    assert_err(ERR_CONFLICT, db_run(t->db, team, DB_NO_ARGS, NULL, err));
    assert_err(
        ERR_CONFLICT, db_run(t->db, "INSERT INTO team (id, name, created_us) VALUES (2, 'A', 1)",
                          DB_NO_ARGS, NULL, err));
    assert_err(ERR_CONFLICT,
        db_run(t->db,
            "INSERT INTO team_member (team_id, account_id, role, created_us) VALUES (1, 5, 'viewer', 1)",
            DB_NO_ARGS, NULL, err));
    assert_err(ERR_SYSTEM, db_run(t->db, "SELEC 1", DB_NO_ARGS, NULL, err));
    assert_err(
        ERR_SYSTEM, db_run(t->db, "INSERT INTO team (id, name, created_us) VALUES (3, NULL, 1)",
                        DB_NO_ARGS, NULL, err));
}

static void test_rows_over_the_arena_are_a_limit(void **state)
{
    struct store_test *t = store_test(state);
    struct arena small;
    struct db_rows rows = {.count = 77};
    arena_init(&small, 5000);
    const char *sql =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n";
    assert_err(ERR_LIMIT, db_query(t->db, sql, DB_NO_ARGS, &small, &rows, err));
    assert_int_equal(rows.count, 77);
    arena_done(&small);
}

static bool add_and_fail(struct db *db, void *context, struct err *err)
{
    (void)context;
    return db_run(db, "INSERT INTO team (id, name, created_us) VALUES (1, 'a', 1)", DB_NO_ARGS,
               NULL, err) &&
           err_set(err, ERR_FORBIDDEN, "no");
}

static bool overlook_a_failure(struct db *db, void *context, struct err *err)
{
    (void)context;
    if (!db_run(db, "INSERT INTO team (id, name, created_us) VALUES (1, 'a', 1)", DB_NO_ARGS, NULL,
            err))
        return false;
    bool is_again = db_run(
        db, "INSERT INTO team (id, name, created_us) VALUES (1, 'a', 1)", DB_NO_ARGS, NULL, NULL);
    assert_false(is_again);
    bool is_later = db_run(
        db, "INSERT INTO team (id, name, created_us) VALUES (2, 'b', 1)", DB_NO_ARGS, NULL, NULL);
    assert_false(is_later);
    return true;
}

static void test_a_failed_transaction_leaves_nothing(void **state)
{
    struct store_test *t = store_test(state);
    assert_err(ERR_FORBIDDEN, db_transact(t->db, add_and_fail, NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM team"), 0);
    assert_err(ERR_CONFLICT, db_transact(t->db, overlook_a_failure, NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM team"), 0);
    assert_false(db_in_transaction(t->db));
}

static bool busy_twice(struct db *db, void *context, struct err *err)
{
    int *tries = context;
    (void)db;
    return ++*tries > 2 || err_set(err, ERR_BUSY, "not yet");
}

/* Each adds a row; one is refused behind that, one breaks a key. */
static bool add_and_go(struct db *db, void *context, struct err *err)
{
    return db_run(
        db, "INSERT INTO tried (n) VALUES ($1)", DB_ARGS(DB_INT(*(int64_t *)context)), NULL, err);
}

static bool add_and_refuse(struct db *db, void *context, struct err *err)
{
    return add_and_go(db, context, err) && err_set(err, ERR_CONFLICT, "not this one");
}

static bool add_twice(struct db *db, void *context, struct err *err)
{
    struct err unseen;
    bool is_added = add_and_go(db, context, err) && add_and_go(db, context, &unseen);
    return is_added || true; /* overlooks that it failed */
}

static bool try_several(struct db *db, void *context, struct err *err)
{
    int64_t numbers[] = {1, 2, 3, 4};
    struct err why = {0};
    (void)context;
    assert_true(db_attempt(db, add_and_go, &numbers[0], err));
    assert_false(db_attempt(db, add_and_refuse, &numbers[1], &why));
    assert_string_equal(why.text, "not this one");
    assert_false(db_attempt(db, add_twice, &numbers[2], &why));
    assert_int_equal(why.code, ERR_CONFLICT);
    return db_attempt(db, add_and_go, &numbers[3], err);
}

static void test_what_is_refused_in_part_is_taken_back_alone(void **state)
{
    struct store_test *t = store_test(state);
    store_test_run(t, "CREATE TABLE tried (n BIGINT NOT NULL PRIMARY KEY)");
    assert_ok(db_transact(t->db, try_several, NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM tried"), 2);
    assert_int_equal(store_test_number(t, "SELECT sum(n) FROM tried"), 5);
}

static void test_a_busy_transaction_is_repeated(void **state)
{
    struct store_test *t = store_test(state);
    int tries = 0;
    assert_ok(db_transact(t->db, busy_twice, &tries, err));
    assert_int_equal(tries, 3);
}

/* Reads and then writes: without serialization, increments would be lost. */
static bool count_up(struct db *db, void *context, struct err *err)
{
    (void)context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db, "SELECT updated_us FROM setting WHERE name = 'n'", DB_NO_ARGS,
                       &arena, &rows, err) &&
                   db_run(db, "UPDATE setting SET updated_us = $1 WHERE name = 'n'",
                       DB_ARGS(DB_INT(db_int(&rows, 0, 0) + 1)), NULL, err);
    arena_done(&arena);
    return is_fine;
}

enum { COUNTERS = 4, COUNTS = 10 };

static void *count_many(void *context)
{
    struct db_pool *pool = context;
    intptr_t failed = 0;
    for (int i = 0; i < COUNTS; i++) {
        struct db *db = db_pool_take(pool);
        failed += !db_transact(db, count_up, NULL, NULL);
        db_pool_give(pool, db);
    }
    return (void *)failed;
}

static void test_no_increment_is_lost(void **state)
{
    struct store_test *t = store_test(state);
    store_test_run(t, "INSERT INTO setting (name, value, updated_us) VALUES ('n', '', 0)");
    struct db_pool *pool;
    assert_ok(db_pool_new(&pool, t->url, COUNTERS - 1, err));
    pthread_t threads[COUNTERS];
    for (size_t i = 0; i < COUNTERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_many, pool), 0);
    for (size_t i = 0; i < COUNTERS; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    db_pool_free(pool);
    assert_int_equal(
        store_test_number(t, "SELECT updated_us FROM setting WHERE name = 'n'"), COUNTERS * COUNTS);
}

/* Whether a lock on the file keeps another process from closing the database for good. */
static bool is_locked_for_others(const char *path)
{
    pid_t other = fork();
    if (other == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        int fd = open(path, O_RDWR | O_CLOEXEC);
        _exit(fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(other, &status, 0), other);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Without its lock, the command that looks at a server's database deletes the server's -wal when it ends. */
static void test_a_second_connection_keeps_the_lock_of_the_first(void **state)
{
    struct store_test *t = store_test(state);
    struct db_pool *pool;
    store_test_run(t, "INSERT INTO setting (name, value, updated_us) VALUES ('n', '', 0)");
    assert_true(is_locked_for_others(t->url));
    assert_ok(db_pool_new(&pool, t->url, 2, err));
    assert_true(is_locked_for_others(t->url));
    db_pool_free(pool);
    assert_true(is_locked_for_others(t->url));
}

static void kill_connection(struct store_test *t, int64_t pid)
{
    struct db *other;
    assert_ok(db_open(&other, t->url, err));
    struct db_rows rows;
    assert_ok(db_query(other, "SELECT pg_terminate_backend(CAST($1 AS INTEGER))",
        DB_ARGS(DB_INT(pid)), &t->arena, &rows, err));
    const char *left = "SELECT count(*) FROM pg_stat_activity WHERE pid = CAST($1 AS INTEGER)";
    do
        assert_ok(db_query(other, left, DB_ARGS(DB_INT(pid)), &t->arena, &rows, err));
    while (db_int(&rows, 0, 0));
    db_free(other);
}

/* Loses its connection the first time. */
static bool be_killed_once(struct db *db, void *context, struct err *err)
{
    struct store_test *t = ((void **)context)[0];
    int *tries = ((void **)context)[1];
    if (++*tries == 1)
        kill_connection(t, store_test_number(t, "SELECT pg_backend_pid()"));
    return db_run(
        db, "INSERT INTO team (id, name, created_us) VALUES (1, 'a', 1)", DB_NO_ARGS, NULL, err);
}

static void test_a_lost_connection_is_made_anew(void **state)
{
    struct store_test *t = store_test(state);
    const char *count = "SELECT count(*) FROM team";
    assert_int_equal(store_test_number(t, count), 0);
    kill_connection(t, store_test_number(t, "SELECT pg_backend_pid()"));
    assert_int_equal(store_test_number(t, count), 0);
    int tries = 0;
    void *context[] = {t, &tries};
    assert_ok(db_transact(t->db, be_killed_once, context, err));
    assert_int_equal(tries, 2);
    assert_int_equal(store_test_number(t, count), 1);
}

/* LATIN1 could not hold a name in Japanese. */
static void test_what_is_packed_comes_back(void **state)
{
    enum { SIZE = 256 << 10 };
    struct store_test *t = store_test(state);
    struct db_rows rows;
    char *bytes = arena_take(&t->arena, SIZE);
    assert_non_null(bytes);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = "{\"name\":\"component\"},\0\xff"[i % 24];
    store_test_run(t, "CREATE TABLE thing (a BYTEA)");
    assert_ok(db_run(t->db, "INSERT INTO thing (a) VALUES ($1)",
        DB_ARGS(DB_BLOB(((struct text){bytes, SIZE}))), NULL, err));
    assert_ok(db_query(t->db, "SELECT a FROM thing", DB_NO_ARGS, &t->arena, &rows, err));
    assert_int_equal(db_text(&rows, 0, 0).len, SIZE);
    assert_memory_equal(db_text(&rows, 0, 0).at, bytes, SIZE);
    if (db_engine_of(t->db) != DB_POSTGRES)
        return;
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM thing WHERE pg_column_compression(a) = 'lz4'"),
        store_test_number(t,
            "SELECT count(*) FROM pg_settings WHERE name = 'default_toast_compression'"
            " AND 'lz4' = ANY(enumvals)"));
}

static void test_another_encoding_is_refused(void **state)
{
    struct store_test *t = store_test(state);
    struct db *db = NULL;
    char sql[256], url[640];
    snprintf(sql, sizeof sql,
        "CREATE DATABASE %s_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", t->database);
    store_test_run(t, sql);
    snprintf(url, sizeof url, "%s&dbname=%s_latin", t->url, t->database);
    assert_err(ERR_USAGE, db_open(&db, url, err));
    snprintf(sql, sizeof sql, "DROP DATABASE %s_latin", t->database);
    store_test_run(t, sql);
    assert_null(db);
}

static void test_what_cannot_be_opened(void **state)
{
    (void)state;
    struct db *db = NULL;
    struct db_pool *pool = NULL;
    assert_err(ERR_SYSTEM, db_open(&db, "/nowhere/at/all/kenzen.db", err));
    assert_err(ERR_SYSTEM, db_open(&db, "/dev", err));
    assert_err(ERR_SYSTEM, db_open(&db, "postgres://127.0.0.1:1/x", err));
    assert_err(ERR_USAGE, db_pool_new(&pool, ":memory:", 2, err));
    assert_err(ERR_SYSTEM, db_pool_new(&pool, "/nowhere/at/all/kenzen.db", 2, err));
    assert_null(db);
    assert_null(pool);
    db_free(NULL);
    db_pool_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_values_come_back_as_they_went),
        STORE_TEST(test_parameters_go_by_number),
        STORE_TEST(test_parameters_may_come_in_any_order),
        STORE_TEST(test_what_is_packed_comes_back),
        STORE_TEST(test_lists_have_any_length),
        STORE_TEST(test_lists_hold_any_text_and_bytes),
        STORE_TEST(test_batches_hold_any_values),
        STORE_TEST(test_a_batch_serves_again),
        STORE_TEST(test_batches_of_nothing_but_null),
        STORE_TEST(test_engines_count_and_compare_alike),
        STORE_TEST(test_bad_texts_are_refused_by_both),
        STORE_TEST(test_broken_keys_are_conflicts),
        STORE_TEST(test_rows_over_the_arena_are_a_limit),
        STORE_TEST(test_a_failed_transaction_leaves_nothing),
        STORE_TEST(test_what_is_refused_in_part_is_taken_back_alone),
        STORE_TEST(test_a_busy_transaction_is_repeated),
        STORE_TEST(test_no_increment_is_lost),
        STORE_TEST_SQLITE(test_a_second_connection_keeps_the_lock_of_the_first),
        STORE_TEST_POSTGRES(test_a_list_is_read_once),
        STORE_TEST_POSTGRES(test_a_lost_connection_is_made_anew),
        STORE_TEST_POSTGRES(test_another_encoding_is_refused),
        cmocka_unit_test(test_what_cannot_be_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
