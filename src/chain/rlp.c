/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rlp.h"

#include "base/limits.h"

/* Up to 55 bytes the length stands in the first byte itself; beyond, that byte says how long the length is. */
enum { SHORT_MOST = 55, STRING_BASE = 0x80, LIST_BASE = 0xc0 };

static void print_head(struct buf *out, unsigned base, size_t len)
{
    struct u256 number = u256_of(len);
    struct text bytes = u256_bytes(&number);
    if (len <= SHORT_MOST) {
        buf_add_char(out, (char)(base + len));
        return;
    }
    buf_add_char(out, (char)(base + SHORT_MOST + bytes.len));
    buf_add(out, bytes);
}

void rlp_print_bytes(struct buf *out, struct text bytes)
{
    if (bytes.len != 1 || (unsigned char)bytes.at[0] >= STRING_BASE)
        print_head(out, STRING_BASE, bytes.len);
    buf_add(out, bytes);
}

void rlp_print_u256(struct buf *out, const struct u256 *value)
{
    rlp_print_bytes(out, u256_bytes(value));
}

void rlp_print_number(struct buf *out, uint64_t value)
{
    struct u256 number = u256_of(value);
    rlp_print_u256(out, &number);
}

void rlp_print_list(struct buf *out, struct text items)
{
    print_head(out, LIST_BASE, items.len);
    buf_add(out, items);
}

/* Reads a length of size bytes behind the first one; it must need them all, and be too long for the short form. */
static bool read_long(struct text t, size_t size, size_t *ret_len, struct err *err)
{
    size_t len = 0;
    if (t.len - 1 < size)
        return err_set(err, ERR_SYNTAX, "RLP: ends within a length");
    if (t.at[1] == 0)
        return err_set(err, ERR_SYNTAX, "RLP: a length with a zero in front");
    for (size_t i = 1; i <= size; i++)
        len = len << 8 | (unsigned char)t.at[i];
    if (len <= SHORT_MOST)
        return err_set(err, ERR_SYNTAX, "RLP: a short item in the form of long ones");
    *ret_len = len;
    return true;
}

/* Finds where the content of an item begins, and its length. */
static bool read_head(struct text t, size_t *ret_start, size_t *ret_len, struct err *err)
{
    unsigned first = (unsigned char)t.at[0];
    unsigned in_form = first < LIST_BASE ? first - STRING_BASE : first - LIST_BASE;
    if (first < STRING_BASE) {
        *ret_start = 0;
        *ret_len = 1;
        return true;
    }
    *ret_start = 1;
    *ret_len = in_form;
    if (in_form <= SHORT_MOST)
        return true;
    *ret_start = 1 + in_form - SHORT_MOST;
    return read_long(t, in_form - SHORT_MOST, ret_len, err);
}

bool rlp_next(struct text *rest, struct rlp *ret_item, struct err *err)
{
    size_t start, len;
    if (rest->len == 0)
        return err_set(err, ERR_SYNTAX, "RLP: an item is missing");
    if (!read_head(*rest, &start, &len, err))
        return false;
    if (len > rest->len - start)
        return err_set(err, ERR_SYNTAX, "RLP: an item is longer than what it is in");
    struct text bytes = text_slice(*rest, start, start + len);
    bool is_list = (unsigned char)rest->at[0] >= LIST_BASE;
    if (start == 1 && !is_list && len == 1 && (unsigned char)bytes.at[0] < STRING_BASE)
        return err_set(err, ERR_SYNTAX, "RLP: a small byte with a length");
    *ret_item = (struct rlp){bytes, is_list};
    *rest = text_from(*rest, start + len);
    return true;
}

static bool check_items(struct text items, size_t depth, struct err *err)
{
    struct rlp item;
    if (depth > LIMIT_RLP_DEPTH)
        return err_set(err, ERR_LIMIT, "RLP: more than %zu lists in lists", LIMIT_RLP_DEPTH);
    while (items.len)
        if (!rlp_next(&items, &item, err) ||
            (item.is_list && !check_items(item.bytes, depth + 1, err)))
            return false;
    return true;
}

bool rlp_read(struct text bytes, struct rlp *ret_item, struct err *err)
{
    struct text rest = bytes;
    struct rlp item;
    if (!rlp_next(&rest, &item, err))
        return false;
    if (rest.len)
        return err_set(err, ERR_SYNTAX, "RLP: %zu bytes behind the end", rest.len);
    if (item.is_list && !check_items(item.bytes, 1, err))
        return false;
    *ret_item = item;
    return true;
}

bool rlp_next_bytes(struct text *rest, const char *what, struct text *ret_bytes, struct err *err)
{
    struct rlp item;
    if (!rlp_next(rest, &item, err))
        return err_add(err, "%s", what);
    if (item.is_list)
        return err_set(err, ERR_SYNTAX, "%s: RLP: a list where a string should be", what);
    *ret_bytes = item.bytes;
    return true;
}

bool rlp_next_list(struct text *rest, const char *what, struct text *ret_items, struct err *err)
{
    struct rlp item;
    if (!rlp_next(rest, &item, err))
        return err_add(err, "%s", what);
    if (!item.is_list)
        return err_set(err, ERR_SYNTAX, "%s: RLP: a string where a list should be", what);
    *ret_items = item.bytes;
    return true;
}

bool rlp_next_u256(struct text *rest, const char *what, struct u256 *ret_value, struct err *err)
{
    struct text bytes;
    struct u256 value = {{0}};
    if (!rlp_next_bytes(rest, what, &bytes, err))
        return false;
    if (bytes.len > U256_SIZE)
        return err_set(err, ERR_SYNTAX, "%s: RLP: a number of more than 256 bits", what);
    if (bytes.len && bytes.at[0] == 0)
        return err_set(err, ERR_SYNTAX, "%s: RLP: a number with a zero in front", what);
    if (bytes.len)
        memcpy(value.at + U256_SIZE - bytes.len, bytes.at, bytes.len);
    *ret_value = value;
    return true;
}

bool rlp_next_u64(struct text *rest, const char *what, uint64_t *ret_value, struct err *err)
{
    struct u256 value;
    if (!rlp_next_u256(rest, what, &value, err))
        return false;
    if (!u256_read_u64(&value, ret_value))
        return err_set(err, ERR_SYNTAX, "%s: RLP: a number of more than 64 bits", what);
    return true;
}
