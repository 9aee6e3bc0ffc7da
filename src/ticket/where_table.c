/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_table.h"

#include "base/clock.h"

enum { COLUMNS = 4, WIDEST = 40 };

static const char *const answer_words[] = {
    [MATCH_NOT_AFFECTED] = "not affected",
    [MATCH_AFFECTED] = "affected",
    [MATCH_UNDECIDABLE] = "undecidable",
    [MATCH_NOT_COVERED] = "not covered",
};

/* One line of a part, cell by cell. */
struct row {
    struct buf cells[COLUMNS];
};

/* Columns on a terminal: bytes that begin a character. */
static size_t width_of(const struct buf *cell)
{
    size_t width = 0;
    for (size_t i = 0; i < cell->len; i++)
        width += ((unsigned char)cell->at[i] & 0xc0) != 0x80;
    return width;
}

/* -- the line at the head -- */

static void print_count(struct buf *out, const char *before, int64_t count, const char *what)
{
    buf_format(out, "%s%lld %s%s", before, (long long)count, what, count == 1 ? "" : "s");
}

static void print_head(struct buf *out, const struct where_found *found)
{
    static const enum match_answer order[] = {
        MATCH_AFFECTED, MATCH_UNDECIDABLE, MATCH_NOT_COVERED, MATCH_NOT_AFFECTED};
    buf_add_plain(out, found->name);
    print_count(out, ": ", found->total.services, "service");
    print_count(out, ", ", found->total.parts, "part");
    for (size_t i = 0; i < LEN_OF(order); i++) {
        const struct where_counts *counts = &found->by_answer[order[i]];
        if (counts->services)
            print_count(out, i ? "; " : ": ", counts->services, "service");
        if (counts->services)
            buf_format(out, " %s", answer_words[order[i]]);
    }
    buf_add_char(out, '\n');
    if (found->is_cut)
        buf_format(out, "only the first %d versions were looked at\n", WHERE_VERSIONS_MAX);
}

static void print_nobody(struct buf *out, const struct where_found *found)
{
    buf_add_plain(out, found->name);
    buf_add_z(out, found->kind == WHERE_ID && !found->is_known
                       ? ": no source and no ticket knows this id, and no package is called so\n"
                       : ": nobody has it\n");
    if (found->suggestion_count)
        buf_add_z(out, "names that are near:\n");
    for (size_t i = 0; i < found->suggestion_count; i++) {
        buf_add_z(out, "  ");
        buf_add_plain(out, found->suggestions[i].package);
        if (found->suggestions[i].ecosystem.len) {
            buf_add_z(out, "  --ecosystem '");
            buf_add_plain(out, found->suggestions[i].ecosystem);
            buf_add_char(out, '\'');
        }
        buf_add_char(out, '\n');
    }
}

/* -- versions -- */

static void print_version(struct buf *out, const struct where_version *version)
{
    buf_format(out, "\n%s  ", answer_words[version->answer.answer]);
    buf_add_plain(out, version->ecosystem.len ? version->ecosystem : TEXT("(no ecosystem)"));
    buf_add_char(out, ' ');
    buf_add_plain(out, version->package);
    buf_add_char(out, ' ');
    buf_add_plain(out, version->version.len ? version->version : TEXT("(no version)"));
    if (version->arch.len) {
        buf_add_char(out, ' ');
        buf_add_plain(out, version->arch);
    }
    if (version->source_package.len && !text_eq(version->source_package, version->package)) {
        buf_add_z(out, ", of source ");
        buf_add_plain(out, version->source_package);
    }
    buf_add_char(out, '\n');
    if (!version->answer.reason.len)
        return;
    buf_add_z(out, "  ");
    if (version->answer.finding_count) {
        buf_add_plain(out, version->answer.findings[0]->id);
        buf_add_z(out, ": ");
    }
    buf_add_plain(out, version->answer.reason);
    if (version->answer.finding_count > 1)
        buf_format(out, ", and %zu more", version->answer.finding_count - 1);
    buf_add_char(out, '\n');
}

