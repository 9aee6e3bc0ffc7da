/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account.h"
#include "account/team.h"
#include "app/journal_cmd.h"
#include "codec/json.h"
#include "journal/journal.h"
#include "journal/journal_list.h"
#include "match/scan_grid.h"
#include "store/db_cmd.h"

enum { LIMIT_DEFAULT = 50, LIMIT_MOST = 100000 };

static bool read_kind(const struct cmd *cmd, struct text *ret_kind, struct err *err)
{
    struct text given = text_of(cmd_get(cmd, "kind"));
    if (!given.len)
        return true;
    if (!journal_kind_is_filter(given))
        return err_set(err, ERR_USAGE,
            "--kind %.*s: there is no such kind ('kenzen journal kinds' lists them)",
            TEXT_ARG(given));
    *ret_kind = given;
    return true;
}

/* "ticket:ID" */
static bool read_object(const struct cmd *cmd, struct journal_query *query, struct err *err)
{
    struct text rest = text_of(cmd_get(cmd, "object"));
    if (!rest.len)
        return true;
    query->object_kind = text_cut(&rest, ':');
    return (query->object_kind.len && rest.len && text_read_i64(rest, &query->object_id)) ||
           err_set(err, ERR_USAGE, "--object: is not KIND:ID, such as ticket:1234");
}

static bool read_limit(const struct cmd *cmd, size_t *ret_limit, struct err *err)
{
    uint64_t limit = LIMIT_DEFAULT;
    const char *given = cmd_get(cmd, "limit");
    if (given && (!text_read_u64(text_of(given), &limit) || limit < 1 || limit > LIMIT_MOST))
        return err_set(err, ERR_USAGE, "--limit %s: must be from 1 to %d", given, LIMIT_MOST);
    *ret_limit = (size_t)limit;
    return true;
}

static bool read_query(struct db *db, const struct cmd *cmd, struct journal_query *query,
    struct arena *arena, struct err *err)
{
    struct account account = {0};
    struct team team = {0};
    const struct api_principal all = {.roles = ACCOUNT_ADMINISTRATOR};
    if (!read_kind(cmd, &query->kind, err) || !read_object(cmd, query, err) ||
        !read_limit(cmd, &query->limit, err) ||
        !cmd_read_time(cmd, "from", &query->since_us, err) ||
        !cmd_read_time(cmd, "to", &query->until_us, err))
        return false;
    if (cmd_get(cmd, "actor") &&
        !account_find_name(db, text_of(cmd_get(cmd, "actor")), arena, &account, err))
        return false;
    if (cmd_get(cmd, "team") && !team_choose(db, &all, text_of(cmd_get(cmd, "team")),
                                    RIGHT_JOURNAL_READ, arena, &team, err))
        return false;
    query->actor_id = account.id;
    query->team_id = team.id;
    return true;
}

static struct text print_object(const struct journal_row *row, struct arena *arena)
{
    if (!row->object_kind.len)
        return TEXT("-");
    return arena_format(arena, "%.*s:%lld", TEXT_ARG(row->object_kind), (long long)row->object_id);
}

static void print_table(
    const struct journal_view *views, size_t count, struct arena *arena, struct buf *out)
{
    static const char *const heads[] = {"ENTRY", "SEQ", "AT", "KIND", "ACTOR", "TEAM", "OBJECT"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), count);
    for (size_t i = 0; i < count; i++) {
        const struct journal_view *view = &views[i];
        const struct journal_row *row = &view->row;
        char at[CLOCK_TEXT_SIZE];
        const struct text cells[] = {
            arena_format(arena, "%lld", (long long)row->id),
            row->seq < 0 ? TEXT("-") : arena_format(arena, "%lld", (long long)row->seq),
            arena_text(arena, text_of(clock_print(row->at_us, at))),
            row->kind,
            view->actor_name.len ? view->actor_name : TEXT("-"),
            view->team_name.len ? view->team_name : TEXT("-"),
            print_object(row, arena),
        };
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static void print_lines(const struct journal_view *views, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        struct buf one;
        buf_init(&one, SIZE_MAX);
        journal_list_print(&one, &views[i]);
        buf_add(out, buf_text(&one));
        buf_add_char(out, '\n');
        buf_done(&one);
    }
}

static bool list(const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct db *db = NULL;
    struct journal_query query = {0};
    struct journal_view *views;
    size_t count;
    struct buf out;
    bool is_done = cmd_check_words(cmd, 0, 0, err) && db_cmd_open(&db, cmd, arena, err) &&
                   read_query(db, cmd, &query, arena, err) &&
                   journal_list(db, &query, arena, &views, &count, err);
    db_free(db);
    if (!is_done)
        return false;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json"))
        print_lines(views, count, &out);
    else
        print_table(views, count, arena, &out);
    fputs(out.at ? out.at : "", stdout);
    buf_done(&out);
    return true;
}

static int run_list(const struct cmd *cmd)
{
    struct arena arena;
    struct err err;
    arena_init(&arena, SIZE_MAX);
    bool is_done = list(cmd, &arena, &err);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

static const struct cmd_option list_options[] = {
    {"kind", "KIND", "one kind (ticket.closed), or all of a noun (ticket)", 0},
    {"actor", "NAME", "what that account did", 0},
    {"team", "NAME", "what happened to that team", 0},
    {"object", "KIND:ID", "what happened to one thing, such as ticket:1234", 0},
    {"from", "TIME", "from that time on, a date or RFC 3339", 0},
    {"to", "TIME", "before that time", 0},
    {"limit", "N", "the newest N (default: 50)", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, an entry on each line", 0},
    {0},
};

const struct cmd_row journal_cmd_list = {
    .name = "journal list",
    .brief = "list what happened, the newest first",
    .help = "  kenzen journal list --kind ticket --team Payments --from 2026-01-01\n"
            "  kenzen journal list --actor aiko --json",
    .options = list_options,
    .run = run_list,
};

static int run_kinds(const struct cmd *cmd)
{
    struct err err;
    if (!cmd_check_words(cmd, 0, 0, &err))
        return cmd_fail(&err);
    for (const struct journal_kind *kind = journal_kinds; kind->name; kind++)
        printf("%-28s %s\n", kind->name, kind->meaning);
    return 0;
}

const struct cmd_row journal_cmd_kinds = {
    .name = "journal kinds",
    .brief = "list the kinds of entries, and what each means",
    .run = run_kinds,
};
