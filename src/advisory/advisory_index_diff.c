/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_diff.h"

#include "advisory/advisory_blob.h"
#include "base/limits.h"

/* A source that no batch has named. */
#define NONE UINT32_MAX

struct find {
    struct advisory_index_diff *diff;
    struct advisory_index_writer *writer;
    struct advisory_index_sources *sources;
    unsigned char *met, *met_facts; /* old records and facts that a replaced source still has */
};

bool advisory_index_diff_has(const unsigned char *bits, uint32_t number)
{
    return bits[number / 8] >> number % 8 & 1;
}

static void set_bit(unsigned char *bits, uint32_t number)
{
    bits[number / 8] = (unsigned char)(bits[number / 8] | 1u << number % 8);
}

static void *take_bytes(size_t count)
{
    void *bytes = calloc(count + 1, 1);
    if (!bytes)
        err_panic("out of memory");
    return bytes;
}

void advisory_index_diff_done(struct advisory_index_diff *diff)
{
    VEC_DONE(&diff->gone);
    VEC_DONE(&diff->gone_facts);
    free(diff->dead);
    free(diff->dead_facts);
    *diff = (struct advisory_index_diff){0};
}

/* Takes the old bits over, and makes room for as many more as there may be new numbers. */
static unsigned char *copy_bits(const struct advisory_index *old, enum layout_table_id table,
    size_t old_end, size_t more, size_t *ret_bytes)
{
    *ret_bytes = (old_end + more + 7) / 8;
    unsigned char *bits = take_bytes(*ret_bytes);
    if (old) {
        const struct layout_section *place = advisory_index_map_table(old, table);
        size_t bytes = place->bytes < *ret_bytes ? place->bytes : *ret_bytes;
        struct text there = advisory_index_map_bytes(old, place, 0, bytes);
        memcpy(bits, there.at, there.len);
    }
    return bits;
}

/* Enters the batches, and gives rows and facts the number of their source. */
static void number_rows(struct find *find)
{
    struct advisory_index_writer *writer = find->writer;
    const struct writer_batches *batches = &writer->batches;
    uint32_t *numbers = take_bytes(batches->len * sizeof *numbers);
    for (size_t i = 0; i < batches->len; i++) {
        bool is_first = true;
        for (size_t k = 0; k < i; k++)
            is_first &= !batches->at[k].is_named ||
                        !text_eq(batches->at[k].about.name, batches->at[i].about.name);
        numbers[i] = batches->at[i].is_named ? advisory_index_sources_batch(
                                                   find->sources, &batches->at[i].about, is_first)
                                             : NONE;
    }
    for (size_t i = 0; i < writer->rows.len; i++)
        writer->rows.at[i].source = numbers[writer->rows.at[i].source];
    for (size_t i = 0; i < writer->facts.len; i++)
        writer->facts.at[i].row.source = numbers[writer->facts.at[i].row.source];
    free(numbers);
}

/* The later modified, then the later read: the first of an id stays. */
static int compare_rows(const void *a, const void *b)
{
    const struct writer_row *left = a, *right = b;
    if (left->source != right->source)
        return left->source < right->source ? -1 : 1;
    int order = text_cmp(left->id, right->id);
    if (order)
        return order;
    if (left->modified_us != right->modified_us)
        return left->modified_us > right->modified_us ? -1 : 1;
    return (left->at < right->at) - (left->at > right->at);
}

static int compare_facts(const void *a, const void *b)
{
    const struct writer_fact *left = a, *right = b;
    if (left->row.source != right->row.source)
        return left->row.source < right->row.source ? -1 : 1;
    if (left->row.cve != right->row.cve)
        return left->row.cve < right->row.cve ? -1 : 1;
    /* Two of one source: which one stays must not hang on the order of sorting. */
    return memcmp(&left->row, &right->row, sizeof left->row);
}

/* Leaves one of each id. */
static void sort_rows(struct writer_rows *rows)
{
    size_t kept = 0;
    if (rows->len)
        qsort(rows->at, rows->len, sizeof *rows->at, compare_rows);
    for (size_t i = 0; i < rows->len; i++) {
        const struct writer_row *row = &rows->at[i], *last = kept ? &rows->at[kept - 1] : NULL;
        bool is_double = last && last->source == row->source && text_eq(last->id, row->id);
        if (row->source != NONE && !is_double)
            rows->at[kept++] = *row;
    }
    rows->len = kept;
}

