/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_cmd.h"

#include "account/api.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "mail/mail_json.h"
#include "mail/mail_test.h"
#include "sandbox/fetch.h"
#include "store/db_cmd.h"

#define SECRET_KEY_OPTION                                                                          \
    {"secret-key", "FILE",                                                                         \
        "the key that secrets are sealed under (default: secret.key in the data folder)", 0}
#define JSON_OPTION {"json", NULL, "print JSON", 0}

/* What the commands share. */
struct tools {
    const struct cmd *cmd;
    struct db *db;
    struct vault *vault;
    struct arena arena;
    int64_t now_us;
    struct mail_server server;
    bool is_set;
    bool is_good; /* the answer is yes */
};

typedef bool (*step)(struct tools *tools, struct err *err);

static bool open_vault(struct tools *tools, struct err *err)
{
    const char *path = cmd_get(tools->cmd, "secret-key");
    if (!path && !paths_secret_key(&path, cmd_get(tools->cmd, "data"), &tools->arena, err))
        return false;
    return vault_new(&tools->vault, path, err) &&
           vault_check(tools->vault, tools->db, tools->now_us, err);
}

static int run_with(const struct cmd *cmd, size_t words, step run)
{
    struct err err;
    struct tools tools = {.cmd = cmd, .now_us = clock_now_us(), .is_good = true};
    arena_init(&tools.arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, words, words, &err) &&
                   db_cmd_open(&tools.db, cmd, &tools.arena, &err) && open_vault(&tools, &err) &&
                   mail_find(tools.db, &tools.arena, &tools.server, &tools.is_set, &err) &&
                   run(&tools, &err);
    vault_free(tools.vault);
    db_free(tools.db);
    arena_done(&tools.arena);
    return !is_done ? cmd_fail(&err) : tools.is_good ? 0 : 1;
}

/* -- mail show -- */

static void print_json(const struct tools *tools)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    mail_json_print(&out, &tools->server, tools->is_set);
    json_print_close(&out, '}');
    puts(out.at);
    buf_done(&out);
}

static void print_lines(const struct mail_server *it)
{
    printf("server    %.*s:%lld (%s)%s\n", TEXT_ARG(it->host), (long long)it->port,
        mail_security_name(it->security), it->is_on ? "" : ", switched off");
    printf("from      %.*s <%.*s>\n", TEXT_ARG(it->from_name), TEXT_ARG(it->from_address));
    if (it->user.len)
        printf("user      %.*s\n", TEXT_ARG(it->user));
    if (it->trouble.len)
        printf("trouble   %.*s\n", TEXT_ARG(it->trouble));
}

static bool show(struct tools *tools, struct err *err)
{
    (void)err;
    if (cmd_has(tools->cmd, "json"))
        print_json(tools);
    else if (tools->is_set)
        print_lines(&tools->server);
    else
        puts("no mail server is set");
    tools->is_good = tools->is_set;
    return true;
}

static int run_show(const struct cmd *cmd)
{
    return run_with(cmd, 0, show);
}

static const struct cmd_option show_options[] = {
    DB_CMD_OPTIONS, SECRET_KEY_OPTION, JSON_OPTION, {0}};

const struct cmd_row mail_cmd_show = {
    .name = "mail show",
    .brief = "show by which server mail is sent",
    .help = "Exits with 1 when none is set. The password is not shown.",
    .options = show_options,
    .run = run_show,
};

/* -- mail set -- */

struct setting {
    struct tools *tools;
    struct mail_json_given given;
};

static bool write(struct db *db, void *context, struct err *err)
{
    struct setting *it = context;
    return mail_set(db, it->tools->vault, &it->tools->server,
        it->given.has_password ? &it->given.password : NULL, 0, it->tools->now_us, err);
}

static bool read_file(struct setting *it, const char *path, struct err *err)
{
    struct buf bytes;
    struct json json;
    buf_init(&bytes, LIMIT_HTTP_BODY_BYTES);
    bool is_read = file_read(&bytes, path, err) &&
                   (json_read(&json, buf_text(&bytes), err) || err_add(err, "%s", path));
    if (is_read) {
        is_read =
            (api_members(&json, MAIL_JSON_MEMBERS, err) &&
                mail_json_read(&json, &it->tools->server, &it->given, &it->tools->arena, err)) ||
            err_add(err, "%s", path);
        json_done(&json);
    }
    buf_done(&bytes);
    return is_read;
}

