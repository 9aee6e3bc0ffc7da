/* SPDX-License-Identifier: Apache-2.0 */
#include <endian.h>
#include <libpq-fe.h>
#include <limits.h>
#include <poll.h>

#include "base/buf.h"
#include "store/db_driver.h"
#include "store/db_postgres_cell.h"

enum { NUMBER_SIZE = 24, CONNECT_TIMEOUT_S = 10 };

struct postgres {
    PGconn *conn;
    unsigned statement_count; /* names are never used twice on a connection */
    bool is_dying;            /* the server said that it ends this connection */
    bool is_listening;
};

struct postgres_statement {
    char name[16];
};

/* The arguments as libpq wants them. Numbers go as text, which fits whatever integer type the server inferred; the rest
   goes as bytes. */
struct bound {
    const char **values;
    int *lengths, *formats;
    char (*numbers)[NUMBER_SIZE];
};

static struct postgres *link_of(const struct db *db)
{
    return db->link;
}

/* Class 08 and the shutdown codes mean that the connection is gone, which its status tells better. */
static enum err_code code_of(const char *state)
{
    static const struct {
        const char *state;
        enum err_code code;
    } codes[] = {
        {"23505", ERR_CONFLICT}, /* unique_violation */
        {"23503", ERR_CONFLICT}, /* foreign_key_violation */
        {"23001", ERR_CONFLICT}, /* restrict_violation */
        {"40001", ERR_BUSY},     /* serialization_failure */
        {"40P01", ERR_BUSY},     /* deadlock_detected */
        {"55P03", ERR_BUSY},     /* lock_not_available */
    };
    for (size_t i = 0; i < LEN_OF(codes); i++)
        if (strcmp(codes[i].state, state) == 0)
            return codes[i].code;
    return ERR_SYSTEM;
}

/* A transaction of a lost connection is undone and may be repeated; of a single statement nobody knows. */
static bool fail_lost(const struct db *db, struct err *err)
{
    if (db->in_transaction)
        return err_set(err, ERR_BUSY, "database: the connection was lost");
    return err_set(err, ERR_SYSTEM,
        "database: the connection was lost, and whether the statement was run is not known");
}

static const char *field(const PGresult *result, int code)
{
    const char *value = result ? PQresultErrorField(result, code) : NULL;
    return value ? value : "";
}

static bool fail(const struct db *db, const PGresult *result, struct err *err)
{
    PGconn *conn = link_of(db)->conn;
    if (PQstatus(conn) != CONNECTION_OK)
        return fail_lost(db, err);
    enum err_code code = code_of(field(result, PG_DIAG_SQLSTATE));
    struct text what = text_of(field(result, PG_DIAG_MESSAGE_PRIMARY));
    if (what.len == 0)
        what = text_trim(text_of(PQerrorMessage(conn)));
    err_set(err, code, "database: %.*s", TEXT_ARG(what));
    return false;
}

/* Ends result; fails unless it has the status that was hoped for. */
static bool expect(struct db *db, PGresult *result, ExecStatusType wanted, struct err *err)
{
    bool is_fine = PQresultStatus(result) == wanted || fail(db, result, err);
    PQclear(result);
    return is_fine;
}

static bool command(struct db *db, const char *sql, struct err *err)
{
    return expect(db, PQexec(link_of(db)->conn, sql), PGRES_COMMAND_OK, err);
}

/* Notices go nowhere: a library does not log. The server's last word, class 57P (shutdown, administrator), is kept. */
static void hear_notice(void *context, const PGresult *notice)
{
    struct postgres *link = context;
    if (text_starts(text_of(field(notice, PG_DIAG_SQLSTATE)), TEXT("57P")))
        link->is_dying = true;
}

/* Our statements are short: compiling one, or starting workers for it, takes longer than running it, and a table that was never analysed makes the server
   think otherwise. LZ4 packs an SBOM in a sixth of the time that PostgreSQL's own method takes, to an eighth more; a server before 14, or
   made without it, keeps its own. */
static bool set_up(struct db *db, struct err *err)
{
    PQsetNoticeReceiver(link_of(db)->conn, hear_notice, link_of(db));
    link_of(db)->is_dying = link_of(db)->is_listening = false;
    return expect(db,
        PQexec(link_of(db)->conn,
            "SET standard_conforming_strings = on; SET jit = off;"
            " SET max_parallel_workers_per_gather = 0;"
            " SELECT set_config(name, 'lz4', false) FROM pg_settings"
            " WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"),
        PGRES_TUPLES_OK, err);
}

static bool fail_to_connect(const struct db *db, enum err_code code, struct err *err)
{
    struct text why = text_trim(text_of(PQerrorMessage(link_of(db)->conn)));
    return err_set(err, code, "database: %.*s", TEXT_ARG(why));
}

/* In another encoding most of the world's names could not be stored, and some would sort differently. */
static bool check_encoding(const PGconn *conn, struct err *err)
{
    const char *encoding = PQparameterStatus(conn, "server_encoding");
    if (encoding && strcmp(encoding, "UTF8") == 0)
        return true;
    return err_set(err, ERR_USAGE,
        "database: its encoding is %s; kenzen needs one made with ENCODING 'UTF8'",
        encoding ? encoding : "not known");
}

