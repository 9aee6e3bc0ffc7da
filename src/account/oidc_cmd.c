/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_cmd.h"

#include "account/body_cmd.h"
#include "account/oidc_json.h"
#include "base/limits.h"
#include "store/db_cmd.h"

#define JSON_OPTION {"json", NULL, "print JSON", 0}

static bool print_json(struct db_cmd *tools, const struct oidc_provider *provider, struct err *err)
{
    if (!oidc_json_print(
            &tools->out, tools->db, provider, db_cmd_url(tools->cmd).at, &tools->arena, err))
        return false;
    buf_add_char(&tools->out, '\n');
    return true;
}

/* -- oidc add -- */

struct adding {
    struct db_cmd *tools;
    struct oidc_provider provider;
    struct oidc_json_given given;
};

static bool add_rows(struct db *db, void *context, struct err *err)
{
    struct adding *it = context;
    struct oidc_provider *provider = &it->provider;
    return oidc_add(db, it->tools->vault, provider, it->given.secret, &provider->id, err) &&
           oidc_set_groups(db, provider->id, it->given.groups, it->given.group_count, err) &&
           oidc_tell(db, "sso.provider_added", provider, 0, it->tools->now_us, err);
}

static bool read_file(struct adding *it, const char *path, struct err *err)
{
    struct json json;
    if (!body_cmd_read(&json, path, OIDC_JSON_MEMBERS, err))
        return false;
    bool is_read = oidc_json_read(&json, &it->provider, &it->given, &it->tools->arena, err) ||
                   err_add(err, "%s", path);
    json_done(&json);
    return is_read;
}

static bool add(struct db_cmd *tools, struct err *err)
{
    struct adding it = {.tools = tools,
        .provider = {
            .scopes = TEXT(OIDC_JSON_SCOPES), .is_enabled = true, .created_us = tools->now_us}};
    const char *path = tools->cmd->words[0];
    if (!read_file(&it, path, err) || !db_transact(tools->db, add_rows, &it, err) ||
        !oidc_find(tools->db, it.provider.id, &tools->arena, &it.provider, err))
        return false;
    if (cmd_has(tools->cmd, "json"))
        return print_json(tools, &it.provider, err);
    buf_format(&tools->out, "%.*s: enter this redirect URI at the provider: %s\n",
        TEXT_ARG(it.provider.slug),
        oidc_redirect_uri(db_cmd_url(tools->cmd).at, it.provider.slug, &tools->arena).at);
    return true;
}

static int run_add(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 1, 1, add);
}

static const struct cmd_option add_options[] = {
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    DB_CMD_URL_OPTION,
    JSON_OPTION,
    {0},
};

const struct cmd_row oidc_cmd_add = {
    .name = "oidc add",
    .args = "FILE",
    .brief = "add a provider of single sign-on (OpenID Connect)",
    .help = "FILE is a JSON object of the members that POST /api/v1/oidc-providers takes:\n"
            "\n"
            "  {\"slug\": \"acme\", \"name\": \"Acme\", \"issuer\": \"https://id.acme.example\",\n"
            "   \"client_id\": \"kenzen\", \"client_secret\": \"…\", \"makes_accounts\": true}\n"
            "\n"
            "The secret is sealed and never shown again. The server may run meanwhile.",
    .options = add_options,
    .run = run_add,
};

/* -- oidc list -- */

static bool list(struct db_cmd *tools, struct err *err)
{
    struct oidc_provider *providers;
    size_t count;
    if (!oidc_list(tools->db, &tools->arena, &providers, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct oidc_provider *it = &providers[i];
        if (cmd_has(tools->cmd, "json") && !print_json(tools, it, err))
            return false;
        if (!cmd_has(tools->cmd, "json"))
            buf_format(&tools->out, "%.*s  %.*s  %s  %s\n", TEXT_ARG(it->slug),
                TEXT_ARG(it->issuer),
                it->makes_accounts ? "makes accounts" : "refuses who has no account",
                it->is_enabled ? "on" : "off");
    }
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 0, 0, list);
}

const struct cmd_row oidc_cmd_list = {
    .name = "oidc list",
    .brief = "list the providers of single sign-on",
    .help = "A line each; with --json an object each. Secrets are never shown.",
    .options = add_options,
    .run = run_list,
};

/* -- oidc remove -- */

static bool remove_rows(struct db *db, void *context, struct err *err)
{
    const struct adding *it = context;
    return oidc_remove(db, it->provider.id, err) &&
           oidc_tell(db, "sso.provider_removed", &it->provider, 0, it->tools->now_us, err);
}

static bool find(struct db_cmd *tools, struct oidc_provider *ret_provider, struct err *err)
{
    const char *slug = tools->cmd->words[0];
    return oidc_find_slug(tools->db, text_of(slug), &tools->arena, ret_provider, err) ||
           err_add(err, "%s", slug);
}

static bool drop(struct db_cmd *tools, struct err *err)
{
    struct adding it = {.tools = tools};
    return find(tools, &it.provider, err) && db_transact(tools->db, remove_rows, &it, err);
}

static int run_remove(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 1, 1, drop);
}

static const struct cmd_option remove_options[] = {DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, {0}};

const struct cmd_row oidc_cmd_remove = {
    .name = "oidc remove",
    .args = "SLUG",
    .brief = "take a provider of single sign-on away",
    .help =
        "Accounts stay, and so do their identities, for a provider of the same issuer. Who has no\n"
        "password needs a sign-in link then.",
    .options = remove_options,
    .run = run_remove,
};

/* -- oidc test -- */

static void print_test(struct db_cmd *tools, const struct oidc_test_line *lines, size_t count)
{
    struct buf *out = &tools->out;
    if (cmd_has(tools->cmd, "json")) {
        oidc_json_print_test(out, !tools->is_no, lines, count);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < count && !cmd_has(tools->cmd, "json"); i++) {
        buf_format(out, "%-8s  %-4s  ", lines[i].name, lines[i].is_good ? "good" : "BAD");
        buf_add_plain(out, lines[i].detail);
        buf_add_char(out, '\n');
    }
}

static bool test(struct db_cmd *tools, struct err *err)
{
    struct oidc_provider provider;
    struct fetch_options options = {.count = 1};
    struct oidc_test_line lines[OIDC_TEST_LINES];
    size_t count;
    struct oidc_client client = {.db = tools->db, .vault = tools->vault, .now_us = tools->now_us};
    if (!find(tools, &provider, err) ||
        !fetch_read_nets(tools->cmd, &tools->arena, &options, err) ||
        !fetch_new(&client.fetch, &options, err))
        return false;
    tools->is_no = !oidc_test_run(&client, &provider, &tools->arena, lines, &count);
    fetch_free(client.fetch);
    print_test(tools, lines, count);
    return true;
}

static int run_test(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 1, 1, test);
}

static const struct cmd_option test_options[] = {
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    FETCH_ALLOW_NET_OPTION,
    JSON_OPTION,
    {0},
};

const struct cmd_row oidc_cmd_test = {
    .name = "oidc test",
    .args = "SLUG",
    .brief = "ask a provider of single sign-on who it is and for its keys",
    .help =
        "Exits with 1 when something would keep people from signing in. Whether the provider knows the\n"
        "redirect URI and takes the secret shows at the first sign-in alone.",
    .options = test_options,
    .run = run_test,
};
