/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/toml_value.h"

#include "codec/json.h"

bool toml_value_fail(const struct toml_cursor *in, size_t at, enum err_code code, const char *why)
{
    struct text before = text_slice(in->all, 0, at);
    size_t line = 1;
    for (size_t i = 0; i < before.len; i++)
        line += before.at[i] == '\n';
    ptrdiff_t end = text_find_last(before, '\n');
    size_t column = before.len - (size_t)(end + 1) + 1;
    return err_set(in->err, code, "%zu:%zu: %s", line, column, why);
}

static bool fail(const struct toml_cursor *in, const char *why)
{
    bool is_end = in->at >= in->all.len;
    return toml_value_fail(in, in->at, ERR_SYNTAX, is_end ? "the document ends too early" : why);
}

bool toml_value_is_plain(int c)
{
    return c == '\t' || (c >= 0x20 && c != 0x7f);
}

/* -- strings -- */

/* Returns the length of a line's end at the cursor: "\n" or "\r\n", or 0. */
static size_t newline_len(const struct toml_cursor *in)
{
    int c = toml_value_peek(in, 0);
    return c == '\n' ? 1 : c == '\r' && toml_value_peek(in, 1) == '\n' ? 2 : 0;
}

static bool is_triple(const struct toml_cursor *in, int quote)
{
    return toml_value_peek(in, 0) == quote && toml_value_peek(in, 1) == quote &&
           toml_value_peek(in, 2) == quote;
}

