/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_cmd.h"

#include "account/body_cmd.h"
#include "base/limits.h"
#include "mail/mail_json.h"
#include "mail/mail_test.h"
#include "sandbox/fetch.h"
#include "store/db_cmd.h"

#define JSON_OPTION {"json", NULL, "print JSON", 0}

/* What the commands share. */
struct tools {
    struct db_cmd base;
    struct mail_server server;
    bool is_set;
};

typedef bool (*step)(struct tools *tools, struct err *err);

static int run_with(const struct cmd *cmd, size_t words, step run)
{
    struct err err = {0};
    struct tools tools = {.is_set = false};
    struct db_cmd *base = &tools.base;
    bool is_done = db_cmd_begin(base, cmd, words, words, &err) && db_cmd_open_vault(base, &err) &&
                   mail_find(base->db, &base->arena, &tools.server, &tools.is_set, &err) &&
                   run(&tools, &err);
    return db_cmd_end(base, is_done, &err);
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
    if (cmd_has(tools->base.cmd, "json"))
        print_json(tools);
    else if (tools->is_set)
        print_lines(&tools->server);
    else
        puts("no mail server is set");
    tools->base.is_no = !tools->is_set;
    return true;
}

static int run_show(const struct cmd *cmd)
{
    return run_with(cmd, 0, show);
}

static const struct cmd_option show_options[] = {
    DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, JSON_OPTION, {0}};

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
    return mail_set(db, it->tools->base.vault, &it->tools->server,
        it->given.has_password ? &it->given.password : NULL, 0, it->tools->base.now_us, err);
}

static bool read_file(struct setting *it, const char *path, struct err *err)
{
    struct json json;
    if (!body_cmd_read(&json, path, MAIL_JSON_MEMBERS, err))
        return false;
    bool is_read =
        mail_json_read(&json, &it->tools->server, &it->given, &it->tools->base.arena, err) ||
        err_add(err, "%s", path);
    json_done(&json);
    return is_read;
}

static bool set(struct tools *tools, struct err *err)
{
    struct setting it = {.tools = tools};
    if (!tools->is_set)
        tools->server = (struct mail_server){.port = 587, .is_on = true};
    if (!read_file(&it, tools->base.cmd->words[0], err) ||
        !db_transact(tools->base.db, write, &it, err) ||
        !mail_find(tools->base.db, &tools->base.arena, &tools->server, &tools->is_set, err))
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
    return mail_remove(db, 0, tools->base.now_us, err);
}

static bool remove_server(struct tools *tools, struct err *err)
{
    return db_transact(tools->base.db, drop, tools, err);
}

static int run_remove(const struct cmd *cmd)
{
    return run_with(cmd, 0, remove_server);
}

static const struct cmd_option remove_options[] = {DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, {0}};

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
    if (cmd_has(tools->base.cmd, "json")) {
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
    struct text address = text_of(tools->base.cmd->words[0]);
    const char *url = db_cmd_url(tools->base.cmd).at;
    struct api_tools api = {.vault = tools->base.vault, .url = url};
    if (!fetch_read_nets(tools->base.cmd, &tools->base.arena, &options, err) ||
        !fetch_new(&api.fetch, &options, err))
        return false;
    const struct mail_call call = {tools->base.db, &api, &tools->base.arena, tools->base.now_us};
    bool is_done = mail_test_run(&call, address, false, &outcome, err);
    fetch_free(api.fetch);
    if (!is_done)
        return false;
    tools->base.is_no = outcome.result.state != OUTBOX_SENT;
    print_outcome(tools, address, &outcome);
    return true;
}

static int run_test(const struct cmd *cmd)
{
    return run_with(cmd, 1, test);
}

static const struct cmd_option test_options[] = {
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    FETCH_ALLOW_NET_OPTION,
    DB_CMD_URL_OPTION,
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