/* What stands behind dbname wins over the address, what stands before it gives way. */
static bool open_url(struct db *db, const char *url, struct err *err)
{
    struct postgres *link = calloc(1, sizeof *link);
    if (!link)
        err_panic("out of memory");
    db->link = link;
    char timeout[NUMBER_SIZE];
    snprintf(timeout, sizeof timeout, "%d", CONNECT_TIMEOUT_S);
    const char *const keys[] = {
        "connect_timeout", "dbname", "client_encoding", "fallback_application_name", NULL};
    const char *const values[] = {timeout, url, "UTF8", "kenzen", NULL};
    link->conn = PQconnectdbParams(keys, values, 1);
    if (!link->conn)
        err_panic("out of memory");
    if (PQstatus(link->conn) != CONNECTION_OK)
        return fail_to_connect(db, ERR_SYSTEM, err);
    return check_encoding(link->conn, err) && set_up(db, err);
}

static void close_url(struct db *db)
{
    PQfinish(link_of(db)->conn);
    free(link_of(db));
}

/* An idle connection with something to read is being closed by the server, which says so before it goes. */
static bool is_alive(const struct postgres *link)
{
    for (int i = 0; i < 2 && PQstatus(link->conn) == CONNECTION_OK; i++) {
        struct pollfd at = {.fd = PQsocket(link->conn), .events = POLLIN};
        if (poll(&at, 1, 0) == 0)
            break;
        if (!PQconsumeInput(link->conn))
            return false;
        PQfreemem(PQnotifies(link->conn)); /* makes libpq read what came */
    }
    return PQstatus(link->conn) == CONNECTION_OK && !link->is_dying;
}

static bool revive(struct db *db, bool *ret_is_new, struct err *err)
{
    struct postgres *link = link_of(db);
    *ret_is_new = false;
    if (is_alive(link))
        return true;
    PQreset(link->conn);
    *ret_is_new = true;
    if (PQstatus(link->conn) != CONNECTION_OK)
        return fail_to_connect(db, ERR_BUSY, err);
    return set_up(db, err);
}

static bool prepare(struct db *db, const char *sql, void **ret_statement, struct err *err)
{
    struct postgres *link = link_of(db);
    struct postgres_statement *statement = calloc(1, sizeof *statement);
    if (!statement)
        err_panic("out of memory");
    snprintf(statement->name, sizeof statement->name, "s%u", ++link->statement_count);
    if (!expect(db, PQprepare(link->conn, statement->name, sql, 0, NULL), PGRES_COMMAND_OK, err)) {
        free(statement);
        return false;
    }
    *ret_statement = statement;
    return true;
}

/* A connection that is gone took its statements with it. */
static void finish(struct db *db, void *handle)
{
    struct postgres_statement *statement = handle;
    char sql[48];
    snprintf(sql, sizeof sql, "DEALLOCATE %s", statement->name);
    if (PQstatus(link_of(db)->conn) == CONNECTION_OK)
        PQclear(PQexec(link_of(db)->conn, sql));
    free(statement);
}

static void bound_done(struct bound *bound)
{
    free(bound->values);
    free(bound->lengths);
    free(bound->formats);
    free(bound->numbers);
}

static void bound_init(struct bound *bound, size_t count)
{
    *bound = (struct bound){
        .values = calloc(count + 1, sizeof *bound->values),
        .lengths = calloc(count + 1, sizeof *bound->lengths),
        .formats = calloc(count + 1, sizeof *bound->formats),
        .numbers = calloc(count + 1, sizeof *bound->numbers),
    };
    if (!bound->values || !bound->lengths || !bound->formats || !bound->numbers)
        err_panic("out of memory");
}

static void bind(struct bound *bound, size_t i, const struct db_value *value)
{
    uint64_t bits;
    switch (value->kind) {
    case DB_KIND_NULL: return;
    case DB_KIND_INT:
        snprintf(bound->numbers[i], NUMBER_SIZE, "%lld", (long long)value->number);
        bound->values[i] = bound->numbers[i];
        return;
    case DB_KIND_REAL:
        memcpy(&bits, &value->real, sizeof bits);
        bits = htobe64(bits);
        memcpy(bound->numbers[i], &bits, sizeof bits);
        bound->values[i] = bound->numbers[i];
        bound->lengths[i] = sizeof bits;
        bound->formats[i] = 1;
        return;
    case DB_KIND_TEXT:
    case DB_KIND_BLOB:
        bound->values[i] = value->text.len ? value->text.at : "";
        bound->lengths[i] = (int)value->text.len;
        bound->formats[i] = 1;
        return;
    }
}

static bool bind_all(struct bound *bound, struct db_args args, struct err *err)
{
    if (args.count > USHRT_MAX)
        return err_set(err, ERR_SYSTEM, "database: more than %d parameters", USHRT_MAX);
    for (size_t i = 0; i < args.count; i++) {
        if (args.at[i].text.len > INT_MAX)
            return err_set(err, ERR_LIMIT, "database: a value of more than %d bytes", INT_MAX);
        bind(bound, i, &args.at[i]);
    }
    return true;
}