static void add_utf8(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_add_char(out, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    uint32_t lead = more == 1 ? 0xc0 : more == 2 ? 0xe0 : 0xf0;
    buf_add_char(out, (char)(lead | c >> (6 * more)));
    while (more-- > 0)
        buf_add_char(out, (char)(0x80 | (c >> (6 * more) & 0x3f)));
}

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* "\uXXXX" and "\UXXXXXXXX": "the escape codes must be valid Unicode scalar values". */
static bool read_code(struct toml_cursor *in, size_t digits, struct buf *out)
{
    uint32_t code = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_digit(toml_value_peek(in, 2 + i));
        if (digit < 0)
            return fail(in, "an escape with too few hexadecimal digits");
        code = code << 4 | (uint32_t)digit;
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return fail(in, "an escape that is no character");
    in->at += 2 + digits;
    add_utf8(out, code);
    return true;
}

/* A backslash at a line's end: the white space behind it is left out. Returns whether it was one. */
static bool skip_fold(struct toml_cursor *in)
{
    struct toml_cursor ahead = *in;
    bool has_newline = false;
    for (ahead.at++;;) {
        size_t newline = newline_len(&ahead);
        int c = toml_value_peek(&ahead, 0);
        if (!newline && c != ' ' && c != '\t')
            break;
        has_newline |= newline > 0;
        ahead.at += newline ? newline : 1;
    }
    if (has_newline)
        in->at = ahead.at;
    return has_newline;
}

static bool read_escape(struct toml_cursor *in, bool is_multi, struct buf *out)
{
    static const char names[] = "btnfr\"\\", values[] = "\b\t\n\f\r\"\\";
    int c = toml_value_peek(in, 1);
    if (c == 'u' || c == 'U')
        return read_code(in, c == 'u' ? 4 : 8, out);
    const char *name = c > 0 ? strchr(names, c) : NULL;
    if (name) {
        buf_add_char(out, values[name - names]);
        in->at += 2;
        return true;
    }
    return (is_multi && skip_fold(in)) || fail(in, "an escape that TOML has not");
}

/* The quotes that end a string; one or two more in front of three are part of it. */
static void end_string(struct toml_cursor *in, int quote, bool is_multi, struct buf *out)
{
    size_t count = 1;
    while (is_multi && count < 5 && toml_value_peek(in, count) == quote)
        count++;
    for (size_t i = 3; i < count; i++)
        buf_add_char(out, (char)quote);
    in->at += count;
}

/* Returns how many characters that mean themselves stand next. */
static size_t plain_run(const struct toml_cursor *in, int quote)
{
    size_t len = 0;
    for (int c; (c = toml_value_peek(in, len)) != quote && c != '\\' && toml_value_is_plain(c);)
        len++;
    return len;
}

bool toml_value_string(struct toml_cursor *in, struct buf *out)
{
    int quote = toml_value_peek(in, 0);
    bool is_multi = is_triple(in, quote);
    in->at += is_multi ? 3 : 1;
    in->at += is_multi ? newline_len(in) : 0;
    for (;;) {
        int c = toml_value_peek(in, 0);
        size_t newline = is_multi ? newline_len(in) : 0;
        if (is_multi ? is_triple(in, quote) : c == quote) {
            end_string(in, quote, is_multi, out);
            return true;
        }
        if (c == '\\' && quote == '"') {
            if (!read_escape(in, is_multi, out))
                return false;
        } else if (newline || toml_value_is_plain(c)) {
            size_t run = plain_run(in, quote), len = newline ? newline : run ? run : 1;
            buf_add(out, text_slice(in->all, in->at, in->at + len));
            in->at += len;
        } else {
            return fail(in, "a string that goes on over its line, or has a control character");
        }
    }
}

/* -- numbers -- */

enum { NUMBER_ROOM = 512 };

static bool is_hex_digit(char c)
{
    return hex_digit(c) >= 0;
}

static bool is_decimal_digit(char c)
{
    return text_is_digit(c);
}

/* Copies what is no underscore, and ends it; "each underscore must be surrounded by at least one digit on each side". */
static bool drop_underscores(char room[NUMBER_ROOM], bool has_base, struct text *t)
{
    bool (*is_digit)(char) = has_base ? is_hex_digit : is_decimal_digit;
    size_t len = 0;
    for (size_t i = 0; i < t->len; i++) {
        bool is_inside =
            i > 0 && i + 1 < t->len && is_digit(t->at[i - 1]) && is_digit(t->at[i + 1]);
        if (t->at[i] == '_' && !is_inside)
            return false;
        if (t->at[i] != '_' && len == NUMBER_ROOM)
            return false;
        if (t->at[i] != '_')
            room[len++] = t->at[i];
    }
    *t = (struct text){room, len};
    return true;
}

static struct text cut_digits(struct text *rest)
{
    size_t len = 0;
    while (len < rest->len && text_is_digit(rest->at[len]))
        len++;
    struct text digits = text_slice(*rest, 0, len);
    *rest = text_from(*rest, len);
    return digits;
}

/* Reads the digits of a base; false for none, another digit, or over 64 bits with a sign. */
static bool read_base(struct text digits, unsigned base, int64_t *ret_value)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = hex_digit(digits.at[i]);
        if (digit < 0 || digit >= (int)base || value > (INT64_MAX - (uint64_t)digit) / base)
            return false;
        value = value * base + (uint64_t)digit;
    }
    *ret_value = (int64_t)value;
    return digits.len > 0;
}

static bool print_base(struct text t, struct buf *out)
{
    unsigned base = t.at[1] == 'x' ? 16 : t.at[1] == 'o' ? 8 : 2;
    int64_t value;
    if (!read_base(text_from(t, 2), base, &value))
        return false;
    buf_format(out, "%lld", (long long)value);
    return true;
}

static bool has_sign(struct text t)
{
    return t.len && (t.at[0] == '+' || t.at[0] == '-');
}

/* What is left of an integer has JSON's form. */
static bool print_decimal(struct text t, struct buf *out)
{
    struct text plain = text_starts(t, TEXT("+")) ? text_from(t, 1) : t;
    struct text rest = has_sign(t) ? text_from(t, 1) : t;
    struct text whole = cut_digits(&rest);
    bool is_integer = !rest.len;
    double value;
    int64_t number;
    if (!whole.len || (whole.len > 1 && whole.at[0] == '0'))
        return false;
    if (is_integer && !text_is(plain, "-9223372036854775808") && !read_base(whole, 10, &number))
        return false;
    if (text_starts(rest, TEXT("."))) {
        rest = text_from(rest, 1);
        if (!cut_digits(&rest).len)
            return false;
    }
    if (rest.len && (rest.at[0] | 0x20) == 'e') {
        rest = text_from(rest, 1);
        rest = has_sign(rest) ? text_from(rest, 1) : rest;
        if (!cut_digits(&rest).len)
            return false;
    }
    if (rest.len || (!is_integer && !text_read_double(plain, &value)))
        return false;
    buf_add(out, plain);
    return true;
}

