/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"

#include "base/limits.h"

enum { WORD_BYTES = 32 };

/* The types of one call take a little memory beside those of the largest answer. */
#define TYPE_ARENA (LIMIT_ABI_TYPE_BYTES * sizeof(struct abi_type) * LIMIT_ABI_DEPTH)

struct abi_value abi_u256(const struct u256 *value)
{
    return (struct abi_value){.number = *value};
}

struct abi_value abi_u64(uint64_t value)
{
    return (struct abi_value){.number = u256_of(value)};
}

struct abi_value abi_bool(bool value)
{
    return abi_u64(value);
}

struct abi_value abi_address(const struct chain_address *address)
{
    struct abi_value value = {0};
    memcpy(value.number.at + U256_SIZE - ADDRESS_SIZE, address->at, ADDRESS_SIZE);
    return value;
}

struct chain_address abi_address_of(const struct abi_value *value)
{
    struct chain_address address;
    memcpy(address.at, value->number.at + U256_SIZE - ADDRESS_SIZE, ADDRESS_SIZE);
    return address;
}

struct abi_value abi_bytes(struct text bytes)
{
    return (struct abi_value){.bytes = bytes};
}

struct abi_value abi_list(struct abi_value *items, size_t count)
{
    return (struct abi_value){.items = items, .count = count};
}

void abi_topic(struct text signature, unsigned char ret_topic[KECCAK_SIZE])
{
    keccak_of(signature, ret_topic);
}

static void print_u64(struct buf *out, uint64_t value)
{
    struct u256 word = u256_of(value);
    buf_add(out, (struct text){(const char *)word.at, U256_SIZE});
}

/* Adds bytes and zeros up to a whole number of words. */
static void print_padded(struct buf *out, struct text bytes)
{
    static const char zeros[WORD_BYTES];
    buf_add(out, bytes);
    buf_add(out, (struct text){zeros, (WORD_BYTES - bytes.len % WORD_BYTES) % WORD_BYTES});
}

/* Whether the number's bits above the lowest size ones are all the sign's: 0 for a number without one. */
static bool fits(const struct u256 *number, unsigned size, bool is_signed)
{
    size_t first = U256_SIZE - size / 8;
    unsigned char fill = is_signed && number->at[first] & 0x80 ? 0xff : 0;
    for (size_t i = 0; i < first; i++)
        if (number->at[i] != fill)
            return false;
    return true;
}

/* Whether a word is a value of a plain type of fixed size. */
static bool fits_type(const struct abi_type *type, const struct u256 *word)
{
    switch (type->kind) {
    case ABI_UINT: return fits(word, type->size, false);
    case ABI_INT: return fits(word, type->size, true);
    case ABI_ADDRESS: return fits(word, 8 * ADDRESS_SIZE, false);
    case ABI_BOOL: return u256_bits(word) <= 1;
    case ABI_FIXED:
    case ABI_BYTES:
    case ABI_STRING:
    case ABI_ARRAY:
    case ABI_TUPLE: break;
    }
    return false;
}

static bool print_value(
    struct buf *out, const struct abi_type *type, const struct abi_value *value, struct err *err);

static size_t heads_of(const struct abi_type *types, bool is_array, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += types[is_array ? 0 : i].head_bytes;
    return bytes;
}

/* Heads first: static values themselves, and for the others where among what follows they begin. */
static bool print_items(
    struct buf *out, const struct abi_type *type, const struct abi_value *value, struct err *err)
{
    bool is_array = type->kind == ABI_ARRAY, is_fine = true;
    size_t heads = heads_of(type->items, is_array, value->count);
    struct buf tail;
    buf_init(&tail, SIZE_MAX);
    for (size_t i = 0; i < value->count && is_fine; i++) {
        const struct abi_type *item = &type->items[is_array ? 0 : i];
        if (item->is_dynamic)
            print_u64(out, heads + tail.len);
        is_fine = print_value(item->is_dynamic ? &tail : out, item, &value->items[i], err);
    }
    buf_add(out, buf_text(&tail));
    buf_done(&tail);
    return is_fine;
}

