/* SPDX-License-Identifier: Apache-2.0 */
/* The index of words by which tickets are found, and what the two engines do differently about it: FTS5, and a tsvector with GIN. Both get
   words as codec/words.h makes them, and so find the same.
   Example: count = fulltext_read(TEXT("log4j \"remote code\""), arena, words, LIMIT_SEARCH_WORDS);
            "… t.id IN (" fulltext_select(db) ")" with DB_TEXT(fulltext_ask(db, &words[0], arena))

   The table ticket_text(rowid, own, said) has a row for each ticket, rowid being its id. It says nothing that other tables do not, is no
   numbered migration, and can be thrown away: src/ticket/ticket_text.h fills it. */
#ifndef STORE_FULLTEXT_H
#define STORE_FULLTEXT_H

#include "store/db.h"

/* Makes the table where there is none. */
MUST_USE bool fulltext_make(struct db *db, struct err *err);

/* Whether the index over the words is one of the words that there are; PostgreSQL looks after that itself. Making it anew takes a while. */
MUST_USE bool fulltext_check(struct db *db, bool *ret_is_whole, struct err *err);
MUST_USE bool fulltext_make_anew(struct db *db, struct err *err);

/* A word of a search, or several that must stand side by side. */
struct fulltext_word {
    struct text typed; /* in small letters, without quotes */
    struct text words; /* "wremote wcode"; never empty */
    bool is_prefix;    /* the last of them may go on */
};

/* Reads what was typed: words, and "quoted ones", of which the last, still being typed, may go on. Returns how many there are, at most max;
   signs alone are none. */
size_t fulltext_read(
    struct text typed, struct arena *arena, struct fulltext_word *ret_words, size_t max);

/* Returns the SELECT of the ids of the tickets that have the word, which fulltext_ask writes for the engine, as its parameter, "?". */
const char *fulltext_select(const struct db *db);
struct text fulltext_ask(
    const struct db *db, const struct fulltext_word *word, struct arena *arena);

/* Whether more tickets than most have the word, as far as that can be told without gathering them. */
enum fulltext_guess { FULLTEXT_UNSURE, FULLTEXT_RARE, FULLTEXT_COMMON };
MUST_USE bool fulltext_guess(struct db *db, const struct fulltext_word *word, size_t most,
    struct arena *arena, enum fulltext_guess *ret_guess, struct err *err);

/* Returns what is 1 when a row f of ticket_text has the word, for few rows at hand; fulltext_test_ask writes its parameter, "?". */
const char *fulltext_test(const struct db *db);
struct text fulltext_test_ask(
    const struct db *db, const struct fulltext_word *word, struct arena *arena);

#endif
