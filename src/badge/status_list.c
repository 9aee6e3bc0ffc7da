/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/status_list.h"

#include "base/limits.h"
#include "codec/base64.h"
#include "codec/gzip.h"
#include "codec/unpack.h"

/* Section 3.2: the first bit is the leftmost, of the highest value. */
static unsigned char mask_of(int64_t position)
{
    return (unsigned char)(0x80U >> (position % 8));
}

void status_list_print(struct buf *out, const struct status_list *list)
{
    unsigned char bits[STATUS_LIST_BITS / 8] = {0};
    struct buf packed;
    for (size_t i = 0; i < list->revoked_count; i++)
        bits[list->revoked[i] / 8] |= mask_of(list->revoked[i]);
    buf_init(&packed, SIZE_MAX);
    gzip_print(&packed, (struct text){(const char *)bits, sizeof bits});
    buf_add_char(out, 'u');
    base64_print_url(out, buf_text(&packed));
    buf_done(&packed);
}

static bool read_bit(struct text bits, int64_t position, bool *ret_is_set, struct err *err)
{
    if (bits.len < STATUS_LIST_BITS / 8)
        return err_set(err, ERR_LIMIT, "encodedList: has %zu bits, and must have %d at least",
            bits.len * 8, STATUS_LIST_BITS);
    if (position < 0 || (uint64_t)position >= (uint64_t)bits.len * 8)
        return err_set(err, ERR_LIMIT, "encodedList: has no bit number %lld", (long long)position);
    *ret_is_set = (unsigned char)bits.at[position / 8] & mask_of(position);
    return true;
}

bool status_list_read(struct text encoded, int64_t position, bool *ret_is_set, struct err *err)
{
    struct buf packed, bits;
    if (!text_starts(encoded, TEXT("u")))
        return err_set(err, ERR_SYNTAX, "encodedList: is no multibase in base64url");
    buf_init(&packed, SIZE_MAX);
    buf_init(&bits, LIMIT_STATUS_LIST_BYTES);
    bool is_ok =
        (base64_read_url(&packed, text_from(encoded, 1)) && unpack_is_packed(buf_text(&packed))) ||
        err_set(err, ERR_SYNTAX, "encodedList: is not packed by gzip");
    is_ok = is_ok && (unpack_read(&bits, buf_text(&packed), err) || err_add(err, "encodedList")) &&
            read_bit(buf_text(&bits), position, ret_is_set, err);
    buf_done(&bits);
    buf_done(&packed);
    return is_ok;
}
