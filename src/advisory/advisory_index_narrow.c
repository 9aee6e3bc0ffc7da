/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_narrow.h"

#include "advisory/advisory_index_find.h"
#include "domain/range_span.h"

_Static_assert(
    (LAYOUT_SPAN_TEXT & (RANGE_SPAN_FROM_START | RANGE_SPAN_TO_END | RANGE_SPAN_HIGH_IN)) == 0,
    "the flags of spans are apart");

/* A package in one segment, and what is looked for in it. */
struct search {
    const struct advisory_index *index;
    size_t segment;
    struct layout_package package;
    const struct advisory_wanted *wanted;
    struct advisory_narrow *narrow;
};

static void add(const struct search *search, uint32_t i)
{
    struct layout_posting posting;
    uint32_t record;
    if (i < search->package.posting_count &&
        advisory_index_find_posting(
            search->index, search->segment, search->package.posting_first + i, &posting, &record))
        *VEC_ADD(search->narrow) =
            (struct advisory_place){record, posting.affected_first, posting.affected_count};
}

/* Returns as range_span_holds; and whether no span behind this one can hold the version, since they end lower. */
static int holds(const struct search *search, const struct layout_span *span, bool *ret_is_past)
{
    const struct layout_section *keys =
        advisory_index_map_section(search->index, search->segment, LAYOUT_KEYS);
    const struct advisory_wanted *wanted = search->wanted;
    struct text low = advisory_index_map_bytes(search->index, keys, span->low_at, span->low_len);
    *ret_is_past = false;
    if (span->flags & LAYOUT_SPAN_TEXT)
        return text_eq(low, wanted->version);
    struct text high = advisory_index_map_bytes(search->index, keys, span->high_at, span->high_len);
    int answer = range_span_holds(wanted->scheme, span->flags, low, high, wanted->key);
    *ret_is_past = answer == 0 && !(span->flags & RANGE_SPAN_TO_END) &&
                   version_key_is_ordered(wanted->scheme) && text_cmp(high, wanted->key) < 0;
    return answer;
}

static void add_from_spans(const struct search *search)
{
    const struct layout_section *spans =
        advisory_index_map_section(search->index, search->segment, LAYOUT_SPANS);
    struct layout_span span;
    bool is_past = false;
    uint32_t i = 0;
    for (; !is_past && i < search->package.span_count &&
           advisory_index_map_row(
               search->index, spans, (size_t)search->package.span_first + i, &span, sizeof span);
        i++)
        if (holds(search, &span, &is_past))
            add(search, span.posting);
    search->narrow->compared_count += i;
}

static int compare_places(const void *a, const void *b)
{
    const struct advisory_place *left = a, *right = b;
    return left->record != right->record
               ? (left->record > right->record) - (left->record < right->record)
               : (left->affected_first > right->affected_first) -
                     (left->affected_first < right->affected_first);
}

/* Several spans of one record may hold the version. */
static void drop_doubles(struct advisory_narrow *narrow, size_t first)
{
    struct advisory_place *at = narrow->at + first;
    size_t count = narrow->len - first, kept = 0;
    if (count < 2)
        return;
    qsort(at, count, sizeof *at, compare_places);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_places(&at[kept - 1], &at[i]) != 0)
            at[kept++] = at[i];
    narrow->len = first + kept;
}

static void search_segment(const struct search *search)
{
    if (search->wanted->has_key)
        add_from_spans(search);
    else
        for (uint32_t i = 0; i < search->package.posting_count; i++)
            add(search, i);
}

bool advisory_index_names(
    const struct advisory_index *index, struct text ecosystem, struct text package)
{
    uint64_t key = advisory_index_map_package_key(ecosystem, package);
    struct layout_package row;
    for (size_t i = 0; i < index->header.segment_count; i++)
        if (advisory_index_find_package(index, i, key, ecosystem, package, &row))
            return true;
    return false;
}

void advisory_index_narrow(const struct advisory_index *index, struct text ecosystem,
    struct text package, const struct advisory_wanted *wanted, struct advisory_narrow *narrow)
{
    uint64_t key = advisory_index_map_package_key(ecosystem, package);
    size_t first = narrow->len;
    struct search search = {.index = index, .wanted = wanted, .narrow = narrow};
    for (size_t i = 0; i < index->header.segment_count; i++) {
        search.segment = i;
        if (advisory_index_find_package(index, i, key, ecosystem, package, &search.package))
            search_segment(&search);
    }
    drop_doubles(narrow, first);
}

bool advisory_index_narrow_read(const struct advisory_index *index,
    const struct advisory_place *place, struct advisory *ret_advisory, struct arena *arena,
    struct err *err)
{
    return advisory_index_read_part(index, place->record, place->affected_first,
        place->affected_count, ret_advisory, arena, err);
}
