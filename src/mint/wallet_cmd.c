/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/wallet_cmd.h"

#include "account/account.h"
#include "mint/wallet.h"
#include "store/db_cmd.h"

static const struct cmd_option list_options[] = {
    DB_CMD_OPTIONS,
    {"account", "NAME", "those of one account", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

static const struct cmd_option remove_options[] = {DB_CMD_OPTIONS, {0}};

static void print_json(struct buf *out, const struct wallet *wallets, size_t count)
{
    json_print_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        char address[ADDRESS_TEXT_SIZE];
        json_print_open(out, '{');
        json_print_member_z(out, "address", address_print(&wallets[i].address, address));
        json_print_member_id(out, "account_id", wallets[i].account_id);
        json_print_member(out, "account", wallets[i].account_name);
        json_print_member_bool(out, "is_receiving", wallets[i].is_receiving);
        json_print_member_bool(out, "is_stealth", wallets[i].is_stealth);
        json_print_member_time(out, "verified_at", wallets[i].verified_us);
        json_print_close(out, '}');
    }
    buf_add_z(out, "]\n");
}

static void print_table(struct buf *out, const struct wallet *wallets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char address[ADDRESS_TEXT_SIZE], time[CLOCK_TEXT_SIZE];
        buf_format(out, "%s  %s  %-9s  %.*s\n", address_print(&wallets[i].address, address),
            clock_print(wallets[i].verified_us, time),
            wallets[i].is_receiving ? "receives"
            : wallets[i].is_stealth ? "fresh"
                                    : "",
            TEXT_ARG(wallets[i].account_name));
    }
    fprintf(stderr, "%zu address%s\n", count, count == 1 ? "" : "es");
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct account account = {0};
    struct wallet *wallets;
    size_t count;
    const char *name = cmd_get(it->cmd, "account");
    if ((name && !account_find_name(it->db, text_of(name), &it->arena, &account, err)) ||
        !wallet_list(it->db, account.id, &it->arena, &wallets, &count, err))
        return false;
    (cmd_has(it->cmd, "json") ? print_json : print_table)(&it->out, wallets, count);
    return true;
}

/* Whose address the first word is, whoever they are. */
static bool find(struct db_cmd *it, struct wallet *ret_wallet, struct err *err)
{
    struct chain_address address;
    const char *word = it->cmd->words[0];
    return address_read(text_of(word), &address, err) &&
           wallet_find_address(it->db, &address, &it->arena, ret_wallet, err) &&
           (ret_wallet->id || err_set(err, ERR_NOT_FOUND, "%s: bound to no account", word));
}

static bool remove_one(struct db_cmd *it, struct err *err)
{
    struct wallet wallet;
    return find(it, &wallet, err) &&
           wallet_unbind(it->db, wallet.account_id, wallet.id, 0, it->now_us, err);
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static int run_remove(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, remove_one);
}

const struct cmd_row wallet_cmd_list = {
    .name = "wallet list",
    .brief = "list the addresses of chains that people have bound to their accounts",
    .help = "Who an address belongs to is personal: this needs the server's database.",
    .options = list_options,
    .run = run_list,
};

const struct cmd_row wallet_cmd_remove = {
    .name = "wallet remove",
    .args = "ADDRESS",
    .brief = "unbind an address from its account",
    .help = "What was minted to it stays there: nobody can take that back.",
    .options = remove_options,
    .run = run_remove,
};
