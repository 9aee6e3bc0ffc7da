/* SPDX-License-Identifier: Apache-2.0 */
#include "health/report_cmd.h"

#include "base/file.h"
#include "codec/json.h"
#include "health/report.h"
#include "health/report_page.h"
#include "health/report_verify.h"
#include "store/db_cmd.h"

/* As large as a report of all teams gets, and far more. */
enum { FILE_BYTES = 64 << 20 };

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

typedef bool (*with_db)(
    struct db *db, const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err);

static int run_with_db(const struct cmd *cmd, size_t words, with_db run)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    bool is_good = true;
    arena_init(&arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, words, words, &err) &&
                   db_cmd_open(&db, cmd, &arena, &err) && run(db, cmd, &arena, &is_good, &err);
    db_free(db);
    arena_done(&arena);
    return is_done ? !is_good : cmd_fail(&err);
}

/* -- report print -- */

static bool read_order(struct db *db, const struct cmd *cmd, struct arena *arena,
    struct report_order *order, struct err *err)
{
    struct team team = {0};
    const char *name = cmd_get(cmd, "team");
    if (name && !team_choose(db, &everybody, text_of(name), RIGHT_HEALTH_READ, arena, &team, err))
        return false;
    order->team_id = team.id;
    return cmd_read_time(cmd, "from", &order->from_us, err) &&
           cmd_read_time(cmd, "to", &order->to_us, err);
}

static bool print(
    struct db *db, const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err)
{
    int64_t now_us = clock_now_us();
    struct report_order order = {.from_us = now_us - 90 * CLOCK_DAY_US, .to_us = now_us};
    enum report_form form = REPORT_HTML;
    const char *word = cmd_get(cmd, "format");
    struct buf body, out;
    (void)ret_is_good;
    if (word && !report_page_read_form(text_of(word), &form))
        return err_set(err, ERR_USAGE, "--format %s: must be json, html or csv", word);
    if (!read_order(db, cmd, arena, &order, err))
        return false;
    buf_init(&body, SIZE_MAX);
    buf_init(&out, SIZE_MAX);
    bool is_ok = report_print(&body, db, &everybody, &order, 0, now_us, arena, err) &&
                 report_page_print(&out, form, buf_text(&body), err);
    if (is_ok)
        fwrite(out.at, 1, out.len, stdout);
    buf_done(&out);
    buf_done(&body);
    return is_ok;
}

static int run_print(const struct cmd *cmd)
{
    return run_with_db(cmd, 0, print);
}

static const struct cmd_option print_options[] = {
    DB_CMD_OPTIONS,
    {"team", "NAME", "of this team (default: the organisation)", 0},
    {"from", "TIME", "the first day (default: 90 days ago)", 0},
    {"to", "TIME", "the day behind the last (default: now)", 0},
    {"format", "FORMAT", "html (default), csv or json", 0},
    {0},
};

const struct cmd_row report_cmd_print = {
    .name = "report print",
    .args = "",
    .brief = "print a report of a period, without keeping it",
    .help =
        "One that is kept, and that the journal vouches for, is made by the server: POST /api/v1/reports.",
    .options = print_options,
    .run = run_print,
};

/* -- report verify -- */

struct teller {
    bool is_json;
    struct buf problems;
};

static void tell(void *context, struct text place, struct text what)
{
    struct teller *teller = context;
    if (!teller->is_json) {
        printf("%.*s: %.*s\n", TEXT_ARG(place), TEXT_ARG(what));
        return;
    }
    json_print_open(&teller->problems, '{');
    json_print_member(&teller->problems, "place", place);
    json_print_member(&teller->problems, "what", what);
    json_print_close(&teller->problems, '}');
}

static void print_verdict(struct teller *teller, const struct report_verdict *verdict)
{
    if (teller->is_json) {
        struct buf out;
        json_print_close(&teller->problems, ']');
        buf_init(&out, SIZE_MAX);
        json_print_open(&out, '{');
        json_print_member_bool(&out, "agrees", verdict->problems == 0);
        json_print_member_int(&out, "size", verdict->size);
        json_print_member_int(&out, "entries", verdict->entries);
        json_print_member_int(&out, "figures", verdict->figures);
        json_print_member_raw(&out, "problems", buf_text(&teller->problems));
        json_print_member_int(&out, "problem_count", verdict->problems);
        json_print_close(&out, '}');
        puts(out.at);
        buf_done(&out);
    } else if (verdict->problems) {
        if (verdict->problems > REPORT_VERIFY_TOLD)
            printf("and %lld more\n", (long long)verdict->problems - REPORT_VERIFY_TOLD);
        printf("%lld problems: the report does NOT agree with the journal\n",
            (long long)verdict->problems);
    } else {
        printf(
            "report %lld is what was made: its data have the SHA-256 that the journal keeps, what it shows is its data,\n"
            "and %lld figures counted anew from %lld entries of the journal, as it was at %lld, agree\n",
            (long long)verdict->id, (long long)verdict->figures, (long long)verdict->entries,
            (long long)verdict->size);
    }
}

static bool verify(
    struct db *db, const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err)
{
    struct report_verdict verdict;
    struct teller teller = {.is_json = cmd_has(cmd, "json")};
    struct buf file;
    (void)arena;
    buf_init(&file, FILE_BYTES);
    buf_init(&teller.problems, SIZE_MAX);
    json_print_open(&teller.problems, '[');
    bool is_ok = file_read(&file, cmd->words[0], err) &&
                 (report_verify(db, buf_text(&file), tell, &teller, &verdict, err) ||
                     err_add(err, "%s", cmd->words[0]));
    if (is_ok)
        print_verdict(&teller, &verdict);
    buf_done(&teller.problems);
    buf_done(&file);
    *ret_is_good = is_ok && verdict.problems == 0;
    return is_ok;
}

static int run_verify(const struct cmd *cmd)
{
    return run_with_db(cmd, 1, verify);
}

static const struct cmd_option verify_options[] = {
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row report_cmd_verify = {
    .name = "report verify",
    .args = "FILE",
    .brief = "tell whether a report is what was made, and what the journal says of it now",
    .help =
        "FILE is a report as JSON, HTML or CSV. Its data must have the SHA-256 that the journal keeps, what it shows must be\n"
        "its data, and each figure is counted anew from the entries of the journal. Exit code 1 when something does not agree.\n"
        "Whether the journal itself is whole, 'kenzen journal verify' tells.",
    .options = verify_options,
    .run = run_verify,
};
