/* SPDX-License-Identifier: Apache-2.0 */
/* People named in a comment, "@kim please look": kept by their id, "@[42] please look", so that it holds when kim is called
   otherwise. Example: mention_keep(&kept, text, people, count, arena, err) … text = mention_show(kept.text, people, count, arena) */
#ifndef TICKET_MENTION_H
#define TICKET_MENTION_H

#include "base/arena.h"
#include "store/db.h"

struct mention_person {
    int64_t id;
    struct text name;
};

struct mention_kept {
    struct text text;
    int64_t *ids; /* who is named, each once, in the order of the text */
    size_t count;
};

/* Replaces each @name of people, in any case, by @[id]; the longest name wins. What is nobody's name stays as it is, and so does
   an @ inside a word, as in an address of mail. ERR_LIMIT beyond LIMIT_MENTIONS people, or
   LIMIT_MENTIONS_REPEATED times. */
MUST_USE bool mention_keep(struct mention_kept *ret_kept, struct text text,
    const struct mention_person *people, size_t count, struct arena *arena, struct err *err);

/* Returns the text as people read it: @[id] of one of people is @name again; another one stays. */
struct text mention_show(
    struct text kept, const struct mention_person *people, size_t count, struct arena *arena);

/* Those who see a ticket of the team, by name, whose names begin with prefix: they can be named. limit 0: all. */
MUST_USE bool mention_people(struct db *db, int64_t team_id, struct text prefix, size_t limit,
    struct arena *arena, struct mention_person **ret_people, size_t *ret_count, struct err *err);

/* Those of these accounts, whoever they are by now. */
MUST_USE bool mention_named(struct db *db, const int64_t *ids, size_t id_count, struct arena *arena,
    struct mention_person **ret_people, size_t *ret_count, struct err *err);

/* Reads the ids of an event's "mentions": [{"id": "42"}] from its detail. Those that are none are left out. */
void mention_read(struct text detail, struct arena *arena, int64_t **ret_ids, size_t *ret_count);

#endif
