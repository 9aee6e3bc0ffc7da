/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups in an open index: by package, by id, by CVE. */
#include "advisory/advisory_blob.h"
#include "advisory/advisory_index_find.h"
#include "advisory/advisory_index_map.h"

/* The rows of packages whose hash may be key: a segment's buckets cut the hashes into equal parts. */
static size_t find_bucket(const struct advisory_index *index, size_t segment, uint64_t key)
{
    const struct layout_section *buckets =
        advisory_index_map_section(index, segment, LAYOUT_BUCKETS);
    uint32_t first;
    unsigned bits = 0;
    while (((uint64_t)2 << bits) < buckets->count)
        bits++;
    size_t bucket = bits ? key >> (64 - bits) : 0;
    return advisory_index_map_row(index, buckets, bucket, &first, sizeof first) ? first : 0;
}

bool advisory_index_find_package(const struct advisory_index *index, size_t segment, uint64_t key,
    struct text ecosystem, struct text package, struct layout_package *ret_row)
{
    const struct layout_section *packages =
        advisory_index_map_section(index, segment, LAYOUT_PACKAGES);
    struct layout_package row;
    for (size_t i = find_bucket(index, segment, key);
        advisory_index_map_row(index, packages, i, &row, sizeof row) && row.hash <= key; i++)
        if (row.hash == key &&
            text_eq(advisory_index_map_text(index, segment, row.package), package) &&
            text_eq(advisory_index_map_text(index, segment, row.ecosystem), ecosystem)) {
            size_t postings = advisory_index_map_section(index, segment, LAYOUT_POSTINGS)->count;
            size_t spans = advisory_index_map_section(index, segment, LAYOUT_SPANS)->count;
            *ret_row = row;
            return row.posting_first <= postings &&
                   row.posting_count <= postings - row.posting_first && row.span_first <= spans &&
                   row.span_count <= spans - row.span_first;
        }
    return false;
}

bool advisory_index_find_posting(const struct advisory_index *index, size_t segment, uint32_t i,
    struct layout_posting *ret_posting, uint32_t *ret_record)
{
    if (!advisory_index_map_row(index, advisory_index_map_section(index, segment, LAYOUT_POSTINGS),
            i, ret_posting, sizeof *ret_posting))
        return false;
    *ret_record = index->header.segments[segment].record_first + ret_posting->record;
    return index->header.segments[segment].dead_records == 0 ||
           !advisory_index_map_is_dead(index, LAYOUT_DEAD, *ret_record);
}

static uint32_t count_live(
    const struct advisory_index *index, size_t segment, const struct advisory_run *run)
{
    uint32_t count = 0;
    struct layout_posting posting;
    uint32_t record;
    if (index->header.segments[segment].dead_records == 0)
        return run->count;
    for (uint32_t i = 0; i < run->count; i++)
        count += advisory_index_find_posting(index, segment, run->first + i, &posting, &record);
    return count;
}

_Static_assert((int)ADVISORY_SEGMENTS == (int)LAYOUT_SEGMENTS, "hits have room for all segments");

bool advisory_index_find(const struct advisory_index *index, struct text ecosystem,
    struct text package, struct advisory_hits *ret_hits)
{
    uint64_t key = advisory_index_map_package_key(ecosystem, package);
    struct advisory_hits hits = {.index = index};
    for (size_t i = 0; i < index->header.segment_count; i++) {
        struct layout_package row;
        if (!advisory_index_find_package(index, i, key, ecosystem, package, &row))
            continue;
        hits.runs[i] = (struct advisory_run){row.posting_first, row.posting_count};
        hits.count += count_live(index, i, &hits.runs[i]);
    }
    if (hits.count)
        *ret_hits = hits;
    return hits.count > 0;
}

