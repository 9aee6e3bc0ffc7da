/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/deploy_cmd.h"

#include "mint/deploy.h"
#include "store/db_cmd.h"

struct ordering {
    int64_t chain_id, id;
    enum onchain_contract which;
    struct chain_address issuer;
};

static bool order(struct db *db, void *context, struct err *err)
{
    struct ordering *it = context;
    return deploy_order(db, it->chain_id, it->which, &it->issuer, clock_now_us(), &it->id, err);
}

static bool read_words(const struct cmd *cmd, struct ordering *it, struct err *err)
{
    const char *issuer = cmd_get(cmd, "issuer");
    if (!cmd_check_words(cmd, 2, 2, err))
        return false;
    if (!text_read_i64(text_of(cmd->words[0]), &it->chain_id))
        return err_set(err, ERR_USAGE, "%s: not the id of a chain", cmd->words[0]);
    if (!deploy_read(text_of(cmd->words[1]), &it->which))
        return err_set(err, ERR_USAGE, "%s: not SecurityBadge or Anchor", cmd->words[1]);
    if (!issuer)
        return err_set(err, ERR_USAGE, "--issuer is missing: what kenzen chain key show prints");
    return address_read(text_of(issuer), &it->issuer, err) || err_add(err, "--issuer");
}

static int run(const struct cmd *cmd)
{
    struct err err;
    struct arena arena;
    struct db *db = NULL;
    struct ordering it = {0};
    arena_init(&arena, SIZE_MAX);
    bool is_ordered = read_words(cmd, &it, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                      db_transact(db, order, &it, &err);
    if (is_ordered)
        printf(cmd_has(cmd, "json") ? "{\"transaction\":\"%lld\"}\n"
                                    : "transaction %lld waits to be sent\n",
            (long long)it.id);
    db_free(db);
    arena_done(&arena);
    return is_ordered ? 0 : cmd_fail(&err);
}

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"issuer", "ADDRESS",
        "who signs for the server: it administers the contract, and issues (kenzen chain key show)",
        0},
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row deploy_cmd = {
    .name = "chain deploy",
    .args = "CHAIN CONTRACT",
    .brief = "put SecurityBadge or Anchor onto a chain",
    .help = "Orders the transaction, which a server that runs with the key (kenzen serve\n"
            "--chain-keystore) signs and sends. Once it is final, the contract is the chain's.",
    .options = options,
    .run = run,
};
