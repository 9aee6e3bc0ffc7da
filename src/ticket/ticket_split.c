/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_split.h"

#include "ticket/ticket_rows.h"
#include "ticket/watch.h"

/* -- merging -- */

static bool close_younger(struct db *db, struct ticket *ticket, int64_t older_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    ticket->state = TICKET_CLOSED;
    ticket->cause = TICKET_DUPLICATE;
    ticket->mark_reason = ticket->undone_facts = (struct text){0};
    ticket->closed_us = ticket->updated_us = why->now_us;
    ticket->accepted_until_us = ticket->accepted_by = 0;
    struct ticket_event event = {.at_us = why->now_us,
        .kind = "closed",
        .text = TEXT("Closed as a duplicate: both are one vulnerability"),
        .detail = arena_format(
            arena, "{\"cause\":\"duplicate\",\"duplicate_of\":\"%lld\"}", (long long)older_id),
        .generation = ticket->generation};
    return ticket_rows_write(db, ticket, 1, err) && ticket_rows_add_event(db, ticket, &event, err);
}

/* Who worked on the younger one works on the older, unless somebody does already. */
static bool take_over(struct db *db, struct ticket *older, const struct ticket *younger,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    if (!older->assignee_id)
        older->assignee_id = younger->assignee_id;
    older->updated_us = why->now_us;
    struct ticket_event event = {.at_us = why->now_us,
        .kind = "merged",
        .text = TEXT("A younger ticket turned out to be the same vulnerability"),
        .detail = arena_format(arena, "{\"duplicate\":\"%lld\"}", (long long)younger->id),
        .generation = older->generation};
    return ticket_rows_write(db, older, 1, err) && ticket_rows_add_event(db, older, &event, err) &&
           watch_copy(db, younger->id, older->id, err);
}

static bool close_duplicate(struct db *db, int64_t younger_id, int64_t older_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    struct ticket younger, older;
    return ticket_rows_find(db, younger_id, arena, &younger, err) &&
           ticket_rows_find(db, older_id, arena, &older, err) &&
           close_younger(db, &younger, older_id, why, arena, err) &&
           take_over(db, &older, &younger, why, arena, err);
}

static bool move_ticket(struct db *db, int64_t id, int64_t vulnerability_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    struct ticket ticket;
    if (!ticket_rows_find(db, id, arena, &ticket, err))
        return false;
    ticket.vulnerability_id = vulnerability_id;
    ticket.updated_us = why->now_us;
    struct ticket_event event = {.at_us = why->now_us,
        .kind = "moved",
        .text = TEXT("Two names turned out to be one vulnerability: the ticket goes by the older"),
        .generation = ticket.generation};
    return ticket_rows_write(db, &ticket, 1, err) &&
           ticket_rows_add_event(db, &ticket, &event, err);
}

/* Ids are time-ordered: the smaller one is the older ticket. It stays, under the vulnerability that stays. */
static bool merge_pair(struct db *db, const struct ticket_vulnerability_pair *pair, int64_t kept_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    bool is_older = pair->other_id == 0 || pair->ticket_id < pair->other_id;
    int64_t younger = is_older ? pair->other_id : pair->ticket_id;
    int64_t older = is_older ? pair->ticket_id : pair->other_id;
    if (pair->other_id && !close_duplicate(db, younger, older, why, arena, err))
        return false;
    return !is_older || move_ticket(db, older, kept_id, why, arena, err);
}

bool ticket_split_merge(struct db *db, int64_t gone_id, int64_t kept_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    struct ticket_vulnerability_pair *pairs;
    size_t count;
    if (!ticket_vulnerability_rows_pairs(db, gone_id, kept_id, arena, &pairs, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!merge_pair(db, &pairs[i], kept_id, why, arena, err))
            return false;
    return ticket_vulnerability_rows_retire(db, gone_id, kept_id, why->now_us, err);
}

/* -- parting -- */

static bool tell_parting(struct db *db, int64_t ticket_id,
    const struct ticket_split_parting *parting, const struct ticket_cause_of_sync *why,
    struct arena *arena, struct err *err)
{
    struct ticket_event event = {.ticket_id = ticket_id,
        .at_us = why->now_us,
        .kind = "split",
        .text = arena_format(arena,
            "%.*s turned out to be another vulnerability, which has a ticket of its own where it applies",
            TEXT_ARG(parting->names[0])),
        .generation = TEXT("")};
    return ticket_rows_add_event(db, NULL, &event, err);
}

static bool reopen_duplicate(struct db *db, int64_t ticket_id, int64_t vulnerability_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    struct ticket ticket;
    if (!ticket_rows_find(db, ticket_id, arena, &ticket, err))
        return false;
    ticket.state = TICKET_OPEN;
    ticket.cause = TICKET_NO_CAUSE;
    ticket.closed_us = 0;
    ticket.updated_us = why->now_us;
    ticket.vulnerability_id = vulnerability_id;
    struct ticket_event event = {.at_us = why->now_us,
        .kind = "reopened",
        .text =
            TEXT("Reopened: it is no duplicate any more, both are vulnerabilities of their own"),
        .generation = ticket.generation};
    return ticket_rows_write(db, &ticket, 1, err) &&
           ticket_rows_add_event(db, &ticket, &event, err);
}

bool ticket_split_part(struct db *db, const struct ticket_split_parting *parting,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    int64_t *stay, *duplicates;
    size_t stay_count, duplicate_count;
    if (!ticket_vulnerability_rows_part(
            db, parting->names, parting->name_count, parting->to_id, why->now_us, err) ||
        !ticket_vulnerability_rows_tickets(
            db, parting->from_id, false, arena, &stay, &stay_count, err) ||
        !ticket_vulnerability_rows_tickets(
            db, parting->to_id, true, arena, &duplicates, &duplicate_count, err))
        return false;
    for (size_t i = 0; i < stay_count; i++)
        if (!tell_parting(db, stay[i], parting, why, arena, err))
            return false;
    for (size_t i = 0; i < duplicate_count; i++)
        if (!reopen_duplicate(db, duplicates[i], parting->to_id, why, arena, err))
            return false;
    return true;
}
