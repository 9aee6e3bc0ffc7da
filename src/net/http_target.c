/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_target.h"

/* Returns the byte at s[*i], decoded, and moves *i past it; -1 for a bad escape. */
static int next_byte(struct text s, size_t *i, bool is_form)
{
    size_t at = *i;
    char c = s.at[at];
    *i += c == '%' ? 3 : 1;
    if (c == '%')
        return text_escaped_byte(text_from(s, at));
    return c == '+' && is_form ? ' ' : (unsigned char)c;
}

bool http_target_decode(
    struct text *ret_text, struct text s, bool is_form, struct arena *arena, struct err *err)
{
    char *at = arena_take(arena, s.len + 1);
    if (!at)
        return arena_check(arena, err);
    size_t len = 0;
    for (size_t i = 0; i < s.len;) {
        int byte = next_byte(s, &i, is_form);
        if (byte < 0)
            return err_set(err, ERR_SYNTAX, "address: %% without two hexadecimal digits");
        if (byte < 0x20 || byte == 0x7f)
            return err_set(err, ERR_SYNTAX, "address: a control character");
        at[len++] = (char)byte;
    }
    struct text decoded = {at, len};
    if (text_find_bad_utf8(decoded) >= 0)
        return err_set(err, ERR_SYNTAX, "address: not UTF-8");
    *ret_text = decoded;
    return true;
}

static size_t count_parameters(struct text query)
{
    size_t count = query.len > 0;
    for (size_t i = 0; i < query.len; i++)
        count += query.at[i] == '&';
    return count;
}

/* RFC 3986, section 2.3: what is not unreserved is escaped. */
struct text http_target_encode(struct text s, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (text_is_alpha(c) || text_is_digit(c) || (c && strchr("-._~", c)))
            buf_add_char(&out, c);
        else
            buf_format(&out, "%%%02X", (unsigned char)c);
    }
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

static bool read_query(
    struct http_target *target, struct text rest, struct arena *arena, struct err *err)
{
    size_t most = count_parameters(rest);
    if (most > HTTP_TARGET_QUERY_MAX)
        return err_set(err, ERR_LIMIT, "address: more than %d parameters", HTTP_TARGET_QUERY_MAX);
    target->query = arena_take_array(arena, most, sizeof *target->query);
    while (rest.at && rest.len) {
        struct text value = text_cut(&rest, '&');
        if (value.len == 0)
            continue;
        struct text name = text_cut(&value, '=');
        struct http_pair *pair = &target->query[target->query_count++];
        if (!http_target_decode(&pair->name, name, true, arena, err) ||
            !http_target_decode(&pair->value, value, true, arena, err))
            return false;
    }
    return true;
}

/* RFC 9112, 3.2.2: "A server MUST accept the absolute-form in requests". */
static struct text without_origin(struct text s)
{
    ptrdiff_t scheme = text_find_text(s, TEXT("://"));
    if (s.len == 0 || s.at[0] == '/' || scheme < 0)
        return s;
    struct text rest = text_from(s, (size_t)scheme + 3);
    ptrdiff_t slash = text_find(rest, '/');
    return slash < 0 ? TEXT("/") : text_from(rest, (size_t)slash);
}

bool http_target_read(
    struct http_target *ret_target, struct text s, struct arena *arena, struct err *err)
{
    struct text query = without_origin(s);
    struct http_target target = {.raw_path = text_cut(&query, '?')};
    if (!text_starts(target.raw_path, TEXT("/")) && !text_is(target.raw_path, "*"))
        return err_set(err, ERR_SYNTAX, "address: does not begin with /");
    if (!http_target_decode(&target.path, target.raw_path, false, arena, err) ||
        !read_query(&target, query, arena, err))
        return false;
    *ret_target = target;
    return true;
}
