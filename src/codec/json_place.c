/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json_place.h"

#include <stdarg.h>

/* Keys come from strangers; what is wrong must still fit behind them. */
enum { KEY_SHOWN = 200 };

void json_place_print(const struct json_place *at, struct buf *out)
{
    if (!at)
        return;
    json_place_print(at->up, out);
    if (at->line)
        buf_format(out, "%zu:%zu", at->line, at->column);
    else if (at->key && at->is_entry)
        buf_format(out, "[\"%.*s%s\"]", KEY_SHOWN, at->key,
            strnlen(at->key, KEY_SHOWN + 1) > KEY_SHOWN ? "…" : "");
    else if (at->key)
        buf_format(out, "%s%s", out->len ? "." : "", at->key);
    else
        buf_format(out, "[%zu]", at->index);
}

bool json_place_fail(
    const struct json_place *at, struct err *err, enum err_code code, const char *format, ...)
{
    char why[ERR_TEXT_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    struct buf place;
    buf_init(&place, SIZE_MAX);
    json_place_print(at, &place);
    err_set(err, code, "%s", why);
    if (place.len)
        err_add(err, "%s", place.at);
    buf_done(&place);
    return false;
}

static bool fail_kind(
    yyjson_val *value, const struct json_place *at, const char *wanted, struct err *err)
{
    return json_place_fail(at, err, ERR_SYNTAX, "must be %s, not %s", wanted, json_kind(value));
}

static bool is_absent(yyjson_val *value)
{
    return !value || yyjson_is_null(value);
}

bool json_place_text(yyjson_val *value, const struct json_place *up, const char *key,
    size_t max_bytes, struct text *ret_text, struct err *err)
{
    struct text text = {"", 0};
    if (!value) {
        *ret_text = text;
        return true;
    }
    struct json_place at = {.up = up, .key = key};
    if (!is_absent(value) && !json_text(value, &text))
        return fail_kind(value, &at, "a string", err);
    if (text.len > max_bytes)
        return json_place_fail(&at, err, ERR_LIMIT, "longer than %zu bytes", max_bytes);
    if (text_find(text, '\0') >= 0)
        return json_place_fail(&at, err, ERR_SYNTAX, "a NUL character in it");
    *ret_text = text;
    return true;
}

bool json_place_array(yyjson_val *value, const struct json_place *up, const char *key,
    yyjson_val **ret_array, struct err *err)
{
    struct json_place at = {.up = up, .key = key};
    if (!is_absent(value) && !yyjson_is_arr(value))
        return fail_kind(value, &at, "an array", err);
    *ret_array = is_absent(value) ? NULL : value;
    return true;
}

bool json_place_object(yyjson_val *value, const struct json_place *up, const char *key,
    yyjson_val **ret_object, struct err *err)
{
    struct json_place at = {.up = up, .key = key};
    if (!is_absent(value) && !yyjson_is_obj(value))
        return fail_kind(value, &at, "an object", err);
    *ret_object = is_absent(value) ? NULL : value;
    return true;
}

bool json_place_there(
    yyjson_val *value, const struct json_place *up, const char *key, struct err *err)
{
    struct json_place at = {.up = up, .key = key};
    return !is_absent(value) ||
           json_place_fail(&at, err, ERR_SYNTAX, "is %s", value ? "null" : "missing");
}

bool json_place_is_object(yyjson_val *value, const struct json_place *at, struct err *err)
{
    return yyjson_is_obj(value) || fail_kind(value, at, "an object", err);
}