static bool read_rows(const PGresult *rows, struct db_result *result, struct err *err)
{
    int columns = PQnfields(rows), count = PQntuples(rows);
    result->columns = (size_t)columns;
    if (!result->arena)
        return true;
    for (int row = 0; row < count; row++) {
        for (int i = 0; i < columns; i++)
            if (!db_postgres_cell(rows, row, i, result->arena, VEC_ADD(&result->cells), err))
                return false;
        if (!arena_check(result->arena, err))
            return false;
    }
    return true;
}

static bool take(struct db *db, PGresult *rows, struct db_result *result, struct err *err)
{
    ExecStatusType status = PQresultStatus(rows);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return fail(db, rows, err);
    uint64_t changed = 0;
    bool is_reading = text_starts(text_of(PQcmdStatus(rows)), TEXT("SELECT"));
    if (!is_reading && text_read_u64(text_of(PQcmdTuples(rows)), &changed))
        result->changed = (int64_t)changed;
    return read_rows(rows, result, err);
}

static bool run(
    struct db *db, void *handle, struct db_args args, struct db_result *result, struct err *err)
{
    struct postgres_statement *statement = handle;
    struct bound bound;
    bound_init(&bound, args.count);
    bool is_fine = bind_all(&bound, args, err);
    if (is_fine) {
        PGresult *rows = PQexecPrepared(link_of(db)->conn, statement->name, (int)args.count,
            bound.values, bound.lengths, bound.formats, 1);
        is_fine = take(db, rows, result, err);
        PQclear(rows);
    }
    bound_done(&bound);
    return is_fine;
}

/* When the connection is lost in a COMMIT, the work may have been done: it must not be done again. */
static bool commit(struct db *db, struct err *err)
{
    PGresult *result = PQexec(link_of(db)->conn, "COMMIT");
    bool is_done =
        PQresultStatus(result) == PGRES_COMMAND_OK && strcmp(PQcmdStatus(result), "COMMIT") == 0;
    if (!is_done && PQstatus(link_of(db)->conn) != CONNECTION_OK)
        err_set(err, ERR_SYSTEM,
            "database: the connection was lost in a commit, and whether it was done is not known");
    else if (!is_done)
        fail(db, result, err);
    PQclear(result);
    return is_done;
}

static bool step(struct db *db, enum db_step step, struct err *err)
{
    switch (step) {
    case DB_BEGIN: return command(db, "BEGIN ISOLATION LEVEL SERIALIZABLE", err);
    case DB_COMMIT: return commit(db, err);
    case DB_ROLLBACK: return command(db, "ROLLBACK", err);
    }
    return false;
}

static bool is_word_char(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || c == '_';
}

/* Text must sort by its bytes as in SQLite, whatever the database was created with: TEXT becomes TEXT COLLATE "C". */
static void add_collation(struct buf *out, struct text sql)
{
    static const struct text type = {"TEXT", 4};
    char before = ' ';
    while (sql.len) {
        bool is_type = text_starts(sql, type) && !is_word_char(before) &&
                       (sql.len == type.len || !is_word_char(sql.at[type.len]));
        size_t len = is_type ? type.len : 1;
        buf_add(out, text_slice(sql, 0, len));
        if (is_type)
            buf_add_z(out, " COLLATE \"C\"");
        before = sql.at[len - 1];
        sql = text_from(sql, len);
    }
}

static bool script(struct db *db, const char *sql, struct err *err)
{
    struct buf words;
    buf_init(&words, SIZE_MAX);
    add_collation(&words, text_of(sql));
    bool is_fine = command(db, words.at ? words.at : "", err);
    buf_done(&words);
    return is_fine;
}

/* What came in while nobody waited is there before the first poll. */
static bool has_news(PGconn *conn)
{
    bool is_told = false;
    PQconsumeInput(conn);
    for (PGnotify *news; (news = PQnotifies(conn)) != NULL; PQfreemem(news))
        is_told = true;
    return is_told;
}

static bool listen_once(struct db *db, int timeout_ms, bool *ret_is_told, struct err *err)
{
    struct postgres *link = link_of(db);
    bool is_new = false;
    if (!revive(db, &is_new, err))
        return false;
    if (!link->is_listening && !command(db, "LISTEN kenzen", err))
        return false;
    link->is_listening = true;
    *ret_is_told = has_news(link->conn);
    struct pollfd at = {.fd = PQsocket(link->conn), .events = POLLIN};
    if (!*ret_is_told && poll(&at, 1, timeout_ms) > 0)
        *ret_is_told = has_news(link->conn);
    return true;
}

const struct db_driver db_postgres_driver = {
    .engine = DB_POSTGRES,
    .open = open_url,
    .close = close_url,
    .revive = revive,
    .prepare = prepare,
    .finish = finish,
    .run = run,
    .step = step,
    .listen = listen_once,
    .script = script,
};
