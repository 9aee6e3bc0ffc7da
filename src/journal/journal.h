/* SPDX-License-Identifier: Apache-2.0 */
/* The one journal: who did what, to what, and when. An entry is written in the transaction of its cause, gets its place and its leaf
   soon after (journal_tree.h), and is never changed. docs/journal.md tells of it.
   Example: journal_add(db, &(struct journal_entry){.kind = "team.renamed", .actor_id = who->account_id, .team_id = id,
                .object_kind = "team", .object_id = id, .at_us = now_us, .personal = name_json}, err) */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include "store/db_batch.h"

struct journal_entry {
    const char *kind; /* one of journal_kinds */
    int64_t actor_id; /* whose account did it; 0: kenzen itself, or nobody that is known */
    int64_t team_id;  /* whose team it happened to; 0: the organisation */
    const char
        *object_kind; /* what it happened to: "ticket", "account" …; NULL: nothing that has an id */
    int64_t object_id;
    int64_t at_us;
    /* JSON objects; empty: none. facts stay for ever, so nothing that tells who somebody is or what they wrote may stand in them:
       names, addresses and free text are personal, which is sealed and dies with the key of the person that it is about. */
    struct text facts, personal;
    int64_t person_id; /* whom personal is about; 0: the actor */
};

/* Adds an entry. Must run inside the transaction of its cause, so that neither is without the other. Fails with ERR_SYSTEM outside
   one, and when the kind is none of ours. */
MUST_USE bool journal_add(struct db *db, const struct journal_entry *entry, struct err *err);

/* The same with personal made of texts, of which the empty ones are left out:
   journal_add_texts(db, &entry, JOURNAL_TEXTS({"name", name}, {"email", email}), err) */
struct journal_text {
    const char *key;
    struct text text;
};
struct journal_texts {
    const struct journal_text *at;
    size_t count;
};
#define JOURNAL_TEXTS(...)                                                                         \
    ((struct journal_texts){(const struct journal_text[]){__VA_ARGS__},                            \
        sizeof((const struct journal_text[]){__VA_ARGS__}) / sizeof(struct journal_text)})
MUST_USE bool journal_add_texts(struct db *db, const struct journal_entry *entry,
    struct journal_texts personal, struct err *err);

/* Many entries of one transaction, in their order:
   journal_batch_init(&batch, db); ok = journal_batch_add(&batch, &entry, err) && …; ok = ok && journal_batch_end(&batch, err);
   journal_batch_done(&batch); */
struct journal_batch {
    struct db *db;
    struct db_batch rows;
    struct arena arena; /* what the rows borrow until they are written */
    size_t count;
};
void journal_batch_init(struct journal_batch *batch, struct db *db);
void journal_batch_done(struct journal_batch *batch);
/* What entry points to is used until this returns. */
MUST_USE bool journal_batch_add(
    struct journal_batch *batch, const struct journal_entry *entry, struct err *err);
MUST_USE bool journal_batch_end(struct journal_batch *batch, struct err *err);

/* Every kind of entry, by its name; the last row has no name. */
struct journal_kind {
    const char *name;    /* "ticket.closed" */
    const char *meaning; /* one sentence */
};
extern const struct journal_kind journal_kinds[];
/* Whether a text is a kind ("ticket.closed"), or what stands in front of the dot of some ("ticket"). */
bool journal_kind_is_filter(struct text text);
/* Returns the row of a kind, or NULL. */
const struct journal_kind *journal_kind_find(struct text name);

#endif
