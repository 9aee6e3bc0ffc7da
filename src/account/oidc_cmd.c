/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_cmd.h"

#include "account/api.h"
#include "account/oidc_json.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "store/db_cmd.h"

#define SECRET_KEY_OPTION                                                                          \
    {"secret-key", "FILE",                                                                         \
        "the key that secrets are sealed under (default: secret.key in the data folder)", 0}
#define URL_OPTION                                                                                 \
    {"url", "URL", "where browsers find the server (default: http://127.0.0.1:8080)", 0}
#define JSON_OPTION {"json", NULL, "print JSON", 0}

/* What the commands share. */
struct tools {
    const struct cmd *cmd;
    struct db *db;
    struct vault *vault;
    struct arena arena;
    int64_t now_us;
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
                   run(&tools, &err);
    vault_free(tools.vault);
    db_free(tools.db);
    arena_done(&tools.arena);
    return !is_done ? cmd_fail(&err) : tools.is_good ? 0 : 1;
}

static const char *url_of(const struct tools *tools)
{
    return cmd_has(tools->cmd, "url") ? cmd_get(tools->cmd, "url") : "http://127.0.0.1:8080";
}

static bool print_json(struct tools *tools, const struct oidc_provider *provider, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    bool is_fine = oidc_json_print(&out, tools->db, provider, url_of(tools), &tools->arena, err);
    if (is_fine)
        puts(out.at);
    buf_done(&out);
    return is_fine;
}

/* -- oidc add -- */

struct adding {
    struct tools *tools;
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
    struct buf bytes;
    struct json json;
    buf_init(&bytes, LIMIT_HTTP_BODY_BYTES);
    bool is_read = file_read(&bytes, path, err) &&
                   (json_read(&json, buf_text(&bytes), err) || err_add(err, "%s", path));
    if (is_read) {
        is_read = (api_members(&json, OIDC_JSON_MEMBERS, err) &&
                      oidc_json_read(&json, &it->provider, &it->given, &it->tools->arena, err)) ||
                  err_add(err, "%s", path);
        json_done(&json);
    }
    buf_done(&bytes);
    return is_read;
}

static bool add(struct tools *tools, struct err *err)
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
    printf("%.*s: enter this redirect URI at the provider: %s\n", TEXT_ARG(it.provider.slug),
        oidc_redirect_uri(url_of(tools), it.provider.slug, &tools->arena).at);
    return true;
}

static int run_add(const struct cmd *cmd)
{
    return run_with(cmd, 1, add);
}

static const struct cmd_option add_options[] = {
    DB_CMD_OPTIONS,
    SECRET_KEY_OPTION,
    URL_OPTION,
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

static bool list(struct tools *tools, struct err *err)
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
            printf("%.*s  %.*s  %s  %s\n", TEXT_ARG(it->slug), TEXT_ARG(it->issuer),
                it->makes_accounts ? "makes accounts" : "refuses who has no account",
                it->is_enabled ? "on" : "off");
    }
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return run_with(cmd, 0, list);
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

static bool find(struct tools *tools, struct oidc_provider *ret_provider, struct err *err)
{
    const char *slug = tools->cmd->words[0];
    return oidc_find_slug(tools->db, text_of(slug), &tools->arena, ret_provider, err) ||
           err_add(err, "%s", slug);
}

static bool drop(struct tools *tools, struct err *err)
{
    struct adding it = {.tools = tools};
    return find(tools, &it.provider, err) && db_transact(tools->db, remove_rows, &it, err);
}

static int run_remove(const struct cmd *cmd)
{
    return run_with(cmd, 1, drop);
}

static const struct cmd_option remove_options[] = {DB_CMD_OPTIONS, SECRET_KEY_OPTION, {0}};

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

static void print_test(struct tools *tools, const struct oidc_test_line *lines, size_t count)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(tools->cmd, "json")) {
        oidc_json_print_test(&out, tools->is_good, lines, count);
        buf_add_char(&out, '\n');
    }
    for (size_t i = 0; i < count && !cmd_has(tools->cmd, "json"); i++) {
        buf_format(&out, "%-8s  %-4s  ", lines[i].name, lines[i].is_good ? "good" : "BAD");
        buf_add_plain(&out, lines[i].detail);
        buf_add_char(&out, '\n');
    }
    fputs(out.at ? out.at : "", stdout);
    buf_done(&out);
}

static bool test(struct tools *tools, struct err *err)
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
    tools->is_good = oidc_test_run(&client, &provider, &tools->arena, lines, &count);
    fetch_free(client.fetch);
    print_test(tools, lines, count);
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
