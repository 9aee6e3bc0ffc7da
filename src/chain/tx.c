/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/tx.h"

#include "base/limits.h"
#include "chain/rlp.h"

/* EIP-2718: the first byte says the type. */
enum { TYPE_EIP1559 = 2, ACCESS_KEY_SIZE = 32 };

static struct text bytes_of(const void *at, size_t size)
{
    return (struct text){at, size};
}

/* The nine fields that are signed, in the order of EIP-1559. */
static void print_fields(const struct tx *tx, struct buf *items)
{
    rlp_print_number(items, tx->chain_id);
    rlp_print_number(items, tx->nonce);
    rlp_print_u256(items, &tx->max_priority_fee);
    rlp_print_u256(items, &tx->max_fee);
    rlp_print_number(items, tx->gas);
    rlp_print_bytes(items, bytes_of(tx->to.at, tx->has_to ? ADDRESS_SIZE : 0));
    rlp_print_u256(items, &tx->value);
    rlp_print_bytes(items, tx->data);
    rlp_print_list(items, tx->access_list);
}

static void print_typed(struct text items, struct buf *out)
{
    buf_add_char(out, TYPE_EIP1559);
    rlp_print_list(out, items);
}

void tx_digest(const struct tx *tx, unsigned char ret_digest[KECCAK_SIZE])
{
    struct buf items, typed;
    buf_init(&items, SIZE_MAX);
    buf_init(&typed, SIZE_MAX);
    print_fields(tx, &items);
    print_typed(buf_text(&items), &typed);
    keccak_of(buf_text(&typed), ret_digest);
    buf_done(&items);
    buf_done(&typed);
}

void tx_print(const struct tx *tx, const struct secp_signature *signature, struct buf *out)
{
    struct buf items;
    struct u256 r, s;
    buf_init(&items, SIZE_MAX);
    memcpy(r.at, signature->r, sizeof r.at);
    memcpy(s.at, signature->s, sizeof s.at);
    print_fields(tx, &items);
    rlp_print_number(&items, signature->y_parity);
    rlp_print_u256(&items, &r);
    rlp_print_u256(&items, &s);
    print_typed(buf_text(&items), out);
    buf_done(&items);
}

void tx_hash(struct text raw, unsigned char ret_hash[KECCAK_SIZE])
{
    keccak_of(raw, ret_hash);
}

bool tx_sign(const struct tx *tx, const unsigned char key[SECP_KEY_SIZE], struct buf *out,
    unsigned char ret_hash[KECCAK_SIZE], struct err *err)
{
    unsigned char digest[KECCAK_SIZE];
    struct secp_signature signature;
    size_t start = out->len;
    tx_digest(tx, digest);
    if (!secp_sign(key, digest, &signature, err))
        return false;
    tx_print(tx, &signature, out);
    tx_hash(text_from(buf_text(out), start), ret_hash);
    return true;
}

static bool read_to(struct text *rest, struct tx *ret_tx, struct err *err)
{
    struct text bytes;
    if (!rlp_next_bytes(rest, "to", &bytes, err))
        return false;
    if (bytes.len != 0 && bytes.len != ADDRESS_SIZE)
        return err_set(err, ERR_SYNTAX, "to: has %zu bytes instead of 20", bytes.len);
    ret_tx->has_to = bytes.len != 0;
    if (ret_tx->has_to)
        memcpy(ret_tx->to.at, bytes.at, ADDRESS_SIZE);
    return true;
}

/* One entry of EIP-2930: an address and a list of storage keys. */
static bool check_access(struct text entry, struct err *err)
{
    struct text address, keys, key;
    if (!rlp_next_bytes(&entry, "access list", &address, err) ||
        !rlp_next_list(&entry, "access list", &keys, err))
        return false;
    if (address.len != ADDRESS_SIZE || entry.len)
        return err_set(err, ERR_SYNTAX, "access list: an entry is an address and a list of keys");
    while (keys.len) {
        if (!rlp_next_bytes(&keys, "access list", &key, err))
            return false;
        if (key.len != ACCESS_KEY_SIZE)
            return err_set(err, ERR_SYNTAX, "access list: a key has 32 bytes");
    }
    return true;
}

static bool check_access_list(struct text list, struct err *err)
{
    struct text entry;
    while (list.len)
        if (!rlp_next_list(&list, "access list", &entry, err) || !check_access(entry, err))
            return false;
    return true;
}

static bool read_fields(struct text *rest, struct tx *ret_tx, struct err *err)
{
    return rlp_next_u64(rest, "chain id", &ret_tx->chain_id, err) &&
           rlp_next_u64(rest, "nonce", &ret_tx->nonce, err) &&
           rlp_next_u256(rest, "max priority fee", &ret_tx->max_priority_fee, err) &&
           rlp_next_u256(rest, "max fee", &ret_tx->max_fee, err) &&
           rlp_next_u64(rest, "gas", &ret_tx->gas, err) && read_to(rest, ret_tx, err) &&
           rlp_next_u256(rest, "value", &ret_tx->value, err) &&
           rlp_next_bytes(rest, "data", &ret_tx->data, err) &&
           rlp_next_list(rest, "access list", &ret_tx->access_list, err) &&
           check_access_list(ret_tx->access_list, err);
}

static bool read_signature(struct text *rest, struct secp_signature *ret, struct err *err)
{
    uint64_t y_parity;
    struct u256 r, s;
    if (!rlp_next_u64(rest, "y parity", &y_parity, err) || !rlp_next_u256(rest, "r", &r, err) ||
        !rlp_next_u256(rest, "s", &s, err))
        return false;
    if (y_parity > 1 || rest->len)
        return err_set(err, ERR_SYNTAX, "transaction: a wrong y parity, or fields behind the last");
    memcpy(ret->r, r.at, sizeof r.at);
    memcpy(ret->s, s.at, sizeof s.at);
    ret->y_parity = (unsigned char)y_parity;
    return true;
}

bool tx_read(struct text raw, struct tx *ret_tx, struct chain_address *ret_from, struct err *err)
{
    struct tx tx = {0};
    struct rlp list;
    struct secp_signature signature;
    unsigned char digest[KECCAK_SIZE];
    if (raw.len > LIMIT_TX_BYTES)
        return err_set(err, ERR_LIMIT, "transaction: more than %zu bytes", LIMIT_TX_BYTES);
    if (raw.len == 0 || raw.at[0] != TYPE_EIP1559)
        return err_set(err, ERR_UNSUPPORTED, "transaction: not one of type 2 (EIP-1559)");
    if (!rlp_read(text_from(raw, 1), &list, err))
        return err_add(err, "transaction");
    if (!list.is_list)
        return err_set(err, ERR_SYNTAX, "transaction: no list of fields");
    if (!read_fields(&list.bytes, &tx, err) || !read_signature(&list.bytes, &signature, err))
        return err_add(err, "transaction");
    tx_digest(&tx, digest);
    if (!secp_recover(&signature, digest, ret_from, err))
        return err_add(err, "transaction");
    *ret_tx = tx;
    return true;
}
