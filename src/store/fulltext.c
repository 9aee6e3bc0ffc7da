/* SPDX-License-Identifier: Apache-2.0 */
#include "store/fulltext.h"

#include "base/limits.h"
#include "codec/words.h"
#include "store/db_driver.h"

/* U+3000, which Japanese keyboards give for a space. */
static const struct text wide_space = {"\xe3\x80\x80", 3};

/* "x" is no word of ours, and keeps those of two texts from standing side by side. */
static const char *const tables[] = {
    [DB_SQLITE] =
        "CREATE VIRTUAL TABLE IF NOT EXISTS ticket_text USING fts5(own, said, tokenize = 'ascii');"
        "CREATE VIRTUAL TABLE IF NOT EXISTS ticket_text_term USING fts5vocab(ticket_text, instance)",
    [DB_POSTGRES] =
        "CREATE TABLE IF NOT EXISTS ticket_text (rowid BIGINT NOT NULL PRIMARY KEY, own TEXT NOT NULL,"
        " said TEXT NOT NULL, words TSVECTOR GENERATED ALWAYS AS"
        " (to_tsvector('simple', own || ' x ' || said)) STORED);"
        "CREATE INDEX IF NOT EXISTS ticket_text_words ON ticket_text USING gin (words)"};

bool fulltext_make(struct db *db, struct err *err)
{
    return db->driver->script(db, tables[db_engine_of(db)], err);
}

/* FTS5 says that it is corrupt where its index and the words differ. */
bool fulltext_check(struct db *db, bool *ret_is_whole, struct err *err)
{
    struct err why;
    *ret_is_whole =
        db_engine_of(db) == DB_POSTGRES ||
        db_run(db, "INSERT INTO ticket_text (ticket_text, rank) VALUES ('integrity-check', 1)",
            DB_NO_ARGS, NULL, &why);
    return *ret_is_whole || why.code == ERR_SYSTEM || err_set(err, why.code, "%s", why.text);
}

bool fulltext_make_anew(struct db *db, struct err *err)
{
    return db_engine_of(db) == DB_POSTGRES
               ? db_run(db, "REINDEX INDEX ticket_text_words", DB_NO_ARGS, NULL, err)
               : db_run(db, "INSERT INTO ticket_text (ticket_text) VALUES ('rebuild')", DB_NO_ARGS,
                     NULL, err);
}

/* -- what was typed -- */

/* Cuts the next word, or what stands between quotes, off the front. */
static struct text cut_typed(struct text *rest, bool *ret_is_closed)
{
    bool is_quoted = *rest->at == '"';
    size_t len = is_quoted;
    while (len < rest->len && rest->at[len] != '"' &&
           (is_quoted ||
               (!text_is_space(rest->at[len]) && !text_starts(text_from(*rest, len), wide_space))))
        len++;
    struct text typed = text_slice(*rest, is_quoted, len);
    *ret_is_closed = is_quoted && len < rest->len;
    *rest = text_from(*rest, len + *ret_is_closed);
    return typed;
}

/* The last character of a run is in the pair before it: in the text, the run may go on. */
static bool read_word(struct text typed, struct arena *arena, struct fulltext_word *ret_word)
{
    struct words_reader reader;
    struct words_word word, last = {.len = 0};
    struct buf words;
    buf_init(&words, SIZE_MAX);
    words_init(&reader, typed);
    for (size_t i = 0; i < LIMIT_SEARCH_PHRASE_WORDS && words_next(&reader, &word); i++) {
        if (last.len)
            buf_format(&words, " %.*s", (int)last.len, last.at);
        last = word;
    }
    if (last.len && !last.is_tail)
        buf_format(&words, " %.*s", (int)last.len, last.at);
    *ret_word = (struct fulltext_word){.typed = arena_text_lower(arena, typed),
        .words = arena_text(arena, text_trim(buf_text(&words))),
        .is_prefix = last.is_single};
    buf_done(&words);
    return ret_word->words.len > 0;
}

static void skip_spaces(struct text *rest)
{
    while (rest->len && (text_is_space(*rest->at) || text_starts(*rest, wide_space)))
        *rest = text_from(*rest, text_is_space(*rest->at) ? 1 : wide_space.len);
}

size_t fulltext_read(
    struct text typed, struct arena *arena, struct fulltext_word *ret_words, size_t max)
{
    struct text rest = typed;
    size_t count = 0;
    skip_spaces(&rest);
    while (rest.len && count < max) {
        bool is_closed;
        struct text one = cut_typed(&rest, &is_closed);
        skip_spaces(&rest);
        if (!read_word(one, arena, &ret_words[count]))
            continue;
        ret_words[count].is_prefix |= rest.len == 0 && !is_closed;
        count++;
    }
    return count;
}

/* -- asking -- */

const char *fulltext_select(const struct db *db)
{
    return db_engine_of(db) == DB_POSTGRES
               ? "SELECT f.rowid FROM ticket_text f WHERE f.words @@ CAST(CAST(? AS TEXT) AS TSQUERY)"
               : "SELECT f.rowid FROM ticket_text f WHERE f.ticket_text MATCH ?";
}

