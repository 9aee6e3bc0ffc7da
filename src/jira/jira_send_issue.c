/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "account/account.h"
#include "jira/jira_send.h"
#include "jira/jira_text.h"
#include "ticket/ticket_json.h"

enum { SUMMARY_BYTES = 250 };

/* What is told of a ticket is what any of its team may see. */
static bool find_view(struct jira_sending *sending, struct ticket_view *ret_view, struct err *err)
{
    const struct api_principal self = {.roles = ACCOUNT_ADMINISTRATOR};
    return ticket_view_find(sending->call->db, &self, sending->link.ticket_id, RIGHT_TICKET_READ,
        sending->arena, ret_view, err);
}

/* -- the issue's words -- */

static void add_fact(struct buf *out, const char *name, struct text value)
{
    if (value.len)
        buf_format(out, "%s: %.*s\n", name, TEXT_ARG(value));
}

static struct text list_of(struct text json, struct arena *arena)
{
    struct text *texts;
    size_t count;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    ticket_json_read_list(json, arena, &texts, &count);
    for (size_t i = 0; i < count && i < 20; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARG(texts[i]));
    struct text list = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return list;
}

static void add_links(
    struct buf *out, const struct jira_sending *sending, const struct ticket *ticket)
{
    const char *url = sending->call->tools->url;
    if (ticket->finding.url.len)
        buf_format(out, "\n%.*s\n", TEXT_ARG(ticket->finding.url));
    if (url)
        buf_format(out, "\nThe ticket in kenzen, where the evidence is:\n%s/tickets/%lld\n", url,
            (long long)ticket->id);
    buf_add_z(out,
        "\nTo set this issue to done completes the ticket. It is closed as fixed by the next "
        "SBOM that shows it, and opened again by one that does not.");
}

