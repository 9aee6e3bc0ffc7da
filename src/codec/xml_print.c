/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/xml_print.h"

void xml_print_init(struct xml_print *print, struct buf *out)
{
    *print = (struct xml_print){.out = out};
    buf_add_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

static void start_line(struct xml_print *print)
{
    buf_add_char(print->out, '\n');
    for (size_t i = 0; i < print->depth; i++)
        buf_add_z(print->out, "  ");
}

static void end_tag(struct xml_print *print)
{
    if (print->is_in_tag)
        buf_add_char(print->out, '>');
    print->is_in_tag = false;
}

void xml_print_begin(struct xml_print *print, const char *name)
{
    end_tag(print);
    start_line(print);
    buf_format(print->out, "<%s", name);
    print->is_in_tag = true;
    print->is_behind_child = false;
    print->depth++;
}

/* U+FFFE and U+FFFF are the only ones of more than one byte that XML 1.0 forbids and UTF-8 has (2.2). */
static size_t forbidden_len(struct text rest)
{
    if (rest.at && (unsigned char)rest.at[0] < 0x20)
        return rest.at[0] != '\t' && rest.at[0] != '\n' && rest.at[0] != '\r';
    bool is_none =
        text_starts(rest, TEXT("\xef\xbf\xbe")) || text_starts(rest, TEXT("\xef\xbf\xbf"));
    return is_none ? 3 : 0;
}

/* What a reader would not give back as it is: of line ends and tabs, the first becomes a line feed and all a space in an
   attribute (2.11, 3.3.3). */
static const char *escape_of(char c, bool is_attribute)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return is_attribute ? "&quot;" : NULL;
    case '\r': return "&#13;";
    case '\n': return is_attribute ? "&#10;" : NULL;
    case '\t': return is_attribute ? "&#9;" : NULL;
    default: return NULL;
    }
}

static void print_escaped(struct xml_print *print, struct text t, bool is_attribute)
{
    size_t begun = 0;
    for (size_t i = 0; i < t.len;) {
        size_t bad = forbidden_len(text_from(t, i));
        const char *escape = bad ? "\xef\xbf\xbd" : escape_of(t.at[i], is_attribute);
        if (!escape) {
            i++;
            continue;
        }
        buf_add(print->out, text_slice(t, begun, i));
        buf_add_z(print->out, escape);
        print->changed_count += bad > 0;
        i += bad ? bad : 1;
        begun = i;
    }
    buf_add(print->out, text_from(t, begun));
}

void xml_print_attribute(struct xml_print *print, const char *name, struct text value)
{
    buf_format(print->out, " %s=\"", name);
    print_escaped(print, value, true);
    buf_add_char(print->out, '"');
}

void xml_print_text(struct xml_print *print, struct text text)
{
    end_tag(print);
    print_escaped(print, text, false);
}

void xml_print_end(struct xml_print *print, const char *name)
{
    print->depth--;
    if (print->is_in_tag) {
        buf_add_z(print->out, "/>");
    } else {
        if (print->is_behind_child)
            start_line(print);
        buf_format(print->out, "</%s>", name);
    }
    print->is_in_tag = false;
    print->is_behind_child = true;
    if (!print->depth)
        buf_add_char(print->out, '\n');
}
