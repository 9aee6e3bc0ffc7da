/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_format.h"
#include "codec/json.h"

/* Text stands in RichTextBlocks of TextRuns alone: "Markdown is not supported" there (adaptivecards.io, TextRun), so that nothing in it
   can be markup, while a TextBlock and a FactSet take markdown. Nobody is named without "msteams.entities", which are not sent. */

struct run {
    struct text text;
    bool is_bold, is_subtle, is_code, is_large;
    struct text url; /* or empty */
};

static void print_run(struct buf *out, const struct run *run)
{
    if (!run->text.len)
        return;
    json_print_open(out, '{');
    json_print_member_z(out, "type", "TextRun");
    json_print_member(out, "text", run->text);
    if (run->is_bold)
        json_print_member_z(out, "weight", "Bolder");
    if (run->is_large)
        json_print_member_z(out, "size", "Large");
    if (run->is_subtle)
        json_print_member_bool(out, "isSubtle", true);
    if (run->is_code)
        json_print_member_z(out, "fontType", "Monospace");
    if (run->url.len) {
        json_print_member_open(out, "selectAction", '{');
        json_print_member_z(out, "type", "Action.OpenUrl");
        json_print_member(out, "url", run->url);
        json_print_close(out, '}');
    }
    json_print_close(out, '}');
}

static void print_block(struct buf *out, const struct run *runs, size_t count, bool is_close)
{
    json_print_open(out, '{');
    json_print_member_z(out, "type", "RichTextBlock");
    if (is_close)
        json_print_member_z(out, "spacing", "Small");
    json_print_member_open(out, "inlines", '[');
    for (size_t i = 0; i < count; i++)
        print_run(out, &runs[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_line(struct buf *out, const struct run *run)
{
    if (run->text.len)
        print_block(out, run, 1, false);
}

static void print_fact(struct buf *out, struct text label, struct text value)
{
    const struct run runs[] = {
        {.text = label, .is_bold = true}, {.text = TEXT("  ")}, {.text = value}};
    if (value.len)
        print_block(out, runs, LEN_OF(runs), true);
}

static void print_row(struct buf *out, const struct alert_page_row *row)
{
    const struct run runs[] = {{.text = row->where, .url = row->url}, {.text = TEXT("  ")},
        {.text = row->package, .is_code = true}, {.text = TEXT("  ")},
        {.text = row->rest, .is_subtle = true}};
    print_block(out, runs, LEN_OF(runs), false);
}

static void print_body(
    const struct alert_page *page, size_t row_count, struct arena *arena, struct buf *out)
{
    json_print_member_open(out, "body", '[');
    print_line(out, &(struct run){.text = page->title, .is_bold = true, .is_large = true});
    print_line(out, &(struct run){.text = page->lead});
    print_line(out, &(struct run){.text = page->summary, .is_subtle = true});
    for (size_t i = 0; i < page->fact_count; i++)
        print_fact(out, page->facts[i].label, page->facts[i].value);
    print_fact(out, page->remedy_label, page->remedy);
    for (size_t i = 0; i < row_count; i++)
        print_row(out, &page->rows[i]);
    if (page->row_count)
        print_line(out, &(struct run){.text = alert_page_more(page, row_count, arena)});
    print_line(out, &(struct run){.text = page->footer, .is_subtle = true});
    json_print_close(out, ']');
}

static void print_actions(const struct alert_page *page, struct buf *out)
{
    json_print_member_open(out, "actions", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "type", "Action.OpenUrl");
    json_print_member(out, "title", page->button);
    json_print_member(out, "url", page->url);
    json_print_close(out, '}');
    json_print_close(out, ']');
}

static void print_card(
    const struct alert_page *page, size_t row_count, struct arena *arena, struct buf *out)
{
    json_print_member_open(out, "content", '{');
    json_print_member_z(out, "$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    json_print_member_z(out, "type", "AdaptiveCard");
    json_print_member_z(out, "version", "1.4");
    json_print_member(out, "fallbackText", page->title);
    print_body(page, row_count, arena, out);
    print_actions(page, out);
    json_print_member_open(out, "msteams", '{');
    json_print_member_z(out, "width", "Full");
    json_print_close(out, '}');
    json_print_close(out, '}');
}

static void print_message(
    const struct alert_page *page, size_t row_count, struct arena *arena, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "type", "message");
    json_print_member_open(out, "attachments", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "contentType", "application/vnd.microsoft.card.adaptive");
    json_print_member_null(out, "contentUrl");
    print_card(page, row_count, arena, out);
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void alert_format_teams(const struct alert_page *page, struct arena *arena, struct buf *out)
{
    size_t before = out->len, row_count = page->row_count;
    print_message(page, row_count, arena, out);
    while (out->len - before > ALERT_FORMAT_TEAMS_BYTES && row_count) {
        buf_cut(out, before);
        print_message(page, --row_count, arena, out);
    }
}