static struct text description_of(
    const struct jira_sending *sending, const struct ticket_view *view)
{
    const struct ticket *ticket = &view->ticket;
    struct arena *arena = sending->arena;
    char due[CLOCK_TEXT_SIZE];
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (ticket->finding.summary.len)
        buf_format(&out, "%.*s\n\n", TEXT_ARG(ticket->finding.summary));
    add_fact(&out, "Service", arena_join(arena, view->service_name, " / ", view->part_name));
    add_fact(&out, "Package", ticket->package);
    add_fact(&out, "Installed", list_of(ticket->versions, arena));
    add_fact(&out, "Mended in", list_of(ticket->fixed, arena));
    add_fact(&out, "Also known as", list_of(ticket->aliases, arena));
    add_fact(&out, "Priority", text_of(ssvc_word("decision", (int)ticket->decision.outcome)));
    if (ticket->due_us)
        add_fact(&out, "Due", text_slice(text_of(clock_print(ticket->due_us, due)), 0, 10));
    add_links(&out, sending, ticket);
    struct text text = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static void print_labels(struct buf *out, int64_t ticket_id)
{
    char own[64];
    snprintf(own, sizeof own, "kenzen-%lld", (long long)ticket_id);
    json_print_member_open(out, "labels", '[');
    json_print_text(out, TEXT("kenzen"));
    json_print_text(out, text_of(own));
    json_print_close(out, ']');
}

static void print_project(struct buf *out, const struct jira *jira)
{
    json_print_member_open(out, "project", '{');
    if (jira->project_id.len)
        json_print_member(out, "id", jira->project_id);
    else
        json_print_member(out, "key", jira->project_key);
    json_print_close(out, '}');
}

static struct text print_issue(const struct jira_sending *sending, const struct ticket_view *view)
{
    const struct jira *jira = &sending->jira;
    struct text summary =
        arena_format(sending->arena, "%.*s: %.*s in %.*s", TEXT_ARG(view->ticket.finding.id),
            TEXT_ARG(view->ticket.package), TEXT_ARG(view->service_name));
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_open(&out, "fields", '{');
    print_project(&out, jira);
    json_print_member_open(&out, "issuetype", '{');
    json_print_member(&out, "name", jira->issue_type);
    json_print_close(&out, '}');
    json_print_member(&out, "summary", text_front(summary, SUMMARY_BYTES));
    jira_text_print(&out, "description", description_of(sending, view), jira->is_cloud);
    print_labels(&out, view->ticket.id);
    json_print_close(&out, '}');
    json_print_close(&out, '}');
    struct text body = arena_text(sending->arena, buf_text(&out));
    buf_done(&out);
    return body;
}

/* -- making it -- */

/* An attempt whose answer did not come may have made the issue: it is found by its label. */
static bool find_made(struct jira_sending *sending, yyjson_val **ret_issue, struct err *err)
{
    struct jira_answer answer;
    struct text jql = arena_format(sending->arena, "labels = \"kenzen-%lld\" ORDER BY created ASC",
        (long long)sending->link.ticket_id);
    *ret_issue = NULL;
    if (sending->call->message->attempts < 2)
        return true;
    if (!jira_send_ask(sending, "GET",
            arena_format(sending->arena, "%s?jql=%.*s&fields=project&maxResults=1",
                sending->site.is_cloud ? "/search/jql" : "/search",
                TEXT_ARG(jira_site_escape(jql, sending->arena))),
            TEXT(""), &answer, err))
        return false;
    *ret_issue = yyjson_arr_get_first(json_get(answer.root, "issues"));
    return true;
}

struct linking {
    struct jira_sending *sending;
    int64_t now_us;
};

/* The ticket's history tells of it; the member "tracker" says that Jira knows. */
static bool link_issue(struct db *db, void *context, struct err *err)
{
    const struct linking *work = context;
    const struct jira_link *link = &work->sending->link;
    const struct jira *jira = &work->sending->jira;
    struct buf detail;
    buf_init(&detail, SIZE_MAX);
    json_print_open(&detail, '{');
    json_print_member_open(&detail, "tracker", '{');
    json_print_member(&detail, "key", link->issue_key);
    json_print_member(&detail, "url",
        arena_format(work->sending->arena, "%.*s/browse/%.*s", TEXT_ARG(jira->base_url),
            TEXT_ARG(link->issue_key)));
    json_print_close(&detail, '}');
    json_print_close(&detail, '}');
    const struct ticket_event event = {.ticket_id = link->ticket_id,
        .at_us = work->now_us,
        .kind = "issue_linked",
        .text = link->issue_key,
        .detail = arena_text(work->sending->arena, buf_text(&detail)),
        .generation = TEXT("")};
    buf_done(&detail);
    return jira_link_write(db, link, work->now_us, err) &&
           ticket_rows_add_event(db, NULL, &event, err);
}

bool jira_send_issue(struct jira_sending *sending, struct err *err)
{
    struct ticket_view view;
    struct jira_answer answer;
    yyjson_val *issue;
    if (sending->link.state == JIRA_LINKED)
        return jira_send_end(sending, OUTBOX_SKIPPED, "%.*s stands for it already",
            TEXT_ARG(sending->link.issue_key));
    if (!find_view(sending, &view, err))
        return false;
    if (view.ticket.state == TICKET_COMPLETED || view.ticket.state == TICKET_CLOSED) {
        if (sending->link.created_by == 0)
            return jira_link_delete(sending->call->db, view.ticket.id, err) &&
                   jira_send_end(
                       sending, OUTBOX_SKIPPED, "the ticket was done before its issue was made");
    }
    if (!find_made(sending, &issue, err))
        return false;
    if (!issue) {
        if (!jira_send_ask(
                sending, "POST", TEXT("/issue"), print_issue(sending, &view), &answer, err))
            return false;
        issue = answer.root;
    }
    sending->link.state = JIRA_LINKED;
    sending->link.issue_id = jira_site_word(issue, "id", sending->arena);
    sending->link.issue_key = jira_site_word(issue, "key", sending->arena);
    sending->link.category = TEXT("new");
    if (!sending->link.issue_id.len || !sending->link.issue_key.len)
        return err_set(err, ERR_SYSTEM, "Jira tells no id of the issue");
    struct linking work = {sending, sending->call->now_us};
    return db_transact(sending->call->db, link_issue, &work, err) &&
           jira_send_end(sending, OUTBOX_SENT, "%.*s was made", TEXT_ARG(sending->link.issue_key));
}

/* -- its assignee -- */

static bool find_user(
    struct jira_sending *sending, struct text mail, struct text *ret_user, struct err *err)
{
    struct jira_answer answer;
    bool is_cloud = sending->site.is_cloud;
    struct text path = arena_format(sending->arena, "/user/search?%s=%.*s&maxResults=2",
        is_cloud ? "query" : "username", TEXT_ARG(jira_site_escape(mail, sending->arena)));
    if (!jira_send_ask(sending, "GET", path, TEXT(""), &answer, err))
        return false;
    if (yyjson_arr_size(answer.root) == 1)
        *ret_user =
            json_get_text(yyjson_arr_get_first(answer.root), is_cloud ? "accountId" : "name");
    return true;
}

bool jira_send_assignee(struct jira_sending *sending, struct err *err)
{
    struct ticket_view view;
    struct account account = {.email = TEXT("")};
    struct text user = TEXT("");
    struct jira_answer answer;
    struct buf body;
    if (!sending->jira.assigns)
        return jira_send_end(sending, OUTBOX_SKIPPED, "assignments are not told here");
    if (!find_view(sending, &view, err))
        return false;
    int64_t id = view.ticket.assignee_id;
    if (id && !account_find(sending->call->db, id, sending->arena, &account, err))
        return false;
    if (id && account.email.len && !find_user(sending, account.email, &user, err))
        return false;
    if (id && !user.len)
        return jira_send_end(
            sending, OUTBOX_SKIPPED, "Jira knows nobody by the assignee's mail address");
    buf_init(&body, SIZE_MAX);
    json_print_open(&body, '{');
    json_print_member_or_null(&body, sending->site.is_cloud ? "accountId" : "name", user);
    json_print_close(&body, '}');
    bool is_set = jira_send_ask_issue(
        sending, "PUT", "/assignee", arena_text(sending->arena, buf_text(&body)), &answer, err);
    buf_done(&body);
    return is_set &&
           jira_send_end(sending, OUTBOX_SENT, "%.*s %s", TEXT_ARG(sending->link.issue_key),
               id ? "was assigned" : "is assigned to nobody");
}
