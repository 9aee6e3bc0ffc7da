/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/keystore.h"

#include <openssl/evp.h>
#include <sodium.h>

#include "base/limits.h"
#include "base/rand.h"
#include "chain/hex.h"
#include "codec/json.h"

enum { DERIVED_SIZE = 32, SALT_MOST = 64, IV_SIZE = 16, AES_KEY_SIZE = 16, ID_SIZE = 16 };

/* How a password becomes a key. */
struct stretching {
    bool is_scrypt;
    uint64_t n, r, p; /* scrypt */
    uint64_t rounds;  /* PBKDF2 with HMAC-SHA-256 */
    unsigned char salt[SALT_MOST];
    size_t salt_len;
};

/* All that a file says. */
struct locked {
    struct stretching stretching;
    unsigned char iv[IV_SIZE], secret[SECP_KEY_SIZE], mac[KECCAK_SIZE];
};

/* scrypt mixes 128 * n * r bytes, p times. */
static uint64_t memory_of(const struct stretching *s)
{
    return 128 * s->n * s->r;
}

/* libsodium's scrypt, since OpenSSL's refuses the n for an r of 1 that the format's own test vector has. */
static bool stretch(const struct stretching *s, struct text password,
    unsigned char ret_derived[DERIVED_SIZE], struct err *err)
{
    bool is_fine;
    if (s->is_scrypt)
        is_fine = crypto_pwhash_scryptsalsa208sha256_ll((const uint8_t *)password.at, password.len,
                      s->salt, s->salt_len, s->n, (uint32_t)s->r, (uint32_t)s->p, ret_derived,
                      DERIVED_SIZE) == 0;
    else
        is_fine = PKCS5_PBKDF2_HMAC(password.at, (int)password.len, s->salt, (int)s->salt_len,
                      (int)s->rounds, EVP_sha256(), DERIVED_SIZE, ret_derived) == 1;
    return is_fine || err_set(err, ERR_SYSTEM, "keystore: too little memory to try the password");
}

/* AES-128-CTR is its own inverse. */
static bool crypt(const unsigned char derived[DERIVED_SIZE], const unsigned char iv[IV_SIZE],
    const unsigned char from[SECP_KEY_SIZE], unsigned char ret_to[SECP_KEY_SIZE])
{
    int len = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool is_fine =
        context && EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), NULL, derived, iv) == 1 &&
        EVP_EncryptUpdate(context, ret_to, &len, from, SECP_KEY_SIZE) == 1 && len == SECP_KEY_SIZE;
    EVP_CIPHER_CTX_free(context);
    return is_fine;
}

/* "the concatenation of the second-leftmost 16 bytes of the derived key with the ciphertext" */
static void mac_of(const unsigned char derived[DERIVED_SIZE],
    const unsigned char secret[SECP_KEY_SIZE], unsigned char ret_mac[KECCAK_SIZE])
{
    unsigned char bytes[AES_KEY_SIZE + SECP_KEY_SIZE];
    memcpy(bytes, derived + AES_KEY_SIZE, AES_KEY_SIZE);
    memcpy(bytes + AES_KEY_SIZE, secret, SECP_KEY_SIZE);
    keccak_of((struct text){(const char *)bytes, sizeof bytes}, ret_mac);
    sodium_memzero(bytes, sizeof bytes);
}

/* -- writing -- */

static void print_hex_member(struct buf *out, const char *key, const void *bytes, size_t size)
{
    char digits[2 * SALT_MOST + 1];
    json_print_member_z(out, key, hex_print_into(digits, bytes, size));
}

static void print_stretching(const struct stretching *s, struct buf *out)
{
    json_print_member_z(out, "kdf", "scrypt");
    json_print_member_open(out, "kdfparams", '{');
    json_print_member_int(out, "dklen", DERIVED_SIZE);
    json_print_member_int(out, "n", (int64_t)s->n);
    json_print_member_int(out, "r", (int64_t)s->r);
    json_print_member_int(out, "p", (int64_t)s->p);
    print_hex_member(out, "salt", s->salt, s->salt_len);
    json_print_close(out, '}');
}

/* A random UUID (RFC 9562, version 4), which tells nothing of the key. */
static void print_id(struct buf *out)
{
    unsigned char id[ID_SIZE];
    char digits[2 * ID_SIZE + 1], text[40];
    rand_bytes(id, sizeof id);
    id[6] = (unsigned char)((id[6] & 0x0f) | 0x40);
    id[8] = (unsigned char)((id[8] & 0x3f) | 0x80);
    hex_print_into(digits, id, sizeof id);
    snprintf(text, sizeof text, "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12,
        digits + 16, digits + 20);
    json_print_member_z(out, "id", text);
}