static bool set(struct tools *tools, struct err *err)
{
    struct setting it = {.tools = tools};
    if (!tools->is_set)
        tools->server = (struct mail_server){.port = 587, .is_on = true};
    if (!read_file(&it, tools->cmd->words[0], err) || !db_transact(tools->db, write, &it, err) ||
        !mail_find(tools->db, &tools->arena, &tools->server, &tools->is_set, err))
        return false;
    return show(tools, err);
}

static int run_set(const struct cmd *cmd)
{
    return run_with(cmd, 1, set);
}

const struct cmd_row mail_cmd_set = {
    .name = "mail set",
    .args = "FILE",
    .brief = "set the server by which mail is sent",
    .help =
        "FILE is a JSON object of the members that PATCH /api/v1/mail-server takes; those that\n"
        "are left out stay as they are:\n"
        "\n"
        "  {\"host\": \"mail.example.org\", \"port\": 587, \"security\": \"starttls\",\n"
        "   \"user\": \"kenzen\", \"password\": \"…\", \"from_address\": \"kenzen@example.org\"}\n"
        "\n"
        "security is starttls, tls (from the first byte, port 465) or plain (for a relay on a net\n"
        "that you trust: no password is sent).",
    .options = show_options,
    .run = run_set,
};

/* -- mail remove -- */

static bool drop(struct db *db, void *context, struct err *err)
{
    const struct tools *tools = context;
    return mail_remove(db, 0, tools->now_us, err);
}

static bool remove_server(struct tools *tools, struct err *err)
{
    return db_transact(tools->db, drop, tools, err);
}

static int run_remove(const struct cmd *cmd)
{
    return run_with(cmd, 0, remove_server);
}

static const struct cmd_option remove_options[] = {DB_CMD_OPTIONS, SECRET_KEY_OPTION, {0}};

const struct cmd_row mail_cmd_remove = {
    .name = "mail remove",
    .brief = "forget the server by which mail is sent",
    .help = "What waits to be sent is given up. People's own addresses and wishes stay.",
    .options = remove_options,
    .run = run_remove,
};

/* -- mail test -- */

static void print_outcome(
    struct tools *tools, struct text address, const struct mail_outcome *outcome)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(tools->cmd, "json")) {
        json_print_open(&out, '{');
        mail_test_print(&out, address, outcome);
        json_print_close(&out, '}');
    } else {
        buf_add_plain(&out, text_of(outcome->result.words));
    }
    puts(out.at ? out.at : "");
    buf_done(&out);
}

static bool test(struct tools *tools, struct err *err)
{
    struct fetch_options options = {.count = 1};
    struct mail_outcome outcome;
    struct text address = text_of(tools->cmd->words[0]);
    const char *url =
        cmd_has(tools->cmd, "url") ? cmd_get(tools->cmd, "url") : "http://127.0.0.1:8080";
    struct api_tools api = {.vault = tools->vault, .url = url};
    if (!fetch_read_nets(tools->cmd, &tools->arena, &options, err) ||
        !fetch_new(&api.fetch, &options, err))
        return false;
    const struct mail_call call = {tools->db, &api, &tools->arena, tools->now_us};
    bool is_done = mail_test_run(&call, address, false, &outcome, err);
    fetch_free(api.fetch);
    if (!is_done)
        return false;
    tools->is_good = outcome.result.state == OUTBOX_SENT;
    print_outcome(tools, address, &outcome);
    return true;
}

static int run_test(const struct cmd *cmd)
{
    return run_with(cmd, 1, test);
}

static const struct cmd_option test_options[] = {
    DB_CMD_OPTIONS,
    SECRET_KEY_OPTION,
    FETCH_ALLOW_NET_OPTION,
    {"url", "URL", "where browsers find the server (default: http://127.0.0.1:8080)", 0},
    JSON_OPTION,
    {0},
};

const struct cmd_row mail_cmd_test = {
    .name = "mail test",
    .args = "ADDRESS",
    .brief = "send a mail at once, and show what the server says",
    .help = "Exits with 1 when the server does not take it.",
    .options = test_options,
    .run = run_test,
};
