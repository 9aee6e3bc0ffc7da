/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account.h"
#include "base/limits.h"
#include "jira/jira_hook.h"
#include "jira/jira_site.h"
#include "jira/jira_state.h"
#include "jira/jira_text.h"
#include "ticket/ticket_rows.h"

static bool end(struct jira_hearing *hearing, struct text outcome)
{
    hearing->heard.outcome = outcome;
    return true;
}

/* -- who did it there -- */

static yyjson_val *author_of(yyjson_val *root)
{
    yyjson_val *comment = json_get(root, "comment");
    yyjson_val *author = json_get(comment, "updateAuthor");
    if (!author)
        author = json_get(comment, "author");
    return author ? author : json_get(root, "user");
}

static bool is_own(const struct jira_hearing *hearing, yyjson_val *author)
{
    struct text id =
        jira_site_word(author, hearing->jira.is_cloud ? "accountId" : "name", hearing->call->arena);
    return id.len && text_eq(id, hearing->jira.own_author);
}

/* -- what it does here -- */

/* On whose behalf: somebody of the team, whose rights are looked at as ever. */
static bool find_actor(
    struct jira_hearing *hearing, struct db *db, struct api_principal *ret_who, struct err *err)
{
    struct account account;
    if (!account_find(db, hearing->jira.account_id, hearing->call->arena, &account, err))
        return false;
    if (account.is_disabled)
        return err_set(err, ERR_FORBIDDEN, "the account is disabled");
    *ret_who = (struct api_principal){
        .account_id = account.id, .name = account.name, .roles = account.roles};
    return true;
}

/* What the event keeps of where it came from. It is not told to Jira again. */
static struct text source_of(struct jira_hearing *hearing)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member(&out, "key", hearing->link.issue_key);
    json_print_member(&out, "url",
        arena_format(hearing->call->arena, "%.*s/browse/%.*s", TEXT_ARG(hearing->jira.base_url),
            TEXT_ARG(hearing->link.issue_key)));
    json_print_member(&out, "author", hearing->author);
    json_print_close(&out, '}');
    struct text source = arena_text(hearing->call->arena, buf_text(&out));
    buf_done(&out);
    return source;
}

static bool work(
    struct jira_hearing *hearing, struct db *db, struct ticket_order *order, struct err *err)
{
    struct api_principal who;
    order->ticket_id = hearing->link.ticket_id;
    order->now_us = hearing->call->now_us;
    order->tracker = source_of(hearing);
    return find_actor(hearing, db, &who, err) && ticket_work_run(db, &who, order, err);
}

/* -- status -- */

static bool has_changed(yyjson_val *root, const char *field)
{
    size_t i, count;
    yyjson_val *item;
    yyjson_arr_foreach(json_get(json_get(root, "changelog"), "items"), i, count, item)
    {
        if (text_is(json_get_text(item, "field"), field))
            return true;
    }
    return false;
}

/* The ticket's state stands, and is told once more. */
static bool contest(
    struct jira_hearing *hearing, struct db *db, const struct ticket *ticket, struct err *err)
{
    struct arena *arena = hearing->call->arena;
    struct outbox_order order = {.channel = TRACKER_CHANNEL,
        .target_id = hearing->jira.id,
        .team_id = ticket->team_id,
        .ticket_id = ticket->id,
        .kind = TRACKER_STATE,
        .key = arena_format(
            arena, "state:%lld:contest:%lld", (long long)ticket->id, (long long)hearing->heard.id),
        .lane = ticket->id,
        .title = tracker_title(ticket->finding.id, ticket->package, arena),
        .body = TEXT("{}")};
    return outbox_add(db, &order, hearing->call->now_us, err) &&
           end(hearing,
               TEXT(
                   "both sides changed within a minute: the ticket's state stands, and the issue is set to it"));
}

