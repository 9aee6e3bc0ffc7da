/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/address.h"

#include "chain/hex.h"
#include "chain/keccak.h"
#include "chain/rlp.h"

/* Makes a letter capital where the digest of the small digits has a half byte of 8 or more (EIP-55). */
const char *address_print(const struct chain_address *address, char at[ADDRESS_TEXT_SIZE])
{
    unsigned char digest[KECCAK_SIZE];
    char *digits = at + 2;
    memcpy(at, "0x", 2);
    hex_print_into(digits, address->at, ADDRESS_SIZE);
    keccak_of((struct text){digits, 2 * (size_t)ADDRESS_SIZE}, digest);
    for (size_t i = 0; i < 2 * (size_t)ADDRESS_SIZE; i++) {
        unsigned half = i % 2 ? digest[i / 2] & 15u : digest[i / 2] >> 4;
        if (half >= 8 && text_is_alpha(digits[i]))
            digits[i] = (char)(digits[i] - 'a' + 'A');
    }
    return at;
}

static bool has_one_case(struct text digits)
{
    bool has_small = false, has_capital = false;
    for (size_t i = 0; i < digits.len; i++) {
        has_small |= digits.at[i] >= 'a' && digits.at[i] <= 'f';
        has_capital |= digits.at[i] >= 'A' && digits.at[i] <= 'F';
    }
    return !has_small || !has_capital;
}

bool address_read(struct text t, struct chain_address *ret_address, struct err *err)
{
    struct chain_address address;
    char again[ADDRESS_TEXT_SIZE];
    if (!hex_read(t, address.at, ADDRESS_SIZE))
        return err_set(err, ERR_SYNTAX, "%.*s: not an address: 0x and 40 hexadecimal digits",
            TEXT_ARG(text_front(t, 80)));
    if (!has_one_case(text_from(t, 2)) && !text_is(t, address_print(&address, again)))
        return err_set(
            err, ERR_SYNTAX, "%.*s: mistyped: its capitals do not fit it (EIP-55)", TEXT_ARG(t));
    *ret_address = address;
    return true;
}

bool address_eq(const struct chain_address *a, const struct chain_address *b)
{
    return memcmp(a->at, b->at, ADDRESS_SIZE) == 0;
}

bool address_is_zero(const struct chain_address *address)
{
    static const struct chain_address zero;
    return address_eq(address, &zero);
}

/* The last 20 bytes of the digest, for keys and contracts alike. */
static struct chain_address tail_of(struct text bytes)
{
    unsigned char digest[KECCAK_SIZE];
    struct chain_address address;
    keccak_of(bytes, digest);
    memcpy(address.at, digest + KECCAK_SIZE - ADDRESS_SIZE, ADDRESS_SIZE);
    return address;
}

struct chain_address address_of_public(const unsigned char point[64])
{
    return tail_of((struct text){(const char *)point, 64});
}

struct chain_address address_of_contract(const struct chain_address *from, uint64_t nonce)
{
    struct buf items, list;
    buf_init(&items, SIZE_MAX);
    buf_init(&list, SIZE_MAX);
    rlp_print_bytes(&items, (struct text){(const char *)from->at, ADDRESS_SIZE});
    rlp_print_number(&items, nonce);
    rlp_print_list(&list, buf_text(&items));
    struct chain_address address = tail_of(buf_text(&list));
    buf_done(&items);
    buf_done(&list);
    return address;
}
