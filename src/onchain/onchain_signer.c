/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_signer.h"

#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "chain/keystore.h"

struct onchain_signer {
    unsigned char *key; /* locked in memory */
    struct chain_address address;
};

bool onchain_signer_new(
    struct onchain_signer **ret_signer, const unsigned char key[SECP_KEY_SIZE], struct err *err)
{
    struct chain_address address;
    if (!secp_address(key, &address, err))
        return false;
    struct onchain_signer *signer = calloc(1, sizeof *signer);
    if (!signer || sodium_init() < 0 || !(signer->key = sodium_malloc(SECP_KEY_SIZE)))
        err_panic("out of memory");
    memcpy(signer->key, key, SECP_KEY_SIZE);
    sodium_mprotect_readonly(signer->key);
    signer->address = address;
    *ret_signer = signer;
    return true;
}

void onchain_signer_free(struct onchain_signer *signer)
{
    if (!signer)
        return;
    sodium_free(signer->key);
    free(signer);
}

const struct chain_address *onchain_signer_address(const struct onchain_signer *signer)
{
    return &signer->address;
}

bool onchain_signer_sign(const struct onchain_signer *signer, const struct tx *tx, struct buf *out,
    unsigned char ret_hash[KECCAK_SIZE], struct err *err)
{
    return tx_sign(tx, signer->key, out, ret_hash, err);
}

/* -- keystores -- */

/* Who can read the password's file can open the keystore. */
static bool check_mode(const char *path, struct err *err)
{
    enum { OF_OTHERS = 077 };
    struct stat stat_;
    if (stat(path, &stat_) != 0)
        return err_set_errno(err, "%s", path);
    return !(stat_.st_mode & OF_OTHERS) ||
           err_set(err, ERR_USAGE, "%s: others may read it: chmod 600 it", path);
}

static struct text first_line(const struct buf *file)
{
    struct text rest = buf_text(file), line = text_cut(&rest, '\n');
    return text_ends(line, TEXT("\r")) ? text_slice(line, 0, line.len - 1) : line;
}

static void wipe(struct buf *file)
{
    if (file->at)
        sodium_memzero(file->at, file->len);
    buf_done(file);
}

bool onchain_signer_open(struct onchain_signer **ret_signer, const char *keystore_path,
    const char *password_path, struct err *err)
{
    unsigned char key[SECP_KEY_SIZE];
    struct chain_address address;
    struct buf json, password;
    buf_init(&json, LIMIT_KEYSTORE_BYTES);
    buf_init(&password, LIMIT_PASSWORD_BYTES);
    bool is_open = check_mode(password_path, err) && file_read(&password, password_path, err) &&
                   file_read(&json, keystore_path, err);
    if (is_open && !keystore_read(buf_text(&json), first_line(&password), key, &address, err))
        is_open = err_add(err, "%s", keystore_path);
    is_open = is_open && onchain_signer_new(ret_signer, key, err);
    sodium_memzero(key, sizeof key);
    wipe(&password);
    buf_done(&json);
    return is_open;
}
