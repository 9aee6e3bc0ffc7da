/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json.h"

#include "base/arena.h"
#include "base/limits.h"
#include "codec/json_check.h"

/* Where a message points: the text as it came, or nothing, and then the number of a byte must do. */
struct place {
    struct text original;
    size_t bom_len; /* what was skipped at the front */
};

static bool fail_at(
    const struct place *place, size_t at, struct err *err, enum err_code code, const char *why)
{
    at += place->bom_len;
    if (!place->original.len)
        return err_set(err, code, "byte %zu: %s", at + 1, why);
    size_t line = 1, column = 1;
    for (size_t i = place->bom_len; i < at && i < place->original.len; i++) {
        unsigned char c = (unsigned char)place->original.at[i];
        column += (c & 0xc0) != 0x80; /* characters, not bytes */
        if (c == '\n')
            line++, column = 1;
    }
    return err_set(err, code, "%zu:%zu: %s", line, column, why);
}

static const char *explain_string(unsigned char c)
{
    if (c >= 0x80)
        return "a string that is not UTF-8";
    if (c < 0x20)
        return "a control character or line end inside a string";
    return "an escape in a string that JSON does not know";
}

/* Says what yyjson found, in words for the one who made the file. c is the byte at which it stopped. */
static const char *explain(yyjson_read_code code, unsigned char c)
{
    if (code == YYJSON_READ_ERROR_UNEXPECTED_CONTENT)
        return "something follows the end of the JSON document";
    if (code == YYJSON_READ_ERROR_UNEXPECTED_END)
        return "the JSON document ends too early; it seems to be cut off";
    if (code == YYJSON_READ_ERROR_JSON_STRUCTURE)
        return "a comma before a closing bracket";
    if (code == YYJSON_READ_ERROR_INVALID_NUMBER)
        return "not a number as JSON writes them, or out of range";
    if (code == YYJSON_READ_ERROR_INVALID_STRING)
        return explain_string(c);
    if (c == '\0')
        return "a NUL byte";
    if (c == '\'')
        return "a single quote; JSON has double quotes only";
    if (c == '/')
        return "a comment, which JSON does not have";
    return c >= 0x80 ? "not JSON" : "not JSON: this character cannot stand here";
}

static bool fail_parse(const struct place *place, const char *at, size_t len,
    const yyjson_read_err *why, struct err *err)
{
    if (why->code == YYJSON_READ_ERROR_MEMORY_ALLOCATION)
        return err_set(
            err, ERR_LIMIT, "has too many values for the memory that is there or allowed");
    if (why->code == YYJSON_READ_ERROR_EMPTY_CONTENT)
        return err_set(err, ERR_SYNTAX, "there is no JSON in it: it is empty");
    unsigned char c = why->pos < len ? (unsigned char)at[why->pos] : ' ';
    return fail_at(place, why->pos, err, ERR_SYNTAX, explain(why->code, c));
}

/* Finds where the nesting passes the limit in a text that is well-formed. */
static size_t find_depth(struct text t)
{
    size_t depth = 0, i = 0;
    for (bool in_string = false; i < t.len; i++) {
        char c = t.at[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
        if (depth > LIMIT_JSON_DEPTH)
            break;
    }
    return i;
}

static bool fail_depth(const struct place *place, struct err *err)
{
    char why[64];
    snprintf(why, sizeof why, "nested deeper than %zu levels", LIMIT_JSON_DEPTH);
    if (!place->original.len)
        return err_set(err, ERR_LIMIT, "%s", why);
    size_t at = find_depth(text_from(place->original, place->bom_len));
    return fail_at(place, at, err, ERR_LIMIT, why);
}

static bool fail_duplicate(
    const struct place *place, const char *at, struct text key, struct err *err)
{
    char why[128];
    struct text shown = text_slice(key, 0, 60);
    snprintf(why, sizeof why, "the key \"%.*s\" stands twice in one object", TEXT_ARG(shown));
    return fail_at(place, (size_t)(key.at - at), err, ERR_SYNTAX, why);
}

static void *tree_malloc(void *context, size_t size)
{
    (void)context;
    void *at = size <= LIMIT_JSON_TREE_BYTES ? malloc(size) : NULL;
    if (at)
        arena_advise_huge(at, size);
    return at;
}

static void *tree_realloc(void *context, void *at, size_t old_size, size_t size)
{
    (void)context, (void)old_size;
    return size <= LIMIT_JSON_TREE_BYTES ? realloc(at, size) : NULL;
}

static void tree_free(void *context, void *at)
{
    (void)context;
    free(at);
}

/* yyjson keeps one block for all values. */
static const yyjson_alc tree_allocator = {tree_malloc, tree_realloc, tree_free, NULL};

static bool check_encoding(struct text t, struct err *err)
{
    const unsigned char *p = (const unsigned char *)t.at;
    bool has_mark =
        t.len >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff));
    bool has_nul = t.len >= 2 && (p[0] == 0) != (p[1] == 0);
    if (has_mark || has_nul)
        return err_set(
            err, ERR_SYNTAX, "is UTF-16 or UTF-32; JSON files are UTF-8 (RFC 8259, section 8.1)");
    return true;
}

