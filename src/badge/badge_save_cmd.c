/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_save_cmd.h"

#include "account/actor_cmd.h"
#include "badge/credential_form.h"
#include "base/file.h"
#include "store/db_cmd.h"

struct saving {
    int64_t badge_id;
    enum credential_form form;
    struct credential_order order;
    const char *path;
};

/* By --format, else by how the file's name ends. */
static bool read_form(const struct cmd *cmd, struct saving *saving, struct err *err)
{
    const char *given = cmd_get(cmd, "format");
    const char *end = strrchr(saving->path, '.');
    const char *word = given ? given : end ? end + 1 : "";
    if (credential_form_read(text_of(word), &saving->form))
        return true;
    return given ? err_set(err, ERR_USAGE, "--format %s: must be jwt, svg or png", given)
                 : err_set(err, ERR_USAGE, "--format: is missing: jwt, svg or png");
}

static bool read_order(const struct cmd *cmd, struct saving *saving, struct err *err)
{
    saving->path = cmd_has(cmd, "output") ? cmd_get(cmd, "output") : "-";
    saving->order.is_open = cmd_has(cmd, "open");
    return cmd_read_id(cmd, 0, &saving->badge_id, err) && read_form(cmd, saving, err) &&
           (credential_read_alg(text_of(cmd_get(cmd, "alg")), &saving->order.alg, err) &&
               credential_read_identity(
                   text_of(cmd_get(cmd, "identity")), &saving->order.identity, err));
}

/* Without --by, whoever has the database sees the badge, and tells nobody's name. */
static bool find_badge(
    struct db_cmd *it, const struct saving *saving, struct badge *ret_badge, struct err *err)
{
    struct api_principal who = actor_cmd_everybody;
    return (!cmd_has(it->cmd, "by") || actor_cmd_find(it->db, it->cmd, &it->arena, &who, err)) &&
           badge_find(it->db, &who, saving->badge_id, &it->arena, ret_badge, err) &&
           credential_form_check(&who, ret_badge, &saving->order, err);
}

static bool save(struct db_cmd *it, struct err *err)
{
    struct saving saving = {0};
    struct badge badge;
    struct buf file;
    const struct credential_issuer issuer = {
        .db = it->db, .vault = it->vault, .url = db_cmd_url(it->cmd), .now_us = it->now_us};
    if (!read_order(it->cmd, &saving, err) ||
        (!cmd_has(it->cmd, "force") && !file_check_new(saving.path, err)) ||
        !find_badge(it, &saving, &badge, err))
        return false;
    buf_init(&file, SIZE_MAX);
    bool is_saved = credential_form_print(
                        &file, saving.form, &issuer, &badge, &saving.order, &it->arena, err) &&
                    file_write(saving.path, buf_text(&file), err);
    buf_done(&file);
    return is_saved;
}

static int run(const struct cmd *cmd)
{
    return db_cmd_run_sealed(cmd, 1, 1, save);
}

static const struct cmd_option options[] = {
    {"format", "FORMAT", "jwt, svg or png (default: as FILE ends)", 0},
    {"alg", "ALG", "EdDSA or RS256 (default: EdDSA)", 0},
    {"output", "FILE", "write to FILE instead of standard output", 'o'},
    {"force", NULL, "write over FILE if it is there", 0},
    {"identity", "HOW", "tell who the recipient is: name, or email (hashed); takes --by", 0},
    {"open", NULL, "tell what the entry in the journal says; takes --by", 0},
    {"by", "NAME", "the account that the badge praises, for --identity and --open", 0},
    DB_CMD_URL_OPTION,
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    {0},
};

const struct cmd_row badge_save_cmd = {
    .name = "badge save",
    .args = "BADGE",
    .brief = "save a badge as a file that anybody can verify",
    .help =
        "The file is a credential (JWT), or a picture with one in it: the same bytes as from the REST interface of the\n"
        "server at --url, which is the issuer that verifiers ask. 'kenzen badge verify' verifies it.\n"
        "\n"
        "  kenzen badge save 3766407203673488505 -o badge.png --url https://kenzen.example.org",
    .options = options,
    .run = run,
};
