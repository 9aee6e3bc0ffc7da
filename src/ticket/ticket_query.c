/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_query.h"

#include "base/clock.h"
#include "net/http_target.h"

/* A century: beyond it nobody plans. */
enum { DUE_DAYS_MAX = 36525 };

/* The words of a set, by their number; NULL where there is none. */
static const char *state_word(int state)
{
    return state <= TICKET_CLOSED ? ticket_state_name((enum ticket_state)state) : NULL;
}

static const char *priority_word(int priority)
{
    return ssvc_word("decision", priority);
}

static const char *severity_word(int severity)
{
    return severity <= SEVERITY_CRITICAL ? cvss_severity_name((enum severity)severity) : NULL;
}

static const char *cause_word(int cause)
{
    if (cause == TICKET_NO_CAUSE)
        return "none";
    return cause <= TICKET_ACCEPTED ? ticket_cause_name((enum ticket_cause)cause) : NULL;
}

static bool add_word(
    unsigned *set, const char *(*word_of)(int), struct text word, const char *name, struct err *err)
{
    for (int i = 0; word_of(i); i++)
        if (text_is(word, word_of(i))) {
            *set |= 1U << i;
            return true;
        }
    return err_set(err, ERR_USAGE, "%s: there is no \"%.*s\"", name, TEXT_ARG(word));
}

/* Reads "open,scheduled". */
static bool read_set(const struct api_call *call, const char *name, const char *(*word_of)(int),
    unsigned *set, struct err *err)
{
    struct text list;
    if (!http_query(call->request, name, &list) || list.len == 0)
        return true;
    while (list.at)
        if (!add_word(set, word_of, text_trim(text_cut(&list, ',')), name, err))
            return false;
    return true;
}

static bool read_assignee(const struct api_call *call, struct ticket_query *query, struct err *err)
{
    struct text word;
    if (!http_query(call->request, "assignee", &word))
        return true;
    query->is_unassigned = text_is(word, "none");
    if (query->is_unassigned)
        return true;
    if (!text_is(word, "me"))
        return api_query_id(call, "assignee", &query->assignee_id, err);
    query->assignee_id = call->who.account_id;
    return true;
}

static bool read_sort(const struct api_call *call, enum ticket_sort *ret_sort, struct err *err)
{
    static const char *const words[] = {[TICKET_BY_RANK] = "rank",
        [TICKET_BY_UPDATE] = "updated",
        [TICKET_BY_DUE_DATE] = "due",
        [TICKET_BY_CREATION] = "created",
        [TICKET_BY_AGE] = "age"};
    struct text word;
    if (!http_query(call->request, "sort", &word) || word.len == 0)
        return true;
    for (int i = TICKET_BY_RANK; i < TICKET_SORTS; i++)
        if (text_is(word, words[i])) {
            *ret_sort = (enum ticket_sort)i;
            return true;
        }
    return err_set(err, ERR_USAGE, "sort: must be rank, updated, due, created or age");
}

/* "1": only with it, "0": only without it. */
static bool read_ask(
    const struct api_call *call, const char *name, enum ticket_ask *ret_ask, struct err *err)
{
    struct text word;
    bool is_with = false;
    if (!http_query(call->request, name, &word) || word.len == 0)
        return true;
    if (!api_query_flag(call, name, &is_with, err))
        return false;
    *ret_ask = is_with ? TICKET_ASK_WITH : TICKET_ASK_WITHOUT;
    return true;
}

static bool read_time(
    const struct api_call *call, const char *name, int64_t *ret_time_us, struct err *err)
{
    struct text word;
    if (!http_query(call->request, name, &word) || word.len == 0)
        return true;
    return (clock_read(word, ret_time_us) && *ret_time_us > 0) ||
           err_set(err, ERR_USAGE, "%s: \"%.*s\" is no date (2026-01-31) and no time (RFC 3339)",
               name, TEXT_ARG(text_front(word, 64)));
}

/* Counted in days, what is late is within any of them. */
static bool read_due(const struct api_call *call, struct ticket_query *query, struct err *err)
{
    struct text word;
    int64_t days;
    if (!http_query(call->request, "due_within", &word) || word.len == 0)
        return true;
    if (!text_read_i64(word, &days) || days < -DUE_DAYS_MAX || days > DUE_DAYS_MAX)
        return err_set(
            err, ERR_USAGE, "due_within: must be a number of days, up to %d", DUE_DAYS_MAX);
    query->due_before_us = call->now_us + days * CLOCK_DAY_US;
    return true;
}