static bool print_list(
    struct buf *out, const struct abi_type *type, const struct abi_value *value, struct err *err)
{
    bool is_open = type->kind == ABI_ARRAY && !type->is_sized;
    if (!is_open && type->count != value->count)
        return err_set(
            err, ERR_SYNTAX, "ABI: %zu values where the type has %zu", value->count, type->count);
    if (is_open)
        print_u64(out, value->count);
    return print_items(out, type, value, err);
}

static bool print_value(
    struct buf *out, const struct abi_type *type, const struct abi_value *value, struct err *err)
{
    if (type->kind == ABI_ARRAY || type->kind == ABI_TUPLE)
        return print_list(out, type, value, err);
    if (type->kind == ABI_BYTES || type->kind == ABI_STRING) {
        print_u64(out, value->bytes.len);
        print_padded(out, value->bytes);
        return true;
    }
    if (type->kind == ABI_FIXED ? value->bytes.len != type->size : !fits_type(type, &value->number))
        return err_set(err, ERR_SYNTAX, "ABI: a value that does not fit its type");
    if (type->kind == ABI_FIXED)
        print_padded(out, value->bytes);
    else
        buf_add(out, (struct text){(const char *)value->number.at, U256_SIZE});
    return true;
}

bool abi_print(struct buf *out, struct text types, const struct abi_value *values, size_t count,
    struct err *err)
{
    struct arena arena;
    struct abi_type type;
    /* Only read from: abi_list serves both ways. */
    struct abi_value tuple = {.items = (struct abi_value *)(uintptr_t)values, .count = count};
    arena_init(&arena, TYPE_ARENA);
    bool is_fine = abi_type_read(types, &arena, &type, err) &&
                   (type.kind == ABI_TUPLE ||
                       err_set(err, ERR_SYNTAX, "%.*s: not a tuple", TEXT_ARG(types))) &&
                   print_list(out, &type, &tuple, err);
    arena_done(&arena);
    return is_fine;
}

bool abi_print_call(struct buf *out, struct text signature, const struct abi_value *values,
    size_t count, struct err *err)
{
    unsigned char selector[KECCAK_SELECTOR_SIZE];
    ptrdiff_t at = text_find(signature, '(');
    if (at <= 0)
        return err_set(err, ERR_SYNTAX, "%.*s: not a signature", TEXT_ARG(signature));
    keccak_selector(signature, selector);
    buf_add(out, (struct text){(const char *)selector, sizeof selector});
    return abi_print(out, text_from(signature, (size_t)at), values, count, err);
}

/* What is being read, and how many values it may still have. */
struct reading {
    struct arena *arena;
    size_t left;
};

static bool read_word(struct text data, size_t at, struct u256 *ret_word, struct err *err)
{
    if (data.len < WORD_BYTES || at > data.len - WORD_BYTES)
        return err_set(err, ERR_SYNTAX, "ABI: ends within a value");
    memcpy(ret_word->at, data.at + at, WORD_BYTES);
    return true;
}

/* Reads an offset or a count, which can be no more than the data's size. */
static bool read_size(struct text data, size_t at, size_t *ret_size, struct err *err)
{
    struct u256 word;
    uint64_t size;
    if (!read_word(data, at, &word, err))
        return false;
    if (!u256_read_u64(&word, &size) || size > data.len)
        return err_set(err, ERR_SYNTAX, "ABI: points beyond the end");
    *ret_size = (size_t)size;
    return true;
}

static bool read_bytes(struct text data, struct abi_value *ret_value, struct err *err)
{
    size_t len;
    if (!read_size(data, 0, &len, err))
        return false;
    if (len > data.len - WORD_BYTES)
        return err_set(err, ERR_SYNTAX, "ABI: points beyond the end");
    ret_value->bytes = text_slice(data, WORD_BYTES, WORD_BYTES + len);
    return true;
}