static struct ticket_order order_of(struct jira_hearing *hearing, enum ticket_verb verb)
{
    struct text text = arena_format(hearing->call->arena, "%.*s set %.*s to \"%.*s\" in Jira",
        TEXT_ARG(hearing->author), TEXT_ARG(hearing->link.issue_key),
        TEXT_ARG(hearing->link.status));
    struct ticket_order order = {.verb = verb, .text = text};
    if (verb == TICKET_COMPLETE)
        order.action = (struct action){.kind = ACTION_ELIMINATION,
            .text = text,
            .advisory_id = TEXT(""),
            .executed_us = hearing->said_us};
    return order;
}

/* Goes step by step until the ticket is where the issue is. */
static bool follow(
    struct jira_hearing *hearing, struct db *db, enum ticket_verb verb, struct err *err)
{
    static const char *const done[TICKET_VERBS] = {[TICKET_START] = "the ticket is in progress",
        [TICKET_STOP] = "the ticket is not in progress any more",
        [TICKET_COMPLETE] = "the ticket was completed",
        [TICKET_REOPEN] = "the ticket was opened again"};
    struct ticket ticket;
    do {
        struct ticket_order order = order_of(hearing, verb);
        if (!work(hearing, db, &order, err) ||
            !ticket_rows_find(db, hearing->link.ticket_id, hearing->call->arena, &ticket, err))
            return false;
        end(hearing, text_of(done[verb]));
    } while (jira_state_verb(ticket.state, hearing->link.category, &verb));
    return true;
}

static bool hear_status(struct jira_hearing *hearing, struct db *db, struct err *err)
{
    struct ticket ticket;
    struct jira_link *link = &hearing->link;
    struct arena *arena = hearing->call->arena;
    enum ticket_verb verb;
    int64_t changed_us;
    yyjson_val *status = json_get(json_get(json_get(hearing->root, "issue"), "fields"), "status");
    link->status = jira_site_word(status, "name", arena);
    link->category = jira_site_word(json_get(status, "statusCategory"), "key", arena);
    if (!jira_link_write(db, link, hearing->call->now_us, err) ||
        !ticket_rows_find(db, link->ticket_id, arena, &ticket, err) ||
        !jira_event_last_change(db, link->ticket_id, arena, &changed_us, err))
        return false;
    if (ticket.state == TICKET_CLOSED && !jira_state_fits(ticket.state, link->category))
        return end(
            hearing, TEXT("the ticket is closed: only evidence, or a person here, opens it"));
    if (!jira_state_verb(ticket.state, link->category, &verb))
        return end(hearing, TEXT("the ticket is in step"));
    int64_t apart_us = hearing->said_us > changed_us ? hearing->said_us - changed_us
                                                     : changed_us - hearing->said_us;
    if (apart_us <= JIRA_HOOK_CONTEST_US && !jira_state_fits(ticket.state, link->category))
        return contest(hearing, db, &ticket, err);
    return follow(hearing, db, verb, err);
}

/* -- comments -- */

/* The last line "kenzen:7.3" says that it came from here, whoever's name it bears. */
static bool has_marker(struct text body)
{
    ptrdiff_t at = text_find_last(body, '\n');
    struct text last = text_trim(text_from(body, (size_t)(at + 1)));
    if (!text_starts(last, TEXT(JIRA_MARKER)))
        return false;
    struct text rest = text_from(last, sizeof JIRA_MARKER - 1), ticket = text_cut(&rest, '.');
    int64_t number;
    return text_read_i64(ticket, &number) && text_read_i64(rest, &number);
}

static bool hear_comment(struct jira_hearing *hearing, struct db *db, struct err *err)
{
    struct arena *arena = hearing->call->arena;
    yyjson_val *comment = json_get(hearing->root, "comment");
    struct text id = jira_site_word(comment, "id", arena);
    struct text body = jira_text_read(json_get(comment, "body"), LIMIT_API_TEXT_BYTES / 2, arena);
    bool is_known;
    if (!jira_comment_is_known(db, hearing->jira.id, id, &is_known, err))
        return false;
    if (is_known || has_marker(body))
        return end(hearing, TEXT("our own, or heard before"));
    if (json_get(comment, "visibility") && !yyjson_is_null(json_get(comment, "visibility")))
        return end(hearing, TEXT("not copied: the comment is restricted to some people there"));
    if (!body.len || !id.len)
        return end(hearing, TEXT("the comment is empty"));
    struct ticket_order order = {.verb = TICKET_COMMENT,
        .text = arena_format(
            arena, "%.*s in Jira:\n\n%.*s", TEXT_ARG(hearing->author), TEXT_ARG(body))};
    return work(hearing, db, &order, err) &&
           jira_comment_add_last(db, hearing->jira.id, id, hearing->link.ticket_id, err) &&
           end(hearing, TEXT("the comment was copied"));
}

