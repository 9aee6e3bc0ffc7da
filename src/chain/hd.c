/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/hd.h"

#include <openssl/hmac.h>
#include <sodium.h>

enum { DIGEST_SIZE = 64, SEED_LEAST = 16, SEED_MOST = 64, LEVELS_MOST = 16 };
#define HARDENED (UINT32_C(1) << 31)

/* A private key, and the code that its children are made with. */
struct node {
    unsigned char key[SECP_KEY_SIZE], code[32];
};

/* HMAC-SHA-512 of bytes, cut into what becomes a key and what becomes a code. */
static void split(struct text hmac_key, struct text bytes, struct node *ret_node)
{
    unsigned char digest[DIGEST_SIZE];
    if (!HMAC(EVP_sha512(), hmac_key.at, (int)hmac_key.len, (const unsigned char *)bytes.at,
            bytes.len, digest, NULL))
        err_panic("HMAC-SHA-512 does not work here");
    memcpy(ret_node->key, digest, SECP_KEY_SIZE);
    memcpy(ret_node->code, digest + SECP_KEY_SIZE, 32);
    sodium_memzero(digest, sizeof digest);
}

/* "0x00 || ser256(kpar) || ser32(i)" when hardened, else "serP(point(kpar)) || ser32(i)" */
static bool derive_child(struct node *node, uint32_t number, struct err *err)
{
    unsigned char bytes[SECP_COMPRESSED_SIZE + 4] = {0}, parent[SECP_KEY_SIZE];
    struct text code = {(const char *)node->code, sizeof node->code};
    memcpy(parent, node->key, sizeof parent);
    if (number & HARDENED)
        memcpy(bytes + 1, parent, sizeof parent);
    else if (!secp_compressed(parent, bytes, err))
        return false;
    for (size_t i = 0; i < 4; i++)
        bytes[SECP_COMPRESSED_SIZE + i] = (unsigned char)(number >> (24 - 8 * i));
    split(code, (struct text){(const char *)bytes, sizeof bytes}, node);
    bool is_fine = secp_key_add(node->key, parent, err);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(parent, sizeof parent);
    return is_fine;
}

static bool read_number(struct text part, uint32_t *ret_number)
{
    bool is_hardened = text_ends(part, TEXT("'"));
    uint64_t number;
    if (!text_read_u64(text_slice(part, 0, part.len - is_hardened), &number) || number >= HARDENED)
        return false;
    *ret_number = (uint32_t)number | (is_hardened ? HARDENED : 0);
    return true;
}

static bool walk(struct node *node, struct text path, struct err *err)
{
    struct text rest = path;
    uint32_t number;
    bool begins_well = text_is(text_cut(&rest, '/'), "m");
    for (size_t level = 0; begins_well && rest.at; level++) {
        if (level == LEVELS_MOST || !read_number(text_cut(&rest, '/'), &number)) {
            begins_well = false;
            break;
        }
        if (!derive_child(node, number, err))
            return false;
    }
    return begins_well ||
           err_set(err, ERR_SYNTAX, "%.*s: not a path such as " HD_FIRST_ACCOUNT, TEXT_ARG(path));
}

bool hd_derive_node(struct text seed, struct text path, unsigned char ret_key[SECP_KEY_SIZE],
    unsigned char ret_chain_code[32], struct err *err)
{
    struct node node;
    if (seed.len < SEED_LEAST || seed.len > SEED_MOST)
        return err_set(err, ERR_SYNTAX, "seed: %zu bytes instead of 16 to 64", seed.len);
    split(TEXT("Bitcoin seed"), seed, &node);
    bool is_fine = (secp_key_check(node.key) || err_set(err, ERR_SYNTAX, "seed: gives no key")) &&
                   walk(&node, path, err);
    if (is_fine) {
        memcpy(ret_key, node.key, sizeof node.key);
        memcpy(ret_chain_code, node.code, sizeof node.code);
    }
    sodium_memzero(&node, sizeof node);
    return is_fine;
}

bool hd_derive(
    struct text seed, struct text path, unsigned char ret_key[SECP_KEY_SIZE], struct err *err)
{
    unsigned char code[32];
    bool is_fine = hd_derive_node(seed, path, ret_key, code, err);
    sodium_memzero(code, sizeof code);
    return is_fine;
}
