/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_cmd.h"

#include "account/body_cmd.h"
#include "net/http_call.h"
#include "onchain/onchain_json.h"
#include "onchain/onchain_status.h"
#include "store/db_cmd.h"

#define JSON_OPTION {"json", NULL, "print JSON", 0}

/* Ends what was printed by a line end. */
static int run_with(const struct cmd *cmd, size_t words, db_cmd_work run)
{
    struct err err = {0};
    struct db_cmd it;
    bool is_done = db_cmd_begin(&it, cmd, words, words, &err) && db_cmd_open_vault(&it, &err) &&
                   run(&it, &err);
    if (is_done && it.out.len)
        buf_add_char(&it.out, '\n');
    return db_cmd_end(&it, is_done, &err);
}

static bool read_id(const char *word, int64_t *ret_id, struct err *err)
{
    return (text_read_i64(text_of(word), ret_id) && *ret_id > 0) ||
           err_set(err, ERR_USAGE, "%s: not the id of a chain", word);
}

static bool find(struct db_cmd *tools, struct onchain *ret_chain, struct err *err)
{
    int64_t id;
    bool is_there;
    return read_id(tools->cmd->words[0], &id, err) &&
           onchain_find(tools->db, tools->vault, id, &tools->arena, ret_chain, &is_there, err) &&
           (is_there || err_set(err, ERR_NOT_FOUND, "chain %lld is not set up", (long long)id));
}

static void print_chain(struct db_cmd *tools, const struct onchain *it)
{
    if (cmd_has(tools->cmd, "json")) {
        onchain_json_print(&tools->out, it, true);
        return;
    }
    buf_format(&tools->out, "%lld  ", (long long)it->id);
    buf_add_plain(&tools->out, it->name);
    for (size_t i = 0; i < it->endpoint_count; i++) {
        buf_add_z(&tools->out, i ? ", " : "  ");
        buf_add_plain(&tools->out, http_call_host(it->endpoints[i]));
    }
    buf_add_z(&tools->out, it->is_on ? "" : "  switched off");
    if (it->trouble.len) {
        buf_add_z(&tools->out, "  trouble: ");
        buf_add_plain(&tools->out, it->trouble);
    }
}

/* -- chain list -- */

static bool list(struct db_cmd *tools, struct err *err)
{
    struct onchain *chains;
    size_t count;
    bool is_json = cmd_has(tools->cmd, "json");
    if (!onchain_list(tools->db, tools->vault, &tools->arena, &chains, &count, err))
        return false;
    if (is_json)
        json_print_open(&tools->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (!is_json && i)
            buf_add_char(&tools->out, '\n');
        print_chain(tools, &chains[i]);
    }
    if (is_json)
        json_print_close(&tools->out, ']');
    else if (!count)
        buf_add_z(&tools->out, "no chain is set up");
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return run_with(cmd, 0, list);
}

static const struct cmd_option plain_options[] = {
    DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, JSON_OPTION, {0}};

const struct cmd_row onchain_cmd_list = {
    .name = "chain list",
    .brief = "list the chains that are set up",
    .help = "Of the nodes, only the hosts are shown: the rest of a URL may be a key.",
    .options = plain_options,
    .run = run_list,
};

/* -- chain add, chain change -- */

struct writing {
    struct db_cmd *tools;
    struct onchain chain;
    bool is_new;
};

static bool write_chain(struct db *db, void *context, struct err *err)
{
    const struct writing *it = context;
    return (it->is_new ? onchain_add : onchain_set)(
        db, it->tools->vault, &it->chain, 0, it->tools->now_us, err);
}

static bool read_file(struct writing *it, const char *path, struct err *err)
{
    struct json json;
    if (!body_cmd_read(
            &json, path, it->is_new ? "id " ONCHAIN_JSON_MEMBERS : ONCHAIN_JSON_MEMBERS, err))
        return false;
    bool is_read = onchain_json_read(&json, it->is_new, &it->chain, &it->tools->arena, err) ||
                   err_add(err, "%s", path);
    json_done(&json);
    return is_read;
}

static bool write(struct writing *it, const char *path, struct err *err)
{
    struct db_cmd *tools = it->tools;
    bool is_there;
    if (!read_file(it, path, err) || !db_transact(tools->db, write_chain, it, err) ||
        !onchain_find(
            tools->db, tools->vault, it->chain.id, &tools->arena, &it->chain, &is_there, err))
        return false;
    print_chain(tools, &it->chain);
    return true;
}

static bool add(struct db_cmd *tools, struct err *err)
{
    struct writing it = {.tools = tools, .is_new = true};
    onchain_json_begin(&it.chain);
    return write(&it, tools->cmd->words[0], err);
}

