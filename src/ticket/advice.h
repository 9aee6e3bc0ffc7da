/* SPDX-License-Identifier: Apache-2.0 */
/* What analysts recommend to all teams: an action of one of the six kinds, for a vulnerability, for a package, or for a vulnerability
   in a package. Example: advice_give(db, &who, index, &advice, now_us, arena, err); advice_of_ticket(db, &ticket, arena, &list, &count, err) */
#ifndef TICKET_ADVICE_H
#define TICKET_ADVICE_H

#include "advisory/advisory_index.h"
#include "ticket/action.h"
#include "ticket/ticket.h"

struct advice {
    int64_t id, author_id;
    enum action_kind kind;
    struct text text;
    struct text vulnerability;      /* any of its ids; empty: whatever flaw the package has */
    struct text ecosystem, package; /* without release; empty: whatever package has the flaw */
    int64_t created_us;
    int64_t withdrawn_us;    /* 0: it stands */
    struct text author_name; /* read only */
};

/* Checks what an analyst recommends, and adds it with its entry of the journal, in a transaction of its own. Fills id, author_id and
   created_us, and writes names as advisories do; index (may be NULL) says by which other ids the vulnerability goes. ERR_USAGE. */
MUST_USE bool advice_give(struct db *db, const struct api_principal *who,
    const struct advisory_index *index, struct advice *advice, int64_t now_us, struct arena *arena,
    struct err *err);
/* By its author or an administrator, once. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_CONFLICT. */
MUST_USE bool advice_withdraw(struct db *db, const struct api_principal *who, int64_t id,
    int64_t now_us, struct arena *arena, struct err *err);

struct advice_query {
    const struct text *flaws; /* ids of one vulnerability, in any case; none: all advice */
    size_t flaw_count;
    struct text ecosystem, package; /* empty: of any */
    bool
        has_general; /* also what is for any flaw of the package, and for the flaw in any package */
    bool has_withdrawn; /* also what stands no more */
    int64_t before_id;  /* of the last one shown; INT64_MAX at the start */
    size_t limit;
};
/* Newest first. */
MUST_USE bool advice_list(struct db *db, const struct advice_query *query, struct arena *arena,
    struct advice **ret_advice, size_t *ret_count, struct err *err);
/* What stands and is about a ticket's flaw in its package, newest first. */
MUST_USE bool advice_of_ticket(struct db *db, const struct ticket *ticket, struct arena *arena,
    struct advice **ret_advice, size_t *ret_count, struct err *err);

/* An ecosystem as a person may type it, without its release, and a package's name as its ecosystem writes it. ERR_USAGE on one that
   is not known. */
MUST_USE bool advice_read_package(
    struct text *ecosystem, struct text *package, struct arena *arena, struct err *err);

/* -- rows; those that write must run inside a transaction -- */

MUST_USE bool advice_add(struct db *db, const struct advice *advice, const struct text *flaws,
    size_t flaw_count, struct err *err);
/* Tells those whose open tickets it is about: who watches one, and the members of a team of whose ticket nobody does; each once. names are the
   ids of its vulnerability, as tickets have them. */
MUST_USE bool advice_tell(struct db *db, const struct advice *advice, const struct text *names,
    size_t name_count, struct err *err);
MUST_USE bool advice_find(
    struct db *db, int64_t id, struct arena *arena, struct advice *ret_advice, struct err *err);
MUST_USE bool advice_end(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err);

#endif
