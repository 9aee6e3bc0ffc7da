/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_cmd.h"

#include <stdio.h>

#include "account/account.h"
#include "base/clock.h"
#include "match/scan_grid.h"
#include "store/db_cmd.h"
#include "ticket/alias_conflict.h"
#include "ticket/ticket_detail.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_work.h"

enum { LIMIT_DEFAULT = 50, LIMIT_MOST = 100000 };

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

typedef bool (*with_db)(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err);

static int run_with_db(const struct cmd *cmd, size_t words, with_db run)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    arena_init(&arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, words, words, &err) &&
                   db_cmd_open(&db, cmd, &arena, &err) && run(db, cmd, &arena, &err);
    db_free(db);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

static bool read_id(const char *word, int64_t *ret_id, struct err *err)
{
    return (text_read_i64(text_of(word), ret_id) && *ret_id > 0) ||
           err_set(err, ERR_USAGE, "%s: is no id of a ticket", word);
}

/* -- ticket list -- */

static bool read_states(const char *given, unsigned *ret_states, struct err *err)
{
    struct text rest = text_of(given);
    while (rest.at && rest.len) {
        struct text word = text_trim(text_cut(&rest, ','));
        enum ticket_state state = ticket_state_read(word);
        if (!text_is(word, ticket_state_name(state)))
            return err_set(err, ERR_USAGE, "--state: there is no \"%.*s\"", TEXT_ARG(word));
        *ret_states |= 1U << state;
    }
    return true;
}

static bool read_cause(const char *given, unsigned *ret_causes, struct err *err)
{
    enum ticket_cause cause = ticket_cause_read(text_of(given));
    if (!given)
        return true;
    if (cause == TICKET_NO_CAUSE)
        return err_set(err, ERR_USAGE, "--cause: there is no \"%s\"", given);
    *ret_causes = 1U << cause;
    return true;
}

static bool read_query(struct db *db, const struct cmd *cmd, struct ticket_query *query,
    struct arena *arena, struct err *err)
{
    struct team team = {0};
    uint64_t limit = LIMIT_DEFAULT;
    const char *given = cmd_get(cmd, "limit"), *name = cmd_get(cmd, "team");
    if (given && (!text_read_u64(text_of(given), &limit) || limit < 1 || limit > LIMIT_MOST))
        return err_set(err, ERR_USAGE, "--limit %s: must be from 1 to %d", given, LIMIT_MOST);
    if (name && !team_choose(db, &everybody, text_of(name), RIGHT_TICKET_READ, arena, &team, err))
        return false;
    *query = (struct ticket_query){.team_id = team.id,
        .words = text_of(cmd_get(cmd, "text")),
        .is_overdue = cmd_has(cmd, "overdue"),
        .is_marked = cmd_has(cmd, "marked"),
        .now_us = clock_now_us(),
        .limit = (size_t)limit};
    if (!read_states(cmd_get(cmd, "state"), &query->states, err) ||
        !read_cause(cmd_get(cmd, "cause"), &query->causes, err))
        return false;
    if (query->causes && !query->states)
        query->states = 1U << TICKET_CLOSED;
    return true;
}

static struct text print_state(const struct ticket *ticket, struct arena *arena)
{
    const char *cause = ticket_cause_name(ticket->cause);
    return cause ? arena_format(arena, "%s (%s)", ticket_state_name(ticket->state), cause)
                 : text_of(ticket_state_name(ticket->state));
}

