/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_accept.h"

#include "base/limits.h"
#include "ticket/ticket_rows.h"

bool ticket_accept_begin(struct db *db, struct ticket *ticket, int64_t until_us,
    int64_t approver_id, int64_t now_us, struct err *err)
{
    char topic[64];
    if (until_us == 0)
        return err_set(err, ERR_USAGE, "until: is missing");
    if (until_us <= now_us)
        return err_set(err, ERR_USAGE, "until: lies in the past");
    if (until_us > now_us + (int64_t)LIMIT_ACCEPT_DAYS * CLOCK_DAY_US)
        return err_set(err, ERR_USAGE, "until: a risk can be accepted for %zu days at most",
            LIMIT_ACCEPT_DAYS);
    ticket->cause = TICKET_ACCEPTED;
    ticket->closed_us = now_us;
    ticket->accepted_until_us = until_us;
    ticket->accepted_by = approver_id;
    /* Each acceptance has a job of its own: one that waits for a later end must not hold up a new one. */
    snprintf(topic, sizeof topic, "%lld:%lld", (long long)ticket->id, (long long)until_us);
    return job_add(db,
        &(struct job_order){.kind = TICKET_ACCEPT_JOB,
            .topic = text_of(topic),
            .body = TEXT("{}"),
            .run_after_us = until_us},
        now_us, NULL, err);
}

void ticket_accept_end(struct ticket *ticket)
{
    ticket->accepted_until_us = ticket->accepted_by = 0;
}

bool ticket_accept_is_outgrown(const struct ticket *before, const struct ticket *now)
{
    bool was_attacked = before->finding.facts.is_kev || before->finding.kind == ADVISORY_MALICIOUS;
    bool is_attacked = now->finding.facts.is_kev || now->finding.kind == ADVISORY_MALICIOUS;
    return now->decision.outcome > before->decision.outcome || (is_attacked && !was_attacked);
}

struct ending {
    int64_t ticket_id, now_us;
};

static bool reopen(struct db *db, struct ticket *ticket, int64_t now_us, struct err *err)
{
    char until[CLOCK_TEXT_SIZE], detail[128];
    snprintf(detail, sizeof detail, "{\"cause\":\"accepted\",\"until\":\"%s\"}",
        clock_print(ticket->accepted_until_us, until));
    ticket->state = TICKET_OPEN;
    ticket->cause = TICKET_NO_CAUSE;
    ticket->closed_us = ticket->due_us = 0;
    ticket->due_source = TICKET_DUE_NOT;
    ticket->updated_us = now_us;
    ticket_accept_end(ticket);
    struct ticket_event event = {.at_us = now_us,
        .kind = "reopened",
        .text = TEXT("Reopened: the time for which its risk was accepted is over"),
        .detail = text_of(detail),
        .generation = ticket->generation};
    return ticket_rows_write(db, ticket, 1, err) && ticket_rows_add_event(db, ticket, &event, err);
}

static bool end(struct db *db, void *context, struct err *err)
{
    const struct ending *ending = context;
    struct arena arena;
    struct ticket ticket;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = ticket_rows_find(db, ending->ticket_id, &arena, &ticket, err);
    if (is_ok && ticket.cause == TICKET_ACCEPTED && ticket.accepted_until_us <= ending->now_us)
        is_ok = reopen(db, &ticket, ending->now_us, err);
    arena_done(&arena);
    return is_ok;
}

bool ticket_accept_job(struct job_call *call, struct err *err)
{
    struct ending ending = {.now_us = call->now_us};
    struct text rest = call->job->topic;
    if (!text_read_i64(text_cut(&rest, ':'), &ending.ticket_id))
        return err_set(err, ERR_SYNTAX, "the job names no ticket");
    return db_transact(call->db, end, &ending, err);
}
