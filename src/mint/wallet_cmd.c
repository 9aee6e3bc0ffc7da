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

static void print_json(const struct wallet *wallets, size_t count)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '[');
    for (size_t i = 0; i < count; i++) {
        char address[ADDRESS_TEXT_SIZE];
        json_print_open(&out, '{');
        json_print_member_z(&out, "address", address_print(&wallets[i].address, address));
        json_print_member_id(&out, "account_id", wallets[i].account_id);
        json_print_member(&out, "account", wallets[i].account_name);
        json_print_member_bool(&out, "is_receiving", wallets[i].is_receiving);
        json_print_member_bool(&out, "is_stealth", wallets[i].is_stealth);
        json_print_member_time(&out, "verified_at", wallets[i].verified_us);
        json_print_close(&out, '}');
    }
    json_print_close(&out, ']');
    puts(out.at);
    buf_done(&out);
}

static void print_table(const struct wallet *wallets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char address[ADDRESS_TEXT_SIZE], time[CLOCK_TEXT_SIZE];
        printf("%s  %s  %-9s  %.*s\n", address_print(&wallets[i].address, address),
            clock_print(wallets[i].verified_us, time),
            wallets[i].is_receiving ? "receives"
            : wallets[i].is_stealth ? "fresh"
                                    : "",
            TEXT_ARG(wallets[i].account_name));
    }
    fprintf(stderr, "%zu address%s\n", count, count == 1 ? "" : "es");
}

static bool list(const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct db *db;
    struct account account = {0};
    struct wallet *wallets;
    size_t count;
    if (!cmd_check_words(cmd, 0, 0, err) || !db_cmd_open(&db, cmd, arena, err))
        return false;
    bool is_fine =
        (!cmd_has(cmd, "account") ||
            account_find_name(db, text_of(cmd_get(cmd, "account")), arena, &account, err)) &&
        wallet_list(db, account.id, arena, &wallets, &count, err);
    db_free(db);
    if (!is_fine)
        return false;
    if (cmd_has(cmd, "json"))
        print_json(wallets, count);
    else
        print_table(wallets, count);
    return true;
}

static bool remove_one(const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct db *db;
    struct chain_address address;
    struct wallet wallet;
    if (!cmd_check_words(cmd, 1, 1, err) || !address_read(text_of(cmd->words[0]), &address, err) ||
        !db_cmd_open(&db, cmd, arena, err))
        return false;
    bool is_fine = wallet_find_address(db, &address, arena, &wallet, err);
    if (is_fine && !wallet.id)
        is_fine = err_set(err, ERR_NOT_FOUND, "%s: bound to no account", cmd->words[0]);
    else if (is_fine)
        is_fine = wallet_unbind(db, wallet.account_id, wallet.id, 0, clock_now_us(), err);
    db_free(db);
    return is_fine;
}

static int run(
    const struct cmd *cmd, bool (*work)(const struct cmd *, struct arena *, struct err *))
{
    struct arena arena;
    struct err err;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = work(cmd, &arena, &err);
    arena_done(&arena);
    return is_fine ? 0 : cmd_fail(&err);
}

static int run_list(const struct cmd *cmd)
{
    return run(cmd, list);
}

static int run_remove(const struct cmd *cmd)
{
    return run(cmd, remove_one);
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
