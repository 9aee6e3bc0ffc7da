/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_format.h"

/* -- plain -- */

static void add_paragraph(struct buf *out, struct text t)
{
    if (t.len)
        buf_format(out, "%.*s\n\n", TEXT_ARG(t));
}

static struct text print_plain(const struct alert_page *page, struct arena *arena)
{
    struct buf out;
    struct text more = alert_page_more(page, page->row_count, arena);
    buf_init(&out, SIZE_MAX);
    add_paragraph(&out, page->title);
    add_paragraph(&out, page->lead);
    add_paragraph(&out, page->summary);
    for (size_t i = 0; i < page->fact_count; i++)
        buf_format(
            &out, "%.*s: %.*s\n", TEXT_ARG(page->facts[i].label), TEXT_ARG(page->facts[i].value));
    if (page->remedy.len)
        buf_format(&out, "%.*s: %.*s\n", TEXT_ARG(page->remedy_label), TEXT_ARG(page->remedy));
    if (page->fact_count || page->remedy.len)
        buf_add_char(&out, '\n');
    for (size_t i = 0; i < page->row_count; i++)
        buf_format(&out, "- %.*s: %.*s\n  %.*s\n  %.*s\n", TEXT_ARG(page->rows[i].where),
            TEXT_ARG(page->rows[i].package), TEXT_ARG(page->rows[i].rest),
            TEXT_ARG(page->rows[i].url));
    if (more.len && page->row_count)
        buf_format(&out, "- %.*s\n", TEXT_ARG(more));
    if (page->row_count)
        buf_add_char(&out, '\n');
    buf_format(&out, "%.*s: %.*s\n\n", TEXT_ARG(page->button), TEXT_ARG(page->url));
    /* Signature, RFC 3676, 4.3. */
    buf_format(&out, "-- \n%.*s\n%.*s\n", TEXT_ARG(page->footer), TEXT_ARG(page->why));
    struct text plain = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return plain;
}

/* -- HTML: styles stand in the elements, since many programs drop all others; colours are left to light and dark -- */

#define CELL "padding:4px 12px 4px 0;vertical-align:top;text-align:left"
#define SMALL "font-size:13px;opacity:.75"

static void add_html(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        char c = t.at[i];
        const char *escaped = c == '&'    ? "&amp;"
                              : c == '<'  ? "&lt;"
                              : c == '>'  ? "&gt;"
                              : c == '"'  ? "&quot;"
                              : c == '\'' ? "&#39;"
                                          : NULL;
        if (escaped)
            buf_add_z(out, escaped);
        else
            buf_add_char(out, c);
    }
}

static void add_element(struct buf *out, const char *name, const char *style, struct text t)
{
    if (!t.len)
        return;
    buf_format(out, "<%s style=\"%s\">", name, style);
    add_html(out, t);
    buf_format(out, "</%s>\n", name);
}

static void add_link(struct buf *out, const char *style, struct text url, struct text words)
{
    buf_add_z(out, "<a href=\"");
    add_html(out, url);
    buf_format(out, "\" style=\"%s\">", style);
    add_html(out, words);
    buf_add_z(out, "</a>");
}

static void add_fact(struct buf *out, struct text label, struct text value)
{
    if (!value.len)
        return;
    buf_add_z(out, "<tr>");
    add_element(out, "th", CELL ";white-space:nowrap", label);
    add_element(out, "td", CELL, value);
    buf_add_z(out, "</tr>\n");
}

static void add_facts(const struct alert_page *page, struct buf *out)
{
    if (!page->fact_count && !page->remedy.len)
        return;
    buf_add_z(out, "<table style=\"border-collapse:collapse;margin:0 0 16px\">\n");
    for (size_t i = 0; i < page->fact_count; i++)
        add_fact(out, page->facts[i].label, page->facts[i].value);
    add_fact(out, page->remedy_label, page->remedy);
    buf_add_z(out, "</table>\n");
}

static void add_rows(const struct alert_page *page, struct arena *arena, struct buf *out)
{
    if (!page->row_count)
        return;
    buf_add_z(out, "<ul style=\"padding:0 0 0 20px;margin:0 0 16px\">\n");
    for (size_t i = 0; i < page->row_count; i++) {
        buf_add_z(out, "<li style=\"margin:0 0 6px\">");
        add_link(out, "", page->rows[i].url, page->rows[i].where);
        buf_add_char(out, ' ');
        add_element(out, "code", "font-size:13px", page->rows[i].package);
        add_element(out, "div", SMALL, page->rows[i].rest);
        buf_add_z(out, "</li>\n");
    }
    add_element(out, "li", "", alert_page_more(page, page->row_count, arena));
    buf_add_z(out, "</ul>\n");
}

static struct text print_html(const struct alert_page *page, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_format(&out,
        "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
        "<meta name=\"color-scheme\" content=\"light dark\"><title>",
        page->is_japanese ? "ja" : "en");
    add_html(&out, page->title);
    buf_add_z(&out,
        "</title></head>\n<body style=\"font-family:system-ui,sans-serif;font-size:15px;"
        "line-height:1.5;max-width:640px;margin:0 auto;padding:16px\">\n");
    add_element(&out, "h1", "font-size:20px;line-height:1.3;margin:0 0 12px", page->title);
    add_element(&out, "p", "margin:0 0 12px", page->lead);
    add_element(
        &out, "p", "margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #8884", page->summary);
    add_facts(page, &out);
    add_rows(page, arena, &out);
    buf_add_z(&out, "<p style=\"margin:0 0 24px\">");
    add_link(&out,
        "display:inline-block;padding:8px 16px;border-radius:6px;background:#1f5fbf;color:#fff;"
        "text-decoration:none",
        page->url, page->button);
    buf_add_z(&out, "</p>\n");
    add_element(&out, "p", SMALL ";margin:0", page->footer);
    add_element(&out, "p", SMALL ";margin:0", page->why);
    buf_add_z(&out, "</body></html>\n");
    struct text html = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return html;
}

void alert_format_mail(
    const struct alert_page *page, struct arena *arena, struct alert_format_mail *ret_mail)
{
    *ret_mail = (struct alert_format_mail){
        .subject = page->title, .text = print_plain(page, arena), .html = print_html(page, arena)};
}
