/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_send.h"
#include "jira/jira_state.h"
#include "jira/jira_text.h"
#include "ticket/mention.h"
#include "ticket/ticket_rows.h"

/* -- comments -- */

/* A line that people may read and programs find: what has it came from here, and is not taken for another's words. */
static struct text marker_of(const struct jira_sending *sending, int64_t seq)
{
    return arena_format(sending->arena, JIRA_MARKER "%lld.%lld", (long long)sending->link.ticket_id,
        (long long)seq);
}

/* After an attempt whose answer did not come, the comment may be there. */
static bool is_posted(
    struct jira_sending *sending, struct text marker, struct text *ret_id, struct err *err)
{
    struct jira_answer answer;
    size_t i, count;
    yyjson_val *comment;
    if (sending->call->message->attempts < 2)
        return true;
    if (!jira_send_ask_issue(
            sending, "GET", "/comment?orderBy=-created&maxResults=100", TEXT(""), &answer, err))
        return false;
    yyjson_arr_foreach(json_get(answer.root, "comments"), i, count, comment)
    {
        struct text body = jira_text_read(json_get(comment, "body"), SIZE_MAX, sending->arena);
        if (text_ends(body, marker))
            *ret_id = jira_site_word(comment, "id", sending->arena);
    }
    return true;
}

static bool show_text(struct jira_sending *sending, const struct jira_event *event,
    struct text *ret_text, struct err *err)
{
    int64_t *ids;
    size_t id_count, count;
    struct mention_person *people;
    mention_read(event->detail, sending->arena, &ids, &id_count);
    if (!mention_named(sending->call->db, ids, id_count, sending->arena, &people, &count, err))
        return false;
    *ret_text = mention_show(event->text, people, count, sending->arena);
    return true;
}

static bool print_comment(struct jira_sending *sending, const struct jira_event *event,
    struct text marker, struct text *ret_body, struct err *err)
{
    struct text said, who = event->account_name.len ? event->account_name : TEXT("kenzen");
    struct buf out;
    if (!show_text(sending, event, &said, err))
        return false;
    bool is_comment = text_is(event->kind, "commented");
    struct text head = is_comment ? arena_format(sending->arena, "%.*s in kenzen:", TEXT_ARG(who))
                                  : arena_format(sending->arena, "%.*s in kenzen: %.*s",
                                        TEXT_ARG(who), TEXT_ARG(event->kind));
    struct text text = arena_format(
        sending->arena, "%.*s\n\n%.*s\n\n%.*s", TEXT_ARG(head), TEXT_ARG(said), TEXT_ARG(marker));
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    jira_text_print(&out, "body", text, sending->site.is_cloud);
    json_print_close(&out, '}');
    *ret_body = arena_text(sending->arena, buf_text(&out));
    buf_done(&out);
    return true;
}

bool jira_send_event(struct jira_sending *sending, int64_t seq, struct err *err)
{
    struct outbox_call *call = sending->call;
    struct jira_event event;
    struct jira_answer answer;
    struct text id = TEXT(""), body, marker = marker_of(sending, seq);
    bool is_there, is_sent;
    if (seq == 0)
        return true;
    if (!jira_event_find(
            call->db, sending->link.ticket_id, seq, sending->arena, &event, &is_there, err) ||
        !jira_comment_is_sent(call->db, sending->link.ticket_id, seq, &is_sent, err))
        return false;
    if (!is_there || is_sent)
        return true;
    if (!is_posted(sending, marker, &id, err) ||
        !print_comment(sending, &event, marker, &body, err))
        return false;
    if (!id.len) {
        if (!jira_send_ask_issue(sending, "POST", "/comment", body, &answer, err))
            return false;
        id = jira_site_word(answer.root, "id", sending->arena);
    }
    return jira_comment_add(call->db, sending->jira.id, id, sending->link.ticket_id, seq, err);
}

bool jira_send_comment(struct jira_sending *sending, struct err *err)
{
    return jira_send_event(sending, jira_send_seq(sending), err) &&
           jira_send_end(sending, OUTBOX_SENT, "told on %.*s", TEXT_ARG(sending->link.issue_key));
}