static void print_table(
    const struct ticket_view *views, size_t count, struct arena *arena, struct buf *out)
{
    static const char *const heads[] = {
        "TICKET", "PRIORITY", "STATE", "DUE", "VULNERABILITY", "PACKAGE", "SERVICE", "ASSIGNEE"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), count);
    for (size_t i = 0; i < count; i++) {
        const struct ticket *one = &views[i].ticket;
        char due[CLOCK_TEXT_SIZE];
        const struct text cells[] = {
            arena_format(arena, "%lld", (long long)one->id),
            text_of(ssvc_word("decision", (int)one->decision.outcome)),
            print_state(one, arena),
            one->due_us ? arena_format(arena, "%.10s", clock_print(one->due_us, due)) : TEXT("-"),
            one->finding.id,
            one->package,
            arena_join(arena, views[i].service_name, "/", views[i].part_name),
            one->assignee_id ? views[i].assignee_name : TEXT("-"),
        };
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static bool list(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct ticket_query query;
    struct ticket_view *views;
    size_t count;
    struct buf out;
    if (!read_query(db, cmd, &query, arena, err) ||
        !ticket_view_list(db, &everybody, &query, arena, &views, &count, err))
        return false;
    buf_init(&out, SIZE_MAX);
    if (!cmd_has(cmd, "json"))
        print_table(views, count, arena, &out);
    for (size_t i = 0; cmd_has(cmd, "json") && i < count; i++) {
        struct buf one;
        buf_init(&one, SIZE_MAX);
        json_print_open(&one, '{');
        ticket_json_print(&one, &views[i]);
        json_print_close(&one, '}');
        buf_add(&out, buf_text(&one));
        buf_add_char(&out, '\n');
        buf_done(&one);
    }
    fputs(out.at ? out.at : "", stdout);
    buf_done(&out);
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return run_with_db(cmd, 0, list);
}

static const struct cmd_option list_options[] = {
    {"state", "STATE", "in these states, joined by commas (default: those that are not done)", 0},
    {"cause", "CAUSE", "closed for that cause: fixed, accepted …", 0},
    {"team", "NAME", "of that team", 0},
    {"text", "TEXT", "with these words in the ids, the package, the summary or the service", 0},
    {"overdue", NULL, "past their due date", 0},
    {"marked", NULL, "whose answer is not known any more", 0},
    {"limit", "N", "at most so many (default: 50)", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print a ticket on each line, as the REST interface has it", 0},
    {0},
};

const struct cmd_row ticket_cmd_list = {
    .name = "ticket list",
    .brief = "list tickets, the most pressing first",
    .help = "Lists what is to be done in all teams, or what the options ask for.",
    .options = list_options,
    .run = run_list,
};

/* -- ticket show -- */

static void print_events(const struct ticket_detail_event *events, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        char at[CLOCK_TEXT_SIZE];
        buf_format(out, "%s  %.*s  %.*s", clock_print(events[i].event.at_us, at),
            TEXT_ARG(events[i].event.account_id ? events[i].actor : TEXT("kenzen")),
            TEXT_ARG(events[i].kind));
        if (events[i].event.text.len) {
            buf_add_z(out, ": ");
            buf_add_plain(out, events[i].event.text);
        }
        buf_add_char(out, '\n');
    }
}

static bool print_plain(struct buf *out, struct db *db, const struct ticket_view *view,
    struct arena *arena, struct err *err)
{
    struct ticket_detail_event *events;
    size_t count;
    const struct ticket *ticket = &view->ticket;
    if (!ticket_detail_events(db, ticket->id, arena, &events, &count, err))
        return false;
    buf_format(out, "%.*s in %.*s %.*s (%.*s/%.*s, %.*s)\n%.*s, %s\n", TEXT_ARG(ticket->finding.id),
        TEXT_ARG(ticket->package), TEXT_ARG(ticket->versions), TEXT_ARG(view->service_name),
        TEXT_ARG(view->part_name), TEXT_ARG(view->team_name), TEXT_ARG(print_state(ticket, arena)),
        ssvc_word("decision", (int)ticket->decision.outcome));
    if (ticket->finding.summary.len) {
        buf_add_plain(out, ticket->finding.summary);
        buf_add_char(out, '\n');
    }
    if (!alias_conflict_print_plain(out, db, ticket, arena, err))
        return false;
    buf_add_char(out, '\n');
    print_events(events, count, out);
    return true;
}

static bool print_ticket(
    struct db *db, const struct cmd *cmd, int64_t id, struct arena *arena, struct err *err)
{
    struct ticket_view view;
    struct buf out;
    if (!ticket_view_find(db, &everybody, id, RIGHT_TICKET_READ, arena, &view, err))
        return false;
    buf_init(&out, SIZE_MAX);
    bool is_done = cmd_has(cmd, "json") ? ticket_detail_print(&out, db, NULL, &view, arena, err)
                                        : print_plain(&out, db, &view, arena, err);
    if (is_done)
        fputs(out.at, stdout);
    if (is_done && cmd_has(cmd, "json"))
        putchar('\n');
    buf_done(&out);
    return is_done;
}

static bool show(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    int64_t id;
    return read_id(cmd->words[0], &id, err) && print_ticket(db, cmd, id, arena, err);
}

static int run_show(const struct cmd *cmd)
{
    return run_with_db(cmd, 1, show);
}

static const struct cmd_option show_options[] = {
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, as the REST interface has it without what the index says", 0},
    {0},
};

const struct cmd_row ticket_cmd_show = {
    .name = "ticket show",
    .args = "ID",
    .brief = "show one ticket with its history",
    .help = "Tells what the ticket is about, its state, and each event of its history.",
    .options = show_options,
    .run = run_show,
};

/* -- ticket work -- */

static const struct {
    const char *word;
    enum ticket_verb verb;
} verbs[] = {
    {"accept", TICKET_ACCEPT},
    {"acknowledge", TICKET_ACKNOWLEDGE},
    {"assign", TICKET_ASSIGN},
    {"comment", TICKET_COMMENT},
    {"complete", TICKET_COMPLETE},
    {"mitigate", TICKET_MITIGATE},
    {"reopen", TICKET_REOPEN},
    {"schedule", TICKET_SCHEDULE},
    {"start", TICKET_START},
    {"stop", TICKET_STOP},
    {"undo", TICKET_UNDO},
    {"unmitigate", TICKET_UNMITIGATE},
};

static bool read_verb(const char *word, enum ticket_verb *ret_verb, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(verbs); i++)
        if (strcmp(word, verbs[i].word) == 0) {
            *ret_verb = verbs[i].verb;
            return true;
        }
    return err_set(
        err, ERR_USAGE, "%s: is no verb of a ticket: see 'kenzen ticket work --help'", word);
}