static bool change(struct db_cmd *tools, struct err *err)
{
    struct writing it = {.tools = tools};
    return find(tools, &it.chain, err) && write(&it, tools->cmd->words[1], err);
}

static int run_add(const struct cmd *cmd)
{
    return run_with(cmd, 1, add);
}

static int run_change(const struct cmd *cmd)
{
    return run_with(cmd, 2, change);
}

const struct cmd_row onchain_cmd_add = {
    .name = "chain add",
    .args = "FILE",
    .brief = "set a chain up",
    .help =
        "FILE is a JSON object of the members that POST /api/v1/chains takes:\n"
        "\n"
        "  {\"id\": 11155111, \"name\": \"Sepolia\", \"endpoints\": [\"https://node.example.org/KEY\"],\n"
        "   \"explorer_url\": \"https://sepolia.etherscan.io\", \"confirmations\": 12}\n",
    .options = plain_options,
    .run = run_add,
};

const struct cmd_row onchain_cmd_change = {
    .name = "chain change",
    .args = "CHAIN FILE",
    .brief = "change how a chain is set up",
    .help = "FILE is as chain add takes it, without the id; what is left out stays as it is.",
    .options = plain_options,
    .run = run_change,
};

/* -- chain remove -- */

static bool drop(struct db *db, void *context, struct err *err)
{
    const struct writing *it = context;
    return onchain_remove(db, it->chain.id, 0, it->tools->now_us, err);
}

static bool remove_chain(struct db_cmd *tools, struct err *err)
{
    struct writing it = {.tools = tools};
    return find(tools, &it.chain, err) && db_transact(tools->db, drop, &it, err);
}

static int run_remove(const struct cmd *cmd)
{
    return run_with(cmd, 1, remove_chain);
}

static const struct cmd_option remove_options[] = {DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, {0}};

const struct cmd_row onchain_cmd_remove = {
    .name = "chain remove",
    .args = "CHAIN",
    .brief = "forget a chain to which nothing was sent",
    .help = "One that has transactions can only be switched off (is_on).",
    .options = remove_options,
    .run = run_remove,
};

/* -- chain status -- */

static void print_status(
    struct db_cmd *tools, const struct onchain *chain, const struct onchain_status *it)
{
    char address[ADDRESS_TEXT_SIZE], wei[U256_DECIMAL_SIZE];
    struct buf *out = &tools->out;
    print_chain(tools, chain);
    for (size_t i = 0; i < chain->endpoint_count; i++) {
        buf_add_z(out, "\nnode     ");
        buf_add_plain(out, http_call_host(chain->endpoints[i]));
        if (it->nodes[i].is_well)
            buf_format(out, ": block %lld", (long long)it->nodes[i].block_number);
        else
            buf_add_z(out, ": ");
        buf_add_plain(out, it->nodes[i].trouble);
    }
    if (it->has_fees)
        buf_format(out, "\ngas      %lld wei, and %lld on top", (long long)it->fees.base_wei,
            (long long)it->fees.tip_wei);
    if (it->has_sender)
        buf_format(out, "\nsender   %s", address_print(&it->sender, address));
    if (it->has_balance)
        buf_format(out, "\nbalance  %s wei, %lld transactions",
            u256_print_decimal(&it->balance_wei, wei), (long long)it->nonce);
}

static bool status(struct db_cmd *tools, struct err *err)
{
    struct onchain chain;
    struct onchain_status found;
    struct chain_tx_counts counts;
    struct chain_address sender;
    struct fetch_options options = {.count = 1};
    const char *given = cmd_get(tools->cmd, "sender");
    if (!find(tools, &chain, err) || !fetch_read_nets(tools->cmd, &tools->arena, &options, err) ||
        !chain_tx_count(tools->db, chain.id, &counts, err) ||
        (given && !address_read(text_of(given), &sender, err)))
        return false;
    struct onchain_caller caller = {
        .allowed = options.allowed, .allowed_count = options.allowed_count};
    onchain_status_find(&caller, &chain, given ? &sender : NULL, &tools->arena, &found);
    if (cmd_has(tools->cmd, "json"))
        onchain_status_print(&tools->out, &chain, &found, &counts);
    else
        print_status(tools, &chain, &found);
    tools->is_no = !found.newest.is_there;
    return true;
}

static int run_status(const struct cmd *cmd)
{
    return run_with(cmd, 1, status);
}

static const struct cmd_option status_options[] = {
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    FETCH_ALLOW_NET_OPTION,
    {"sender", "ADDRESS", "what this account has there (kenzen chain key show)", 0},
    JSON_OPTION,
    {0},
};