/* -- the rest -- */

static bool hear_assignee(struct jira_hearing *hearing, struct db *db, struct err *err)
{
    struct ticket ticket;
    struct ticket_order order = {.verb = TICKET_ASSIGN};
    yyjson_val *assignee =
        json_get(json_get(json_get(hearing->root, "issue"), "fields"), "assignee");
    struct text mail = json_get_text(assignee, "emailAddress");
    bool is_nobody = !assignee || yyjson_is_null(assignee);
    if (!hearing->jira.assigns)
        return end(hearing, TEXT("assignments are not told here"));
    if (!is_nobody && !jira_find_member(db, hearing->jira.team_id, mail, hearing->call->arena,
                          &order.assignee_id, err))
        return false;
    if (!is_nobody && order.assignee_id == 0)
        return end(hearing, TEXT("nobody in the team has the mail address of the assignee"));
    if (!ticket_rows_find(db, hearing->link.ticket_id, hearing->call->arena, &ticket, err))
        return false;
    if (ticket.assignee_id == order.assignee_id ||
        ticket_work_forbids(TICKET_ASSIGN, ticket.state, ticket.cause))
        return end(hearing, TEXT("the ticket is in step"));
    return work(hearing, db, &order, err) && end(hearing, TEXT("the ticket was assigned"));
}

static bool hear_deletion(struct jira_hearing *hearing, struct db *db, struct err *err)
{
    hearing->link.state = JIRA_GONE;
    const struct ticket_event event = {.ticket_id = hearing->link.ticket_id,
        .at_us = hearing->call->now_us,
        .kind = "issue_unlinked",
        .text = hearing->link.issue_key,
        .detail =
            arena_format(hearing->call->arena, "{\"tracker\":%.*s}", TEXT_ARG(source_of(hearing))),
        .generation = TEXT("")};
    return jira_link_write(db, &hearing->link, hearing->call->now_us, err) &&
           ticket_rows_add_event(db, NULL, &event, err) &&
           end(hearing, TEXT("the issue was deleted: the ticket goes on without it"));
}

/* An issue that was moved, or whose project was renamed, has another key and the same number. */
static bool hear_key(struct jira_hearing *hearing, struct db *db, struct err *err)
{
    struct text key = hearing->heard.issue_key;
    if (!key.len || text_eq(key, hearing->link.issue_key))
        return true;
    hearing->link.issue_key = key;
    return jira_link_write(db, &hearing->link, hearing->call->now_us, err);
}

bool jira_hear(struct jira_hearing *hearing, struct db *db, struct err *err)
{
    yyjson_val *root = hearing->root, *author = author_of(root);
    struct text event = hearing->heard.event;
    hearing->heard.ticket_id = hearing->link.ticket_id;
    hearing->author = jira_site_word(author, "displayName", hearing->call->arena);
    if (!hearing->author.len)
        hearing->author = TEXT("somebody");
    if (!hear_key(hearing, db, err))
        return false;
    if (is_own(hearing, author))
        return end(hearing, TEXT("our own"));
    if (text_is(event, "jira:issue_deleted"))
        return hear_deletion(hearing, db, err);
    if (text_is(event, "comment_created") ||
        text_is(json_get_text(root, "issue_event_type_name"), "issue_commented"))
        return hear_comment(hearing, db, err);
    if (has_changed(root, "status"))
        return hear_status(hearing, db, err);
    if (has_changed(root, "assignee"))
        return hear_assignee(hearing, db, err);
    return end(hearing, TEXT("nothing that tickets go by"));
}
