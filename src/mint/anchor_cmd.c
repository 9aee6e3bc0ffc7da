/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_cmd.h"

#include "base/limits.h"
#include "codec/json.h"
#include "journal/checkpoint.h"
#include "mint/anchor.h"
#include "mint/anchor_api.h"
#include "store/db_cmd.h"

static bool read_id(const char *word, int64_t *ret_id, struct err *err)
{
    return (text_read_i64(text_of(word), ret_id) && *ret_id > 0) ||
           err_set(err, ERR_USAGE, "%s: not the id of a chain", word);
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
    buf_add_char(out, '\n');
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct anchor_query query = {.before_id = INT64_MAX, .limit = LIMIT_HTTP_PAGE};
    struct anchor *anchors;
    size_t count;
    bool is_json = cmd_has(it->cmd, "json");
    if ((it->cmd->word_count && !read_id(it->cmd->words[0], &query.chain_id, err)) ||
        !anchor_list(it->db, &query, &it->arena, &anchors, &count, err))
        return false;
    if (is_json)
        json_print_open(&it->out, '[');
    for (size_t i = 0; i < count; i++)
        if (is_json)
            anchor_api_print(&it->out, &anchors[i], true);
        else
            print_line(&it->out, &anchors[i]);
    if (is_json)
        buf_add_z(&it->out, "]\n");
    else if (!count)
        buf_add_z(&it->out, "the journal was never anchored\n");
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 1, list);
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
    struct db_cmd *it, int64_t chain_id, struct text *ret_origin, struct err *err)
{
    const char *url = cmd_get(it->cmd, "url");
    struct anchor_query query = {.chain_id = chain_id, .before_id = INT64_MAX, .limit = 1};
    struct anchor *anchors;
    size_t count;
    if (url) {
        *ret_origin = checkpoint_origin(text_of(url), &it->arena);
        return true;
    }
    if (!anchor_list(it->db, &query, &it->arena, &anchors, &count, err))
        return false;
    if (!count)
        return err_set(err, ERR_USAGE, "--url is missing: the server's, as kenzen serve has it");
    *ret_origin = anchors[0].origin;
    return true;
}

static bool now(struct db_cmd *it, struct err *err)
{
    struct anchor_wish wish = {.is_asked = true};
    int64_t id;
    if (!read_id(it->cmd->words[0], &wish.chain_id, err) ||
        !find_origin(it, wish.chain_id, &wish.origin, err) ||
        !journal_tree_place_all(it->db, it->now_us, err) ||
        !anchor_order(it->db, &wish, it->now_us, &id, err))
        return false;
    buf_format(&it->out,
        cmd_has(it->cmd, "json") ? "{\"anchor\":\"%lld\"}\n" : "anchor %lld waits to be sent\n",
        (long long)id);
    return true;
}

static int run_now(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, now);
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
