/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_text.h"

#include "base/limits.h"
#include "codec/words.h"
#include "store/db_batch.h"
#include "store/db_in.h"
#include "store/fulltext.h"

enum { LOOKUP = 512 };

/* What kenzen says of its own accord; SILENT_KINDS is the same for SQL. */
#define SILENT_KINDS                                                                               \
    "'opened', 'occurrences_changed', 'decision_changed', 'due_changed', 'alias_conflict',"        \
    " 'alias_conflict_ended', 'exploited'"

static bool is_silent(const struct ticket_event *event)
{
    static const char *const kinds[] = {"opened", "occurrences_changed", "decision_changed",
        "due_changed", "alias_conflict", "alias_conflict_ended", "exploited"};
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (text_is(text_of(event->kind), kinds[i]))
            return true;
    return event->text.len == 0;
}

struct text ticket_text_of(const struct ticket *ticket, struct arena *arena)
{
    return arena_text_lower(
        arena, arena_format(arena, "%.*s %.*s %.*s %.*s", TEXT_ARG(ticket->finding.id),
                   TEXT_ARG(ticket->package), TEXT_ARG(ticket->aliases),
                   TEXT_ARG(ticket->finding.summary)));
}

static struct text words_of(struct text text, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    words_print(&out, text, LIMIT_SEARCH_TEXT_WORDS);
    struct text words = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return words;
}

#define INSERT "INSERT INTO ticket_text (rowid, own, said) VALUES"

static bool add_new(
    struct db *db, const struct ticket *tickets, size_t count, struct arena *arena, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db, INSERT, 3, "");
    for (size_t i = 0; is_ok && i < count; i++) {
        if (tickets[i].version)
            continue;
        const struct db_value values[] = {DB_INT(tickets[i].id),
            DB_TEXT(words_of(ticket_text_of(&tickets[i], arena), arena)), DB_TEXT(TEXT(""))};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

/* -- those that are called something else now -- */

static bool rewrite(struct db *db, const struct ticket *ticket, struct text former,
    struct arena *arena, struct err *err)
{
    struct text now = ticket_text_of(ticket, arena);
    return text_eq(now, former) ||
           db_run(db, "UPDATE ticket_text SET own = $2 WHERE rowid = $1",
               DB_ARGS(DB_INT(ticket->id), DB_TEXT(words_of(now, arena))), NULL, err);
}

static const struct ticket *find(const struct ticket *const *tickets, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (tickets[i]->id == id)
            return tickets[i];
    return NULL;
}

static bool rewrite_some(struct db *db, const struct ticket *const *tickets, size_t count,
    struct arena *arena, struct err *err)
{
    struct db_value ids[LOOKUP];
    struct db_rows rows;
    for (size_t i = 0; i < count; i++)
        ids[i] = DB_INT(tickets[i]->id);
    bool is_ok = db_in_query(db, "SELECT id, search FROM ticket WHERE id IN", DB_NO_ARGS,
        (struct db_args){ids, count}, "", arena, &rows, err);
    for (size_t i = 0; is_ok && i < rows.count; i++)
        is_ok = rewrite(
            db, find(tickets, count, db_int(&rows, i, 0)), db_text(&rows, i, 1), arena, err);
    return is_ok;
}

static bool rewrite_changed(
    struct db *db, const struct ticket *tickets, size_t count, struct arena *arena, struct err *err)
{
    const struct ticket *some[LOOKUP];
    size_t at = 0;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++) {
        if (tickets[i].version)
            some[at++] = &tickets[i];
        if (at == LOOKUP) {
            is_ok = rewrite_some(db, some, at, arena, err);
            at = 0;
            arena_clear(arena);
        }
    }
    return is_ok && (at == 0 || rewrite_some(db, some, at, arena, err));
}

bool ticket_text_write(struct db *db, const struct ticket *tickets, size_t count, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = rewrite_changed(db, tickets, count, &arena, err) &&
                 add_new(db, tickets, count, &arena, err);
    arena_done(&arena);
    return is_ok;
}

