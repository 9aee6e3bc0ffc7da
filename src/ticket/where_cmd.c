/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_cmd.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "store/db_cmd.h"
#include "ticket/where_json.h"
#include "ticket/where_table.h"

/* A terminal has no pages: this is as many parts as have one package in ten thousand services. */
enum { ITEMS_MAX = 20000 };

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"index", "INDEX", "the advisory index (default: advisories.kzi in the data folder)", 0},
    {"ecosystem", "NAME", "only packages of it: npm, Debian, Debian:12 …", 0},
    {"history", NULL, "also SBOMs that are not current any more", 0},
    {"json", NULL, "print JSON, as the REST interface has it", 0},
    {0},
};

/* Without an index there are still services to name; their answer is then that nothing is covered. */
static bool open_index(
    const struct cmd *cmd, struct arena *arena, struct advisory_index **ret_index, struct err *err)
{
    const char *path = cmd_get(cmd, "index");
    bool is_named = path != NULL;
    *ret_index = NULL;
    if (!path && !paths_index(&path, cmd_get(cmd, "data"), arena, err))
        return false;
    if (advisory_index_open(ret_index, path, err))
        return true;
    return !is_named && err->code == ERR_NOT_FOUND;
}

static bool print(const struct cmd *cmd, const struct where_found *found, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json")) {
        json_print_open(&out, '{');
        where_json_print(&out, found);
        json_print_member_open(&out, "items", '[');
        where_json_print_items(&out, found);
        json_print_close(&out, ']');
        json_print_member_null(&out, "next_cursor");
        json_print_close(&out, '}');
        buf_add_char(&out, '\n');
    } else {
        where_table_print(&out, found);
    }
    bool is_done = file_write("-", buf_text(&out), err);
    buf_done(&out);
    return is_done;
}

/* Who may read the database file or knows its password sees all teams. */
static bool look(
    const struct cmd *cmd, struct db *db, struct arena *arena, bool *ret_is_any, struct err *err)
{
    static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};
    const struct where_query query = {
        .text = text_of(cmd->words[0]),
        .ecosystem = text_of(cmd_get(cmd, "ecosystem")),
        .has_history = cmd_has(cmd, "history"),
        .limit = ITEMS_MAX,
    };
    struct where_found found;
    struct advisory_index *index;
    if (!open_index(cmd, arena, &index, err))
        return false;
    bool is_done =
        where_find(db, &everybody, index, &query, arena, &found, err) && print(cmd, &found, err);
    advisory_index_free(index);
    if (is_done)
        *ret_is_any = found.item_count > 0;
    return is_done;
}

static int run(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    struct db *db = NULL;
    bool is_any = false;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    bool is_done = cmd_check_words(cmd, 1, 1, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   look(cmd, db, &arena, &is_any, &err);
    db_free(db);
    arena_done(&arena);
    if (!is_done)
        return cmd_fail(&err);
    return is_any ? 0 : 1;
}

const struct cmd_row where_cmd = {
    .name = "where",
    .args = "PURL|CPE|ID|NAME",
    .brief = "list every service and part that has a package or a flaw, by version",
    .help =
        "PURL with or without a version; ID of a flaw or advisory (CVE, GHSA, ALSA …); or a package's NAME, with\n"
        "@VERSION or not: a source package's finds what was built from it. Reads the database of 'kenzen serve',\n"
        "which may run meanwhile, for all teams.\n\n"
        "Exit codes: 0 somebody has it, 1 nobody does, 2 bad usage or input, 3 the system failed.\n\n"
        "  kenzen where CVE-2021-44228\n"
        "  kenzen where pkg:maven/org.apache.logging.log4j/log4j-core\n"
        "  kenzen where openssl --ecosystem Debian:12",
    .options = options,
    .run = run,
};
