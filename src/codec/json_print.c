/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/clock.h"
#include "codec/json.h"

/* A comma is due behind anything but an opening bracket, a colon or the start of a line: outside of strings, whose last
   byte is always their quote, those are the only bytes that a value may follow. */
static void print_comma(struct buf *out)
{
    char last = out->len ? out->at[out->len - 1] : '\n';
    if (last != '{' && last != '[' && last != ':' && last != '\n')
        buf_add_char(out, ',');
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' &&
           c != 0x7f;
}

/* Returns how many bytes at the front are plain, as is_plain says; eight at a time, the top bit of each telling of it. */
static size_t plain_len(struct text t)
{
    const uint64_t ones = 0x0101010101010101, tops = ones << 7;
    size_t i = 0;
    for (; i + sizeof ones <= t.len; i += sizeof ones) {
        uint64_t eight;
        memcpy(&eight, t.at + i, sizeof eight);
        uint64_t quote = (eight | ones * 0x04) ^ ones * '&'; /* with the quote, a bit below it */
        uint64_t angle = (eight | ones * 0x02) ^ ones * '>'; /* with "<" */
        uint64_t slash = eight ^ ones * '\\', last = eight ^ ones * 0x7f;
        uint64_t zero = ((quote - ones) & ~quote) | ((angle - ones) & ~angle) |
                        ((slash - ones) & ~slash) | ((last - ones) & ~last);
        if ((zero | (eight - ones * 0x20) | eight) & tops)
            break;
    }
    while (i < t.len && is_plain((unsigned char)t.at[i]))
        i++;
    return i;
}

static void print_ascii(struct buf *out, unsigned char c)
{
    const char *named = c == '"'    ? "\\\""
                        : c == '\\' ? "\\\\"
                        : c == '\n' ? "\\n"
                        : c == '\t' ? "\\t"
                                    : NULL;
    if (named)
        buf_add_z(out, named);
    else
        buf_format(out, "\\u%04x", c);
}

/* The byte order mark and what is none (U+FEFF, U+FFFE, U+FFFF), which YAML does not take as they are (1.2.2, section 5.1). */
static bool is_no_character(struct text t)
{
    return text_is(t, "\xef\xbb\xbf") || text_is(t, "\xef\xbf\xbe") || text_is(t, "\xef\xbf\xbf");
}

/* Adds one character of more than one byte, and returns its length: 1 for a byte that is not UTF-8. */
static size_t print_wide(struct buf *out, struct text rest)
{
    size_t len = 2;
    while (len <= 4 && len <= rest.len && text_find_bad_utf8(text_slice(rest, 0, len)) >= 0)
        len++;
    if (len > 4 || len > rest.len) {
        buf_add_z(out, "\xef\xbf\xbd");
        return 1;
    }
    const unsigned char *c = (const unsigned char *)rest.at;
    size_t control = is_no_character(text_slice(rest, 0, len)) ? len : text_control_len(rest);
    /* JSON may end up on a terminal too; and U+2028 and U+2029 end a line in JavaScript. */
    if (control == 2)
        buf_format(out, "\\u%04x", (c[0] & 0x1fu) << 6 | (c[1] & 0x3fu));
    else if (control == 3)
        buf_format(out, "\\u%04x", (c[0] & 0x0fu) << 12 | (c[1] & 0x3fu) << 6 | (c[2] & 0x3fu));
    else
        buf_add(out, text_slice(rest, 0, len));
    return len;
}

void json_print_string(struct buf *out, struct text t)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < t.len;) {
        size_t end = i + plain_len(text_from(t, i));
        buf_add(out, text_slice(t, i, end));
        i = end;
        if (i == t.len)
            break;
        if ((unsigned char)t.at[i] >= 0x80)
            i += print_wide(out, text_from(t, i));
        else
            print_ascii(out, (unsigned char)t.at[i++]);
    }
    buf_add_char(out, '"');
}

