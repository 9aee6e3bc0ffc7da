/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/typed_data.h"

#include "base/limits.h"
#include "chain/abi.h"
#include "chain/hex.h"
#include "codec/json.h"

enum { DEPENDENCIES_MOST = 64 };

struct reading {
    yyjson_val *types;
    struct arena *arena;
    size_t values_left;
    size_t depth;
};

/* Names of structures that one refers to, itself among them. */
struct names {
    struct text at[DEPENDENCIES_MOST];
    size_t count;
};

static yyjson_val *members_of(const struct reading *r, struct text type)
{
    return yyjson_obj_getn(r->types, type.at, type.len);
}

/* "Person[2][]" is made of "Person". */
static struct text without_arrays(struct text type)
{
    ptrdiff_t at = text_find(type, '[');
    return at < 0 ? type : text_slice(type, 0, (size_t)at);
}

static bool add_name(struct names *names, struct text name, bool *ret_is_new, struct err *err)
{
    *ret_is_new = false;
    for (size_t i = 0; i < names->count; i++)
        if (text_eq(names->at[i], name))
            return true;
    if (names->count == DEPENDENCIES_MOST)
        return err_set(
            err, ERR_LIMIT, "typed data: a type of more than %d types", DEPENDENCIES_MOST);
    names->at[names->count++] = name;
    *ret_is_new = true;
    return true;
}

