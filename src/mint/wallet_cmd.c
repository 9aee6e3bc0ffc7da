/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/wallet_cmd.h"

#include <unistd.h>

#include "account/account.h"
#include "account/actor_cmd.h"
#include "chain/hex.h"
#include "chain/secp.h"
#include "mint/wallet.h"
#include "store/db_cmd.h"

static void print_json(struct buf *out, const struct wallet *wallet)
{
    char address[ADDRESS_TEXT_SIZE];
    json_print_open(out, '{');
    json_print_member_z(out, "address", address_print(&wallet->address, address));
    json_print_member_id(out, "account_id", wallet->account_id);
    json_print_member(out, "account", wallet->account_name);
    json_print_member_bool(out, "is_receiving", wallet->is_receiving);
    json_print_member_bool(out, "is_stealth", wallet->is_stealth);
    json_print_member_time(out, "verified_at", wallet->verified_us);
    json_print_close(out, '}');
}

static void print_line(struct buf *out, const struct wallet *wallet)
{
    char address[ADDRESS_TEXT_SIZE], time[CLOCK_TEXT_SIZE];
    buf_format(out, "%s  %s  %-9s  %.*s\n", address_print(&wallet->address, address),
        clock_print(wallet->verified_us, time),
        wallet->is_receiving ? "receives"
        : wallet->is_stealth ? "fresh"
                             : "",
        TEXT_ARG(wallet->account_name));
}

static bool print_one(struct db_cmd *it, int64_t account_id, int64_t id, struct err *err)
{
    struct wallet wallet;
    if (!wallet_find(it->db, account_id, id, &it->arena, &wallet, err))
        return false;
    if (cmd_has(it->cmd, "json")) {
        print_json(&it->out, &wallet);
        buf_add_char(&it->out, '\n');
    } else {
        print_line(&it->out, &wallet);
    }
    return true;
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
    bool is_json = cmd_has(it->cmd, "json");
    if (is_json)
        json_print_open(&it->out, '[');
    for (size_t i = 0; i < count; i++)
        (is_json ? print_json : print_line)(&it->out, &wallets[i]);
    if (is_json)
        buf_add_z(&it->out, "]\n");
    else
        fprintf(stderr, "%zu address%s\n", count, count == 1 ? "" : "es");
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

/* Where one's badges go, one decides oneself. */
static bool receive(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct wallet wallet;
    return actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) && find(it, &wallet, err) &&
           wallet_receive(it->db, who.account_id, wallet.id, !cmd_has(it->cmd, "withdraw"), err) &&
           print_one(it, who.account_id, wallet.id, err);
}

/* -- binding -- */

/* Whose address it is to be, and which. */
static bool read_order(struct db_cmd *it, struct api_principal *ret_who,
    struct wallet_order *ret_order, struct err *err)
{
    *ret_order = (struct wallet_order){.url = db_cmd_url(it->cmd), .chain_id = 1};
    return address_read(text_of(it->cmd->words[0]), &ret_order->address, err) &&
           actor_cmd_find(it->db, it->cmd, &it->arena, ret_who, err);
}

