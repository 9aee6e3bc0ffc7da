/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_key_cmd.h"

#include "badge/did.h"
#include "badge/did_issuer.h"
#include "base/clock.h"
#include "codec/json.h"
#include "journal/checkpoint.h"
#include "store/db_cmd.h"

/* -- badge key list -- */

/* The key of the log as verifiers of notes take it; of any other, its name in the issuer's document. */
static void print_name(struct buf *out, const struct signing_key *key, struct db_cmd *it)
{
    unsigned char bytes[JWS_ED25519_BYTES];
    struct text url = db_cmd_url(it->cmd);
    if (text_is(key->purpose, SIGNING_LOG) && signing_key_bytes(key->jwk, bytes))
        checkpoint_print_key(out, checkpoint_origin(url, &it->arena), bytes);
    else
        buf_add(out, did_key_id(did_of_url(url, &it->arena), key, &it->arena));
}

static void print_line(struct buf *out, const struct signing_key *key, struct db_cmd *it)
{
    char at[CLOCK_TEXT_SIZE];
    buf_format(out, "%-11.*s %-5s  made %.10s  ", TEXT_ARG(key->purpose), jwk_alg_word(key->alg),
        clock_print(key->created_us, at));
    if (key->retired_us)
        buf_format(out, "retired %.10s  ", clock_print(key->retired_us, at));
    else
        buf_add_z(out, "signs               ");
    print_name(out, key, it);
    buf_add_char(out, '\n');
}

static void print_object(struct buf *out, const struct signing_key *key, struct db_cmd *it)
{
    struct buf name;
    buf_init(&name, SIZE_MAX);
    print_name(&name, key, it);
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

static bool list(struct db_cmd *it, struct err *err)
{
    struct signing_key *keys;
    struct buf *out = &it->out;
    size_t count;
    bool is_json = cmd_has(it->cmd, "json");
    if (!signing_key_list(it->db, &it->arena, &keys, &count, err))
        return false;
    if (is_json)
        json_print_open(out, '[');
    for (size_t i = 0; i < count; i++)
        if (is_json)
            print_object(out, &keys[i], it);
        else
            print_line(out, &keys[i], it);
    if (is_json) {
        json_print_close(out, ']');
        buf_add_char(out, '\n');
    }
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 0, 0, list);
}

static const struct cmd_option list_options[] = {
    DB_CMD_URL_OPTION,
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
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

/* -- badge key document -- */

static bool document(struct db_cmd *it, struct err *err)
{
    const struct did_issuer issuer = {it->db, it->vault, db_cmd_url(it->cmd), it->now_us};
    if (!did_issuer_print(&it->out, &issuer, &it->arena, err))
        return false;
    buf_add_char(&it->out, '\n');
    return true;
}

static int run_document(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 0, 0, document);
}

static const struct cmd_option document_options[] = {
    DB_CMD_URL_OPTION,
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    {0},
};

const struct cmd_row badge_key_cmd_document = {
    .name = "badge key document",
    .brief = "print the document in which verifiers find the keys",
    .help =
        "What the server at --url gives at /.well-known/did.json: to be put there by another server, or to be given to\n"
        "'kenzen badge verify --did'.",
    .options = document_options,
    .run = run_document,
};

/* -- badge key rotate -- */

static bool rotate(struct db_cmd *it, struct err *err)
{
    static const enum jwk_alg algs[] = {JWK_EDDSA, JWK_RS256};
    const char *purpose = cmd_has(it->cmd, "log") ? SIGNING_LOG : SIGNING_CREDENTIAL;
    size_t count;
    if (!signing_key_retire(it->db, purpose, 0, it->now_us, &count, err))
        return false;
    printf("retired: %zu\n", count);
    for (size_t i = 0; i < (cmd_has(it->cmd, "log") ? 1 : LEN_OF(algs)); i++) {
        struct signing_key key;
        if (!signing_key_take(
                &key, it->db, it->vault, purpose, algs[i], it->now_us, &it->arena, err))
            return false;
        printf("new: %s-%.*s (%s)\n", purpose, TEXT_ARG(key.thumbprint), jwk_alg_word(algs[i]));
        signing_key_done(&key);
    }
    return true;
}

static int run_rotate(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 0, 0, rotate);
}

static const struct cmd_option rotate_options[] = {
    {"log", NULL, "the key that signs heads of the journal, instead of those that sign badges", 0},
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
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