/* Leaves one of each CVE. */
static void sort_facts(struct writer_facts *facts)
{
    size_t kept = 0;
    if (facts->len)
        qsort(facts->at, facts->len, sizeof *facts->at, compare_facts);
    for (size_t i = 0; i < facts->len; i++) {
        const struct layout_fact *row = &facts->at[i].row;
        const struct layout_fact *last = kept ? &facts->at[kept - 1].row : NULL;
        bool is_double = last && last->source == row->source && last->cve == row->cve;
        if (row->source != NONE && !is_double)
            facts->at[kept++] = facts->at[i];
    }
    facts->len = kept;
}

/* Finds the record with that id of a source in the old generation. */
static bool find_old(const struct advisory_index *old, uint32_t source, struct text id,
    uint32_t *ret_record, struct layout_record *ret_row, struct text *ret_blob)
{
    uint64_t key = advisory_index_map_id_key(id);
    for (size_t segment = 0; segment < old->header.segment_count; segment++) {
        const struct layout_section *links = advisory_index_map_section(old, segment, LAYOUT_LINKS);
        struct layout_link link;
        size_t i = advisory_index_map_lower(old, links, key, sizeof link);
        for (; advisory_index_map_row(old, links, i, &link, sizeof link) && link.hash == key; i++) {
            struct text its_id;
            *ret_record = old->header.segments[segment].record_first + link.record;
            if (link.link == ADVISORY_LINK_ID &&
                !advisory_index_map_is_dead(old, LAYOUT_DEAD, *ret_record) &&
                advisory_index_map_record(old, *ret_record, ret_row, ret_blob) &&
                ret_row->source == source && advisory_blob_id(*ret_blob, &its_id) &&
                text_eq(its_id, id))
                return true;
        }
    }
    return false;
}

static bool stay(struct find *find, uint32_t source, struct text blob, struct err *err)
{
    struct arena arena;
    struct advisory advisory;
    arena_init(&arena, LIMIT_RECORD_ARENA);
    bool is_fine = advisory_blob_read(&advisory, blob, 0, 0, &arena, err);
    if (is_fine)
        advisory_index_sources_stay(find->sources, source, &advisory);
    arena_done(&arena);
    return is_fine;
}

/* Drops what the old generation has just so; what it has otherwise is gone. */
static bool compare_records(struct find *find, struct err *err)
{
    const struct advisory_index *old = find->writer->old;
    struct writer_rows *rows = &find->writer->rows;
    size_t kept = 0;
    for (size_t i = 0; i < rows->len; i++) {
        const struct writer_row *row = &rows->at[i];
        struct layout_record there;
        struct text blob;
        uint32_t record;
        if (!find_old(old, row->source, row->id, &record, &there, &blob)) {
            find->sources->at[row->source].change.added += !row->is_of_cve;
            rows->at[kept++] = *row;
            continue;
        }
        set_bit(find->met, record);
        if (memcmp(there.digest, row->digest, sizeof row->digest) == 0) {
            if (!stay(find, row->source, blob, err))
                return false;
            continue;
        }
        *VEC_ADD(&find->diff->gone) = record;
        find->sources->at[row->source].change.changed += !row->is_of_cve;
        rows->at[kept++] = *row;
    }
    rows->len = kept;
    return true;
}

static bool is_same_fact(const struct advisory_index *old, size_t segment,
    const struct layout_fact *there, const struct writer_fact *fact)
{
    struct layout_fact a = *there, b = fact->row;
    struct text ratings = advisory_index_map_text(old, segment, there->ratings);
    a.ratings = b.ratings = (struct layout_text){0};
    return memcmp(&a, &b, sizeof a) == 0 && text_eq(ratings, fact->ratings);
}

/* Finds the fact of a CVE and source in the old generation. */
static bool find_old_fact(const struct advisory_index *old, const struct layout_fact *wanted,
    uint32_t *ret_fact, struct layout_fact *ret_row, size_t *ret_segment)
{
    for (size_t segment = 0; segment < old->header.segment_count; segment++) {
        const struct layout_section *facts = advisory_index_map_section(old, segment, LAYOUT_FACTS);
        size_t i = advisory_index_map_lower(old, facts, wanted->cve, sizeof *ret_row);
        for (; advisory_index_map_row(old, facts, i, ret_row, sizeof *ret_row) &&
               ret_row->cve == wanted->cve;
            i++) {
            *ret_fact = old->header.segments[segment].fact_first + (uint32_t)i;
            *ret_segment = segment;
            if (ret_row->source == wanted->source &&
                !advisory_index_map_is_dead(old, LAYOUT_DEAD_FACTS, *ret_fact))
                return true;
        }
    }
    return false;
}

