/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_text.h"

/* -- out -- */

static void print_node(struct buf *out, const char *type)
{
    json_print_open(out, '{');
    json_print_member_z(out, "type", type);
}

/* A text node must not be empty. A line that is an address becomes a link. */
static void print_line(struct buf *out, struct text line)
{
    bool is_link = (text_starts(line, TEXT("https://")) || text_starts(line, TEXT("http://"))) &&
                   text_find(line, ' ') < 0;
    if (line.len == 0)
        return;
    print_node(out, "text");
    json_print_member(out, "text", line);
    if (is_link) {
        json_print_member_open(out, "marks", '[');
        print_node(out, "link");
        json_print_member_open(out, "attrs", '{');
        json_print_member(out, "href", line);
        json_print_close(out, '}');
        json_print_close(out, '}');
        json_print_close(out, ']');
    }
    json_print_close(out, '}');
}

static void print_paragraph(struct buf *out, struct text lines)
{
    bool is_first = true;
    print_node(out, "paragraph");
    json_print_member_open(out, "content", '[');
    while (lines.at) {
        struct text line = text_trim(text_cut(&lines, '\n'));
        if (!is_first) {
            print_node(out, "hardBreak");
            json_print_close(out, '}');
        }
        print_line(out, line);
        is_first = false;
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_document(struct buf *out, const char *key, struct text text)
{
    json_print_member_open(out, key, '{');
    json_print_member_z(out, "type", "doc");
    json_print_member_int(out, "version", 1);
    json_print_member_open(out, "content", '[');
    while (text.len) {
        ptrdiff_t end = text_find_text(text, TEXT("\n\n"));
        struct text paragraph = end < 0 ? text : text_slice(text, 0, (size_t)end);
        text = end < 0 ? TEXT("") : text_from(text, (size_t)end + 2);
        if (text_trim(paragraph).len)
            print_paragraph(out, text_trim(paragraph));
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

/* What wiki markup would take for more than text: macros, links and images, which may load from elsewhere. Two backslashes are a line
   break to it, so that one of the text's own would take ours away from the sign behind. */
static struct text escape_wiki(struct buf *room, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\\') {
            buf_add_z(room, "&#92;");
            continue;
        }
        if (strchr("{[!|", text.at[i]) && text.at[i])
            buf_add_char(room, '\\');
        buf_add_char(room, text.at[i]);
    }
    return buf_text(room);
}

void jira_text_print(struct buf *out, const char *key, struct text text, bool is_cloud)
{
    if (is_cloud) {
        print_document(out, key, text);
        return;
    }
    struct buf room;
    buf_init(&room, SIZE_MAX);
    json_print_member(out, key, escape_wiki(&room, text));
    buf_done(&room);
}

/* -- in -- */

static void read_node(struct buf *out, yyjson_val *node);

static void read_children(struct buf *out, yyjson_val *node)
{
    size_t i, count;
    yyjson_val *child;
    yyjson_arr_foreach(json_get(node, "content"), i, count, child)
    {
        read_node(out, child);
    }
}

/* How deep it goes is bounded by LIMIT_JSON_DEPTH, under which the document was read. */
static void read_node(struct buf *out, yyjson_val *node)
{
    static const char *const blocks[] = {
        "paragraph", "heading", "codeBlock", "listItem", "rule", "tableRow"};
    struct text type = json_get_text(node, "type");
    yyjson_val *attributes = json_get(node, "attrs");
    if (text_is(type, "text"))
        buf_add(out, json_get_text(node, "text"));
    else if (text_is(type, "hardBreak"))
        buf_add_char(out, '\n');
    else if (text_is(type, "mention") || text_is(type, "emoji"))
        buf_add(out, json_get_text(attributes, "text"));
    else if (text_is(type, "inlineCard") || text_is(type, "blockCard"))
        buf_add(out, json_get_text(attributes, "url"));
    read_children(out, node);
    for (size_t i = 0; i < LEN_OF(blocks); i++)
        if (text_is(type, blocks[i]))
            buf_add_char(out, '\n');
}

/* What is written here may not have controls in it, but for the ends of lines. */
static struct text clean(struct text text, struct arena *arena)
{
    struct text copy = arena_text(arena, text);
    char *at = (char *)(uintptr_t)copy.at;
    for (size_t i = 0; i < copy.len; i++)
        if (((unsigned char)at[i] < ' ' && at[i] != '\n' && at[i] != '\t') || at[i] == 0x7f)
            at[i] = ' ';
    return text_trim(copy);
}

struct text jira_text_read(yyjson_val *value, size_t max_bytes, struct arena *arena)
{
    struct text text = TEXT("");
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (!json_text(value, &text)) {
        read_node(&out, value);
        text = buf_text(&out);
    }
    text = clean(text_front(text_trim(text), max_bytes), arena);
    buf_done(&out);
    return text;
}