void json_print_text(struct buf *out, struct text t)
{
    print_comma(out);
    json_print_string(out, t);
}

void json_print_int(struct buf *out, int64_t value)
{
    print_comma(out);
    buf_format(out, "%lld", (long long)value);
}

void json_print_key_text(struct buf *out, struct text key)
{
    json_print_text(out, key);
    buf_add_char(out, ':');
}

void json_print_key(struct buf *out, const char *key)
{
    json_print_key_text(out, text_of(key));
}

void json_print_member(struct buf *out, const char *key, struct text value)
{
    json_print_key(out, key);
    json_print_string(out, value);
}

void json_print_member_or_null(struct buf *out, const char *key, struct text value)
{
    if (value.len)
        json_print_member(out, key, value);
    else
        json_print_member_null(out, key);
}

void json_print_member_z(struct buf *out, const char *key, const char *value)
{
    json_print_member(out, key, text_of(value));
}

void json_print_member_int(struct buf *out, const char *key, int64_t value)
{
    json_print_key(out, key);
    json_print_int(out, value);
}

void json_print_member_double(struct buf *out, const char *key, double value)
{
    char digits[32];
    if (!isfinite(value)) {
        json_print_member_null(out, key);
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        double again;
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (text_read_double(text_of(digits), &again) && !(again < value) && !(again > value))
            break;
    }
    json_print_member_raw(out, key, text_of(digits));
}

void json_print_member_bool(struct buf *out, const char *key, bool value)
{
    json_print_member_raw(out, key, value ? TEXT("true") : TEXT("false"));
}

void json_print_member_null(struct buf *out, const char *key)
{
    json_print_member_raw(out, key, TEXT("null"));
}

void json_print_member_id(struct buf *out, const char *key, int64_t id)
{
    json_print_key(out, key);
    buf_format(out, "\"%lld\"", (long long)id);
}

void json_print_member_time(struct buf *out, const char *key, int64_t time_us)
{
    char at[CLOCK_TEXT_SIZE];
    if (time_us == 0)
        json_print_member_null(out, key);
    else
        json_print_member_z(out, key, clock_print(time_us, at));
}

void json_print_member_raw(struct buf *out, const char *key, struct text json)
{
    json_print_key(out, key);
    buf_add(out, json);
}

void json_print_open(struct buf *out, char bracket)
{
    print_comma(out);
    buf_add_char(out, bracket);
}

void json_print_close(struct buf *out, char bracket)
{
    buf_add_char(out, bracket);
}

void json_print_member_open(struct buf *out, const char *key, char bracket)
{
    json_print_key(out, key);
    buf_add_char(out, bracket);
}

static void print_line(struct buf *out, size_t depth)
{
    buf_add_char(out, '\n');
    for (size_t i = 0; i < depth; i++)
        buf_add_z(out, "  ");
}

/* The index behind the string that begins at from. */
static size_t string_end(struct text json, size_t from)
{
    size_t at = from + 1;
    while (at < json.len && json.at[at] != '"')
        at += json.at[at] == '\\' ? 2 : 1;
    return at < json.len ? at + 1 : json.len;
}

void json_print_indented(struct buf *out, struct text json)
{
    size_t depth = 0;
    json = text_trim(json);
    for (size_t i = 0; i < json.len;) {
        char c = json.at[i];
        size_t end = c == '"' ? string_end(json, i) : i + 1;
        bool is_open = c == '{' || c == '[', is_close = c == '}' || c == ']';
        bool is_empty = is_open && end < json.len && (json.at[end] == '}' || json.at[end] == ']');
        if (is_close && depth)
            print_line(out, --depth);
        buf_add(out, text_slice(json, i, end));
        if (is_empty)
            buf_add_char(out, json.at[end++]);
        else if (is_open)
            print_line(out, ++depth);
        else if (c == ',')
            print_line(out, depth);
        else if (c == ':')
            buf_add_char(out, ' ');
        i = end;
    }
    buf_add_char(out, '\n');
}
