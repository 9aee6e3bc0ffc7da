/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/watch_api.h"

#include "journal/journal.h"
#include "ticket/mention.h"
#include "ticket/ticket_view.h"
#include "ticket/watch.h"

enum { PEOPLE_SHOWN = 20 };

static void print_person(struct buf *out, int64_t id, struct text name)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", id);
    json_print_member(out, "name", name);
    json_print_close(out, '}');
}

bool watch_api_print(
    struct buf *out, struct db *db, int64_t ticket_id, struct arena *arena, struct err *err)
{
    struct watch_person *people;
    size_t count;
    if (!watch_list(db, ticket_id, arena, &people, &count, err))
        return false;
    json_print_member_open(out, "watchers", '[');
    for (size_t i = 0; i < count; i++)
        print_person(out, people[i].id, people[i].name);
    json_print_close(out, ']');
    return true;
}

struct wish {
    const struct api_call *call;
    bool is_watching;
};

static bool set_watch(struct db *db, void *context, struct err *err)
{
    const struct wish *wish = context;
    const struct api_call *call = wish->call;
    struct ticket_view view;
    int64_t id;
    if (!api_param_id(call, "ticket", &id, err) ||
        !ticket_view_find(db, &call->who, id, RIGHT_TICKET_WATCH, call->arena, &view, err))
        return false;
    if (!journal_add(db,
            &(struct journal_entry){
                .kind = wish->is_watching ? "ticket.watched" : "ticket.unwatched",
                .actor_id = call->who.account_id,
                .team_id = view.ticket.team_id,
                .object_kind = "ticket",
                .object_id = id,
                .at_us = call->now_us},
            err))
        return false;
    if (!wish->is_watching)
        return watch_end(db, id, call->who.account_id, call->now_us, err);
    return watch_begin(db, id, call->who.account_id, WATCH_BY_OWN_WORD, call->now_us, err);
}

static bool begin_watch(struct api_call *call, struct err *err)
{
    struct wish wish = {call, true};
    call->reply->status = 204;
    return db_transact(call->db, set_watch, &wish, err);
}

static bool end_watch(struct api_call *call, struct err *err)
{
    struct wish wish = {call, false};
    call->reply->status = 204;
    return db_transact(call->db, set_watch, &wish, err);
}

static bool list_people(struct api_call *call, struct err *err)
{
    struct ticket_view view;
    struct mention_person *people;
    struct text prefix = TEXT("");
    size_t count;
    int64_t id;
    http_query(call->request, "q", &prefix);
    if (!api_param_id(call, "ticket", &id, err) ||
        !ticket_view_find(call->db, &call->who, id, RIGHT_TICKET_READ, call->arena, &view, err) ||
        !mention_people(
            call->db, view.ticket.team_id, prefix, PEOPLE_SHOWN, call->arena, &people, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print_person(&call->reply->body, people[i].id, people[i].name);
    api_list_close(call, TEXT(""));
    return true;
}

const struct api_route watch_api_routes[] = {
    {"PUT", "/api/v1/tickets/{ticket}/watch", RIGHT_TICKET_WATCH, begin_watch, 0},
    {"DELETE", "/api/v1/tickets/{ticket}/watch", RIGHT_TICKET_WATCH, end_watch, 0},
    {"GET", "/api/v1/tickets/{ticket}/people", RIGHT_TICKET_READ, list_people, 0},
    {0},
};