/* -- status -- */

static struct text category_of(const struct jira_sending *sending, yyjson_val *status)
{
    return jira_site_word(json_get(status, "statusCategory"), "key", sending->arena);
}

/* The issue as it is now: its key may be another, for its project was renamed. */
static bool look(struct jira_sending *sending, struct err *err)
{
    struct jira_answer answer;
    struct jira_link *link = &sending->link;
    if (!jira_send_ask_issue(sending, "GET", "?fields=status", TEXT(""), &answer, err))
        return false;
    yyjson_val *status = json_get(json_get(answer.root, "fields"), "status");
    struct text key = jira_site_word(answer.root, "key", sending->arena);
    link->status = jira_site_word(status, "name", sending->arena);
    link->category = category_of(sending, status);
    link->issue_key = key.len ? key : link->issue_key;
    return link->category.len != 0 ||
           err_set(err, ERR_SYSTEM, "Jira tells no status of %.*s", TEXT_ARG(link->issue_key));
}

/* A field that must be filled in, and that Jira does not fill in itself, is for a person. */
static bool asks_for_fields(yyjson_val *transition)
{
    size_t i, count;
    yyjson_val *key, *field;
    yyjson_obj_foreach(json_get(transition, "fields"), i, count, key, field)
    {
        (void)key;
        if (yyjson_get_bool(json_get(field, "required")) &&
            !yyjson_get_bool(json_get(field, "hasDefaultValue")))
            return true;
    }
    return false;
}

static yyjson_val *choose(
    const struct jira_sending *sending, yyjson_val *root, struct text category)
{
    size_t i, count;
    yyjson_val *transition, *second = NULL;
    yyjson_arr_foreach(json_get(root, "transitions"), i, count, transition)
    {
        if (!text_eq(category_of(sending, json_get(transition, "to")), category))
            continue;
        if (!asks_for_fields(transition))
            return transition;
        second = transition;
    }
    return second;
}

static bool transit(struct jira_sending *sending, struct text category, struct err *err)
{
    struct jira_answer answer, done;
    if (!jira_send_ask_issue(
            sending, "GET", "/transitions?expand=transitions.fields", TEXT(""), &answer, err))
        return false;
    yyjson_val *chosen = choose(sending, answer.root, category);
    /* Who was done may only be able to go on in the middle. */
    if (!chosen && text_is(category, "new"))
        chosen = choose(sending, answer.root, TEXT("indeterminate"));
    if (!chosen)
        return jira_send_end(sending, OUTBOX_FAILED,
            "Jira offers this account no way from \"%.*s\" to a status of the category \"%s\"",
            TEXT_ARG(sending->link.status), jira_state_category_word(category));
    struct text body = arena_format(sending->arena, "{\"transition\":{\"id\":\"%.*s\"}}",
        TEXT_ARG(jira_site_escape(jira_site_word(chosen, "id", sending->arena), sending->arena)));
    if (!jira_send_ask_issue(sending, "POST", "/transitions", body, &done, err))
        return false;
    sending->link.status = jira_site_word(json_get(chosen, "to"), "name", sending->arena);
    sending->link.category = category_of(sending, json_get(chosen, "to"));
    return true;
}

bool jira_send_state(struct jira_sending *sending, struct err *err)
{
    struct outbox_call *call = sending->call;
    struct ticket ticket;
    int64_t seq = jira_send_seq(sending);
    if (!ticket_rows_find(call->db, sending->link.ticket_id, sending->arena, &ticket, err) ||
        !look(sending, err))
        return false;
    struct text wanted = jira_state_category(ticket.state);
    bool is_moved = !jira_state_fits(ticket.state, sending->link.category);
    if (is_moved && !transit(sending, wanted, err))
        return false;
    if (!jira_link_write(call->db, &sending->link, call->now_us, err) ||
        !jira_send_event(sending, seq, err))
        return false;
    return jira_send_end(sending, OUTBOX_SENT, "%.*s %s \"%.*s\"",
        TEXT_ARG(sending->link.issue_key), is_moved ? "was set to" : "stays",
        TEXT_ARG(sending->link.status));
}
