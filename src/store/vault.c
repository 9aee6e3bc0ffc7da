/* SPDX-License-Identifier: Apache-2.0 */
#include "store/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rand.h"
#include "store/vault_rows.h"

enum {
    KEY_SIZE = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    MARK_SIZE = 16,
    /* Tells this way to seal from those to come. */
    VERSION = 1,
};
_Static_assert(VAULT_SEALED_EXTRA == 1 + NONCE_SIZE + TAG_SIZE, "the header says how long");

struct vault {
    unsigned char key[KEY_SIZE];
};

/* -- the key's file -- */

/* The digits and the end of the line. */
enum { FILE_SIZE = 2 * KEY_SIZE + 1 };

/* A key that was half written would lock its secrets up for ever: written whole beside, then given its name, unless
   another server has made one meanwhile. */
static bool make_file(const char *path, struct err *err)
{
    unsigned char key[KEY_SIZE];
    char line[FILE_SIZE + 1], *beside = NULL;
    rand_bytes(key, sizeof key);
    sodium_bin2hex(line, sizeof line, key, sizeof key);
    line[FILE_SIZE - 1] = '\n';
    sodium_memzero(key, sizeof key);
    if (asprintf(&beside, "%s.XXXXXX", path) < 0)
        err_panic("out of memory");
    int fd = mkstemp(beside);
    bool is_good = fd >= 0 && write(fd, line, FILE_SIZE) == FILE_SIZE && fsync(fd) == 0 &&
                   (link(beside, path) == 0 || errno == EEXIST);
    if (!is_good)
        err_set_errno(err, "%s: cannot make the key file", path);
    sodium_memzero(line, sizeof line);
    if (fd >= 0) {
        close(fd);
        unlink(beside);
    }
    free(beside);
    return is_good;
}

static bool check_file(int fd, const char *path, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return err_set_errno(err, "%s", path);
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_USAGE, "%s: is no file", path);
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return err_set(err, ERR_USAGE, "%s: others than its owner may use it: chmod 600", path);
    return true;
}

static bool read_key(struct vault *vault, int fd, const char *path, struct err *err)
{
    char line[FILE_SIZE + 1];
    size_t len = 0;
    ssize_t count = read(fd, line, sizeof line);
    bool is_key =
        (count == FILE_SIZE || count == FILE_SIZE - 1) &&
        (count != FILE_SIZE || line[FILE_SIZE - 1] == '\n') &&
        sodium_hex2bin(vault->key, KEY_SIZE, line, FILE_SIZE - 1, NULL, &len, NULL) == 0 &&
        len == KEY_SIZE;
    sodium_memzero(line, sizeof line);
    return is_key || err_set(err, ERR_SYNTAX, "%s: must hold 64 hexadecimal digits", path);
}

bool vault_new(struct vault **ret_vault, const char *path, struct err *err)
{
    if (sodium_init() < 0)
        err_panic("libsodium does not start");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        if (!make_file(path, err))
            return false;
        fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (fd < 0)
        return err_set_errno(err, "%s", path);
    struct vault *vault = calloc(1, sizeof *vault);
    if (!vault)
        err_panic("out of memory");
    bool is_good = check_file(fd, path, err) && read_key(vault, fd, path, err);
    close(fd);
    if (is_good)
        *ret_vault = vault;
    else
        vault_free(vault);
    return is_good;
}

void vault_free(struct vault *vault)
{
    if (!vault)
        return;
    sodium_memzero(vault, sizeof *vault);
    free(vault);
}

bool vault_check(const struct vault *vault, struct db *db, int64_t now_us, struct err *err)
{
    static const char about[] = "kenzen vault key";
    unsigned char mark[MARK_SIZE];
    char hex[2 * MARK_SIZE + 1];
    bool is_it;
    crypto_generichash(mark, sizeof mark, (const unsigned char *)about, sizeof about - 1,
        vault->key, sizeof vault->key);
    sodium_bin2hex(hex, sizeof hex, mark, sizeof mark);
    if (!vault_rows_mark(db, text_of(hex), now_us, &is_it, err))
        return false;
    return is_it || err_set(err, ERR_CONFLICT,
                        "the secrets in this database are sealed under another key: give its file "
                        "with --secret-key");
}

/* -- sealing -- */

void vault_seal(const struct vault *vault, struct text purpose, struct text plain, struct buf *out)
{
    unsigned char *at = (unsigned char *)buf_grow(out, plain.len + VAULT_SEALED_EXTRA);
    if (!at)
        return;
    at[0] = VERSION;
    rand_bytes(at + 1, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(at + 1 + NONCE_SIZE, NULL,
        (const unsigned char *)plain.at, plain.len, (const unsigned char *)purpose.at, purpose.len,
        NULL, at + 1, vault->key);
}

bool vault_open(const struct vault *vault, struct text purpose, struct text sealed,
    struct arena *arena, struct text *ret_plain, struct err *err)
{
    const unsigned char *at = (const unsigned char *)sealed.at;
    size_t len = sealed.len - VAULT_SEALED_EXTRA;
    if (sealed.len < VAULT_SEALED_EXTRA || at[0] != VERSION)
        return err_set(err, ERR_SYSTEM, "a sealed secret is damaged");
    char *plain = arena_take(arena, len + 1);
    if (!plain)
        return arena_check(arena, err);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)plain, NULL, NULL,
            at + 1 + NONCE_SIZE, len + TAG_SIZE, (const unsigned char *)purpose.at, purpose.len,
            at + 1, vault->key) != 0)
        return err_set(err, ERR_SYSTEM, "a sealed secret is damaged, or is another one's");
    plain[len] = '\0';
    *ret_plain = (struct text){plain, len};
    return true;
}
