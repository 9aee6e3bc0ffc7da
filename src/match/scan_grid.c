/* SPDX-License-Identifier: Apache-2.0 */
#include "match/scan_grid.h"

enum { WIDEST = 48 };

/* Columns on a terminal: bytes that begin a character. Wide characters are rare in package names. */
static size_t width_of(struct text t)
{
    size_t width = 0;
    for (size_t i = 0; i < t.len; i++)
        width += ((unsigned char)t.at[i] & 0xc0) != 0x80;
    return width;
}

void scan_grid_init(
    struct scan_grid *grid, const char *const *heads, size_t column_count, size_t row_count)
{
    *grid = (struct scan_grid){.row_count = row_count + 1, .column_count = column_count};
    arena_init(&grid->arena, SIZE_MAX);
    grid->cells =
        arena_take_array(&grid->arena, grid->row_count * column_count, sizeof *grid->cells);
    grid->widths = arena_take_array(&grid->arena, column_count, sizeof *grid->widths);
    for (size_t column = 0; column < column_count; column++)
        scan_grid_set(grid, 0, column, text_of(heads[column]));
}

void scan_grid_done(struct scan_grid *grid)
{
    arena_done(&grid->arena);
}

void scan_grid_set(struct scan_grid *grid, size_t row, size_t column, struct text text)
{
    grid->cells[row * grid->column_count + column] = text;
    size_t width = width_of(text);
    if (width > grid->widths[column] && width <= WIDEST)
        grid->widths[column] = width;
}

void scan_grid_set_count(struct scan_grid *grid, size_t row, size_t column, size_t count)
{
    struct text text = count ? arena_format(&grid->arena, "%zu", count) : TEXT("-");
    scan_grid_set(grid, row, column, text);
}

static void print_row(const struct scan_grid *grid, size_t row, struct buf *out)
{
    size_t last = grid->column_count - 1;
    for (size_t column = 0; column <= last; column++) {
        struct text cell = grid->cells[row * grid->column_count + column];
        buf_add_plain(out, cell);
        for (size_t pad = width_of(cell); column != last && pad < grid->widths[column]; pad++)
            buf_add_char(out, ' ');
        if (column != last)
            buf_add_z(out, "  ");
    }
    while (out->len && out->at[out->len - 1] == ' ')
        buf_cut(out, out->len - 1);
    buf_add_char(out, '\n');
}

void scan_grid_print(const struct scan_grid *grid, struct buf *out)
{
    for (size_t row = 0; row < grid->row_count; row++)
        print_row(grid, row, out);
}

struct text scan_grid_severity(const struct match_finding *finding, struct arena *arena)
{
    if (finding->kind == ADVISORY_MALICIOUS)
        return TEXT("malicious");
    const char *name = cvss_severity_name(finding->severity);
    if (!finding->cvss_vector.len)
        return text_of(name);
    return arena_format(
        arena, "%s %u.%u", name, finding->score_tenths / 10, finding->score_tenths % 10);
}

struct text scan_grid_id(const struct match_finding *finding, bool is_disputed, struct arena *arena)
{
    if (!is_disputed && !finding->is_by_cpe)
        return finding->id;
    return arena_format(arena, "%.*s%s%s", TEXT_ARG(finding->id),
        finding->is_by_cpe ? " (by CPE)" : "", is_disputed ? " ≠" : "");
}
