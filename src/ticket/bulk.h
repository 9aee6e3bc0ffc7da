/* SPDX-License-Identifier: Apache-2.0 */
/* One order for many tickets: each is done, or refused with the reason, as if it were alone. An operation is kept with what it did to
   each ticket, so that it goes on after a crash and can be taken back as a whole.
   Example: bulk_add(db, &who, &bulk, ids, count, err); while (bulk_run_some(db, &who, &bulk, &has_more, err) && has_more) {} */
#ifndef TICKET_BULK_H
#define TICKET_BULK_H

#include "job/job_run.h"
#include "ticket/ticket_view.h"
#include "ticket/ticket_work.h"

#define BULK_JOB "ticket-bulk"

/* Tickets of one transaction, and of those that are done before the caller is answered: the rest is a job's. */
enum { BULK_CHUNK = 250, BULK_AT_ONCE = 1000 };

/* What is ordered: a verb of ticket_work, or to watch or not. */
enum bulk_verb {
    BULK_ACKNOWLEDGE,
    BULK_ASSIGN,
    BULK_SCHEDULE,
    BULK_COMMENT,
    BULK_START,
    BULK_COMPLETE,
    BULK_ACCEPT,
    BULK_SNOOZE,
    BULK_WAKE,
    BULK_WATCH,
    BULK_UNWATCH,
    BULK_VERBS
};
struct bulk_row {
    const char *name;    /* "acknowledge" */
    const char *members; /* of the order's JSON */
    int work;            /* enum ticket_verb; -1: none */
    bool is_undoable;
};
/* NULL when there is no such verb. */
const struct bulk_row *bulk_row_find(struct text name, enum bulk_verb *ret_verb);
const struct bulk_row *bulk_row_of(enum bulk_verb verb);

struct bulk {
    int64_t id, account_id;
    enum bulk_verb verb;
    struct text order; /* JSON: what the verb takes */
    int64_t created_us, total;
    int64_t done, refused; /* the rest waits */
    int64_t undone_us,
        undone_of;     /* when it was taken back; the operation that this one takes back */
    int64_t undone_by; /* the operation that took it back */
};

/* What became of one ticket. */
struct bulk_item {
    int64_t ticket_id;
    struct text outcome;                /* "done", "refused"; empty: waits */
    struct text why;                    /* of refused */
    struct text package, vulnerability; /* empty: whoever asks sees it no more */
};

/* Reads what a verb takes from JSON; the order's texts live as long as body, what else it needs in arena. ERR_USAGE with the member. */
MUST_USE bool bulk_read_order(const struct json *body, enum bulk_verb verb, struct arena *arena,
    struct ticket_order *ret_order, struct err *err);

/* What an order would come to, without doing it: how many tickets it is possible for, and why not for the others. */
enum { BULK_REASONS_MAX = 16 };
struct bulk_preview {
    size_t possible, reason_count;
    struct {
        struct text why;
        size_t count;
    } reasons[BULK_REASONS_MAX];
};
void bulk_look_ahead(struct bulk_preview *ret_preview, const struct api_principal *who,
    enum bulk_verb verb, const struct ticket_order *order, const struct ticket_brief *briefs,
    size_t count);

/* Keeps an operation over these tickets, none of them done yet. Must run inside a transaction. */
MUST_USE bool bulk_add(struct db *db, const struct bulk *bulk, const struct ticket_brief *briefs,
    size_t count, struct err *err);
/* Does up to BULK_CHUNK of those that wait, in a transaction of its own. */
MUST_USE bool bulk_run_some(struct db *db, const struct api_principal *who, int64_t bulk_id,
    int64_t now_us, bool *ret_has_more, struct err *err);
/* The handler of BULK_JOB: the rest of an operation. Its topic is the operation's id. */
MUST_USE bool bulk_job(struct job_call *call, struct err *err);

/* Keeps the operation that takes another one back, over what that one did. ERR_CONFLICT when that cannot be, or was. */
MUST_USE bool bulk_undo(struct db *db, const struct api_principal *who, int64_t bulk_id,
    int64_t now_us, int64_t *ret_id, struct err *err);

/* One's own. ERR_NOT_FOUND. */
MUST_USE bool bulk_find(struct db *db, const struct api_principal *who, int64_t id,
    struct arena *arena, struct bulk *ret_bulk, struct err *err);
/* Behind a position, from -1; only those of an outcome unless it is empty. */
struct bulk_query {
    int64_t bulk_id, after;
    struct text outcome;
    size_t limit;
};
MUST_USE bool bulk_items(struct db *db, const struct api_principal *who,
    const struct bulk_query *query, struct arena *arena, struct bulk_item **ret_items,
    int64_t *ret_last, size_t *ret_count, struct err *err);

/* Writes an operation over so many tickets to the journal, and adds the job that does what is left of it. Must run inside a transaction. */
MUST_USE bool bulk_plan(struct db *db, const struct bulk *bulk, int64_t total, struct err *err);

/* -- for bulk.c alone -- */

/* A ticket that waits, and for an operation that takes another one back, how it was before that one. */
struct bulk_task {
    int64_t ticket_id, position;
    struct text before;
    int64_t version; /* that the other operation left */
};
MUST_USE bool bulk_rows_waiting(struct db *db, const struct bulk *bulk, struct arena *arena,
    struct bulk_task **ret_tasks, size_t *ret_count, struct err *err);
/* What was done: before is JSON, how the ticket was; version the one it has now; why of a refusal, else empty. */
MUST_USE bool bulk_rows_settle(struct db *db, int64_t bulk_id, const struct bulk_task *task,
    struct text before, int64_t version, struct text why, struct err *err);
MUST_USE bool bulk_rows_add_undo(
    struct db *db, const struct bulk *undone, const struct bulk *undo, struct err *err);

#endif