static bool read_time(
    const struct cmd *cmd, const char *option, int64_t *ret_time_us, struct err *err)
{
    const char *given = cmd_get(cmd, option);
    return !given || clock_read(text_of(given), ret_time_us) ||
           err_set(err, ERR_USAGE,
               "--%s %s: is no time, such as 2026-01-31 or 2026-01-31T12:00:00Z", option, given);
}

/* "nobody" takes the ticket from whoever has it. */
static bool read_assignee(struct db *db, const struct cmd *cmd, struct ticket_order *order,
    struct arena *arena, struct err *err)
{
    struct account account;
    const char *name = cmd_get(cmd, "to");
    if (order->verb != TICKET_ASSIGN)
        return !name || err_set(err, ERR_USAGE, "--to: goes with assign alone");
    if (!name)
        return err_set(err, ERR_USAGE, "--to NAME: is missing: who works on it? (or: nobody)");
    if (strcmp(name, "nobody") == 0)
        return true;
    if (!account_find_name(db, text_of(name), arena, &account, err))
        return err_add(err, "--to");
    order->assignee_id = account.id;
    return true;
}

/* What was done, and by whom: whoever orders it, unless said otherwise. */
static bool read_action(struct db *db, const struct cmd *cmd, struct ticket_order *order,
    struct arena *arena, struct err *err)
{
    struct account acted;
    const char *kind = cmd_get(cmd, "kind"), *name = cmd_get(cmd, "for");
    bool is_taken = order->verb == TICKET_COMPLETE || order->verb == TICKET_MITIGATE;
    if (!is_taken)
        return (!kind && !name && !cmd_has(cmd, "at")) ||
               err_set(err, ERR_USAGE, "--kind, --for, --at: go with complete and mitigate alone");
    order->action.kind = order->verb == TICKET_COMPLETE ? ACTION_ELIMINATION : ACTION_MITIGATION;
    order->action.text = order->text;
    if (kind && !action_kind_read(text_of(kind), &order->action.kind))
        return err_set(err, ERR_USAGE, "--kind %s: there is no such kind of action", kind);
    if (!order->text.len)
        return err_set(err, ERR_USAGE, "--text: is missing: say what was done");
    if (name && !account_find_name(db, text_of(name), arena, &acted, err))
        return err_add(err, "--for");
    order->action.account_id = name ? acted.id : 0;
    return read_time(cmd, "at", &order->action.executed_us, err);
}

