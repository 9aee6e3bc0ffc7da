/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_spans.h"

#include "domain/ecosystem.h"

void advisory_index_spans_init(struct advisory_index_spans *spans)
{
    *spans = (struct advisory_index_spans){0};
    buf_init(&spans->work.keys, UINT32_MAX);
    buf_init(&spans->keys, SIZE_MAX);
}

void advisory_index_spans_done(struct advisory_index_spans *spans)
{
    buf_done(&spans->work.keys);
    VEC_DONE(&spans->work);
    buf_done(&spans->keys);
    VEC_DONE(&spans->rows);
    VEC_DONE(&spans->counts);
}

/* Where the spans of an entry's ranges stand among those at hand. */
struct spans_of_ranges {
    size_t first, end;
};

static bool is_held(enum version_scheme scheme, const struct range_spans *spans,
    struct spans_of_ranges ranges, struct text key)
{
    for (size_t i = ranges.first; i < ranges.end; i++) {
        const struct range_span *span = &spans->at[i];
        struct text low = {spans->keys.at + span->low_at, span->low_len};
        struct text high = {spans->keys.at + span->high_at, span->high_len};
        if (range_span_holds(scheme, span->flags, low, high, key) == 1)
            return true;
    }
    return false;
}

/* Adds a listed version, unless the ranges hold it anyway: most do. One without a key is found by its text. */
static void add_version(enum version_scheme scheme, struct range_spans *work,
    struct spans_of_ranges ranges, struct text version)
{
    size_t keys_before = work->keys.len, spans_before = work->len;
    if (!range_span_add_version(scheme, version, work)) {
        struct range_span *span = VEC_ADD(work);
        span->flags = LAYOUT_SPAN_TEXT;
        span->low_at = (uint32_t)work->keys.len;
        span->low_len = (uint32_t)version.len;
        buf_add(&work->keys, version);
        return;
    }
    struct text key = {work->keys.at + keys_before, work->keys.len - keys_before};
    if (is_held(scheme, work, ranges, key)) {
        work->len = spans_before;
        buf_cut(&work->keys, keys_before);
    }
}

/* Adds the spans of one entry; false when they cannot tell. */
static bool add_affected(struct range_spans *work, const struct advisory_affected *affected)
{
    const struct ecosystem *ecosystem = ecosystem_find(affected->ecosystem);
    bool is_told =
        ecosystem && ecosystem->has_scheme && (affected->range_count || affected->version_count);
    struct spans_of_ranges ranges = {.first = work->len};
    for (size_t i = 0; is_told && i < affected->range_count; i++)
        is_told = range_span_add(ecosystem->scheme, &affected->ranges[i], work);
    ranges.end = work->len;
    for (size_t i = 0; is_told && i < affected->version_count; i++)
        add_version(ecosystem->scheme, work, ranges, affected->versions[i]);
    return is_told && !work->keys.is_over;
}

/* Moves the spans at hand to those of the package. */
static void keep(
    struct advisory_index_spans *spans, uint32_t package, uint32_t posting, bool is_ordered)
{
    uint64_t base = spans->keys.len;
    buf_add(&spans->keys, buf_text(&spans->work.keys));
    for (size_t i = 0; i < spans->work.len; i++) {
        const struct range_span *span = &spans->work.at[i];
        *VEC_ADD(&spans->rows) = (struct spans_row){package, is_ordered,
            {
                .low_at = base + span->low_at,
                .low_len = span->low_len,
                .high_at = base + span->high_at,
                .high_len = span->high_len,
                .posting = posting,
                .flags = span->flags,
            }};
    }
    while (spans->counts.len <= package)
        *VEC_ADD(&spans->counts) = 0;
    spans->counts.at[package] += (uint32_t)spans->work.len;
}

void advisory_index_spans_add(struct advisory_index_spans *spans, uint32_t package,
    uint32_t posting, const struct advisory_affected *affected, size_t count)
{
    const struct ecosystem *ecosystem = ecosystem_find(affected->ecosystem);
    struct range_spans *work = &spans->work;
    bool is_told = true;
    work->len = 0;
    buf_cut(&work->keys, 0);
    for (size_t i = 0; is_told && i < count; i++)
        is_told = add_affected(work, &affected[i]);
    if (!is_told) {
        work->len = 0;
        buf_cut(&work->keys, 0);
        VEC_ADD(work)->flags = RANGE_SPAN_FROM_START | RANGE_SPAN_TO_END;
    }
    keep(spans, package, posting, ecosystem && version_key_is_ordered(ecosystem->scheme));
}

uint32_t advisory_index_spans_count(const struct advisory_index_spans *spans, uint32_t package)
{
    return package < spans->counts.len ? spans->counts.at[package] : 0;
}

static int rank(unsigned flags)
{
    return flags & LAYOUT_SPAN_TEXT ? 0 : flags & RANGE_SPAN_TO_END ? 1 : 2;
}

/* Texts, then what has no end, then what ends highest: a search stops at the first that ends below its version. */
static int compare_rows(const void *a, const void *b, void *context)
{
    const struct spans_row *left = a, *right = b;
    const struct advisory_index_spans *spans = context;
    int order = rank(left->row.flags) - rank(right->row.flags);
    if (order == 0 && rank(left->row.flags) == 2 && left->is_ordered)
        order = text_cmp((struct text){spans->keys.at + right->row.high_at, right->row.high_len},
            (struct text){spans->keys.at + left->row.high_at, left->row.high_len});
    if (order == 0)
        order = (left->row.posting > right->row.posting) - (left->row.posting < right->row.posting);
    return order ? order
                 : (left->row.low_at > right->row.low_at) - (left->row.low_at < right->row.low_at);
}

void advisory_index_spans_write(struct advisory_index_spans *spans,
    struct advisory_index_file *file, uint32_t *starts, size_t package_count)
{
    size_t count = spans->rows.len;
    struct spans_row *rows = calloc(count + 1, sizeof *rows);
    if (!rows)
        err_panic("out of memory");
    for (size_t i = 0; i < count; i++)
        rows[starts[spans->rows.at[i].package]++] = spans->rows.at[i];
    for (size_t i = 0; i < package_count; i++) {
        uint32_t own = advisory_index_spans_count(spans, (uint32_t)i);
        if (own > 1)
            qsort_r(&rows[starts[i] - own], own, sizeof *rows, compare_rows, spans);
    }
    advisory_index_file_section(file);
    for (size_t i = 0; i < count; i++)
        advisory_index_file_add(file, &rows[i].row, sizeof rows[i].row);
    advisory_index_file_end(file, LAYOUT_SPANS, count);
    free(rows);
    advisory_index_file_section(file);
    advisory_index_file_add(file, spans->keys.at, spans->keys.len);
    advisory_index_file_end(file, LAYOUT_KEYS, spans->keys.len);
}