bool json_read_in_place(
    struct json *ret_json, char *at, size_t len, struct text original, struct err *err)
{
    if (!check_encoding((struct text){at, len}, err))
        return false;
    struct place place = {.original = original};
    if (text_starts((struct text){at, len}, TEXT("\xef\xbb\xbf")))
        place.bom_len = 3, at += 3, len -= 3;
    yyjson_read_err why;
    yyjson_doc *doc = yyjson_read_opts(at, len, YYJSON_READ_INSITU, &tree_allocator, &why);
    if (!doc && !len)
        why.code = YYJSON_READ_ERROR_EMPTY_CONTENT;
    if (!doc)
        return fail_parse(&place, at, len, &why, err);
    struct text key = {0};
    enum json_fault fault = json_check(yyjson_doc_get_root(doc), &key);
    if (fault == JSON_FINE) {
        *ret_json = (struct json){.doc = doc};
        return true;
    }
    bool result =
        fault == JSON_TOO_DEEP ? fail_depth(&place, err) : fail_duplicate(&place, at, key, err);
    yyjson_doc_free(doc);
    return result;
}

bool json_read(struct json *ret_json, struct text text, struct err *err)
{
    if (text.len > SIZE_MAX - YYJSON_PADDING_SIZE)
        return err_set(err, ERR_LIMIT, "too large");
    char *copy = malloc(text.len + YYJSON_PADDING_SIZE);
    if (!copy)
        return err_set(err, ERR_LIMIT, "needs more memory than there is");
    if (text.len)
        memcpy(copy, text.at, text.len);
    memset(copy + text.len, 0, YYJSON_PADDING_SIZE);
    struct json json;
    if (!json_read_in_place(&json, copy, text.len, text, err)) {
        free(copy);
        return false;
    }
    json.copy = copy;
    *ret_json = json;
    return true;
}

void json_done(struct json *json)
{
    if (!json)
        return;
    yyjson_doc_free(json->doc);
    free(json->copy);
    *json = (struct json){0};
}

yyjson_val *json_root(const struct json *json)
{
    return yyjson_doc_get_root(json->doc);
}

/* Members mostly come in the order of the table, so the search begins behind the one found before. */
static size_t find_key(struct text key, const struct text *keys, size_t count, size_t from)
{
    for (size_t tried = 0, i = from; tried < count; tried++, i++) {
        if (i >= count)
            i = 0;
        if (keys[i].len == key.len && memcmp(keys[i].at, key.at, key.len) == 0)
            return i;
    }
    return count;
}

void json_pick(yyjson_val *object, const struct text *keys, size_t count, yyjson_val **ret_values)
{
    yyjson_obj_iter members = yyjson_obj_iter_with(object);
    size_t next = 0;
    memset(ret_values, 0, count * sizeof(*ret_values));
    for (yyjson_val *key; (key = yyjson_obj_iter_next(&members));) {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        size_t i = find_key(name, keys, count, next);
        if (i == count)
            continue;
        ret_values[i] = yyjson_obj_iter_get_val(key);
        next = i + 1;
    }
}

const char *json_kind(yyjson_val *value)
{
    switch (yyjson_get_type(value)) {
    case YYJSON_TYPE_OBJ: return "an object";
    case YYJSON_TYPE_ARR: return "an array";
    case YYJSON_TYPE_STR: return "a string";
    case YYJSON_TYPE_NUM: return "a number";
    case YYJSON_TYPE_BOOL: return "true or false";
    case YYJSON_TYPE_NULL: return "null";
    default: return "missing";
    }
}

struct text json_plain(yyjson_val *value, char room[JSON_PLAIN_SIZE])
{
    struct text text = {"", 0};
    if (json_text(value, &text))
        return text;
    if (yyjson_is_uint(value))
        snprintf(room, JSON_PLAIN_SIZE, "%llu", (unsigned long long)yyjson_get_uint(value));
    else if (yyjson_is_int(value))
        snprintf(room, JSON_PLAIN_SIZE, "%lld", (long long)yyjson_get_sint(value));
    else if (yyjson_is_real(value))
        snprintf(room, JSON_PLAIN_SIZE, "%.17g", yyjson_get_real(value));
    else if (yyjson_is_bool(value))
        return yyjson_get_bool(value) ? TEXT("true") : TEXT("false");
    else
        return yyjson_is_null(value) ? TEXT("null") : text;
    return text_of(room);
}