/* What happened to a ticket: kinds of events. */
static bool read_events(const struct api_call *call, struct ticket_query *query, struct err *err)
{
    struct text rest = {"", 0};
    size_t count = 0;
    http_query(call->request, "event", &rest);
    for (; rest.len; count++) {
        struct text kind = text_trim(text_cut(&rest, ','));
        if (count == TICKET_QUERY_EVENTS)
            return err_set(err, ERR_USAGE, "event: are more than %d kinds", TICKET_QUERY_EVENTS);
        query->events[count] = kind;
    }
    query->event_count = count;
    return read_time(call, "event_from", &query->event_from_us, err) &&
           read_time(call, "event_to", &query->event_to_us, err);
}

static bool read_more(const struct api_call *call, struct ticket_query *query, struct err *err)
{
    query->now_us = call->now_us;
    http_query(call->request, "vulnerability", &query->vulnerability);
    http_query(call->request, "package", &query->package);
    http_query(call->request, "ecosystem", &query->ecosystem);
    return read_set(call, "cause", cause_word, &query->causes, err) &&
           api_query_flag(call, "overdue", &query->is_overdue, err) &&
           api_query_flag(call, "watched", &query->is_watched, err) &&
           read_ask(call, "fix", &query->fix, err) &&
           read_ask(call, "snoozed", &query->snoozed, err) && read_due(call, query, err) &&
           read_time(call, "created_from", &query->created_from_us, err) &&
           read_time(call, "created_to", &query->created_to_us, err) &&
           read_time(call, "closed_from", &query->closed_from_us, err) &&
           read_time(call, "closed_to", &query->closed_to_us, err) && read_events(call, query, err);
}

static bool read_filter(const struct api_call *call, struct ticket_query *query, struct err *err)
{
    http_query(call->request, "q", &query->words);
    return api_query_id(call, "team", &query->team_id, err) &&
           api_query_id(call, "service", &query->service_id, err) &&
           api_query_id(call, "part", &query->part_id, err) && read_assignee(call, query, err) &&
           read_set(call, "state", state_word, &query->states, err) &&
           read_set(call, "priority", priority_word, &query->priorities, err) &&
           read_set(call, "severity", severity_word, &query->severities, err) &&
           api_query_flag(call, "kev", &query->is_kev, err) &&
           api_query_flag(call, "marked", &query->is_marked, err) && read_more(call, query, err) &&
           read_sort(call, &query->sort, err);
}

/* A filter that is kept or acted on must not be wider than its writer meant: a misspelt name is no filter. */
static bool check_names(const struct http_pair *query, size_t count, struct err *err)
{
    static const char *const names[] = {"q", "team", "service", "part", "assignee", "state",
        "priority", "severity", "kev", "marked", "cause", "overdue", "due_within", "watched",
        "snoozed", "fix", "vulnerability", "package", "ecosystem", "created_from", "created_to",
        "closed_from", "closed_to", "event", "event_from", "event_to", "sort"};
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < LEN_OF(names) && !text_is(query[i].name, names[at]))
            at++;
        if (at == LEN_OF(names))
            return err_set(
                err, ERR_USAGE, "there is no \"%.*s\"", TEXT_ARG(text_front(query[i].name, 64)));
    }
    return true;
}

/* A cursor holds the sort, its key and the id of the last ticket shown. */
static bool read_place(
    const struct api_call *call, struct text cursor, struct ticket_query *query, struct err *err)
{
    struct db_value last[] = {DB_INT(query->sort), DB_INT(0), DB_INT(0)};
    if (!api_cursor_read(cursor, "iii", call->arena, last, err))
        return false;
    if (last[0].number != (int64_t)query->sort)
        return err_set(err, ERR_USAGE, "cursor: is of another sort");
    query->is_continued = cursor.len != 0;
    query->after_key = last[1].number;
    query->after_id = last[2].number;
    return true;
}

bool ticket_query_read(const struct api_call *call, struct ticket_query *ret_query, struct err *err)
{
    struct api_page page;
    struct ticket_query query = {.words = {"", 0}};
    if (!api_page_read(call, &page, err) || !read_filter(call, &query, err) ||
        !read_place(call, page.cursor, &query, err))
        return false;
    query.limit = page.limit + 1;
    *ret_query = query;
    return true;
}

bool ticket_query_read_text(const struct api_call *call, struct text filter,
    struct ticket_query *ret_query, struct err *err)
{
    struct http_target target;
    struct text path = arena_join(call->arena, TEXT("/"), "?", filter);
    if (!http_target_read(&target, path, call->arena, err) ||
        !check_names(target.query, target.query_count, err))
        return false;
    struct http_request request = {.query = target.query, .query_count = target.query_count};
    struct api_call asked = *call;
    struct ticket_query query = {.words = {"", 0}};
    asked.request = &request;
    if (!read_filter(&asked, &query, err))
        return false;
    *ret_query = query;
    return true;
}
