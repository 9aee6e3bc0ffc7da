/* SPDX-License-Identifier: Apache-2.0 */
#include "app/db_verify_cmd.h"

#include <stdio.h>

#include "base/clock.h"
#include "codec/json.h"
#include "journal/journal_verify.h"
#include "store/db_cmd.h"
#include "store/db_verify.h"
#include "ticket/ticket_text.h"
#include "ticket/ticket_verify.h"

/* Who mends 100 problems mends them all: the rest is counted. */
enum { TOLD_MAX = 100 };

struct report {
    bool is_json;
    int64_t told;
    struct buf out;
};

static void report_problem(void *context, struct text place, struct text what)
{
    struct report *report = context;
    if (report->told++ >= TOLD_MAX)
        return;
    if (!report->is_json) {
        buf_add_plain(&report->out, place);
        buf_add_z(&report->out, ": ");
        buf_add_plain(&report->out, what);
        buf_add_char(&report->out, '\n');
        return;
    }
    json_print_open(&report->out, '{');
    json_print_member(&report->out, "place", place);
    json_print_member(&report->out, "what", what);
    json_print_close(&report->out, '}');
}

static struct text print_value(const struct db_value *value, struct arena *arena)
{
    if (value->kind == DB_KIND_TEXT)
        return arena_format(arena, "\"%.*s\"", TEXT_ARG(value->text));
    return value->kind == DB_KIND_INT ? arena_format(arena, "%lld", (long long)value->number)
                                      : TEXT("nothing");
}

static void report_ticket(void *context, const struct ticket_verify_difference *difference)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct text place = arena_format(
        &arena, "ticket %lld, %s", (long long)difference->ticket_id, difference->column);
    struct text expected = print_value(&difference->expected, &arena);
    struct text found = print_value(&difference->found, &arena);
    report_problem(context, place,
        arena_format(&arena,
            text_is(text_of(difference->column), "events")
                ? "event %.*s is missing or cannot be read; found %.*s"
                : "its history says %.*s, the table %.*s",
            TEXT_ARG(expected), TEXT_ARG(found)));
    arena_done(&arena);
}

static void report_words(void *context, int64_t ticket_id, const char *what)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct text place = ticket_id ? arena_format(&arena, "ticket %lld, words", (long long)ticket_id)
                                  : TEXT("words");
    report_problem(context, place, text_of(what));
    arena_done(&arena);
}

struct verdicts {
    struct db_verify_verdict store;
    struct ticket_verify_verdict tickets;
    struct ticket_text_verdict words;
    struct journal_verdict journal;
};

static int64_t count_problems(const struct verdicts *all)
{
    return all->store.problems + all->tickets.problems - all->tickets.mended + all->words.problems -
           all->words.mended + all->journal.problems;
}

static void print_end(const struct verdicts *all, struct report *report)
{
    struct buf *out = &report->out;
    if (report->told > TOLD_MAX)
        buf_format(out, "and %lld more\n", (long long)report->told - TOLD_MAX);
    if (all->tickets.mended)
        buf_format(
            out, "%lld differences of tickets were mended\n", (long long)all->tickets.mended);
    if (all->words.mended)
        buf_format(out, "the words of %lld tickets were mended\n", (long long)all->words.mended);
    buf_format(out, "%lld blobs, %lld tickets with %lld events, %lld entries of the journal: %s",
        (long long)all->store.blobs, (long long)all->tickets.tickets,
        (long long)all->tickets.events, (long long)all->journal.head.size,
        count_problems(all) ? "NOT whole" : "whole");
}

static void print_end_json(const struct verdicts *all, struct buf *out)
{
    json_print_close(out, ']');
    json_print_member_bool(out, "is_whole", count_problems(all) == 0);
    json_print_member_int(
        out, "problem_count", count_problems(all) + all->tickets.mended + all->words.mended);
    json_print_member_int(out, "mended", all->tickets.mended + all->words.mended);
    json_print_member_int(out, "blobs", all->store.blobs);
    json_print_member_int(out, "tickets", all->tickets.tickets);
    json_print_member_int(out, "events", all->tickets.events);
    json_print_member_int(out, "journal_entries", all->journal.head.size);
    json_print_close(out, '}');
}

static bool verify(struct db *db, const struct cmd *cmd, struct verdicts *all, struct err *err)
{
    struct report report = {.is_json = cmd_has(cmd, "json")};
    const struct ticket_verify_order order = {.repairs = cmd_has(cmd, "repair"),
        .now_us = clock_now_us(),
        .tell = report_ticket,
        .context = &report};
    const struct ticket_text_order words = {
        .repairs = order.repairs, .tell = report_words, .context = &report};
    buf_init(&report.out, SIZE_MAX);
    if (report.is_json) {
        json_print_open(&report.out, '{');
        json_print_member_open(&report.out, "problems", '[');
    }
    bool is_done = db_verify(db, report_problem, &report, &all->store, err) &&
                   ticket_verify(db, &order, &all->tickets, err) &&
                   ticket_text_verify(db, &words, &all->words, err) &&
                   journal_verify(db, NULL, report_problem, &report, &all->journal, err);
    if (is_done && report.is_json)
        print_end_json(all, &report.out);
    else if (is_done)
        print_end(all, &report);
    if (is_done)
        puts(report.out.at);
    buf_done(&report.out);
    return is_done;
}

static int run(const struct cmd *cmd)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    struct verdicts all = {0};
    arena_init(&arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, 0, 0, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   verify(db, cmd, &all, &err);
    db_free(db);
    arena_done(&arena);
    if (!is_done)
        return cmd_fail(&err);
    return count_problems(&all) ? 1 : 0;
}

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"repair", NULL, "put tickets back to what their history says, and their words", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row db_verify_cmd = {
    .name = "db verify",
    .brief = "check that all that is stored is whole, and tickets are what their history says",
    .help =
        "Looks at the pages and references of a SQLite database, reads every blob and compares it with\n"
        "its digest, adds every ticket up from its events and compares it with the table, looks whether\n"
        "searching finds every ticket by its words, and goes through the journal as 'kenzen journal\n"
        "verify' does. Each difference is told with its place.\n"
        "\n"
        "With --repair, tickets whose history is whole get what it says, with an event that tells of\n"
        "it, and words are written anew where they differ; nothing else is changed. Exit code 1 when something is not whole afterwards. The server\n"
        "may run meanwhile.",
    .options = options,
    .run = run,
};
