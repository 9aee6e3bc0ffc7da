/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_format.h"
#include "codec/json.h"

/* A mention needs its name right behind the sign. */
#define ZERO_WIDTH_SPACE "\xE2\x80\x8B"
#define GRAVE_ALIKE "\xCB\x8B"

/* docs.mattermost.com, "Format messages": what markdown, hashtags and ~rooms are made of is escaped, mentions are broken. */
static void add_text(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        if (strchr("\\`*_{}[]()#>~|!", t.at[i]))
            buf_add_char(out, '\\');
        buf_add_char(out, t.at[i]);
        if (t.at[i] == '@')
            buf_add_z(out, ZERO_WIDTH_SPACE);
    }
}

/* In code nothing means anything but its end: names such as "@angular/core" can be copied. */
static void add_code(struct buf *out, struct text t)
{
    if (!t.len)
        return;
    buf_add_char(out, '`');
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] == '`')
            buf_add_z(out, GRAVE_ALIKE);
        else
            buf_add_char(out, t.at[i]);
    buf_add_char(out, '`');
}

static void add_link(struct buf *out, struct text words, struct text url)
{
    buf_add_char(out, '[');
    add_text(out, words);
    buf_add_z(out, "](");
    buf_add(out, url);
    buf_add_char(out, ')');
}

static void add_line(struct buf *out, const char *before, struct text t)
{
    if (!t.len)
        return;
    buf_add_z(out, before);
    add_text(out, t);
    buf_add_z(out, "\n\n");
}

static void add_fact(struct buf *out, struct text label, struct text value)
{
    if (!value.len)
        return;
    buf_format(out, "**%.*s:** ", TEXT_ARG(label));
    add_text(out, value);
    buf_add_char(out, '\n');
}

static void add_row(struct buf *out, const struct alert_page_row *row)
{
    buf_add_z(out, "- ");
    add_link(out, row->where, row->url);
    buf_add_char(out, ' ');
    add_code(out, row->package);
    if (row->rest.len)
        buf_add_z(out, " \xE2\x80\x93 ");
    add_text(out, row->rest);
    buf_add_char(out, '\n');
}

void alert_format_mattermost(const struct alert_page *page, struct arena *arena, struct buf *out)
{
    struct buf words;
    struct text more = alert_page_more(page, page->row_count, arena);
    buf_init(&words, SIZE_MAX);
    buf_add_z(&words, "#### ");
    add_link(&words, page->title, page->url);
    buf_add_z(&words, "\n");
    add_line(&words, "", page->lead);
    add_line(&words, "> ", page->summary);
    for (size_t i = 0; i < page->fact_count; i++)
        add_fact(&words, page->facts[i].label, page->facts[i].value);
    add_fact(&words, page->remedy_label, page->remedy);
    buf_add_char(&words, '\n');
    for (size_t i = 0; i < page->row_count; i++)
        add_row(&words, &page->rows[i]);
    if (more.len && page->row_count)
        buf_format(&words, "- %.*s\n", TEXT_ARG(more));
    buf_add_char(&words, '\n');
    add_text(&words, page->footer);
    json_print_open(out, '{');
    json_print_member(out, "text", buf_text(&words));
    json_print_close(out, '}');
    buf_done(&words);
}
