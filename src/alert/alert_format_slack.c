/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_format.h"
#include "codec/json.h"

/* A text object has 3,000 characters at most. */
enum { SECTION_BYTES = 2900 };

#define BULLET "\xE2\x80\xA2 "

/* Signs that make text bold, italic, struck or code when they stand at the edge of a word have no escape: a look-alike stands for
   them. Inside a word, as in "my_package", they mean nothing. */
static const struct {
    char sign;
    const char *alike;
} marks[] = {
    {'*', "\xE2\x88\x97"}, {'_', "\xEF\xBC\xBF"}, {'~', "\xE2\x88\xBC"}, {'`', "\xCB\x8B"}};

static bool is_letter_at(struct text t, size_t at)
{
    return at < t.len &&
           (text_is_alpha(t.at[at]) || text_is_digit(t.at[at]) || (unsigned char)t.at[at] >= 0x80);
}

static void add_char(struct buf *out, char c)
{
    const char *escaped = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : NULL;
    if (escaped)
        buf_add_z(out, escaped);
    else
        buf_add_char(out, c);
}

static const char *alike_of(char c)
{
    for (size_t i = 0; i < LEN_OF(marks); i++)
        if (marks[i].sign == c)
            return marks[i].alike;
    return NULL;
}

/* docs.slack.dev, "Formatting message text": "&", "<" and ">" are escaped. So no "<!channel>", "<@U1>" or "<url|words>" comes through. */
static void add_text(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        const char *alike = alike_of(t.at[i]);
        bool is_inside = i > 0 && is_letter_at(t, i - 1) && is_letter_at(t, i + 1);
        if (alike && (t.at[i] == '`' || !is_inside))
            buf_add_z(out, alike);
        else
            add_char(out, t.at[i]);
    }
}

/* In code only the end of the code means anything. */
static void add_code(struct buf *out, struct text t)
{
    if (!t.len)
        return;
    buf_add_char(out, '`');
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] == '`')
            buf_add_z(out, alike_of('`'));
        else
            add_char(out, t.at[i]);
    buf_add_char(out, '`');
}

/* A page's URLs hold none of "|", ">" and blanks. */
static void add_link(struct buf *out, struct text url, struct text words)
{
    buf_add_char(out, '<');
    for (size_t i = 0; i < url.len; i++)
        add_char(out, url.at[i]);
    buf_add_char(out, '|');
    add_text(out, words);
    buf_add_char(out, '>');
}

/* -- blocks -- */

static void print_plain(struct buf *out, const char *key, struct text t)
{
    json_print_member_open(out, key, '{');
    json_print_member_z(out, "type", "plain_text");
    json_print_member(out, "text", t);
    json_print_member_bool(out, "emoji", false);
    json_print_close(out, '}');
}

static void print_markup_members(struct buf *out, struct text t)
{
    json_print_member_z(out, "type", "mrkdwn");
    json_print_member(out, "text", t);
    /* No links, rooms or names are made of what stands in it plainly. */
    json_print_member_bool(out, "verbatim", true);
}

static void print_section(struct buf *out, struct text markup)
{
    json_print_open(out, '{');
    json_print_member_z(out, "type", "section");
    json_print_member_open(out, "text", '{');
    print_markup_members(out, markup);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

static void print_plain_block(struct buf *out, const char *type, struct text t)
{
    if (!t.len)
        return;
    json_print_open(out, '{');
    json_print_member_z(out, "type", type);
    print_plain(out, "text", t);
    json_print_close(out, '}');
}

static void print_facts(const struct alert_page *page, struct buf *out)
{
    struct buf words;
    if (!page->fact_count)
        return;
    buf_init(&words, SIZE_MAX);
    json_print_open(out, '{');
    json_print_member_z(out, "type", "section");
    json_print_member_open(out, "fields", '[');
    for (size_t i = 0; i < page->fact_count; i++) {
        buf_cut(&words, 0);
        buf_format(&words, "*%.*s*\n", TEXT_ARG(page->facts[i].label));
        add_text(&words, page->facts[i].value);
        json_print_open(out, '{');
        print_markup_members(out, buf_text(&words));
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_done(&words);
}

static void print_remedy(const struct alert_page *page, struct buf *out)
{
    struct buf words;
    if (!page->remedy.len)
        return;
    buf_init(&words, SIZE_MAX);
    buf_format(&words, "*%.*s*\n", TEXT_ARG(page->remedy_label));
    add_text(&words, page->remedy);
    print_section(out, buf_text(&words));
    buf_done(&words);
}

static void add_row(struct buf *out, const struct alert_page_row *row)
{
    buf_add_z(out, BULLET);
    add_link(out, row->url, row->where);
    buf_add_char(out, ' ');
    add_code(out, row->package);
    if (row->rest.len)
        buf_add_z(out, " \xE2\x80\x93 ");
    add_text(out, row->rest);
    buf_add_char(out, '\n');
}

/* As many rows in a section as it takes. */
static void print_rows(const struct alert_page *page, struct arena *arena, struct buf *out)
{
    struct buf section, row;
    buf_init(&section, SIZE_MAX);
    buf_init(&row, SIZE_MAX);
    for (size_t i = 0; i < page->row_count; i++) {
        buf_cut(&row, 0);
        add_row(&row, &page->rows[i]);
        if (section.len && section.len + row.len > SECTION_BYTES) {
            print_section(out, buf_text(&section));
            buf_cut(&section, 0);
        }
        buf_add(&section, buf_text(&row));
    }
    struct text more = alert_page_more(page, page->row_count, arena);
    if (more.len && page->row_count)
        buf_format(&section, BULLET "%.*s\n", TEXT_ARG(more));
    if (section.len)
        print_section(out, buf_text(&section));
    buf_done(&section);
    buf_done(&row);
}

/* A button would want the app to be told of clicks, and Slack warns where it is not: a link does. */
static void print_end(const struct alert_page *page, struct buf *out)
{
    struct buf words;
    buf_init(&words, SIZE_MAX);
    add_link(&words, page->url, page->button);
    print_section(out, buf_text(&words));
    buf_done(&words);
    json_print_open(out, '{');
    json_print_member_z(out, "type", "context");
    json_print_member_open(out, "elements", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "type", "plain_text");
    json_print_member(out, "text", page->footer);
    json_print_member_bool(out, "emoji", false);
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void alert_format_slack(const struct alert_page *page, struct arena *arena, struct buf *out)
{
    struct buf words;
    buf_init(&words, SIZE_MAX);
    add_text(&words, page->title);
    json_print_open(out, '{');
    /* What a notification on a phone shows. */
    json_print_member(out, "text", buf_text(&words));
    json_print_member_bool(out, "unfurl_links", false);
    json_print_member_bool(out, "unfurl_media", false);
    json_print_member_open(out, "blocks", '[');
    print_plain_block(out, "header", page->title);
    print_plain_block(out, "section", page->lead);
    print_plain_block(out, "section", page->summary);
    print_facts(page, out);
    print_remedy(page, out);
    print_rows(page, arena, out);
    print_end(page, out);
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_done(&words);
}
