/* SPDX-License-Identifier: Apache-2.0 */
#include "app/bom_uuid.h"

#include <stdio.h>

/* 48 bits that say whose it is, "kenzen"; the version; 12 bits: the kind and the id's highest bit; the variant, binary 10; the
   id's other 62 bits. */
static const char front[] = "6b656e7a-656e-8";

enum { LOW_BITS = 62, NODE_BITS = 48 };

struct text bom_uuid_print(enum bom_uuid_kind kind, int64_t id, char at[BOM_UUID_SIZE])
{
    uint64_t bits = (uint64_t)id;
    unsigned high = (unsigned)kind << 1 | (unsigned)(bits >> LOW_BITS & 1);
    uint64_t low = (bits & (((uint64_t)1 << LOW_BITS) - 1)) | (uint64_t)1 << 63;
    snprintf(at, BOM_UUID_SIZE, "%s%03x-%04x-%012llx", front, high, (unsigned)(low >> NODE_BITS),
        (unsigned long long)(low & (((uint64_t)1 << NODE_BITS) - 1)));
    return text_of(at);
}

static bool read_hex(struct text hex, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (size_t i = 0; i < hex.len; i++) {
        char c = text_lower_char(hex.at[i]);
        if (!text_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        value = value << 4 | (uint64_t)(text_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *ret_value = value;
    return true;
}

bool bom_uuid_read(struct text uuid, enum bom_uuid_kind kind, int64_t *ret_id)
{
    enum { HIGH = sizeof front - 1, VARIANT = HIGH + 4, NODE = VARIANT + 5, END = NODE + 12 };
    uint64_t high, variant, node;
    if (uuid.len != END || !text_eq_nocase(text_slice(uuid, 0, HIGH), text_of(front)) ||
        uuid.at[VARIANT - 1] != '-' || uuid.at[NODE - 1] != '-' ||
        !read_hex(text_slice(uuid, HIGH, VARIANT - 1), &high) ||
        !read_hex(text_slice(uuid, VARIANT, NODE - 1), &variant) ||
        !read_hex(text_from(uuid, NODE), &node))
        return false;
    if (high >> 1 != (uint64_t)kind || variant >> 14 != 2)
        return false;
    *ret_id = (int64_t)((high & 1) << LOW_BITS | (variant & 0x3fff) << NODE_BITS | node);
    return *ret_id > 0;
}