static void print_locked(
    const struct locked *locked, const struct chain_address *address, struct buf *out)
{
    json_print_open(out, '{');
    print_hex_member(out, "address", address->at, ADDRESS_SIZE);
    json_print_member_open(out, "crypto", '{');
    json_print_member_z(out, "cipher", "aes-128-ctr");
    json_print_member_open(out, "cipherparams", '{');
    print_hex_member(out, "iv", locked->iv, IV_SIZE);
    json_print_close(out, '}');
    print_hex_member(out, "ciphertext", locked->secret, SECP_KEY_SIZE);
    print_stretching(&locked->stretching, out);
    print_hex_member(out, "mac", locked->mac, KECCAK_SIZE);
    json_print_close(out, '}');
    print_id(out);
    json_print_member_int(out, "version", 3);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

/* geth's two choices. */
static struct stretching stretching_of(enum keystore_cost cost)
{
    struct stretching s = {.is_scrypt = true, .r = 8, .salt_len = 32};
    s.n = cost == KEYSTORE_STANDARD ? 1 << 18 : 1 << 12;
    s.p = cost == KEYSTORE_STANDARD ? 1 : 6;
    rand_bytes(s.salt, s.salt_len);
    return s;
}

bool keystore_print(const unsigned char key[SECP_KEY_SIZE], struct text password,
    enum keystore_cost cost, struct buf *out, struct err *err)
{
    struct locked locked = {.stretching = stretching_of(cost)};
    unsigned char derived[DERIVED_SIZE];
    struct chain_address address;
    if (!secp_address(key, &address, err))
        return false;
    rand_bytes(locked.iv, sizeof locked.iv);
    bool is_fine = stretch(&locked.stretching, password, derived, err) &&
                   (crypt(derived, locked.iv, key, locked.secret) ||
                       err_set(err, ERR_SYSTEM, "keystore: AES does not work here"));
    if (is_fine) {
        mac_of(derived, locked.secret, locked.mac);
        print_locked(&locked, &address, out);
    }
    sodium_memzero(derived, sizeof derived);
    return is_fine;
}

/* -- reading -- */

static bool refuse(const char *what, struct err *err)
{
    return err_set(err, ERR_SYNTAX, "keystore: %s: missing or malformed", what);
}

static bool read_hex(
    yyjson_val *object, const char *key, unsigned char *ret, size_t size, struct err *err)
{
    return hex_read_bare(json_get_text(object, key), ret, size) || refuse(key, err);
}

static bool read_count(yyjson_val *object, const char *key, uint64_t *ret_count, struct err *err)
{
    yyjson_val *value = json_get(object, key);
    if (!yyjson_is_uint(value) || yyjson_get_uint(value) == 0)
        return refuse(key, err);
    *ret_count = yyjson_get_uint(value);
    return true;
}

static bool read_salt(yyjson_val *params, struct stretching *s, struct err *err)
{
    struct text salt = json_get_text(params, "salt");
    s->salt_len = salt.len / 2;
    if (s->salt_len > SALT_MOST)
        return refuse("salt", err);
    return read_hex(params, "salt", s->salt, s->salt_len, err);
}

/* The products cannot wrap around: each factor is within the limit first. */
static bool read_scrypt(yyjson_val *params, struct stretching *s, struct err *err)
{
    if (!read_count(params, "n", &s->n, err) || !read_count(params, "r", &s->r, err) ||
        !read_count(params, "p", &s->p, err))
        return false;
    if (s->n < 2 || s->n & (s->n - 1))
        return err_set(err, ERR_SYNTAX, "keystore: n: not a power of two");
    if (s->n > LIMIT_KEYSTORE_MEMORY || s->r > LIMIT_KEYSTORE_WORK || s->p > LIMIT_KEYSTORE_WORK ||
        memory_of(s) > LIMIT_KEYSTORE_MEMORY || s->n * s->r * s->p > LIMIT_KEYSTORE_WORK)
        return err_set(err, ERR_LIMIT,
            "keystore: asks for more than %zu MiB or %zu steps of scrypt",
            LIMIT_KEYSTORE_MEMORY >> 20, LIMIT_KEYSTORE_WORK);
    s->is_scrypt = true;
    return true;
}

static bool read_pbkdf2(yyjson_val *params, struct stretching *s, struct err *err)
{
    if (!text_is(json_get_text(params, "prf"), "hmac-sha256"))
        return err_set(err, ERR_UNSUPPORTED, "keystore: prf: only hmac-sha256 is known");
    if (!read_count(params, "c", &s->rounds, err))
        return false;
    if (s->rounds > LIMIT_KEYSTORE_ROUNDS)
        return err_set(err, ERR_LIMIT, "keystore: asks for more than %zu rounds of PBKDF2",
            LIMIT_KEYSTORE_ROUNDS);
    return true;
}

static bool read_stretching(yyjson_val *crypto, struct stretching *s, struct err *err)
{
    struct text kdf = json_get_text(crypto, "kdf");
    yyjson_val *params = json_get(crypto, "kdfparams");
    uint64_t size;
    if (!read_salt(params, s, err) || !read_count(params, "dklen", &size, err))
        return false;
    if (size != DERIVED_SIZE)
        return err_set(err, ERR_UNSUPPORTED, "keystore: dklen: only 32 is known");
    if (text_is(kdf, "scrypt"))
        return read_scrypt(params, s, err);
    if (text_is(kdf, "pbkdf2"))
        return read_pbkdf2(params, s, err);
    return err_set(err, ERR_UNSUPPORTED, "keystore: kdf: neither scrypt nor pbkdf2");
}

static bool read_locked(yyjson_val *root, struct locked *locked, struct err *err)
{
    /* Old wallets write the name with a capital. */
    yyjson_val *crypto =
        json_get(root, "crypto") ? json_get(root, "crypto") : json_get(root, "Crypto");
    if (yyjson_get_uint(json_get(root, "version")) != 3)
        return err_set(err, ERR_UNSUPPORTED, "keystore: not one of version 3");
    if (!text_is(json_get_text(crypto, "cipher"), "aes-128-ctr"))
        return err_set(err, ERR_UNSUPPORTED, "keystore: cipher: only aes-128-ctr is known");
    return read_hex(json_get(crypto, "cipherparams"), "iv", locked->iv, IV_SIZE, err) &&
           read_hex(crypto, "ciphertext", locked->secret, SECP_KEY_SIZE, err) &&
           read_hex(crypto, "mac", locked->mac, KECCAK_SIZE, err) &&
           read_stretching(crypto, &locked->stretching, err);
}

static bool unlock(const struct locked *locked, struct text password,
    unsigned char ret_key[SECP_KEY_SIZE], struct err *err)
{
    unsigned char derived[DERIVED_SIZE], mac[KECCAK_SIZE];
    bool is_fine = stretch(&locked->stretching, password, derived, err);
    if (is_fine) {
        mac_of(derived, locked->secret, mac);
        is_fine = sodium_memcmp(mac, locked->mac, sizeof mac) == 0 ||
                  err_set(err, ERR_CREDENTIALS, "keystore: the password is wrong");
    }
    if (is_fine)
        is_fine = crypt(derived, locked->iv, locked->secret, ret_key) ||
                  err_set(err, ERR_SYSTEM, "keystore: AES does not work here");
    sodium_memzero(derived, sizeof derived);
    return is_fine;
}

/* A file may name its address, or keep it to itself; a wrong one would have us sign for another than is shown. */
static bool check_address(yyjson_val *root, const struct chain_address *address, struct err *err)
{
    struct text named = json_get_text(root, "address");
    struct chain_address its;
    if (!named.len)
        return true;
    if (!hex_read(named, its.at, ADDRESS_SIZE) && !hex_read_bare(named, its.at, ADDRESS_SIZE))
        return refuse("address", err);
    return address_eq(&its, address) ||
           err_set(err, ERR_SYNTAX, "keystore: holds the key of another address than it names");
}

bool keystore_read(struct text text, struct text password, unsigned char ret_key[SECP_KEY_SIZE],
    struct chain_address *ret_address, struct err *err)
{
    struct json json = {0};
    struct locked locked = {0};
    unsigned char key[SECP_KEY_SIZE];
    if (text.len > LIMIT_KEYSTORE_BYTES)
        return err_set(err, ERR_LIMIT, "keystore: more than %zu bytes", LIMIT_KEYSTORE_BYTES);
    if (!json_read(&json, text, err))
        return err_add(err, "keystore");
    bool is_fine = read_locked(json_root(&json), &locked, err) &&
                   unlock(&locked, password, key, err) && secp_address(key, ret_address, err) &&
                   check_address(json_root(&json), ret_address, err);
    if (is_fine)
        memcpy(ret_key, key, sizeof key);
    sodium_memzero(key, sizeof key);
    json_done(&json);
    return is_fine;
}