/* -- what was said -- */

/* A phrase does not go on from one text into the next. */
static struct text said_of(struct text text, struct arena *arena)
{
    return arena_join(arena, TEXT(" x"), "", words_of(text, arena));
}

bool ticket_text_say(struct db *db, const struct ticket_event *event, struct err *err)
{
    struct arena arena;
    if (is_silent(event))
        return true;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_run(db,
        "UPDATE ticket_text SET said = said || CAST($2 AS TEXT) WHERE rowid = $1 AND length(said) < $3",
        DB_ARGS(DB_INT(event->ticket_id), DB_TEXT(said_of(event->text, &arena)),
            DB_INT((int64_t)LIMIT_SEARCH_SAID_BYTES)),
        NULL, err);
    arena_done(&arena);
    return is_ok;
}

/* -- those that have no words yet -- */

struct filling {
    int64_t after_id;
    bool has_more;
};

static bool find_said(struct db *db, const struct db_rows *tickets, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    struct db_value ids[LOOKUP];
    for (size_t i = 0; i < tickets->count; i++)
        ids[i] = DB_INT(db_int(tickets, i, 0));
    return db_in_query(db,
        "SELECT ticket_id, text FROM ticket_event WHERE text <> '' AND kind NOT IN (" SILENT_KINDS
        ") AND ticket_id IN",
        DB_NO_ARGS, (struct db_args){ids, tickets->count}, "ORDER BY ticket_id, seq", arena,
        ret_rows, err);
}

/* What was said of the ticket, which stands at *at of rows. */
static struct text take_said(
    const struct db_rows *rows, size_t *at, int64_t ticket_id, struct arena *arena)
{
    struct buf said;
    buf_init(&said, SIZE_MAX);
    for (; *at < rows->count && db_int(rows, *at, 0) == ticket_id; ++*at)
        if (said.len < LIMIT_SEARCH_SAID_BYTES)
            buf_add(&said, said_of(db_text(rows, *at, 1), arena));
    struct text whole = arena_text(arena, buf_text(&said));
    buf_done(&said);
    return whole;
}

