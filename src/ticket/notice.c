/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/notice.h"

#include <stdlib.h>

#include "base/vec.h"
#include "codec/json.h"
#include "ticket/mention.h"
#include "ticket/watch.h"

#define OPENED "opened"
#define MENTIONED "mentioned"

/* What happens to a ticket but asks for nobody's eye: its history has it. */
static const char *const untold[] = {
    "alerted",
    "due_changed",
    "moved",
    "occurrences_changed",
    "undo_ended",
    "unmarked",
};

const char *notice_reason_name(enum notice_reason reason)
{
    static const char *const names[] = {[NOTICE_MENTIONED] = "mentioned",
        [NOTICE_ASSIGNED] = "assigned",
        [NOTICE_WATCHING] = "watching",
        [NOTICE_TEAM] = "team"};
    return reason < NOTICE_REASONS ? names[reason] : NULL;
}

/* An event with those whom it is about. */
struct told_event {
    const struct ticket_event *event;
    int64_t *mentioned, assignee_id;
    size_t mentioned_count;
};

/* How many tickets were opened in a team. */
struct opened {
    int64_t team_id, part_id, count;
};

struct telling {
    struct arena arena;
    struct {
        VEC(struct told_event);
    } events; /* by ticket */
    struct {
        VEC(int64_t);
    } changed; /* tickets, each once */
    struct {
        VEC(struct opened);
    } opened; /* teams, each once */
    struct {
        VEC(struct notice);
    } single, written;
};

static bool is_told(const char *kind)
{
    for (size_t i = 0; i < sizeof untold / sizeof *untold; i++)
        if (strcmp(kind, untold[i]) == 0)
            return false;
    return true;
}

static int64_t assignee_of(const struct ticket_event *event)
{
    struct json doc = {0};
    struct err err;
    int64_t id = 0;
    if (strcmp(event->kind, "assigned") != 0 || !json_read(&doc, event->detail, &err))
        return 0;
    if (!text_read_i64(json_get_text(json_root(&doc), "account_id"), &id))
        id = 0;
    json_done(&doc);
    return id;
}

static struct opened *opened_in(struct telling *telling, int64_t team_id)
{
    for (size_t i = 0; i < telling->opened.len; i++)
        if (telling->opened.at[i].team_id == team_id)
            return &telling->opened.at[i];
    struct opened *opened = VEC_ADD(&telling->opened);
    *opened = (struct opened){.team_id = team_id};
    return opened;
}

static void collect(struct telling *telling, const struct ticket_event *events, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct ticket_event *event = &events[i];
        if (strcmp(event->kind, OPENED) == 0) {
            struct opened *opened = opened_in(telling, event->team_id);
            opened->part_id = event->part_id;
            opened->count++;
            continue;
        }
        if (!is_told(event->kind))
            continue;
        struct told_event *told = VEC_ADD(&telling->events);
        *told = (struct told_event){.event = event, .assignee_id = assignee_of(event)};
        mention_read(event->detail, &telling->arena, &told->mentioned, &told->mentioned_count);
    }
}