bool advisory_index_read_part(const struct advisory_index *index, uint32_t record, size_t first,
    size_t count, struct advisory *ret_advisory, struct arena *arena, struct err *err)
{
    struct layout_record row;
    struct text blob;
    if (!advisory_index_map_record(index, record, &row, &blob) || row.source >= index->source_count)
        return err_set(
            err, ERR_SYNTAX, "the index is damaged: record %u lies outside of it", record);
    if (!advisory_blob_read(ret_advisory, blob, first, count, arena, err))
        return err_add(err, "advisory index: record %u", record);
    ret_advisory->source = advisory_index_source(index, index->ranks[row.source]).name;
    return true;
}

/* Moves the cursor to the next posting whose record is there. */
static bool find_next(
    struct advisory_hits *hits, struct layout_posting *ret_posting, uint32_t *ret_record)
{
    for (; hits->cursor.run < hits->index->header.segment_count;
        hits->cursor.run++, hits->cursor.at = 0) {
        const struct advisory_run *run = &hits->runs[hits->cursor.run];
        while (hits->cursor.at < run->count)
            if (advisory_index_find_posting(hits->index, hits->cursor.run,
                    run->first + hits->cursor.at++, ret_posting, ret_record))
                return true;
    }
    return false;
}

bool advisory_index_read_hit(struct advisory_hits *hits, uint32_t i, struct advisory *ret_advisory,
    struct arena *arena, struct err *err)
{
    struct layout_posting posting;
    uint32_t record;
    if (i < hits->cursor.hit)
        memset(&hits->cursor, 0, sizeof hits->cursor);
    for (;;) {
        if (!find_next(hits, &posting, &record))
            return err_set(err, ERR_NOT_FOUND, "the index has no such hit");
        if (hits->cursor.hit++ == i)
            break;
    }
    return advisory_index_read_part(hits->index, record, posting.affected_first,
        posting.affected_count, ret_advisory, arena, err);
}

bool advisory_index_read_record(const struct advisory_index *index, uint32_t record,
    struct advisory *ret_advisory, struct arena *arena, struct err *err)
{
    if (record >= advisory_index_map_record_end(index) ||
        advisory_index_map_is_dead(index, LAYOUT_DEAD, record))
        return err_set(err, ERR_NOT_FOUND, "the index has no record %u", record);
    return advisory_index_read_part(index, record, 0, SIZE_MAX, ret_advisory, arena, err);
}

static bool is_among(struct text id, const struct text *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(ids[i], id))
            return true;
    return false;
}

/* Two ids may share a hash, so the record has the last word. */
static bool bears(const struct advisory *advisory, enum advisory_link link, struct text id)
{
    switch (link) {
    case ADVISORY_LINK_ID: return text_eq(advisory->id, id);
    case ADVISORY_LINK_ALIAS: return is_among(id, advisory->aliases, advisory->alias_count);
    case ADVISORY_LINK_UPSTREAM: return is_among(id, advisory->upstream, advisory->upstream_count);
    case ADVISORY_LINK_RELATED: return is_among(id, advisory->related, advisory->related_count);
    }
    return false;
}

/* *next counts the rows with that hash, through all segments. */
static bool read_link(const struct advisory_index *index, struct text id, uint32_t most,
    uint32_t *next, enum advisory_link *ret_link, struct advisory *ret_advisory,
    struct arena *arena, struct err *err)
{
    uint64_t key = advisory_index_map_id_key(id);
    uint32_t at = 0;
    for (size_t segment = 0; segment < index->header.segment_count; segment++) {
        const struct layout_section *links =
            advisory_index_map_section(index, segment, LAYOUT_LINKS);
        struct layout_link row;
        size_t i = advisory_index_map_lower(index, links, key, sizeof row);
        for (; advisory_index_map_row(index, links, i, &row, sizeof row) && row.hash == key; i++) {
            uint32_t record = index->header.segments[segment].record_first + row.record;
            if (at++ < *next || row.link > most ||
                advisory_index_map_is_dead(index, LAYOUT_DEAD, record))
                continue;
            *next = at;
            if (!advisory_index_read_part(index, record, 0, SIZE_MAX, ret_advisory, arena, err))
                return false;
            *ret_link = (enum advisory_link)row.link;
            if (bears(ret_advisory, *ret_link, id))
                return true;
        }
    }
    *next = at;
    return err_set(err, ERR_NOT_FOUND, "%.*s: the index has no such advisory", TEXT_ARG(id));
}

