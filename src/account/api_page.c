/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api.h"
#include "base/limits.h"

enum { PAGE_DEFAULT = 50 };

bool api_page_read(const struct api_call *call, struct api_page *ret_page, struct err *err)
{
    struct api_page page = {.limit = PAGE_DEFAULT, .cursor = {"", 0}};
    struct text limit;
    uint64_t number = PAGE_DEFAULT;
    if (http_query(call->request, "limit", &limit) && !text_read_u64(limit, &number))
        return err_set(err, ERR_USAGE, "limit: must be a number");
    if (number < 1 || number > LIMIT_HTTP_PAGE)
        return err_set(err, ERR_USAGE, "limit: must be from 1 to %zu", LIMIT_HTTP_PAGE);
    page.limit = (size_t)number;
    http_query(call->request, "cursor", &page.cursor);
    *ret_page = page;
    return true;
}

/* Numbers as they are, texts by the hexadecimal digits of their bytes, '.' between: nothing that a URL has to quote. */
struct text api_cursor_print(struct arena *arena, const char *kinds, const struct db_value *values)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; kinds[i]; i++) {
        if (i)
            buf_add_char(&out, '.');
        if (kinds[i] == 'i')
            buf_format(&out, "%lld", (long long)values[i].number);
        for (size_t at = 0; kinds[i] == 't' && at < values[i].text.len; at++)
            buf_format(&out, "%02x", (unsigned char)values[i].text.at[at]);
    }
    struct text cursor = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return cursor;
}

static int digit_value(char c)
{
    if (text_is_digit(c))
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_bytes(struct text hex, struct arena *arena, struct text *ret_bytes)
{
    char *bytes = arena_take(arena, hex.len / 2 + 1);
    if (!bytes || hex.len % 2)
        return false;
    for (size_t i = 0; i < hex.len / 2; i++) {
        int high = digit_value(hex.at[2 * i]), low = digit_value(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (char)(high << 4 | low);
    }
    *ret_bytes = (struct text){bytes, hex.len / 2};
    return text_find_bad_utf8(*ret_bytes) < 0 && !memchr(bytes, '\0', ret_bytes->len);
}

static bool read_value(struct text part, char kind, struct arena *arena, struct db_value *ret_value)
{
    struct text bytes;
    int64_t number;
    if (kind == 'i' && text_read_i64(part, &number))
        *ret_value = DB_INT(number);
    else if (kind == 't' && read_bytes(part, arena, &bytes))
        *ret_value = DB_TEXT(bytes);
    else
        return false;
    return true;
}

bool api_cursor_read(struct text cursor, const char *kinds, struct arena *arena,
    struct db_value *values, struct err *err)
{
    if (cursor.len == 0)
        return true;
    bool is_fine = true;
    for (size_t i = 0; is_fine && kinds[i]; i++)
        is_fine = cursor.at && read_value(text_cut(&cursor, '.'), kinds[i], arena, &values[i]);
    return (is_fine && !cursor.at) || err_set(err, ERR_USAGE, "cursor: is none of this list");
}

void api_list_open(struct api_call *call)
{
    json_print_open(&call->reply->body, '{');
    json_print_member_open(&call->reply->body, "items", '[');
}

void api_list_close(struct api_call *call, struct text next_cursor)
{
    struct buf *out = &call->reply->body;
    json_print_close(out, ']');
    if (next_cursor.len)
        json_print_member(out, "next_cursor", next_cursor);
    else
        json_print_member_null(out, "next_cursor");
    json_print_close(out, '}');
}