static int cmp(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_ticket(const void *left, const void *right)
{
    const struct ticket_event *a = ((const struct told_event *)left)->event;
    const struct ticket_event *b = ((const struct told_event *)right)->event;
    return a->ticket_id != b->ticket_id ? cmp(a->ticket_id, b->ticket_id) : cmp(a->seq, b->seq);
}

static void order_events(struct telling *telling)
{
    if (telling->events.len)
        qsort(telling->events.at, telling->events.len, sizeof *telling->events.at, by_ticket);
    for (size_t i = 0; i < telling->events.len; i++) {
        int64_t id = telling->events.at[i].event->ticket_id;
        if (telling->changed.len == 0 || telling->changed.at[telling->changed.len - 1] != id)
            *VEC_ADD(&telling->changed) = id;
    }
}

/* The place of the first event of a ticket. */
static size_t first_of(const struct telling *telling, int64_t ticket_id)
{
    size_t from = 0, to = telling->events.len;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (telling->events.at[middle].event->ticket_id < ticket_id)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool is_mentioned(const struct told_event *told, int64_t account_id)
{
    for (size_t i = 0; i < told->mentioned_count; i++)
        if (told->mentioned[i] == account_id)
            return true;
    return false;
}

static void tell_watcher(struct telling *telling, const struct watch_row *watcher)
{
    for (size_t i = first_of(telling, watcher->ticket_id); i < telling->events.len; i++) {
        const struct told_event *told = &telling->events.at[i];
        const struct ticket_event *event = told->event;
        if (event->ticket_id != watcher->ticket_id)
            return;
        if (event->account_id == watcher->account_id)
            continue;
        struct notice *notice = VEC_ADD(&telling->single);
        *notice = (struct notice){.account_id = watcher->account_id,
            .team_id = watcher->team_id,
            .part_id = watcher->part_id,
            .ticket_id = watcher->ticket_id,
            .event_seq = event->seq,
            .kind = text_of(event->kind),
            .reason = NOTICE_WATCHING,
            .count = 1,
            .actor_id = event->account_id,
            .updated_us = event->at_us};
        if (is_mentioned(told, watcher->account_id)) {
            notice->kind = TEXT(MENTIONED);
            notice->reason = NOTICE_MENTIONED;
        } else if (told->assignee_id == watcher->account_id) {
            notice->reason = NOTICE_ASSIGNED;
        }
    }
}

static bool tell_watchers(struct telling *telling, struct db *db, struct err *err)
{
    struct watch_row *watchers;
    size_t count;
    if (telling->changed.len == 0)
        return true;
    if (!watch_find(
            db, telling->changed.at, telling->changed.len, &telling->arena, &watchers, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        tell_watcher(telling, &watchers[i]);
    return true;
}

/* -- what is told as one -- */

static int by_person_and_kind(const struct notice *a, const struct notice *b)
{
    if (a->account_id != b->account_id)
        return cmp(a->account_id, b->account_id);
    return a->team_id != b->team_id ? cmp(a->team_id, b->team_id) : text_cmp(a->kind, b->kind);
}

static int by_subject(const void *left, const void *right)
{
    const struct notice *a = left, *b = right;
    int order = by_person_and_kind(a, b);
    if (order == 0)
        order = cmp(a->ticket_id, b->ticket_id);
    return order ? order : cmp(a->event_seq, b->event_seq);
}

/* Several events of one ticket in a row become one. */
static size_t fold_tickets(struct notice *notices, size_t count)
{
    size_t kept = 0;
    for (size_t i = 1; i < count; i++) {
        if (notices[kept].ticket_id != notices[i].ticket_id) {
            notices[++kept] = notices[i];
            continue;
        }
        notices[i].count += notices[kept].count;
        notices[kept] = notices[i];
    }
    return kept + 1;
}

static void gather_group(struct telling *telling, struct notice *notices, size_t count)
{
    size_t tickets = fold_tickets(notices, count);
    if (tickets <= NOTICE_SINGLE_MAX) {
        for (size_t i = 0; i < tickets; i++)
            *VEC_ADD(&telling->written) = notices[i];
        return;
    }
    struct notice *one = VEC_ADD(&telling->written);
    *one = notices[tickets - 1];
    one->ticket_id = one->event_seq = 0;
    one->count = (int64_t)tickets;
}

static void gather(struct telling *telling)
{
    struct notice *all = telling->single.at;
    size_t count = telling->single.len, from = 0;
    if (count)
        qsort(all, count, sizeof *all, by_subject);
    for (size_t i = 1; i <= count; i++)
        if (i == count || by_person_and_kind(&all[i], &all[from]) != 0) {
            gather_group(telling, &all[from], i - from);
            from = i;
        }
}

static bool tell_of_new(struct telling *telling, struct db *db, const struct ticket_event *events,
    size_t count, struct err *err)
{
    const struct ticket_event *opening = NULL;
    struct notice *members;
    size_t member_count;
    for (size_t i = 0; i < count && !opening; i++)
        if (strcmp(events[i].kind, OPENED) == 0)
            opening = &events[i];
    if (!opening)
        return true;
    int64_t *teams = arena_take_array(&telling->arena, telling->opened.len, sizeof *teams);
    for (size_t i = 0; teams && i < telling->opened.len; i++)
        teams[i] = telling->opened.at[i].team_id;
    if (!arena_check(&telling->arena, err) || !notice_members(db, teams, telling->opened.len,
                                                  &telling->arena, &members, &member_count, err))
        return false;
    for (size_t i = 0; i < member_count; i++) {
        if (members[i].account_id == opening->account_id)
            continue;
        struct notice *notice = VEC_ADD(&telling->written);
        const struct opened *opened = opened_in(telling, members[i].team_id);
        *notice = members[i];
        notice->part_id = opened->part_id;
        notice->count = opened->count;
        notice->kind = TEXT(OPENED);
        notice->reason = NOTICE_TEAM;
        notice->actor_id = opening->account_id;
        notice->updated_us = opening->at_us;
    }
    return true;
}

bool notice_tell(struct db *db, const struct ticket_event *events, size_t count, struct err *err)
{
    struct telling telling = {0};
    arena_init(&telling.arena, SIZE_MAX);
    collect(&telling, events, count);
    order_events(&telling);
    bool is_ok = arena_check(&telling.arena, err) && tell_watchers(&telling, db, err);
    if (is_ok)
        gather(&telling);
    is_ok = is_ok && tell_of_new(&telling, db, events, count, err) &&
            notice_write(db, telling.written.at, telling.written.len, err);
    VEC_DONE(&telling.events);
    VEC_DONE(&telling.opened);
    VEC_DONE(&telling.changed);
    VEC_DONE(&telling.single);
    VEC_DONE(&telling.written);
    arena_done(&telling.arena);
    return is_ok;
}
