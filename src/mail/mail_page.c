/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_page.h"

/* Readers of mail know little CSS, and none that stands in a head for sure. */
#define BODY "margin:0 auto;padding:16px;max-width:600px;font:16px/1.5 sans-serif"
#define BUTTON                                                                                     \
    "display:inline-block;padding:8px 16px;background:#0b5cad;color:#fff;border-radius:6px;"       \
    "text-decoration:none"
#define ITEM "margin:0 0 12px;padding:0 0 0 12px;border-left:3px solid #0b5cad"
#define SMALL "margin-top:24px;padding-top:12px;border-top:1px solid #999;font-size:13px"

static void add_escaped(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        switch (t.at[i]) {
        case '&': buf_add_z(out, "&amp;"); break;
        case '<': buf_add_z(out, "&lt;"); break;
        case '>': buf_add_z(out, "&gt;"); break;
        case '"': buf_add_z(out, "&quot;"); break;
        case '\'': buf_add_z(out, "&#39;"); break;
        default: buf_add_char(out, t.at[i]);
        }
}

/* On one line: nobody's words may look like another paragraph of ours. */
static void add_line(struct buf *out, struct text t)
{
    while (t.len) {
        size_t control = text_control_len(t);
        buf_add_char(out, control ? ' ' : t.at[0]);
        t = text_from(t, control ? control : 1);
    }
}

static void add_text(struct mail_page *page, const char *before, struct text t, const char *behind)
{
    buf_add_z(&page->text, before);
    add_line(&page->text, t);
    buf_add_z(&page->text, behind);
}

static void add_html(struct mail_page *page, const char *before, struct text t, const char *behind)
{
    struct buf line;
    buf_init(&line, SIZE_MAX);
    add_line(&line, t);
    buf_add_z(&page->html, before);
    add_escaped(&page->html, buf_text(&line));
    buf_add_z(&page->html, behind);
    buf_done(&line);
}

void mail_page_init(struct mail_page *page, struct text title)
{
    buf_init(&page->text, SIZE_MAX);
    buf_init(&page->html, SIZE_MAX);
    buf_add_z(&page->html, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
                           "<meta name=\"color-scheme\" content=\"light dark\">\n");
    add_html(page, "<title>", title, "</title></head>\n<body style=\"" BODY "\">\n");
    add_html(page, "<h1 style=\"font-size:20px\">", title, "</h1>\n");
    add_text(page, "", title, "\n\n");
}

void mail_page_done(struct mail_page *page)
{
    buf_done(&page->text);
    buf_done(&page->html);
}

void mail_page_say(struct mail_page *page, struct text words)
{
    add_text(page, "", words, "\n\n");
    add_html(page, "<p>", words, "</p>\n");
}

void mail_page_link(struct mail_page *page, struct text label, struct text url)
{
    add_text(page, "", label, ":\n");
    add_text(page, "  ", url, "\n\n");
    add_html(page, "<p><a style=\"" BUTTON "\" href=\"", url, "\">");
    add_html(page, "", label, "</a></p>\n");
}

void mail_page_item(struct mail_page *page, struct text head, struct text words, struct text url)
{
    add_text(page, "* ", head, "\n");
    if (words.len)
        add_text(page, "  ", words, "\n");
    add_text(page, "  ", url, "\n\n");
    add_html(page, "<div style=\"" ITEM "\"><a href=\"", url, "\">");
    add_html(page, "<b>", head, "</b></a>");
    if (words.len)
        add_html(page, "<br>", words, "");
    buf_add_z(&page->html, "</div>\n");
}

void mail_page_end(struct mail_page *page, struct text why, struct text label, struct text url)
{
    add_text(page, "--\n", why, "\n");
    add_html(page, "<p style=\"" SMALL "\">", why, "");
    if (url.len) {
        add_text(page, "", label, ": ");
        add_text(page, "", url, "\n");
        add_html(page, "<br><a href=\"", url, "\">");
        add_html(page, "", label, "</a>");
    }
    buf_add_z(&page->html, "</p>\n</body></html>\n");
}

/* -- sentences -- */

size_t mail_page_unlink(struct buf *out, struct text rest)
{
    static const struct {
        struct text from, to;
    } links[] = {
        {{"://", 3}, {"[:]//", 5}},
        {{"www.", 4}, {"www[.]", 6}},
        {{"mailto:", 7}, {"mailto[:]", 9}},
    };
    for (size_t i = 0; i < LEN_OF(links); i++)
        if (text_eq_nocase(text_slice(rest, 0, links[i].from.len), links[i].from)) {
            buf_add(out, links[i].to);
            return links[i].from.len;
        }
    return 0;
}

static const struct mail_page_word *find(
    struct text key, const struct mail_page_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(key, words[i].key))
            return &words[i];
    return NULL;
}

struct text mail_page_fill(
    struct arena *arena, const char *sentence, const struct mail_page_word *words, size_t count)
{
    struct buf out;
    struct text rest = text_of(sentence);
    buf_init(&out, SIZE_MAX);
    while (rest.len) {
        ptrdiff_t end = rest.at[0] == '{' ? text_find(rest, '}') : -1;
        const struct mail_page_word *word =
            end > 0 ? find(text_slice(rest, 1, (size_t)end), words, count) : NULL;
        if (word)
            add_line(&out, word->value);
        else
            buf_add_char(&out, rest.at[0]);
        rest = text_from(rest, word ? (size_t)end + 1 : 1);
    }
    struct text filled = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return filled;
}
