/* SPDX-License-Identifier: Apache-2.0 */
/* A table on a terminal: filled cell by cell, then printed with each column as wide as its widest cell.
   Example: scan_grid_init(&grid, heads, 3, rows); scan_grid_set(&grid, 1, 0, name); … scan_grid_print(&grid, out) */
#ifndef MATCH_SCAN_GRID_H
#define MATCH_SCAN_GRID_H

#include "base/buf.h"
#include "match/match.h"

struct scan_grid {
    struct arena arena; /* for cells that are made for it */
    struct text *cells;
    size_t *widths;
    size_t row_count, column_count; /* rows with the heads */
};

/* Makes room for row_count rows below the heads, which are row 0. */
void scan_grid_init(
    struct scan_grid *grid, const char *const *heads, size_t column_count, size_t row_count);
void scan_grid_done(struct scan_grid *grid);

/* The text is borrowed; no count is "-". */
void scan_grid_set(struct scan_grid *grid, size_t row, size_t column, struct text text);
void scan_grid_set_count(struct scan_grid *grid, size_t row, size_t column, size_t count);

/* What could steer a terminal becomes a question mark. */
void scan_grid_print(const struct scan_grid *grid, struct buf *out);

/* Returns "critical 9.8", "unknown" or "malicious". */
struct text scan_grid_severity(const struct match_finding *finding, struct arena *arena);

/* Returns id, with a mark when it is by CPE alone or the sources disagree: "CVE-2021-23337 (by CPE) ≠". */
struct text scan_grid_id(
    const struct match_finding *finding, bool is_disputed, struct arena *arena);

#endif