/* Each type found is looked through in its turn, so no recursion is needed. */
static bool find_names(
    const struct reading *r, struct text type, struct names *names, struct err *err)
{
    bool is_new;
    if (!add_name(names, type, &is_new, err))
        return false;
    for (size_t i = 0; i < names->count; i++) {
        yyjson_val *member;
        yyjson_arr_iter iter = yyjson_arr_iter_with(members_of(r, names->at[i]));
        while ((member = yyjson_arr_iter_next(&iter))) {
            struct text name = without_arrays(json_get_text(member, "type"));
            if (members_of(r, name) && !add_name(names, name, &is_new, err))
                return false;
        }
    }
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

static void print_type(const struct reading *r, struct text type, struct buf *out)
{
    yyjson_val *member;
    yyjson_arr_iter iter = yyjson_arr_iter_with(members_of(r, type));
    const char *between = "(";
    buf_add(out, type);
    while ((member = yyjson_arr_iter_next(&iter))) {
        struct text name = json_get_text(member, "name"), its = json_get_text(member, "type");
        buf_format(out, "%s%.*s %.*s", between, TEXT_ARG(its), TEXT_ARG(name));
        between = ",";
    }
    buf_add_z(out, *between == '(' ? "()" : ")");
}

/* "the set of referenced struct types is collected, sorted by name and appended to the encoding" */
static bool hash_type(const struct reading *r, struct text type,
    unsigned char ret_digest[KECCAK_SIZE], struct err *err)
{
    struct names names = {0};
    struct buf buf;
    if (!yyjson_is_arr(members_of(r, type)))
        return err_set(err, ERR_SYNTAX, "types: no list of members for %.*s", TEXT_ARG(type));
    if (!find_names(r, type, &names, err))
        return false;
    qsort(names.at + 1, names.count - 1, sizeof names.at[0], compare_names);
    buf_init(&buf, LIMIT_ABI_TYPE_BYTES);
    for (size_t i = 0; i < names.count; i++)
        print_type(r, names.at[i], &buf);
    keccak_of(buf_text(&buf), ret_digest);
    bool is_fine = buf_check(&buf, err);
    buf_done(&buf);
    return is_fine;
}

/* Turns a number into two's complement. */
static bool negate(struct u256 *number)
{
    struct u256 zero = {{0}};
    u256_sub(&zero, number, number);
    return number->at[0] & 0x80 || u256_is_zero(number);
}

/* Numbers come as JSON's, or as texts of decimal or 0x… digits where JSON's are too small. */
static bool read_number(yyjson_val *json, struct u256 *ret_number)
{
    char room[JSON_PLAIN_SIZE];
    struct text t = yyjson_is_int(json) || yyjson_is_str(json) ? json_plain(json, room) : TEXT("");
    bool is_negative = text_starts(t, TEXT("-"));
    t = text_from(t, is_negative);
    if (!u256_read_decimal(t, ret_number) && !u256_read_quantity(t, ret_number))
        return false;
    return !is_negative || negate(ret_number);
}

/* Reads what is no structure and no array: bytes go to bytes. */
static bool read_plain(
    const struct abi_type *type, yyjson_val *json, struct buf *bytes, struct abi_value *ret_value)
{
    struct text t = {"", 0};
    struct chain_address address;
    bool is_text = json_text(json, &t);
    *ret_value = (struct abi_value){0};
    switch (type->kind) {
    case ABI_UINT:
    case ABI_INT: return read_number(json, &ret_value->number);
    case ABI_BOOL: *ret_value = abi_bool(yyjson_is_true(json)); return yyjson_is_bool(json);
    case ABI_ADDRESS:
        if (!is_text || !address_read(t, &address, NULL))
            return false;
        *ret_value = abi_address(&address);
        return true;
    case ABI_STRING: ret_value->bytes = t; return is_text;
    case ABI_FIXED:
    case ABI_BYTES:
        if (!is_text || !hex_read_all(t, bytes))
            return false;
        ret_value->bytes = buf_text(bytes);
        return true;
    case ABI_ARRAY:
    case ABI_TUPLE: break;
    }
    return false;
}

static bool print_plain(const struct reading *r, struct text type_name, yyjson_val *json,
    struct buf *out, struct err *err)
{
    struct abi_type type;
    struct abi_value value;
    struct buf bytes;
    if (!abi_type_read(type_name, r->arena, &type, err))
        return false;
    buf_init(&bytes, LIMIT_TYPED_DATA_BYTES);
    bool is_fine = read_plain(&type, json, &bytes, &value) ||
                   err_set(err, ERR_SYNTAX, "not a value of %.*s", TEXT_ARG(type_name));
    if (is_fine && type.is_dynamic) {
        unsigned char digest[KECCAK_SIZE];
        keccak_of(value.bytes, digest);
        buf_add(out, (struct text){(const char *)digest, sizeof digest});
    } else if (is_fine) {
        struct text tuple = arena_format(r->arena, "(%.*s)", TEXT_ARG(type_name));
        is_fine = abi_print(out, tuple, &value, 1, err);
    }
    buf_done(&bytes);
    return is_fine;
}

static bool print_struct(
    struct reading *r, struct text type, yyjson_val *json, struct buf *out, struct err *err);
static bool print_value(
    struct reading *r, struct text type, yyjson_val *json, struct buf *out, struct err *err);

/* Reads the length of a sized array's last brackets: SIZE_MAX for "[]". */
static bool read_length(struct text type, size_t *ret_start, size_t *ret_length)
{
    ptrdiff_t at = text_find_last(type, '[');
    uint64_t length = SIZE_MAX;
    if (at < 0)
        return false;
    struct text digits = text_slice(type, (size_t)at + 1, type.len - 1);
    if (digits.len && !text_read_u64(digits, &length))
        return false;
    *ret_start = (size_t)at;
    *ret_length = (size_t)length;
    return true;
}

/* "array values are encoded as the keccak256 hash of the concatenated encodeData of their contents" */
static bool print_array(
    struct reading *r, struct text type, yyjson_val *json, struct buf *out, struct err *err)
{
    unsigned char digest[KECCAK_SIZE];
    size_t start, length;
    struct buf buf;
    yyjson_val *item;
    if (!read_length(type, &start, &length) || !yyjson_is_arr(json) ||
        (length != SIZE_MAX && length != yyjson_arr_size(json)))
        return err_set(err, ERR_SYNTAX, "not a value of %.*s", TEXT_ARG(type));
    buf_init(&buf, SIZE_MAX);
    yyjson_arr_iter iter = yyjson_arr_iter_with(json);
    bool is_fine = true;
    while (is_fine && (item = yyjson_arr_iter_next(&iter)))
        is_fine = print_value(r, text_slice(type, 0, start), item, &buf, err);
    keccak_of(buf_text(&buf), digest);
    buf_add(out, (struct text){(const char *)digest, sizeof digest});
    buf_done(&buf);
    return is_fine;
}

/* Adds the 32 bytes that stand for a value in its structure. */
static bool print_value(
    struct reading *r, struct text type, yyjson_val *json, struct buf *out, struct err *err)
{
    bool is_fine;
    if (r->values_left-- == 0 || r->depth == LIMIT_ABI_DEPTH) {
        r->values_left = 0;
        return err_set(err, ERR_LIMIT, "typed data: more than %zu values, or deeper than %zu",
            LIMIT_TYPED_DATA_VALUES, LIMIT_ABI_DEPTH);
    }
    r->depth++;
    if (text_ends(type, TEXT("]")))
        is_fine = print_array(r, type, json, out, err);
    else if (members_of(r, type))
        is_fine = print_struct(r, type, json, out, err);
    else
        is_fine = print_plain(r, type, json, out, err);
    r->depth--;
    return is_fine;
}

/* hashStruct(s) = keccak256(typeHash ‖ encodeData(s)) */
static bool print_struct(
    struct reading *r, struct text type, yyjson_val *json, struct buf *out, struct err *err)
{
    unsigned char digest[KECCAK_SIZE];
    struct buf buf;
    yyjson_val *member;
    if (!yyjson_is_obj(json))
        return err_set(err, ERR_SYNTAX, "not a value of %.*s", TEXT_ARG(type));
    if (!hash_type(r, type, digest, err))
        return false;
    buf_init(&buf, SIZE_MAX);
    buf_add(&buf, (struct text){(const char *)digest, sizeof digest});
    yyjson_arr_iter iter = yyjson_arr_iter_with(members_of(r, type));
    bool is_fine = true;
    while (is_fine && (member = yyjson_arr_iter_next(&iter))) {
        struct text name = json_get_text(member, "name");
        is_fine = print_value(r, json_get_text(member, "type"),
                      yyjson_obj_getn(json, name.at, name.len), &buf, err) ||
                  err_add(err, "%.*s", TEXT_ARG(name));
    }
    keccak_of(buf_text(&buf), digest);
    buf_add(out, (struct text){(const char *)digest, sizeof digest});
    buf_done(&buf);
    return is_fine;
}

/* "\x19\x01" ‖ domainSeparator ‖ hashStruct(message); without a message where the domain is all that is signed. */
static bool print_document(struct reading *r, yyjson_val *root, struct buf *out, struct err *err)
{
    struct text primary = json_get_text(root, "primaryType"), domain = TEXT("EIP712Domain");
    r->types = json_get(root, "types");
    if (!members_of(r, domain) || !members_of(r, primary))
        return err_set(err, ERR_SYNTAX, "types: needs EIP712Domain and what primaryType names");
    buf_add(out, TEXT("\x19\x01"));
    if (!print_struct(r, domain, json_get(root, "domain"), out, err))
        return err_add(err, "domain");
    if (text_eq(primary, domain))
        return true;
    return print_struct(r, primary, json_get(root, "message"), out, err) || err_add(err, "message");
}

bool typed_data_digest(struct text text, unsigned char ret_digest[KECCAK_SIZE], struct err *err)
{
    struct json json = {0};
    struct arena arena;
    struct buf buf;
    if (text.len > LIMIT_TYPED_DATA_BYTES)
        return err_set(err, ERR_LIMIT, "typed data: more than %zu bytes", LIMIT_TYPED_DATA_BYTES);
    if (!json_read(&json, text, err))
        return false;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    buf_init(&buf, SIZE_MAX);
    struct reading reading = {.arena = &arena, .values_left = LIMIT_TYPED_DATA_VALUES};
    bool is_fine = print_document(&reading, json_root(&json), &buf, err);
    if (is_fine)
        keccak_of(buf_text(&buf), ret_digest);
    buf_done(&buf);
    arena_done(&arena);
    json_done(&json);
    return is_fine;
}
