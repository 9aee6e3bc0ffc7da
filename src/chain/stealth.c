/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/stealth.h"

#include <sodium.h>

#include "chain/hex.h"

enum { META_SIZE = 2 * SECP_COMPRESSED_SIZE };

bool stealth_read(struct text t, struct stealth_meta *ret_meta, struct err *err)
{
    struct text rest = t;
    struct stealth_meta meta;
    unsigned char bytes[META_SIZE];
    bool is_prefixed = text_is(text_cut(&rest, ':'), "st") && rest.at && text_cut(&rest, ':').len;
    if (!is_prefixed || !rest.at)
        return err_set(err, ERR_SYNTAX, "not a stealth meta-address such as st:eth:0x…");
    if (hex_read(rest, bytes, SECP_COMPRESSED_SIZE))
        memcpy(bytes + SECP_COMPRESSED_SIZE, bytes, SECP_COMPRESSED_SIZE);
    else if (!hex_read(rest, bytes, META_SIZE))
        return err_set(err, ERR_SYNTAX, "stealth meta-address: not two compressed public keys");
    if (!secp_public_read(bytes, meta.spending, err) ||
        !secp_public_read(bytes + SECP_COMPRESSED_SIZE, meta.viewing, err))
        return err_add(err, "stealth meta-address");
    *ret_meta = meta;
    return true;
}

/* The digest of what both sides come to: key times point, compressed. Its first byte is the tag. */
static bool share(const unsigned char point[SECP_PUBLIC_SIZE],
    const unsigned char key[SECP_KEY_SIZE], unsigned char ret_digest[KECCAK_SIZE], struct err *err)
{
    unsigned char shared[SECP_PUBLIC_SIZE], compressed[SECP_COMPRESSED_SIZE];
    memcpy(shared, point, sizeof shared);
    if (!secp_public_mul(shared, key, err))
        return false;
    secp_public_compress(shared, compressed);
    keccak_of((struct text){(const char *)compressed, sizeof compressed}, ret_digest);
    sodium_memzero(shared, sizeof shared);
    sodium_memzero(compressed, sizeof compressed);
    return true;
}

/* The spending key and the digest times the generator. */
static bool address_of(const unsigned char spending[SECP_PUBLIC_SIZE],
    const unsigned char digest[KECCAK_SIZE], struct chain_address *ret_address, struct err *err)
{
    unsigned char point[SECP_PUBLIC_SIZE];
    memcpy(point, spending, sizeof point);
    if (!secp_public_add(point, digest, err))
        return false;
    *ret_address = address_of_public(point);
    return true;
}

bool stealth_new(const struct stealth_meta *meta, const unsigned char ephemeral_key[SECP_KEY_SIZE],
    struct stealth *ret_stealth, struct err *err)
{
    struct stealth stealth;
    unsigned char digest[KECCAK_SIZE];
    bool is_fine = share(meta->viewing, ephemeral_key, digest, err) &&
                   address_of(meta->spending, digest, &stealth.address, err) &&
                   secp_compressed(ephemeral_key, stealth.ephemeral, err);
    stealth.view_tag = digest[0];
    sodium_memzero(digest, sizeof digest);
    if (is_fine)
        *ret_stealth = stealth;
    return is_fine;
}

static bool share_with(const unsigned char ephemeral[SECP_COMPRESSED_SIZE],
    const unsigned char viewing_key[SECP_KEY_SIZE], unsigned char ret_digest[KECCAK_SIZE],
    struct err *err)
{
    unsigned char point[SECP_PUBLIC_SIZE];
    return secp_public_read(ephemeral, point, err) && share(point, viewing_key, ret_digest, err);
}

bool stealth_check(const struct stealth *stealth, const unsigned char viewing_key[SECP_KEY_SIZE],
    const unsigned char spending[SECP_PUBLIC_SIZE], bool *ret_is_his, struct err *err)
{
    unsigned char digest[KECCAK_SIZE];
    struct chain_address address = {{0}};
    if (!share_with(stealth->ephemeral, viewing_key, digest, err))
        return false;
    bool has_tag = digest[0] == stealth->view_tag;
    bool is_fine = !has_tag || address_of(spending, digest, &address, err);
    sodium_memzero(digest, sizeof digest);
    if (is_fine)
        *ret_is_his = has_tag && address_eq(&address, &stealth->address);
    return is_fine;
}

bool stealth_key(const unsigned char ephemeral[SECP_COMPRESSED_SIZE],
    const unsigned char viewing_key[SECP_KEY_SIZE], const unsigned char spending_key[SECP_KEY_SIZE],
    unsigned char ret_key[SECP_KEY_SIZE], struct err *err)
{
    unsigned char digest[KECCAK_SIZE], key[SECP_KEY_SIZE];
    memcpy(key, spending_key, sizeof key);
    bool is_fine =
        share_with(ephemeral, viewing_key, digest, err) && secp_key_add(key, digest, err);
    if (is_fine)
        memcpy(ret_key, key, sizeof key);
    sodium_memzero(digest, sizeof digest);
    sodium_memzero(key, sizeof key);
    return is_fine;
}
