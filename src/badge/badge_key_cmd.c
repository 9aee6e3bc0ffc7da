/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_key_cmd.h"

#include "badge/did.h"
#include "base/clock.h"
#include "base/paths.h"
#include "codec/json.h"
#include "journal/checkpoint.h"
#include "store/db_cmd.h"

struct tools {
    const struct cmd *cmd;
    struct db *db;
    struct vault *vault;
    struct arena arena;
    int64_t now_us;
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

static int run_with(const struct cmd *cmd, step run)
{
    struct err err;
    struct tools tools = {.cmd = cmd, .now_us = clock_now_us()};
    arena_init(&tools.arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, 0, 0, &err) &&
                   db_cmd_open(&tools.db, cmd, &tools.arena, &err) && open_vault(&tools, &err) &&
                   run(&tools, &err);
    vault_free(tools.vault);
    db_free(tools.db);
    arena_done(&tools.arena);
    return is_done ? 0 : cmd_fail(&err);
}

static struct text url_of(const struct tools *tools)
{
    return text_of(
        cmd_has(tools->cmd, "url") ? cmd_get(tools->cmd, "url") : "http://127.0.0.1:8080");
}

/* -- badge key list -- */

/* The key of the log as verifiers of notes take it; of any other, its name in the issuer's document. */
static void print_name(struct buf *out, const struct signing_key *key, struct tools *tools)
{
    unsigned char bytes[JWS_ED25519_BYTES];
    struct text url = url_of(tools);
    if (text_is(key->purpose, SIGNING_LOG) && signing_key_bytes(key->jwk, bytes))
        checkpoint_print_key(out, checkpoint_origin(url, &tools->arena), bytes);
    else
        buf_add(out, did_key_id(did_of_url(url, &tools->arena), key, &tools->arena));
}

static void print_line(struct buf *out, const struct signing_key *key, struct tools *tools)
{
    char at[CLOCK_TEXT_SIZE];
    buf_format(out, "%-11.*s %-5s  made %.10s  ", TEXT_ARG(key->purpose), jwk_alg_word(key->alg),
        clock_print(key->created_us, at));
    if (key->retired_us)
        buf_format(out, "retired %.10s  ", clock_print(key->retired_us, at));
    else
        buf_add_z(out, "signs               ");
    print_name(out, key, tools);
    buf_add_char(out, '\n');
}

static void print_object(struct buf *out, const struct signing_key *key, struct tools *tools)
{
    struct buf name;
    buf_init(&name, SIZE_MAX);
    print_name(&name, key, tools);
    json_print_open(out, '{');
    json_print_member(out, "purpose", key->purpose);
    json_print_member_z(out, "alg", jwk_alg_word(key->alg));
    json_print_member(out, "thumbprint", key->thumbprint);
    json_print_member(out, "name", buf_text(&name));
    json_print_member_raw(out, "jwk", key->jwk);
    json_print_member_time(out, "created_at", key->created_us);
    json_print_member_time(out, "retired_at", key->retired_us);
    json_print_close(out, '}');
    buf_done(&name);
}

static bool list(struct tools *tools, struct err *err)
{
    struct signing_key *keys;
    struct buf out;
    size_t count;
    bool is_json = cmd_has(tools->cmd, "json");
    if (!signing_key_list(tools->db, &tools->arena, &keys, &count, err))
        return false;
    buf_init(&out, SIZE_MAX);
    if (is_json)
        json_print_open(&out, '[');
    for (size_t i = 0; i < count; i++)
        if (is_json)
            print_object(&out, &keys[i], tools);
        else
            print_line(&out, &keys[i], tools);
    if (is_json) {
        json_print_close(&out, ']');
        buf_add_char(&out, '\n');
    }
    if (out.len)
        fwrite(out.at, 1, out.len, stdout);
    buf_done(&out);
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return run_with(cmd, list);
}

#define KEY_OPTION                                                                                 \
    {"secret-key", "FILE",                                                                         \
        "the key that secrets are sealed under (default: secret.key in the data folder)", 0}

static const struct cmd_option list_options[] = {
    {"url", "URL", "where browsers find the server (default: http://127.0.0.1:8080)", 0},
    DB_CMD_OPTIONS,
    KEY_OPTION,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row badge_key_cmd_list = {
    .name = "badge key list",
    .brief = "list the keys that sign badges and heads of the journal",
    .help =
        "Keys that were retired are listed too: what they signed holds. The last column is what a key is called in\n"
        "/.well-known/did.json; of the log's, what verifiers of signed notes take.",
    .options = list_options,
    .run = run_list,
};

/* -- badge key rotate -- */

static bool rotate(struct tools *tools, struct err *err)
{
    static const enum jwk_alg algs[] = {JWK_EDDSA, JWK_RS256};
    const char *purpose = cmd_has(tools->cmd, "log") ? SIGNING_LOG : SIGNING_CREDENTIAL;
    size_t count;
    if (!signing_key_retire(tools->db, purpose, 0, tools->now_us, &count, err))
        return false;
    printf("retired: %zu\n", count);
    for (size_t i = 0; i < (cmd_has(tools->cmd, "log") ? 1 : LEN_OF(algs)); i++) {
        struct signing_key key;
        if (!signing_key_take(
                &key, tools->db, tools->vault, purpose, algs[i], tools->now_us, &tools->arena, err))
            return false;
        printf("new: %s-%.*s (%s)\n", purpose, TEXT_ARG(key.thumbprint), jwk_alg_word(algs[i]));
        signing_key_done(&key);
    }
    return true;
}

static int run_rotate(const struct cmd *cmd)
{
    return run_with(cmd, rotate);
}

static const struct cmd_option rotate_options[] = {
    {"log", NULL, "the key that signs heads of the journal, instead of those that sign badges", 0},
    DB_CMD_OPTIONS,
    KEY_OPTION,
    {0},
};

const struct cmd_row badge_key_cmd_rotate = {
    .name = "badge key rotate",
    .brief = "retire the keys that sign badges, and make new ones",
    .help =
        "What was signed holds: the public halves stay in /.well-known/did.json. The secret halves are destroyed.",
    .options = rotate_options,
    .run = run_rotate,
};
