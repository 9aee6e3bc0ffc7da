/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi_type.h"

#include "base/limits.h"

enum { WORD_BYTES = 32, WORD_BITS = 256 };

/* What is left of the text of a type while it is read. */
struct reading {
    struct text whole, rest;
    struct arena *arena;
    size_t depth;
};

static bool refuse(const struct reading *r, struct err *err)
{
    return err_set(err, ERR_SYNTAX, "%.*s: not a type of the ABI", TEXT_ARG(r->whole));
}

static bool take(struct reading *r, char c)
{
    if (!r->rest.len || r->rest.at[0] != c)
        return false;
    r->rest = text_from(r->rest, 1);
    return true;
}

/* Cuts the digits in front off; empty when there are none. */
static struct text take_digits(struct reading *r)
{
    size_t len = 0;
    while (len < r->rest.len && text_is_digit(r->rest.at[len]))
        len++;
    struct text digits = text_slice(r->rest, 0, len);
    r->rest = text_from(r->rest, len);
    return digits;
}

/* Reads a number from 1 to most, without zeros in front. */
static bool read_size(struct text digits, size_t most, size_t *ret_size)
{
    uint64_t size;
    if (!text_read_u64(digits, &size) || digits.at[0] == '0' || size > most)
        return false;
    *ret_size = (size_t)size;
    return true;
}

/* uintN and intN: N is 8, 16, … 256. bytesN: N is 1 to 32; without one, any number of bytes. */
static bool read_size_of(struct reading *r, struct abi_type *type, struct err *err)
{
    struct text digits = take_digits(r);
    size_t size;
    if (type->kind == ABI_BYTES) {
        if (digits.len == 0)
            return true;
        type->kind = ABI_FIXED;
    }
    if (!read_size(digits, type->kind == ABI_FIXED ? WORD_BYTES : WORD_BITS, &size) ||
        (type->kind != ABI_FIXED && size % 8))
        return refuse(r, err);
    type->size = (unsigned)size;
    return true;
}

static const struct {
    struct text name;
    enum abi_kind kind;
    bool has_size;
} names[] = {
    {{"uint", 4}, ABI_UINT, true},
    {{"int", 3}, ABI_INT, true},
    {{"address", 7}, ABI_ADDRESS, false},
    {{"bool", 4}, ABI_BOOL, false},
    {{"bytes", 5}, ABI_BYTES, true},
    {{"string", 6}, ABI_STRING, false},
};

static bool read_plain(struct reading *r, struct abi_type *ret_type, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(names); i++) {
        if (!text_starts(r->rest, names[i].name))
            continue;
        r->rest = text_from(r->rest, names[i].name.len);
        *ret_type = (struct abi_type){.kind = names[i].kind, .head_bytes = WORD_BYTES};
        if (names[i].has_size && !read_size_of(r, ret_type, err))
            return false;
        ret_type->is_dynamic = ret_type->kind == ABI_BYTES || ret_type->kind == ABI_STRING;
        return true;
    }
    return refuse(r, err);
}

static bool read_type(struct reading *r, struct abi_type *ret_type, struct err *err);

/* A member is at least a letter and a comma: that many there can be at most. */
static bool read_members(struct reading *r, struct abi_type *type, struct err *err)
{
    size_t room = r->rest.len / 2 + 1;
    type->items = arena_take_array(r->arena, room, sizeof *type->items);
    if (!type->items)
        return arena_check(r->arena, err);
    do {
        if (type->count == room)
            return refuse(r, err);
        if (!read_type(r, &type->items[type->count++], err))
            return false;
    } while (take(r, ','));
    return take(r, ')') || refuse(r, err);
}

static bool measure(struct abi_type *type, struct err *err)
{
    for (size_t i = 0; i < type->count; i++) {
        type->is_dynamic |= type->items[i].is_dynamic;
        type->head_bytes += type->items[i].head_bytes;
    }
    if (type->is_dynamic)
        type->head_bytes = WORD_BYTES;
    if (type->head_bytes / WORD_BYTES > LIMIT_ABI_VALUES)
        return err_set(
            err, ERR_LIMIT, "a type of the ABI with more than %zu words", LIMIT_ABI_VALUES);
    return true;
}

static bool read_tuple(struct reading *r, struct abi_type *ret_type, struct err *err)
{
    *ret_type = (struct abi_type){.kind = ABI_TUPLE};
    if (take(r, ')'))
        return true;
    return read_members(r, ret_type, err) && measure(ret_type, err);
}

/* Wraps the type that was read in an array. Elements take room, or a few bytes could stand for any number of them. */
static bool read_array(struct reading *r, struct abi_type *type, struct err *err)
{
    struct abi_type *element = arena_take(r->arena, sizeof *element);
    struct text digits = take_digits(r);
    struct abi_type array = {.kind = ABI_ARRAY, .items = element, .head_bytes = WORD_BYTES};
    if (!element)
        return arena_check(r->arena, err);
    *element = *type;
    array.is_sized = digits.len != 0;
    array.is_dynamic = !array.is_sized || element->is_dynamic;
    if (!take(r, ']') || element->head_bytes == 0 ||
        (array.is_sized && !read_size(digits, SIZE_MAX, &array.count)))
        return refuse(r, err);
    if (array.count > LIMIT_ABI_VALUES ||
        array.count * (element->head_bytes / WORD_BYTES) > LIMIT_ABI_VALUES)
        return err_set(
            err, ERR_LIMIT, "a type of the ABI with more than %zu words", LIMIT_ABI_VALUES);
    if (!array.is_dynamic)
        array.head_bytes = array.count * element->head_bytes;
    *type = array;
    return true;
}

static bool read_type(struct reading *r, struct abi_type *ret_type, struct err *err)
{
    size_t depth = ++r->depth;
    if (depth > LIMIT_ABI_DEPTH)
        return err_set(err, ERR_LIMIT, "a type of the ABI nested deeper than %zu", LIMIT_ABI_DEPTH);
    if (!(take(r, '(') ? read_tuple(r, ret_type, err) : read_plain(r, ret_type, err)))
        return false;
    while (take(r, '[')) {
        if (++depth > LIMIT_ABI_DEPTH)
            return err_set(
                err, ERR_LIMIT, "a type of the ABI nested deeper than %zu", LIMIT_ABI_DEPTH);
        if (!read_array(r, ret_type, err))
            return false;
    }
    r->depth--;
    return true;
}

bool abi_type_read(struct text t, struct arena *arena, struct abi_type *ret_type, struct err *err)
{
    struct reading reading = {.whole = t, .rest = t, .arena = arena};
    struct abi_type type;
    if (t.len > LIMIT_ABI_TYPE_BYTES)
        return err_set(
            err, ERR_LIMIT, "a type of the ABI of more than %zu bytes", LIMIT_ABI_TYPE_BYTES);
    if (!read_type(&reading, &type, err))
        return false;
    if (reading.rest.len)
        return refuse(&reading, err);
    *ret_type = type;
    return true;
}