static bool read_plain(
    const struct abi_type *type, struct text data, struct abi_value *ret_value, struct err *err)
{
    struct u256 word;
    if (!read_word(data, 0, &word, err))
        return false;
    if (type->kind != ABI_FIXED) {
        ret_value->number = word;
        return fits_type(type, &word) ||
               err_set(err, ERR_SYNTAX, "ABI: a value that does not fit its type");
    }
    ret_value->bytes = text_slice(data, 0, type->size);
    for (size_t i = type->size; i < WORD_BYTES; i++)
        if (word.at[i])
            return err_set(err, ERR_SYNTAX, "ABI: a value that does not fit its type");
    return true;
}

static bool read_value(struct reading *r, const struct abi_type *type, struct text data,
    struct abi_value *ret_value, struct err *err);

/* Offsets count from the first head, which is where data begins. */
static bool read_items(struct reading *r, const struct abi_type *type, struct text data,
    struct abi_value *ret_value, struct err *err)
{
    size_t head = 0;
    if (ret_value->count > r->left)
        return err_set(err, ERR_LIMIT, "ABI: more than %zu values", LIMIT_ABI_VALUES);
    r->left -= ret_value->count;
    ret_value->items = arena_take_array(r->arena, ret_value->count, sizeof *ret_value->items);
    if (!ret_value->items)
        return arena_check(r->arena, err);
    for (size_t i = 0; i < ret_value->count; i++) {
        const struct abi_type *item = &type->items[type->kind == ABI_ARRAY ? 0 : i];
        size_t at = head;
        if (item->is_dynamic && !read_size(data, head, &at, err))
            return false;
        if (!read_value(r, item, text_from(data, at), &ret_value->items[i], err))
            return false;
        head += item->head_bytes;
    }
    return true;
}

/* Every element has a head: more of them than words there are cannot be, whatever the count says. */
static bool read_array(struct reading *r, const struct abi_type *type, struct text data,
    struct abi_value *ret_value, struct err *err)
{
    if (!read_size(data, 0, &ret_value->count, err))
        return false;
    data = text_from(data, WORD_BYTES);
    if (ret_value->count > data.len / type->items->head_bytes)
        return err_set(err, ERR_SYNTAX, "ABI: points beyond the end");
    return read_items(r, type, data, ret_value, err);
}

static bool read_value(struct reading *r, const struct abi_type *type, struct text data,
    struct abi_value *ret_value, struct err *err)
{
    *ret_value = (struct abi_value){.count = type->count};
    if (type->kind == ABI_ARRAY && !type->is_sized)
        return read_array(r, type, data, ret_value, err);
    if (type->kind == ABI_ARRAY || type->kind == ABI_TUPLE)
        return read_items(r, type, data, ret_value, err);
    if (type->kind == ABI_BYTES || type->kind == ABI_STRING)
        return read_bytes(data, ret_value, err);
    return read_plain(type, data, ret_value, err);
}

bool abi_read(struct text types, struct text data, struct arena *arena, struct abi_value *ret_tuple,
    struct err *err)
{
    struct abi_type type;
    struct reading reading = {.arena = arena, .left = LIMIT_ABI_VALUES};
    struct abi_value tuple;
    if (!abi_type_read(types, arena, &type, err))
        return false;
    if (type.kind != ABI_TUPLE)
        return err_set(err, ERR_SYNTAX, "%.*s: not a tuple", TEXT_ARG(types));
    if (!read_value(&reading, &type, data, &tuple, err))
        return false;
    *ret_tuple = tuple;
    return true;
}

bool abi_read_topic(const char *type_name, const unsigned char topic[KECCAK_SIZE],
    struct abi_value *ret_value, struct err *err)
{
    struct abi_type type;
    struct arena arena;
    arena_init(&arena, TYPE_ARENA);
    bool is_fine = abi_type_read(text_of(type_name), &arena, &type, err);
    arena_done(&arena);
    if (!is_fine)
        return false;
    if (type.is_dynamic || type.kind == ABI_ARRAY || type.kind == ABI_TUPLE)
        return err_set(err, ERR_SYNTAX, "%s: only its hash is in a topic", type_name);
    *ret_value = (struct abi_value){0};
    return read_plain(&type, (struct text){(const char *)topic, KECCAK_SIZE}, ret_value, err);
}