static bool read_order(const struct cmd *cmd, struct ticket_order *order, struct err *err)
{
    const char *event = cmd_get(cmd, "event"), *text = cmd_get(cmd, "text");
    *order =
        (struct ticket_order){.text = text ? text_of(text) : TEXT(""), .now_us = clock_now_us()};
    if (event && (!text_read_i64(text_of(event), &order->event_seq) || order->event_seq < 1))
        return err_set(err, ERR_USAGE, "--event %s: is no number of an event", event);
    return read_id(cmd->words[0], &order->ticket_id, err) &&
           read_verb(cmd->words[1], &order->verb, err) &&
           read_time(cmd, "due", &order->due_us, err) &&
           read_time(cmd, "until", &order->until_us, err);
}

static bool work(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct ticket_order order;
    struct account account;
    const char *name = cmd_get(cmd, "as");
    if (!name)
        return err_set(err, ERR_USAGE, "--as NAME: is missing: in whose name?");
    if (!read_order(cmd, &order, err) || !read_assignee(db, cmd, &order, arena, err) ||
        !read_action(db, cmd, &order, arena, err) ||
        (!account_find_name(db, text_of(name), arena, &account, err) && !err_add(err, "--as")))
        return false;
    if (account.is_disabled)
        return err_set(err, ERR_FORBIDDEN, "--as %s: the account is disabled", name);
    const struct api_principal who = {
        .account_id = account.id, .name = account.name, .roles = account.roles};
    return ticket_work_run(db, &who, &order, err) &&
           print_ticket(db, cmd, order.ticket_id, arena, err);
}

static int run_work(const struct cmd *cmd)
{
    return run_with_db(cmd, 2, work);
}

static const struct cmd_option work_options[] = {
    {"as", "NAME", "the account in whose name it is done", 0},
    {"text", "TEXT", "the comment, the reason, or what was done", 0},
    {"to", "NAME", "of assign: who works on it; \"nobody\"", 0},
    {"kind", "KIND",
        "of complete and mitigate: elimination, mitigation, transfer, detection … (default: by the verb)",
        0},
    {"for", "NAME", "of these: the account that acted (default: --as)", 0},
    {"at", "TIME", "of these: when it was done (default: now)", 0},
    {"due", "TIME", "of schedule", 0},
    {"until", "TIME", "of accept", 0},
    {"event", "N", "of undo: the number of the event", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print the ticket as it is then as JSON", 0},
    {0},
};

const struct cmd_row ticket_cmd_work = {
    .name = "ticket work",
    .args = "ID VERB",
    .brief = "do something with a ticket in somebody's name",
    .help =
        "VERB is accept, acknowledge, assign, comment, complete, mitigate, reopen, schedule, start, stop,\n"
        "undo or unmitigate. The account needs the same rights as through the REST interface, and the\n"
        "history tells its name. What completes or mitigates is written into the action log.",
    .options = work_options,
    .run = run_work,
};