static void compare_with_old_facts(struct find *find)
{
    const struct advisory_index *old = find->writer->old;
    struct writer_facts *facts = &find->writer->facts;
    size_t kept = 0;
    for (size_t i = 0; i < facts->len; i++) {
        const struct writer_fact *fact = &facts->at[i];
        struct layout_fact there;
        size_t segment;
        uint32_t number;
        bool is_there = find_old_fact(old, &fact->row, &number, &there, &segment);
        if (is_there)
            set_bit(find->met_facts, number);
        if (is_there && is_same_fact(old, segment, &there, fact))
            continue;
        struct advisory_index_change *change = &find->sources->at[fact->row.source].change;
        if (is_there)
            *VEC_ADD(&find->diff->gone_facts) = number;
        change->changed += is_there;
        change->added += !is_there;
        facts->at[kept++] = *fact;
    }
    facts->len = kept;
}

static bool is_replaced(const struct find *find, uint32_t source)
{
    return source < find->sources->len && find->sources->at[source].is_replaced;
}

static bool is_of_cve(struct text blob)
{
    struct arena arena;
    struct advisory advisory;
    arena_init(&arena, LIMIT_RECORD_ARENA);
    bool is_one =
        advisory_blob_read(&advisory, blob, 0, 1, &arena, NULL) && advisory_is_of_cve(&advisory);
    arena_done(&arena);
    return is_one;
}

/* What a source had and its replacement has not is gone. */
static void drop_missing(struct find *find)
{
    const struct advisory_index *old = find->writer->old;
    uint32_t record_end = advisory_index_map_record_end(old);
    uint32_t fact_end = advisory_index_map_fact_end(old);
    for (uint32_t i = 0; i < record_end; i++) {
        struct layout_record row;
        struct text blob;
        if (!advisory_index_diff_has(find->met, i) &&
            !advisory_index_map_is_dead(old, LAYOUT_DEAD, i) &&
            advisory_index_map_record(old, i, &row, &blob) && is_replaced(find, row.source)) {
            *VEC_ADD(&find->diff->gone) = i;
            find->sources->at[row.source].change.gone += !is_of_cve(blob);
        }
    }
    for (uint32_t i = 0; i < fact_end; i++) {
        struct layout_fact row;
        size_t segment;
        if (!advisory_index_diff_has(find->met_facts, i) &&
            !advisory_index_map_is_dead(old, LAYOUT_DEAD_FACTS, i) &&
            advisory_index_map_fact(old, i, &row, &segment) && is_replaced(find, row.source)) {
            *VEC_ADD(&find->diff->gone_facts) = i;
            find->sources->at[row.source].change.gone++;
        }
    }
}

static bool is_any_replaced(const struct find *find)
{
    for (size_t i = 0; i < find->sources->len; i++)
        if (find->sources->at[i].is_replaced)
            return true;
    return false;
}

/* The first generation is all new. */
static void count_all(struct find *find)
{
    const struct writer_rows *rows = &find->writer->rows;
    const struct writer_facts *facts = &find->writer->facts;
    for (size_t i = 0; i < rows->len; i++)
        find->sources->at[rows->at[i].source].change.added += !rows->at[i].is_of_cve;
    for (size_t i = 0; i < facts->len; i++)
        find->sources->at[facts->at[i].row.source].change.added++;
}

static bool compare_with_old(struct find *find, struct err *err)
{
    if (!compare_records(find, err))
        return false;
    compare_with_old_facts(find);
    if (is_any_replaced(find))
        drop_missing(find);
    for (size_t i = 0; i < find->diff->gone.len; i++)
        set_bit(find->diff->dead, find->diff->gone.at[i]);
    for (size_t i = 0; i < find->diff->gone_facts.len; i++)
        set_bit(find->diff->dead_facts, find->diff->gone_facts.at[i]);
    return true;
}

bool advisory_index_diff_find(struct advisory_index_diff *diff,
    struct advisory_index_writer *writer, struct advisory_index_sources *sources, struct err *err)
{
    const struct advisory_index *old = writer->old;
    size_t records = old ? advisory_index_map_record_end(old) : 0;
    size_t facts = old ? advisory_index_map_fact_end(old) : 0;
    struct find find = {diff, writer, sources, take_bytes(records), take_bytes(facts)};
    number_rows(&find);
    sort_rows(&writer->rows);
    sort_facts(&writer->facts);
    diff->dead = copy_bits(old, LAYOUT_DEAD, records, writer->rows.len, &diff->dead_bytes);
    diff->dead_facts =
        copy_bits(old, LAYOUT_DEAD_FACTS, facts, writer->facts.len, &diff->dead_fact_bytes);
    if (!old)
        count_all(&find);
    bool is_fine = !old || compare_with_old(&find, err);
    free(find.met);
    free(find.met_facts);
    return is_fine;
}
