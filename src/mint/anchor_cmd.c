/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_cmd.h"

#include "base/limits.h"
#include "codec/json.h"
#include "journal/checkpoint.h"
#include "mint/anchor.h"
#include "mint/anchor_api.h"
#include "store/db_cmd.h"

struct tools {
    const struct cmd *cmd;
    struct db *db;
    struct arena arena;
    struct buf out;
};

static bool read_id(const char *word, int64_t *ret_id, struct err *err)
{
    return (text_read_i64(text_of(word), ret_id) && *ret_id > 0) ||
           err_set(err, ERR_USAGE, "%s: not the id of a chain", word);
}

static int run_with(const struct cmd *cmd, size_t least, size_t most,
    bool (*run)(struct tools *tools, struct err *err))
{
    struct err err;
    struct tools tools = {.cmd = cmd};
    arena_init(&tools.arena, SIZE_MAX);
    buf_init(&tools.out, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, least, most, &err) &&
                   db_cmd_open(&tools.db, cmd, &tools.arena, &err) && run(&tools, &err);
    if (is_done && tools.out.len)
        puts(tools.out.at);
    db_free(tools.db);
    buf_done(&tools.out);
    arena_done(&tools.arena);
    return is_done ? 0 : cmd_fail(&err);
}

/* -- chain anchor list -- */

static void print_line(struct buf *out, const struct anchor *it)
{
    char head[JOURNAL_HEAD_TEXT_SIZE], at[CLOCK_TEXT_SIZE];
    buf_format(out, "%s  %-7s  chain %lld  %s", clock_print(it->ordered_us, at),
        anchor_state_word(it->state), (long long)it->chain_id,
        journal_tree_print_head(&it->head, head));
    if (it->block_number)
        buf_format(out, "  block %lld", (long long)it->block_number);
    if (it->error.len)
        buf_add_z(out, "  ");
    buf_add_plain(out, it->error);
}

static bool list(struct tools *tools, struct err *err)
{
    struct anchor_query query = {.before_id = INT64_MAX, .limit = LIMIT_HTTP_PAGE};
    struct anchor *anchors;
    size_t count;
    bool is_json = cmd_has(tools->cmd, "json");
    if ((tools->cmd->word_count && !read_id(tools->cmd->words[0], &query.chain_id, err)) ||
        !anchor_list(tools->db, &query, &tools->arena, &anchors, &count, err))
        return false;
    if (is_json)
        json_print_open(&tools->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (is_json) {
            anchor_api_print(&tools->out, &anchors[i], true);
            continue;
        }
        buf_add_z(&tools->out, i ? "\n" : "");
        print_line(&tools->out, &anchors[i]);
    }
    if (is_json)
        json_print_close(&tools->out, ']');
    else if (!count)
        buf_add_z(&tools->out, "the journal was never anchored");
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return run_with(cmd, 0, 1, list);
}

static const struct cmd_option list_options[] = {
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row anchor_cmd_list = {
    .name = "chain anchor list",
    .args = "[CHAIN]",
    .brief = "list the heads of the journal that were written to chains, newest first",
    .help = "At most 200.",
    .options = list_options,
    .run = run_list,
};

/* -- chain anchor now -- */

/* The log has the name that it had before, unless another server's address is given. */
static bool find_origin(
    struct tools *tools, int64_t chain_id, struct text *ret_origin, struct err *err)
{
    const char *url = cmd_get(tools->cmd, "url");
    struct anchor_query query = {.chain_id = chain_id, .before_id = INT64_MAX, .limit = 1};
    struct anchor *anchors;
    size_t count;
    if (url) {
        *ret_origin = checkpoint_origin(text_of(url), &tools->arena);
        return true;
    }
    if (!anchor_list(tools->db, &query, &tools->arena, &anchors, &count, err))
        return false;
    if (!count)
        return err_set(err, ERR_USAGE, "--url is missing: the server's, as kenzen serve has it");
    *ret_origin = anchors[0].origin;
    return true;
}

static bool now(struct tools *tools, struct err *err)
{
    struct anchor_wish wish = {.is_asked = true};
    int64_t id, now_us = clock_now_us();
    if (!read_id(tools->cmd->words[0], &wish.chain_id, err) ||
        !find_origin(tools, wish.chain_id, &wish.origin, err) ||
        !journal_tree_place_all(tools->db, now_us, err) ||
        !anchor_order(tools->db, &wish, now_us, &id, err))
        return false;
    buf_format(&tools->out,
        cmd_has(tools->cmd, "json") ? "{\"anchor\":\"%lld\"}" : "anchor %lld waits to be sent",
        (long long)id);
    return true;
}

static int run_now(const struct cmd *cmd)
{
    return run_with(cmd, 1, 1, now);
}

static const struct cmd_option now_options[] = {
    DB_CMD_OPTIONS,
    {"url", "URL", "where browsers find the server, at the first time; the log is named after it",
        0},
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row anchor_cmd_now = {
    .name = "chain anchor now",
    .args = "CHAIN",
    .brief = "write the newest head of the journal to a chain",
    .help =
        "Orders the transaction, which a server that runs with the key (kenzen serve\n"
        "--chain-keystore) signs and sends. How often that comes about by itself is the chain's\n"
        "anchor_seconds (kenzen chain change).",
    .options = now_options,
    .run = run_now,
};
