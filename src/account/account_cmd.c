/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_cmd.h"

#include "account/account.h"
#include "account/authenticator.h"
#include "codec/json.h"
#include "store/db_cmd.h"

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"without-authenticator", NULL, "turn the account's authenticator off, which was lost", 0},
    {"url", "URL", "where browsers find the server (default: http://127.0.0.1:8080)", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

static void print_link(
    const struct cmd *cmd, const struct account *account, const char *secret, int64_t now_us)
{
    struct text url = text_of(cmd_has(cmd, "url") ? cmd_get(cmd, "url") : "http://127.0.0.1:8080");
    struct buf out, link;
    while (text_ends(url, TEXT("/")))
        url.len--;
    buf_init(&link, SIZE_MAX);
    buf_format(&link, "%.*s" ACCOUNT_LINK_PATH "%s", TEXT_ARG(url), secret);
    if (!cmd_has(cmd, "json")) {
        printf("%.*s signs in once, within a day: %s\n", TEXT_ARG(account->name), link.at);
    } else {
        buf_init(&out, SIZE_MAX);
        json_print_open(&out, '{');
        json_print_member(&out, "name", account->name);
        json_print_member(&out, "url", buf_text(&link));
        json_print_member_z(&out, "token", secret);
        json_print_member_time(&out, "expires_at", now_us + ACCOUNT_LINK_US);
        json_print_close(&out, '}');
        puts(out.at);
        buf_done(&out);
    }
    buf_done(&link);
}

struct link_order {
    const struct account *account;
    bool is_without_authenticator;
    int64_t now_us;
    char secret[ACCOUNT_SECRET_SIZE];
};

static bool make(struct db *db, void *context, struct err *err)
{
    struct link_order *it = context;
    return (!it->is_without_authenticator ||
               authenticator_remove(db, it->account->id, 0, it->now_us, err)) &&
           account_link_give(db, it->account->id, 0, it->now_us, it->secret, err);
}

static bool make_link(const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct db *db;
    struct account account;
    struct link_order order = {.account = &account,
        .is_without_authenticator = cmd_has(cmd, "without-authenticator"),
        .now_us = clock_now_us()};
    struct text name = cmd->word_count ? text_of(cmd->words[0]) : (struct text){"", 0};
    if (!cmd_check_words(cmd, 0, 1, err) || !db_cmd_open(&db, cmd, arena, err))
        return false;
    bool is_made =
        account_find_name(db, name, arena, &account, err) && db_transact(db, make, &order, err);
    db_free(db);
    if (is_made)
        print_link(cmd, &account, order.secret, order.now_us);
    return is_made;
}

static int run(const struct cmd *cmd)
{
    struct arena arena;
    struct err err;
    arena_init(&arena, SIZE_MAX);
    bool is_made = make_link(cmd, &arena, &err);
    arena_done(&arena);
    return is_made ? 0 : cmd_fail(&err);
}

const struct cmd_row account_cmd_signin_link = {
    .name = "account signin-link",
    .args = "[NAME]",
    .brief = "make a new sign-in link, for somebody who lost theirs",
    .help =
        "Without NAME, for the administrator who was there first. The server may run meanwhile.\n"
        "The link is good for a day and one use; older links stay good until they expire.",
    .options = options,
    .run = run,
};