static bool print_number(struct text t, struct buf *out)
{
    char room[NUMBER_ROOM];
    bool has_base = t.len > 2 && t.at[0] == '0' && strchr("xob", t.at[1]);
    /* Underscores stand between digits, not behind the base. */
    if (has_base && t.at[2] == '_')
        return false;
    return drop_underscores(room, has_base, &t) &&
           (has_base ? print_base(t, out) : print_decimal(t, out));
}

/* -- dates and times -- */

/* Reads a number of so many digits between two others, and what stands behind it. */
static bool cut_part(struct text *rest, size_t digits, int least, int most, const char *behind)
{
    int value = 0;
    if (rest->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (!text_is_digit(rest->at[i]))
            return false;
        value = value * 10 + (rest->at[i] - '0');
    }
    *rest = text_from(*rest, digits);
    if (value < least || value > most || !text_starts(*rest, text_of(behind)))
        return false;
    *rest = text_from(*rest, strlen(behind));
    return true;
}

static int days_of_month(struct text date)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 0;
    for (size_t i = 0; i < 4; i++)
        year = year * 10 + (date.at[i] - '0');
    int month = (date.at[5] - '0') * 10 + (date.at[6] - '0');
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && is_leap);
}

static bool cut_date(struct text *rest)
{
    struct text date = *rest;
    return cut_part(rest, 4, 0, 9999, "-") && cut_part(rest, 2, 1, 12, "-") &&
           cut_part(rest, 2, 1, days_of_month(date), "");
}

static bool cut_time(struct text *rest)
{
    if (!cut_part(rest, 2, 0, 23, ":") || !cut_part(rest, 2, 0, 59, ":") ||
        !cut_part(rest, 2, 0, 60, ""))
        return false;
    if (!text_starts(*rest, TEXT(".")))
        return true;
    *rest = text_from(*rest, 1);
    return cut_digits(rest).len > 0;
}

static bool is_offset(struct text rest)
{
    if (text_is_nocase(rest, "z"))
        return true;
    bool has_start = has_sign(rest);
    rest = text_from(rest, 1);
    return has_start && cut_part(&rest, 2, 0, 23, ":") && cut_part(&rest, 2, 0, 59, "") &&
           !rest.len;
}

static bool is_moment(struct text t)
{
    struct text rest = t;
    if (cut_time(&rest))
        return !rest.len;
    rest = t;
    if (!cut_date(&rest))
        return false;
    if (!rest.len)
        return true;
    bool is_joined = (rest.at[0] | 0x20) == 't' || rest.at[0] == ' ';
    rest = text_from(rest, 1);
    return is_joined && cut_time(&rest) && (!rest.len || is_offset(rest));
}

/* -- all of them -- */

static size_t word_len(const struct toml_cursor *in, size_t from)
{
    size_t len = from;
    for (int c; (c = toml_value_peek(in, len)) > 0; len++)
        if (!text_is_digit((char)c) && !text_is_alpha((char)c) && !strchr("+-_.:", c))
            break;
    return len;
}

bool toml_value_other(struct toml_cursor *in, struct buf *out)
{
    static const char *const unlike_json[] = {"inf", "+inf", "-inf", "nan", "+nan", "-nan"};
    size_t len = word_len(in, 0);
    /* "1979-05-27 07:32:00" */
    if (len == 10 && toml_value_peek(in, 4) == '-' && toml_value_peek(in, 10) == ' ' &&
        toml_value_peek(in, 13) == ':')
        len = word_len(in, 11);
    struct text word = text_slice(in->all, in->at, in->at + len);
    bool is_string = is_moment(word);
    for (size_t i = 0; i < LEN_OF(unlike_json); i++)
        is_string |= text_is(word, unlike_json[i]);
    if (is_string)
        json_print_text(out, word);
    else if (text_is(word, "true") || text_is(word, "false"))
        buf_add(out, word);
    else if (!word.len || !print_number(word, out))
        return fail(in, "not a value of TOML");
    in->at += len;
    return true;
}
