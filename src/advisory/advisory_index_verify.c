/* SPDX-License-Identifier: Apache-2.0 */
/* Reading all of an index once, against its sums. */
#include "advisory/advisory_index_content.h"
#include "advisory/advisory_index_map.h"

static bool check_sum(const struct advisory_index *index, const struct layout_section *section,
    const char *name, struct err *err)
{
    unsigned char sum[SHA256_SIZE];
    sha256_of(advisory_index_map_bytes(index, section, 0, section->bytes), sum);
    return memcmp(sum, section->sum, sizeof sum) == 0 ||
           err_set(err, ERR_SYNTAX,
               "the index is damaged: its %s do not match their sum; import the sources anew",
               name);
}

static bool check_sums(const struct advisory_index *index, struct err *err)
{
    static const char *const names[LAYOUT_SECTIONS] = {"records", "texts", "record table", "ids",
        "packages", "package buckets", "postings", "spans", "version keys", "facts"};
    static const char *const table_names[LAYOUT_TABLES] = {"texts", "sources", "coverage",
        "ecosystems", "dead records", "dead facts", "former generations", "changed packages",
        "changed CVEs"};
    for (size_t i = 0; i < index->header.segment_count; i++)
        for (size_t k = 0; k < LAYOUT_SECTIONS; k++)
            if (!check_sum(index, &index->header.segments[i].sections[k], names[k], err))
                return false;
    for (size_t k = 0; k < LAYOUT_TABLES; k++)
        if (!check_sum(index, &index->header.tables[k], table_names[k], err))
            return false;
    return true;
}

static bool fail_content(const char *what, struct err *err)
{
    return err_set(err, ERR_SYNTAX,
        "the index is damaged: its %s does not match its digest; import the sources anew", what);
}

/* Adds up what there is of each source; a record must have the digest that stands beside it. */
static bool add_records(
    const struct advisory_index *index, struct advisory_index_content *contents, struct err *err)
{
    uint32_t end = advisory_index_map_record_end(index);
    for (uint32_t i = 0; i < end; i++) {
        struct layout_record row;
        struct text blob;
        unsigned char digest[SHA256_SIZE];
        if (!advisory_index_map_record(index, i, &row, &blob) || row.source >= index->source_count)
            return fail_content("record table", err);
        sha256_of(blob, digest);
        if (memcmp(digest, row.digest, sizeof digest) != 0)
            return fail_content("records", err);
        if (!advisory_index_map_is_dead(index, LAYOUT_DEAD, i))
            advisory_index_content_add(&contents[row.source], row.digest);
    }
    return true;
}

static bool add_facts(
    const struct advisory_index *index, struct advisory_index_content *contents, struct err *err)
{
    uint32_t end = advisory_index_map_fact_end(index);
    for (uint32_t i = 0; i < end; i++) {
        struct layout_fact row;
        size_t segment;
        unsigned char digest[SHA256_SIZE];
        if (!advisory_index_map_fact(index, i, &row, &segment) || row.source >= index->source_count)
            return fail_content("table of facts", err);
        if (advisory_index_map_is_dead(index, LAYOUT_DEAD_FACTS, i))
            continue;
        advisory_index_content_of_fact(
            &row, advisory_index_map_text(index, segment, row.ratings), digest);
        advisory_index_content_add(&contents[row.source], digest);
    }
    return true;
}

static bool check_contents(const struct advisory_index *index,
    const struct advisory_index_content *contents, struct err *err)
{
    const struct layout_section *table = advisory_index_map_table(index, LAYOUT_SOURCES);
    for (size_t i = 0; i < index->source_count; i++) {
        struct layout_source row;
        if (!advisory_index_map_row(index, table, i, &row, sizeof row) ||
            memcmp(row.content, contents[i].sum, sizeof row.content) != 0)
            return fail_content("content", err);
    }
    return true;
}

bool advisory_index_verify(const struct advisory_index *index, struct err *err)
{
    if (!check_sums(index, err))
        return false;
    struct advisory_index_content *contents = calloc(index->source_count + 1, sizeof *contents);
    if (!contents)
        err_panic("out of memory");
    bool is_fine = add_records(index, contents, err) && add_facts(index, contents, err) &&
                   check_contents(index, contents, err);
    free(contents);
    return is_fine;
}