const struct cmd_row onchain_cmd_status = {
    .name = "chain status",
    .args = "CHAIN",
    .brief = "ask the nodes of a chain how it is",
    .help = "Exits with 1 when no node answers.",
    .options = status_options,
    .run = run_status,
};

/* -- chain tx -- */

static void print_tx(struct db_cmd *tools, const struct chain_tx *tx)
{
    struct buf *out = &tools->out;
    buf_format(out, "%lld  %-8s  chain %lld  ", (long long)tx->id, chain_tx_state_name(tx->state),
        (long long)tx->chain_id);
    buf_add_plain(out, tx->purpose);
    if (tx->from.len)
        buf_format(out, "  nonce %lld", (long long)tx->nonce);
    if (tx->block_hash.len)
        buf_format(out, "  block %lld", (long long)tx->block_number);
    if (tx->error.len)
        buf_add_z(out, "  ");
    buf_add_plain(out, tx->error);
}

static bool read_tx_query(struct db_cmd *tools, struct chain_tx_query *query, struct err *err)
{
    const char *state = cmd_get(tools->cmd, "state"), *chain = cmd_get(tools->cmd, "chain");
    enum chain_tx_state found;
    if (chain && !read_id(chain, &query->chain_id, err))
        return false;
    if (state && !chain_tx_state_read(text_of(state), &found))
        return err_set(err, ERR_USAGE, "--state %s: is none of a transaction", state);
    if (state)
        query->state = (int)found;
    return true;
}

static bool list_txs(struct db_cmd *tools, struct err *err)
{
    struct chain_tx_query query = {.state = -1, .before_id = INT64_MAX, .limit = LIMIT_HTTP_PAGE};
    struct chain_tx *txs;
    size_t count;
    bool is_json = cmd_has(tools->cmd, "json");
    if (!read_tx_query(tools, &query, err) ||
        !chain_tx_list(tools->db, &query, &tools->arena, &txs, &count, err))
        return false;
    if (is_json)
        json_print_open(&tools->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (is_json) {
            onchain_json_print_tx(&tools->out, &txs[i], (struct text){"", 0}, NULL, 0);
            continue;
        }
        buf_add_z(&tools->out, i ? "\n" : "");
        print_tx(tools, &txs[i]);
    }
    if (is_json)
        json_print_close(&tools->out, ']');
    return true;
}

static int run_tx_list(const struct cmd *cmd)
{
    return run_with(cmd, 0, list_txs);
}

static const struct cmd_option tx_options[] = {
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    {"chain", "CHAIN", "of this chain alone", 0},
    {"state", "STATE", "queued, signed, sent, mined, final, failed or replaced", 0},
    JSON_OPTION,
    {0},
};

const struct cmd_row onchain_cmd_tx_list = {
    .name = "chain tx list",
    .brief = "list what was sent to chains, newest first",
    .help = "At most 200.",
    .options = tx_options,
    .run = run_tx_list,
};

static bool show_tx(struct db_cmd *tools, struct err *err)
{
    struct chain_tx tx;
    struct chain_tx_attempt *attempts;
    size_t count;
    int64_t id;
    bool is_there;
    const char *word = tools->cmd->words[0];
    if (!text_read_i64(text_of(word), &id))
        return err_set(err, ERR_USAGE, "%s: not the id of a transaction", word);
    if (!chain_tx_find(tools->db, id, &tools->arena, &tx, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "transaction %s is not there", word);
    if (!chain_tx_attempts(tools->db, id, &tools->arena, &attempts, &count, err))
        return false;
    if (cmd_has(tools->cmd, "json")) {
        onchain_json_print_tx(&tools->out, &tx, (struct text){"", 0}, attempts, count);
        return true;
    }
    print_tx(tools, &tx);
    for (size_t i = 0; i < count; i++) {
        char at[CLOCK_TEXT_SIZE];
        buf_format(&tools->out, "\nattempt %lld  gas %lld  at most %lld wei  %s",
            (long long)attempts[i].number, (long long)attempts[i].gas,
            (long long)attempts[i].most_fee_wei,
            attempts[i].sent_us ? clock_print(attempts[i].sent_us, at) : "not sent");
    }
    return true;
}

static int run_tx_show(const struct cmd *cmd)
{
    return run_with(cmd, 1, show_tx);
}

const struct cmd_row onchain_cmd_tx_show = {
    .name = "chain tx show",
    .args = "TRANSACTION",
    .brief = "show a transaction and what was signed for it",
    .options = plain_options,
    .run = run_tx_show,
};