bool advisory_index_read_link(const struct advisory_index *index, struct text id, uint32_t *next,
    enum advisory_link *ret_link, struct advisory *ret_advisory, struct arena *arena,
    struct err *err)
{
    return read_link(index, id, ADVISORY_LINK_RELATED, next, ret_link, ret_advisory, arena, err);
}

bool advisory_index_read_id(const struct advisory_index *index, struct text id, uint32_t *next,
    struct advisory *ret_advisory, struct text *ret_source, struct arena *arena, struct err *err)
{
    enum advisory_link link;
    if (!read_link(index, id, ADVISORY_LINK_ALIAS, next, &link, ret_advisory, arena, err))
        return false;
    *ret_source = ret_advisory->source;
    return true;
}

/* Each source knows some of it; where two know the same, the later in the order of names has the word. */
static void add_facts(struct advisory_facts *all, const struct advisory_facts *more)
{
    if (more->is_kev) {
        all->is_kev = true;
        all->is_kev_ransomware |= more->is_kev_ransomware;
        all->kev_added_us = more->kev_added_us;
        all->kev_due_us = more->kev_due_us;
    }
    if (more->has_epss && (!all->has_epss || more->epss_date_us >= all->epss_date_us)) {
        all->has_epss = true;
        all->epss_millionths = more->epss_millionths;
        all->epss_percentile_millionths = more->epss_percentile_millionths;
        all->epss_date_us = more->epss_date_us;
    }
    if (more->has_ssvc) {
        all->has_ssvc = true;
        all->ssvc_exploitation = more->ssvc_exploitation;
        all->ssvc_automatable = more->ssvc_automatable;
        all->ssvc_technical_impact = more->ssvc_technical_impact;
        all->ssvc_said_us = more->ssvc_said_us;
    }
    if (more->severity != SEVERITY_UNKNOWN) {
        all->severity = more->severity;
        all->score_tenths = more->score_tenths;
        all->cvss_vector = more->cvss_vector;
        all->cvss_by = more->cvss_by;
        all->other_vector = more->other_vector;
        all->other_by = more->other_by;
    }
    all->is_rejected |= more->is_rejected;
    if (more->cve_updated_us > all->cve_updated_us)
        all->cve_updated_us = more->cve_updated_us;
}

/* Adds the facts of the source that follows *rank in the order of names; false when there is none. */
static bool add_next_facts(
    const struct advisory_index *index, uint64_t key, int64_t *rank, struct advisory_facts *all)
{
    struct layout_fact row;
    struct advisory_facts next = {0};
    int64_t found = INT64_MAX;
    for (size_t segment = 0; segment < index->header.segment_count; segment++) {
        const struct layout_section *facts =
            advisory_index_map_section(index, segment, LAYOUT_FACTS);
        uint32_t first = index->header.segments[segment].fact_first;
        size_t i = advisory_index_map_lower(index, facts, key, sizeof row);
        for (; advisory_index_map_row(index, facts, i, &row, sizeof row) && row.cve == key; i++) {
            int64_t its = row.source < index->source_count ? index->ranks[row.source] : INT64_MAX;
            if (its <= *rank || its >= found ||
                advisory_index_map_is_dead(index, LAYOUT_DEAD_FACTS, first + (uint32_t)i))
                continue;
            found = its;
            next = advisory_index_map_facts(index, segment, &row);
        }
    }
    if (found == INT64_MAX)
        return false;
    *rank = found;
    add_facts(all, &next);
    return true;
}

bool advisory_index_facts(
    const struct advisory_index *index, struct text cve, struct advisory_facts *ret_facts)
{
    uint64_t key = advisory_index_map_cve_key(cve);
    struct advisory_facts all = {.cvss_vector = {"", 0}};
    int64_t rank = -1;
    bool is_known = false;
    while (key && add_next_facts(index, key, &rank, &all))
        is_known = true;
    if (is_known)
        *ret_facts = all;
    return is_known;
}