static void fill_tickets(struct buf *cell, const struct where_item *item)
{
    int64_t more = item->open_count + item->done_count - (int64_t)item->ticket_count;
    for (size_t i = 0; i < item->ticket_count; i++) {
        if (i)
            buf_add_z(cell, ", ");
        buf_add_plain(cell, item->tickets[i].vulnerability);
        buf_add_char(cell, ' ');
        buf_add_plain(cell, item->tickets[i].state);
        if (item->tickets[i].cause.len) {
            buf_add_z(cell, " (");
            buf_add_plain(cell, item->tickets[i].cause);
            buf_add_char(cell, ')');
        }
    }
    if (more > 0)
        buf_format(cell, ", %lld more", (long long)more);
}

static void fill_row(struct row *row, const struct where_item *item)
{
    char day[CLOCK_TEXT_SIZE];
    for (size_t i = 0; i < COLUMNS; i++)
        buf_init(&row->cells[i], SIZE_MAX);
    buf_add_plain(&row->cells[0], item->service);
    buf_add_z(&row->cells[0], " / ");
    buf_add_plain(&row->cells[0], item->part);
    buf_format(&row->cells[1], "SBOM %lld of %.10s%s%s", (long long)item->sbom_number,
        clock_print(item->sbom_created_us, day), item->is_current ? "" : " (not current)",
        item->is_direct ? ", direct" : "");
    buf_add_plain(&row->cells[2], item->team);
    fill_tickets(&row->cells[3], item);
}

static void print_row(struct buf *out, const struct row *row, const size_t widths[COLUMNS])
{
    buf_add_z(out, "  ");
    for (size_t c = 0; c < COLUMNS; c++) {
        bool is_last = c + 1 == COLUMNS || !row->cells[c + 1].len;
        buf_add(out, buf_text(&row->cells[c]));
        if (is_last)
            break;
        for (size_t at = width_of(&row->cells[c]); at < widths[c] + 2; at++)
            buf_add_char(out, ' ');
    }
    buf_add_char(out, '\n');
}

/* The items of one version stand together. */
static void print_rows(struct buf *out, const struct where_item *items, size_t count)
{
    size_t widths[COLUMNS] = {0};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            struct row row;
            fill_row(&row, &items[i]);
            if (pass)
                print_row(out, &row, widths);
            for (size_t c = 0; c < COLUMNS; c++) {
                size_t width = width_of(&row.cells[c]);
                if (width > widths[c] && width <= WIDEST)
                    widths[c] = width;
                buf_done(&row.cells[c]);
            }
        }
}

/* -- tickets without a component -- */

static void print_removed(struct buf *out, const struct where_found *found)
{
    if (found->removed_count)
        buf_add_z(out, "\ntaken out since\n");
    for (size_t i = 0; i < found->removed_count; i++) {
        const struct where_ticket *ticket = &found->removed[i];
        char day[CLOCK_TEXT_SIZE];
        buf_add_z(out, "  ");
        buf_add_plain(out, ticket->service);
        buf_add_z(out, " / ");
        buf_add_plain(out, ticket->part);
        buf_add_z(out, "  ");
        buf_add_plain(out, ticket->package);
        buf_format(out, "  %.10s  ", clock_print(ticket->closed_us, day));
        buf_add_plain(out, ticket->vulnerability);
        buf_add_char(out, '\n');
    }
}

void where_table_print(struct buf *out, const struct where_found *found)
{
    if (found->version_count)
        print_head(out, found);
    else
        print_nobody(out, found);
    for (size_t at = 0; at < found->item_count;) {
        size_t end = at + 1;
        while (end < found->item_count && found->items[end].version == found->items[at].version)
            end++;
        print_version(out, &found->versions[found->items[at].version]);
        print_rows(out, &found->items[at], end - at);
        at = end;
    }
    if (found->has_more)
        buf_add_z(out, "\nand more: --json of the REST interface goes page by page\n");
    print_removed(out, found);
}
