/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/yaml.h"

/* Plain scalars that a reader of YAML 1.1 or 1.2 takes for something else than a text. */
static bool is_word(struct text t)
{
    static const char *const words[] = {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is_nocase(t, words[i]))
            return true;
    return false;
}

/* A text that begins with a letter, and has nothing but letters, digits and a few signs, spaces and colons inside of it; all
   others are quoted: numbers and times with them. */
static bool is_plain(struct text t)
{
    if (!t.len || t.len > 200 || !text_is_alpha(t.at[0]) || is_word(t))
        return false;
    for (size_t i = 1; i < t.len; i++) {
        char c = t.at[i];
        bool is_inside = i + 1 < t.len && t.at[i + 1] != ' ';
        if (!text_is_alpha(c) && !text_is_digit(c) && !strchr("._/@+-", c) &&
            !(is_inside && (c == ' ' || c == ':') && t.at[i + 1] != '#'))
            return false;
    }
    return true;
}

/* The escapes of JSON are those of YAML too (YAML 1.2.2, section 5.7). */
static void print_scalar(struct buf *out, yyjson_val *value)
{
    char room[JSON_PLAIN_SIZE];
    struct text text = json_plain(value, room);
    if (!yyjson_is_str(value) || is_plain(text))
        buf_add(out, text);
    else
        json_print_string(out, text);
}

static void start_line(struct buf *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        buf_add_z(out, "  ");
}

static void print_entries(struct buf *out, yyjson_val *value, size_t depth, bool is_begun);

/* What stands behind a key, or behind the hyphen of an entry, on whose line it begins then. */
static void print_value(struct buf *out, yyjson_val *value, size_t depth, bool is_entry)
{
    if (yyjson_is_ctn(value) && yyjson_get_len(value)) {
        buf_add_char(out, is_entry ? ' ' : '\n');
        print_entries(out, value, depth + 1, is_entry);
        return;
    }
    buf_add_char(out, ' ');
    if (yyjson_is_ctn(value))
        buf_add_z(out, yyjson_is_obj(value) ? "{}" : "[]");
    else
        print_scalar(out, value);
    buf_add_char(out, '\n');
}

/* No deeper than JSON may be, which was checked. */
static void print_entries(struct buf *out, yyjson_val *value, size_t depth, bool is_begun)
{
    yyjson_val *key, *item;
    size_t i, count;
    yyjson_obj_foreach(value, i, count, key, item)
    {
        start_line(out, is_begun && !i ? 0 : depth);
        print_scalar(out, key);
        buf_add_char(out, ':');
        print_value(out, item, depth, false);
    }
    yyjson_arr_foreach(value, i, count, item)
    {
        start_line(out, is_begun && !i ? 0 : depth);
        buf_add_char(out, '-');
        print_value(out, item, depth, true);
    }
}

void yaml_print(struct buf *out, yyjson_val *value)
{
    buf_add_z(out, "---");
    print_value(out, value, (size_t)-1, false);
}
