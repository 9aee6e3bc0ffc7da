/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_undo.h"

#include "codec/json.h"
#include "ticket/ticket_due.h"
#include "ticket/ticket_vex.h"

/* Events of a person have no facts to go by: their own verbs take them back. */
static bool is_own(const struct ticket_undo_event *event)
{
    struct json doc = {0};
    struct err err;
    if (!text_is(event->kind, "closed") && !text_is(event->kind, "reopened"))
        return false;
    if (!json_read(&doc, event->detail, &err))
        return false;
    bool is = json_get(json_root(&doc), "facts") || json_get(json_root(&doc), "vex");
    json_done(&doc);
    return is;
}

/* An accepted risk that is found to be mended stays closed, for another cause. */
static bool sets_state(struct text sets)
{
    return text_find_text(sets, TEXT("\"state\":")) >= 0 ||
           text_find_text(sets, TEXT("\"cause\":")) >= 0;
}

int64_t ticket_undo_find(const struct ticket_undo_event *events, size_t count)
{
    for (size_t i = count; i > 0; i--)
        if (sets_state(events[i - 1].sets))
            return is_own(&events[i - 1]) ? events[i - 1].seq : 0;
    return 0;
}

/* What kenzen saw; empty of a closing by VEX, where the statements are what counts no more. */
static struct text facts_of(const struct ticket_undo_event *event, struct arena *arena)
{
    struct json doc = {0};
    struct err err;
    struct text facts = {"", 0};
    if (json_read(&doc, event->detail, &err))
        facts = arena_text(arena, json_get_text(json_root(&doc), "facts"));
    json_done(&doc);
    return facts;
}

static int64_t number_of(const struct ticket_fold *fold, enum ticket_fold_column column)
{
    return fold->at[column].kind == DB_KIND_INT ? fold->at[column].number : 0;
}

static struct text text_at(const struct ticket_fold *fold, enum ticket_fold_column column)
{
    return fold->at[column].kind == DB_KIND_TEXT ? fold->at[column].text : (struct text){"", 0};
}

/* Who works on it and how pressing it is are of today; the rest is as it was. */
static void put_back(struct ticket *ticket, const struct ticket_fold *before)
{
    ticket->state = ticket_state_read(text_at(before, FOLD_state));
    ticket->cause = ticket_cause_read(text_at(before, FOLD_cause));
    ticket->mark_reason = text_at(before, FOLD_mark_reason);
    ticket->due_us = number_of(before, FOLD_due_us);
    ticket->due_source = ticket_due_source_read(text_at(before, FOLD_due_source));
    ticket->sbom_number = number_of(before, FOLD_sbom_number);
    ticket->closed_us = number_of(before, FOLD_closed_us);
    ticket->accepted_until_us = number_of(before, FOLD_accepted_until_us);
    ticket->accepted_by = number_of(before, FOLD_accepted_by);
    ticket->mitigation = text_at(before, FOLD_mitigation);
}

bool ticket_undo(
    struct db *db, struct ticket *ticket, int64_t seq, struct arena *arena, struct err *err)
{
    struct ticket_undo_event *events;
    struct ticket_fold before = {0};
    size_t count, i;
    if (!ticket_undo_events(db, ticket->id, arena, &events, &count, err))
        return false;
    if (seq == 0 || ticket_undo_find(events, count) != seq)
        return err_set(err, ERR_CONFLICT,
            "only the last closing or reopening can be taken back, and only one that kenzen did by itself");
    for (i = 0; events[i].seq != seq; i++)
        if (!ticket_fold_add(&before, events[i].sets, arena, err))
            return false;
    put_back(ticket, &before);
    ticket->undone_facts = facts_of(&events[i], arena);
    return ticket->undone_facts.len || ticket_vex_overrule(db, ticket->id, err);
}

bool ticket_undo_doubt(struct db *db, struct ticket *ticket, struct arena *arena, struct err *err)
{
    struct ticket_undo_event *events;
    size_t count, i = 0;
    if (!ticket_undo_events(db, ticket->id, arena, &events, &count, err))
        return false;
    int64_t seq = ticket_undo_find(events, count);
    while (i < count && events[i].seq != seq)
        i++;
    if (i < count && text_is(events[i].kind, "closed"))
        ticket->undone_facts = facts_of(&events[i], arena);
    return true;
}