static bool fill_rows(
    struct db *db, const struct db_rows *tickets, struct arena *arena, struct err *err)
{
    struct db_batch batch;
    struct db_rows said;
    size_t at = 0;
    bool is_ok = find_said(db, tickets, arena, &said, err);
    db_batch_init(&batch, db, INSERT, 3, "");
    for (size_t i = 0; is_ok && i < tickets->count; i++) {
        int64_t id = db_int(tickets, i, 0);
        const struct db_value values[] = {DB_INT(id),
            DB_TEXT(words_of(db_text(tickets, i, 1), arena)),
            DB_TEXT(take_said(&said, &at, id, arena))};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

static bool fill_some(struct db *db, void *context, struct err *err)
{
    struct filling *filling = context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
                     "SELECT t.id, t.search FROM ticket t WHERE t.id > $1 AND NOT EXISTS"
                     " (SELECT 1 FROM ticket_text f WHERE f.rowid = t.id) ORDER BY t.id LIMIT $2",
                     DB_ARGS(DB_INT(filling->after_id), DB_INT(LOOKUP)), &arena, &rows, err) &&
                 (rows.count == 0 || fill_rows(db, &rows, &arena, err));
    if (is_ok) {
        filling->has_more = rows.count == LOOKUP;
        filling->after_id = rows.count ? db_int(&rows, rows.count - 1, 0) : filling->after_id;
    }
    arena_done(&arena);
    return is_ok;
}

bool ticket_text_fill(struct db *db, struct err *err)
{
    struct filling filling = {.has_more = true};
    while (filling.has_more)
        if (!db_transact(db, fill_some, &filling, err))
            return false;
    return true;
}

/* -- whether they are right -- */

struct verifying {
    const struct ticket_text_order *order;
    struct ticket_text_verdict verdict;
    int64_t after_id;
    bool has_more;
};

static void tell(struct verifying *it, int64_t ticket_id, const char *what)
{
    it->verdict.problems++;
    it->verdict.mended += it->order->repairs;
    it->order->tell(it->order->context, ticket_id, what);
}

/* What was said is cut where it is long enough, wherever that was: it must begin alike. */
static bool says(struct text found, struct text expected)
{
    if (found.len >= LIMIT_SEARCH_SAID_BYTES && expected.len >= LIMIT_SEARCH_SAID_BYTES)
        return true;
    return text_eq(found, expected);
}

static bool put(struct db *db, int64_t ticket_id, struct text own, struct text said, bool is_there,
    struct err *err)
{
    const struct db_value values[] = {DB_INT(ticket_id), DB_TEXT(own), DB_TEXT(said)};
    return (!is_there || db_run(db, "DELETE FROM ticket_text WHERE rowid = $1",
                             DB_ARGS(DB_INT(ticket_id)), NULL, err)) &&
           db_run(db, INSERT " ($1, $2, $3)", (struct db_args){values, LEN_OF(values)}, NULL, err);
}

static bool verify_rows(struct verifying *it, struct db *db, const struct db_rows *tickets,
    struct arena *arena, struct err *err)
{
    struct db_rows said;
    size_t at = 0;
    bool is_ok = find_said(db, tickets, arena, &said, err);
    for (size_t i = 0; is_ok && i < tickets->count; i++) {
        int64_t id = db_int(tickets, i, 0);
        struct text own = words_of(db_text(tickets, i, 1), arena);
        struct text told = take_said(&said, &at, id, arena);
        bool is_there = !db_is_null(tickets, i, 2);
        if (is_there && text_eq(db_text(tickets, i, 2), own) && says(db_text(tickets, i, 3), told))
            continue;
        tell(it, id, is_there ? "is found by other words than its own" : "is not found by words");
        is_ok = !it->order->repairs || put(db, id, own, told, is_there, err);
    }
    return is_ok;
}

static bool verify_some(struct db *db, void *context, struct err *err)
{
    struct verifying *it = context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
                     "SELECT t.id, t.search, f.own, f.said FROM ticket t"
                     " LEFT JOIN ticket_text f ON f.rowid = t.id"
                     " WHERE t.id > $1 ORDER BY t.id LIMIT $2",
                     DB_ARGS(DB_INT(it->after_id), DB_INT(LOOKUP)), &arena, &rows, err) &&
                 (rows.count == 0 || verify_rows(it, db, &rows, &arena, err));
    if (is_ok) {
        it->verdict.tickets += (int64_t)rows.count;
        it->has_more = rows.count == LOOKUP;
        it->after_id = rows.count ? db_int(&rows, rows.count - 1, 0) : it->after_id;
    }
    arena_done(&arena);
    return is_ok;
}

static bool verify_strays(struct db *db, void *context, struct err *err)
{
    struct verifying *it = context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT f.rowid FROM ticket_text f WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = f.rowid)",
        DB_NO_ARGS, &arena, &rows, err);
    for (size_t i = 0; is_ok && i < rows.count; i++) {
        tell(it, db_int(&rows, i, 0), "is found by words, but is not there");
        is_ok = !it->order->repairs || db_run(db, "DELETE FROM ticket_text WHERE rowid = $1",
                                           DB_ARGS(DB_INT(db_int(&rows, i, 0))), NULL, err);
    }
    arena_done(&arena);
    return is_ok;
}

bool ticket_text_verify(struct db *db, const struct ticket_text_order *order,
    struct ticket_text_verdict *ret_verdict, struct err *err)
{
    struct verifying it = {.order = order, .has_more = true};
    bool is_whole;
    if (!fulltext_check(db, &is_whole, err))
        return false;
    if (!is_whole) {
        tell(&it, 0, "the index of words does not say what they are");
        if (order->repairs && !fulltext_make_anew(db, err))
            return false;
    }
    while (it.has_more)
        if (!db_transact(db, verify_some, &it, err))
            return false;
    if (!db_transact(db, verify_strays, &it, err))
        return false;
    *ret_verdict = it.verdict;
    return true;
}
