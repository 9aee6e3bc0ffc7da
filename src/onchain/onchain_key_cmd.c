/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "chain/hd.h"
#include "chain/hex.h"
#include "chain/keystore.h"
#include "chain/mnemonic.h"
#include "codec/json.h"
#include "onchain/onchain_cmd.h"
#include "onchain/onchain_signer.h"

#define JSON_OPTION {"json", NULL, "print JSON", 0}

static void print_address(const struct cmd *cmd, const struct chain_address *address)
{
    char room[ADDRESS_TEXT_SIZE];
    printf(cmd_has(cmd, "json") ? "{\"address\":\"%s\"}\n" : "%s\n", address_print(address, room));
}

static const char *password_path(const struct cmd *cmd, struct err *err)
{
    const char *path = cmd_get(cmd, "password");
    if (!path)
        err_set(err, ERR_USAGE, "--password is missing: the file whose first line is the password");
    return path;
}

static bool read_password(struct buf *ret_password, const char *path, struct err *err)
{
    if (!file_read(ret_password, path, err))
        return false;
    struct text rest = buf_text(ret_password), line = text_cut(&rest, '\n');
    buf_cut(ret_password, text_ends(line, TEXT("\r")) ? line.len - 1 : line.len);
    return ret_password->len ||
           err_set(err, ERR_USAGE, "%s: its first line is empty: no password", path);
}

/* A key that is written over is gone for good, and all that it has with it. */
static bool write_keystore(
    const struct cmd *cmd, const unsigned char key[SECP_KEY_SIZE], struct err *err)
{
    const char *path = cmd->words[0], *secret = password_path(cmd, err);
    struct buf password, json;
    struct chain_address address;
    if (!secret || !secp_address(key, &address, err) || !file_check_new(path, err))
        return false;
    buf_init(&password, LIMIT_PASSWORD_BYTES);
    buf_init(&json, LIMIT_KEYSTORE_BYTES);
    umask(077);
    bool is_written = read_password(&password, secret, err) &&
                      keystore_print(key, buf_text(&password),
                          cmd_has(cmd, "light") ? KEYSTORE_LIGHT : KEYSTORE_STANDARD, &json, err) &&
                      file_write(path, buf_text(&json), err);
    if (password.at)
        sodium_memzero(password.at, password.len);
    buf_done(&password);
    buf_done(&json);
    if (is_written)
        print_address(cmd, &address);
    return is_written;
}

static const struct cmd_option options[] = {
    {"password", "FILE", "the file whose first line is the password", 0},
    {"light", NULL, "let a try of the password cost little: for tests and small machines", 0},
    JSON_OPTION,
    {0},
};

static int run_new(const struct cmd *cmd)
{
    struct err err;
    unsigned char key[SECP_KEY_SIZE];
    if (!cmd_check_words(cmd, 1, 1, &err))
        return cmd_fail(&err);
    secp_key_new(key);
    bool is_done = write_keystore(cmd, key, &err);
    sodium_memzero(key, sizeof key);
    return is_done ? 0 : cmd_fail(&err);
}

const struct cmd_row onchain_key_cmd_new = {
    .name = "chain key new",
    .args = "FILE",
    .brief = "make a key that signs on chains, in an encrypted file",
    .help = "FILE is a keystore of version 3, as geth and wallets read it. Prints the address.\n"
            "Keep a copy of FILE and of the password: without them, nobody has the key.",
    .options = options,
    .run = run_new,
};

/* The key of a wallet that is kept as words. */
static bool read_words(
    const struct cmd *cmd, struct text words, unsigned char ret_key[SECP_KEY_SIZE], struct err *err)
{
    unsigned char seed[MNEMONIC_SEED_SIZE];
    const char *path = cmd_get(cmd, "path");
    if (!mnemonic_seed(words, TEXT(""), seed, err))
        return err_add(
            err, "standard input: neither a key of 64 hexadecimal digits nor a wallet's words");
    bool is_derived = hd_derive((struct text){(const char *)seed, sizeof seed},
        text_of(path ? path : HD_FIRST_ACCOUNT), ret_key, err);
    sodium_memzero(seed, sizeof seed);
    return is_derived || err_add(err, "--path");
}

static bool read_key(
    const struct cmd *cmd, struct text line, unsigned char ret_key[SECP_KEY_SIZE], struct err *err)
{
    bool is_hex =
        hex_read(line, ret_key, SECP_KEY_SIZE) || hex_read_bare(line, ret_key, SECP_KEY_SIZE);
    if (is_hex && cmd_has(cmd, "path"))
        return err_set(err, ERR_USAGE, "--path: a key has none; it leads from words to a key");
    return is_hex || read_words(cmd, line, ret_key, err);
}

static bool import(const struct cmd *cmd, struct err *err)
{
    struct buf line;
    unsigned char key[SECP_KEY_SIZE];
    enum { LINE_BYTES = 256 };
    buf_init(&line, LINE_BYTES);
    bool is_read = cmd_read_line(&line)
                       ? read_key(cmd, text_trim(buf_text(&line)), key, err)
                       : err_set(err, ERR_SYNTAX, "standard input: no line of 1 to 256 bytes");
    if (line.at)
        sodium_memzero(line.at, line.len);
    buf_done(&line);
    bool is_done = is_read && write_keystore(cmd, key, err);
    sodium_memzero(key, sizeof key);
    return is_done;
}

static int run_import(const struct cmd *cmd)
{
    struct err err;
    return cmd_check_words(cmd, 1, 1, &err) && import(cmd, &err) ? 0 : cmd_fail(&err);
}

static const struct cmd_option import_options[] = {
    {"password", "FILE", "the file whose first line is the password", 0},
    {"path", "PATH", "which key of a wallet's words (default: " HD_FIRST_ACCOUNT ")", 0},
    {"light", NULL, "let a try of the password cost little: for tests and small machines", 0},
    JSON_OPTION,
    {0},
};

const struct cmd_row onchain_key_cmd_import = {
    .name = "chain key import",
    .args = "FILE",
    .brief = "put a key that one has into an encrypted file",
    .help =
        "Reads the private key, 64 hexadecimal digits, from standard input: in arguments, other\n"
        "people of this machine could see it. Or the 12 to 24 words of a wallet (BIP-39), of\n"
        "which the key at --path is taken (BIP-32).",
    .options = import_options,
    .run = run_import,
};

static int run_show(const struct cmd *cmd)
{
    struct err err;
    struct onchain_signer *signer;
    const char *secret = password_path(cmd, &err);
    if (!secret || !cmd_check_words(cmd, 1, 1, &err) ||
        !onchain_signer_open(&signer, cmd->words[0], secret, &err))
        return cmd_fail(&err);
    print_address(cmd, onchain_signer_address(signer));
    onchain_signer_free(signer);
    return 0;
}

static const struct cmd_option show_options[] = {
    {"password", "FILE", "the file whose first line is the password", 0}, JSON_OPTION, {0}};

const struct cmd_row onchain_key_cmd_show = {
    .name = "chain key show",
    .args = "FILE",
    .brief = "show the address of a key, and whether the password opens it",
    .help = "The key itself is shown to nobody.",
    .options = show_options,
    .run = run_show,
};