/* What is signed is all of the message and nothing more: a line end is for the eyes alone. */
static void print_message(struct db_cmd *it, struct text message)
{
    struct buf *out = &it->out;
    if (!cmd_has(it->cmd, "json")) {
        buf_add(out, message);
        if (isatty(STDOUT_FILENO))
            buf_add_char(out, '\n');
        return;
    }
    json_print_open(out, '{');
    json_print_member(out, "message", message);
    json_print_member_time(out, "expires_at", it->now_us + WALLET_CHALLENGE_US);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static bool ask(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct wallet_order order;
    struct buf message;
    const char *chain = cmd_get(it->cmd, "chain");
    if (!read_order(it, &who, &order, err))
        return false;
    if (chain && (!text_read_i64(text_of(chain), &order.chain_id) || order.chain_id < 1))
        return err_set(err, ERR_USAGE, "--chain %s: not the id of a chain", chain);
    buf_init(&message, SIZE_MAX);
    bool is_asked = wallet_challenge(it->db, &who, &order, it->now_us, &message, err);
    if (is_asked)
        print_message(it, buf_text(&message));
    buf_done(&message);
    return is_asked;
}

static bool read_signature(
    const struct cmd *cmd, unsigned char signature[SECP_SIGNATURE_SIZE], struct err *err)
{
    const char *given = cmd_get(cmd, "signature");
    if (!given)
        return err_set(err, ERR_USAGE, "--signature: is missing: what the wallet signed");
    return hex_read(text_of(given), signature, SECP_SIGNATURE_SIZE) ||
           err_set(err, ERR_USAGE, "--signature: not 65 bytes as 0x and hexadecimal digits");
}

static bool bind(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct wallet_order order;
    unsigned char signature[SECP_SIGNATURE_SIZE];
    struct buf message;
    int64_t id;
    if (!read_signature(it->cmd, signature, err) || !read_order(it, &who, &order, err))
        return false;
    buf_init(&message, SIZE_MAX);
    bool is_bound = wallet_asked(it->db, &who, &order, it->now_us, &message, err);
    const struct wallet_proof proof = {.url = order.url,
        .message = buf_text(&message),
        .signature = {(const char *)signature, SECP_SIGNATURE_SIZE},
        .is_stealth = cmd_has(it->cmd, "fresh")};
    is_bound = is_bound && wallet_bind(it->db, &who, &proof, it->now_us, &id, err) &&
               print_one(it, who.account_id, id, err);
    buf_done(&message);
    return is_bound;
}

/* -- rows -- */

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static int run_remove(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, remove_one);
}

static int run_receive(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, receive);
}

static int run_message(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, ask);
}

static int run_bind(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, bind);
}

#define JSON_OPTION {"json", NULL, "print JSON", 0}

static const struct cmd_option message_options[] = {
    {"by", "NAME", "the account that the address is to be bound to", 0},
    {"chain", "ID", "the chain that the message names (default: 1)", 0},
    DB_CMD_URL_OPTION,
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row wallet_cmd_message = {
    .name = "wallet message",
    .args = "ADDRESS",
    .brief = "print the message by which a wallet shows that an address is somebody's",
    .help =
        "Signing costs nothing and sends nothing. It holds for ten minutes, for one 'kenzen wallet bind'; asking again\n"
        "makes another one.\n"
        "\n"
        "  kenzen wallet message 0xf39F…2266 --by kim >message\n"
        "  kenzen wallet bind 0xf39F…2266 --by kim --signature \"$(cast wallet sign --ledger \"$(cat message)\")\"",
    .options = message_options,
    .run = run_message,
};

static const struct cmd_option bind_options[] = {
    {"by", "NAME", "the account that the message was made for", 0},
    {"signature", "HEX", "what the wallet signed: a personal message (EIP-191), 65 bytes", 0},
    {"fresh", NULL, "the address was made for one badge alone: whose it is, is told to nobody", 0},
    DB_CMD_URL_OPTION,
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row wallet_cmd_bind = {
    .name = "wallet bind",
    .args = "ADDRESS",
    .brief = "bind an address to an account, by the signature of its message",
    .help =
        "--url is as it was for 'kenzen wallet message'. Whatever comes of it, the message is used up. The first address of\n"
        "an account receives what is minted.",
    .options = bind_options,
    .run = run_bind,
};

static const struct cmd_option list_options[] = {
    DB_CMD_OPTIONS,
    {"account", "NAME", "those of one account", 0},
    JSON_OPTION,
    {0},
};

const struct cmd_row wallet_cmd_list = {
    .name = "wallet list",
    .brief = "list the addresses of chains that people have bound to their accounts",
    .help = "Who an address belongs to is personal: this needs the server's database.",
    .options = list_options,
    .run = run_list,
};

static const struct cmd_option receive_options[] = {
    {"by", "NAME", "the account that the address is bound to: nobody else may", 0},
    {"withdraw", NULL, "none of the account's addresses receives any more", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row wallet_cmd_receive = {
    .name = "wallet receive",
    .args = "ADDRESS",
    .brief = "let an address receive what is minted for its account",
    .help = "One of an account's does: it takes the place of another.",
    .options = receive_options,
    .run = run_receive,
};

static const struct cmd_option remove_options[] = {DB_CMD_OPTIONS, {0}};

const struct cmd_row wallet_cmd_remove = {
    .name = "wallet remove",
    .args = "ADDRESS",
    .brief = "unbind an address from its account",
    .help = "What was minted to it stays there: nobody can take that back.",
    .options = remove_options,
    .run = run_remove,
};
