/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json_check.h"

#include "base/err.h"
#include "base/limits.h"
#include "base/map.h"

/* Most objects are this small or smaller: their keys are compared with each other, without memory or a real hash. */
enum { FEW_KEYS = 16 };

static struct text key_text(yyjson_val *key)
{
    return (struct text){unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
}

static yyjson_val *next_key(yyjson_val *key)
{
    return unsafe_yyjson_get_next(key + 1);
}

/* Returns 64 bits that differ for most different keys. A key is followed by at least its quote, a colon, a value, a brace
   and the text's padding of four, so eight bytes can be read at any key. */
static uint64_t key_digest(struct text key)
{
    _Static_assert(YYJSON_PADDING_SIZE >= 4, "eight bytes can be read at any key");
    uint64_t first, last = 0;
    memcpy(&first, key.at, 8);
    if (key.len > 8)
        memcpy(&last, key.at + key.len - 8, 8);
    else
        first &= key.len == 8 ? UINT64_MAX : ((uint64_t)1 << (8 * key.len)) - 1;
    return (first ^ (last * 3) ^ key.len) * 0x9e3779b97f4a7c15;
}

/* Room for the keys of one object, kept from one to the next. */
struct few {
    uint64_t digests[FEW_KEYS];
    struct text keys[FEW_KEYS];
};

/* Returns whether the last of count keys equals one before it. */
static bool is_last_double(const struct few *few, size_t count)
{
    size_t last = count - 1;
    for (size_t i = 0; i < last; i++)
        if (few->digests[i] == few->digests[last] && text_eq(few->keys[i], few->keys[last]))
            return true;
    return false;
}

static bool check_few(struct few *few, yyjson_val *object, size_t count, struct text *ret_key)
{
    uint64_t seen =
        0; /* a bit for the top six bits of each digest: usually tells that a key is new */
    yyjson_val *key = object + 1;
    for (size_t i = 0; i < count; i++, key = next_key(key)) {
        few->keys[i] = key_text(key);
        few->digests[i] = key_digest(few->keys[i]);
        uint64_t bit = (uint64_t)1 << (few->digests[i] >> 58);
        if ((seen & bit) && is_last_double(few, i + 1)) {
            *ret_key = few->keys[i];
            return false;
        }
        seen |= bit;
    }
    return true;
}

/* Puts a key into the table of places (in values behind the object, which is never a key: 0 is free); returns false when it
   is there already. */
static bool place_key(uint32_t *table, size_t mask, yyjson_val *object, yyjson_val *key)
{
    struct text text = key_text(key);
    size_t i = map_hash(text) & mask;
    for (; table[i]; i = (i + 1) & mask)
        if (text_eq(key_text(object + table[i]), text))
            return false;
    table[i] = (uint32_t)(key - object);
    return true;
}

static bool check_many(yyjson_val *object, size_t count, struct text *ret_key)
{
    size_t room = 4 * FEW_KEYS;
    while (room < 2 * count)
        room *= 2;
    uint32_t *table = calloc(room, sizeof *table);
    if (!table)
        err_panic("out of memory");
    yyjson_val *key = object + 1;
    bool is_fine = true;
    for (size_t i = 0; i < count && is_fine; i++, key = next_key(key)) {
        is_fine = place_key(table, room - 1, object, key);
        if (!is_fine)
            *ret_key = key_text(key);
    }
    free(table);
    return is_fine;
}

/* A third of all objects are a name and a value, whose keys differ in length already. */
static bool check_two(yyjson_val *object, struct text *ret_key)
{
    *ret_key = key_text(next_key(object + 1));
    return !text_eq(key_text(object + 1), *ret_key);
}

static bool check_keys(struct few *few, yyjson_val *object, struct text *ret_key)
{
    size_t count = unsafe_yyjson_get_len(object);
    if (count < 2)
        return true;
    if (count == 2)
        return check_two(object, ret_key);
    return count <= FEW_KEYS ? check_few(few, object, count, ret_key)
                             : check_many(object, count, ret_key);
}

/* yyjson lays all values out in the order of the text, and each container tells where it ends. */
enum json_fault json_check(yyjson_val *root, struct text *ret_key)
{
    yyjson_val *ends[LIMIT_JSON_DEPTH + 1];
    struct few few;
    size_t depth = 0;
    ends[0] = unsafe_yyjson_get_next(root);
    for (yyjson_val *value = root; value < ends[0]; value++) {
        while (value >= ends[depth])
            depth--;
        if (!unsafe_yyjson_is_ctn(value))
            continue;
        if (depth == LIMIT_JSON_DEPTH)
            return JSON_TOO_DEEP;
        ends[++depth] = unsafe_yyjson_get_next(value);
        if (unsafe_yyjson_is_obj(value) && !check_keys(&few, value, ret_key))
            return JSON_DUPLICATE_KEY;
    }
    return JSON_FINE;
}