/* FTS5: "wone wtwo" *. PostgreSQL: wone <-> wtwo:*. Words are letters and digits alone, so there is nothing to escape. */
struct text fulltext_ask(const struct db *db, const struct fulltext_word *word, struct arena *arena)
{
    if (db_engine_of(db) == DB_SQLITE)
        return arena_format(
            arena, "\"%.*s\"%s", TEXT_ARG(word->words), word->is_prefix ? " *" : "");
    struct text rest = word->words, ask = text_cut(&rest, ' ');
    while (rest.at)
        ask = arena_join(arena, ask, " <-> ", text_cut(&rest, ' '));
    return arena_format(arena, "%.*s%s", TEXT_ARG(ask), word->is_prefix ? ":*" : "");
}

/* -- how common a word is -- */

static bool count(struct db *db, const char *sql, struct db_args args, struct arena *arena,
    int64_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, sql, args, arena, &rows, err))
        return false;
    *ret_count = db_int(&rows, 0, 0);
    return true;
}

/* FTS5 gathers all that a prefix finds before it gives the first of them; but it tells one by one where words stand. Of several words, those
   are fewer that have the last as it is typed. Whole words are given one by one: there is no need to guess. */
static bool guess_sqlite(struct db *db, const struct fulltext_word *word, size_t most,
    struct arena *arena, enum fulltext_guess *ret_guess, struct err *err)
{
    struct fulltext_word whole = *word;
    const struct db_value limit = DB_INT((int64_t)most + 1);
    bool is_one = text_find(word->words, ' ') < 0;
    int64_t found = 0;
    whole.is_prefix = false;
    if (!word->is_prefix)
        return true;
    bool is_ok =
        is_one
            ? count(db,
                  "SELECT count(*) FROM (SELECT 1 FROM ticket_text_term WHERE term >= $1"
                  " AND term < $2 LIMIT $3)",
                  DB_ARGS(DB_TEXT(word->words),
                      DB_TEXT(arena_format(arena, "%.*s\x7f", TEXT_ARG(word->words))), limit),
                  arena, &found, err)
            : count(db,
                  "SELECT count(*) FROM (SELECT 1 FROM ticket_text f WHERE f.ticket_text MATCH $1"
                  " LIMIT $2)",
                  DB_ARGS(DB_TEXT(fulltext_ask(db, &whole, arena)), limit), arena, &found, err);
    *ret_guess = found > (int64_t)most ? FULLTEXT_COMMON : is_one ? FULLTEXT_RARE : FULLTEXT_UNSURE;
    return is_ok;
}

/* What the planner expects, by what it saw last: "Seq Scan on ticket_text f  (cost=0.00..52.00 rows=500 width=8)". */
static bool guess_postgres(struct db *db, const struct fulltext_word *word, size_t most,
    struct arena *arena, enum fulltext_guess *ret_guess, struct err *err)
{
    static const struct text label = {" rows=", 6};
    struct db_rows rows;
    int64_t expected = 0;
    if (!db_query(db,
            "EXPLAIN SELECT 1 FROM ticket_text f WHERE f.words @@ CAST(CAST($1 AS TEXT) AS TSQUERY)",
            DB_ARGS(DB_TEXT(fulltext_ask(db, word, arena))), arena, &rows, err))
        return false;
    struct text line = db_text(&rows, 0, 0);
    ptrdiff_t at = text_find_text(line, label);
    if (at < 0)
        return true;
    line = text_from(line, (size_t)at + label.len);
    if (text_read_i64(text_cut(&line, ' '), &expected))
        *ret_guess = expected > (int64_t)most ? FULLTEXT_COMMON : FULLTEXT_RARE;
    return true;
}

bool fulltext_guess(struct db *db, const struct fulltext_word *word, size_t most,
    struct arena *arena, enum fulltext_guess *ret_guess, struct err *err)
{
    enum fulltext_guess guess = FULLTEXT_UNSURE;
    bool is_ok = db_engine_of(db) == DB_POSTGRES
                     ? guess_postgres(db, word, most, arena, &guess, err)
                     : guess_sqlite(db, word, most, arena, &guess, err);
    if (is_ok)
        *ret_guess = guess;
    return is_ok;
}

/* -- asking of a row -- */

/* FTS5 goes through its index for each row that it is asked about: the words themselves are read twenty times as fast. */
const char *fulltext_test(const struct db *db)
{
    return db_engine_of(db) == DB_POSTGRES
               ? "CASE WHEN f.words @@ CAST(CAST(? AS TEXT) AS TSQUERY) THEN 1 ELSE 0 END"
               : "instr(' ' || f.own || ' x ' || f.said || ' ', CAST(? AS TEXT)) > 0";
}

struct text fulltext_test_ask(
    const struct db *db, const struct fulltext_word *word, struct arena *arena)
{
    if (db_engine_of(db) == DB_POSTGRES)
        return fulltext_ask(db, word, arena);
    return arena_format(arena, " %.*s%s", TEXT_ARG(word->words), word->is_prefix ? "" : " ");
}
