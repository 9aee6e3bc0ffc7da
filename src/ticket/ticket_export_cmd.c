/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_export_cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "store/db_cmd.h"
#include "ticket/export.h"
#include "ticket/ticket_query.h"

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"format", "FORMAT", "csv (the default) or json", 0},
    {"output", "FILE", "write to FILE instead of standard output", 'o'},
    {0},
};

/* Who may read the database file or knows its password sees all teams. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

static bool read_format(const struct cmd *cmd, enum export_format *ret_format, struct err *err)
{
    const char *word = cmd_get(cmd, "format");
    return export_format_find(text_of(word ? word : "csv"), ret_format) ||
           err_set(err, ERR_USAGE, "--format: \"%s\" is neither csv nor json", word);
}

static bool read_filter(
    const struct cmd *cmd, struct arena *arena, struct ticket_query *ret_query, struct err *err)
{
    const struct api_call call = {.who = everybody, .arena = arena, .now_us = clock_now_us()};
    struct text filter = text_of(cmd->word_count ? cmd->words[0] : "");
    return ticket_query_read_text(&call, filter, ret_query, err) || err_add(err, "FILTER");
}

/* Written to the name itself, not beside it: it may be a pipe, and is as large as the database has it. */
static bool open_output(const struct cmd *cmd, int *ret_fd, struct err *err)
{
    const char *path = cmd_get(cmd, "output");
    *ret_fd = path && strcmp(path, "-") != 0
                  ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)
                  : dup(STDOUT_FILENO);
    return *ret_fd >= 0 || err_set_errno(err, "%s", path ? path : "standard output");
}

static int run(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    struct db *db = NULL;
    struct ticket_query query;
    enum export_format format;
    size_t count;
    int fd = -1;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    bool is_done = cmd_check_words(cmd, 0, 1, &err) && read_format(cmd, &format, &err) &&
                   read_filter(cmd, &arena, &query, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   open_output(cmd, &fd, &err) &&
                   export_write(fd, format, db, &everybody, &query, &count, &err);
    if (fd >= 0 && close(fd) != 0 && is_done)
        is_done = err_set_errno(&err, "cannot write the export");
    db_free(db);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

const struct cmd_row ticket_export_cmd = {
    .name = "ticket export",
    .args = "[FILTER]",
    .brief = "print the list of tickets as CSV or JSON",
    .help =
        "FILTER is the query of the list's address (docs/tickets.md). Reads the database of 'kenzen serve', which may run\n"
        "meanwhile, for all teams.\n\n"
        "  kenzen ticket export 'state=open,scheduled&kev=1&sort=due' -o exploited.csv",
    .options = options,
    .run = run,
};
