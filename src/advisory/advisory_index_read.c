/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups in an open index: by package, by id, by CVE. */
#include "advisory/advisory_blob.h"
#include "advisory/advisory_index_map.h"

/* Reads a record's row and bytes; false when the tables point outside of the file. */
static bool find_blob(const struct advisory_index *index, uint32_t record,
    struct layout_record *ret_row, struct text *ret_blob)
{
    if (!advisory_index_map_row(index, LAYOUT_RECORDS, record, ret_row, sizeof *ret_row))
        return false;
    *ret_blob = advisory_index_map_blob(index, ret_row);
    return ret_blob->len > 0;
}

static bool is_package(const struct advisory_index *index, const struct layout_package *row,
    struct text ecosystem, struct text package)
{
    struct layout_posting posting;
    struct layout_record record;
    struct text blob, its_ecosystem, its_package;
    return advisory_index_map_row(index, LAYOUT_POSTINGS, row->first, &posting, sizeof posting) &&
           find_blob(index, posting.record, &record, &blob) &&
           advisory_blob_package(blob, posting.affected_first, &its_ecosystem, &its_package) &&
           text_eq(its_ecosystem, ecosystem) && text_eq(its_package, package);
}

bool advisory_index_find(const struct advisory_index *index, struct text ecosystem,
    struct text package, struct advisory_hits *ret_hits)
{
    uint64_t key = advisory_index_map_package_key(ecosystem, package);
    struct layout_package row;
    size_t i = advisory_index_map_lower(index, LAYOUT_PACKAGES, key, sizeof row);
    size_t postings = advisory_index_map_count(index, LAYOUT_POSTINGS);
    for (; advisory_index_map_row(index, LAYOUT_PACKAGES, i, &row, sizeof row) && row.hash == key;
        i++) {
        if (row.first > postings || row.count > postings - row.first ||
            !is_package(index, &row, ecosystem, package))
            continue;
        *ret_hits = (struct advisory_hits){index, row.first, row.count};
        return true;
    }
    return false;
}

static bool read_part(const struct advisory_index *index, uint32_t record, size_t first,
    size_t count, struct advisory *ret_advisory, struct arena *arena, struct err *err)
{
    struct layout_record row;
    struct text blob;
    if (!find_blob(index, record, &row, &blob))
        return err_set(
            err, ERR_SYNTAX, "the index is damaged: record %u lies outside of it", record);
    if (!advisory_blob_read(ret_advisory, blob, first, count, arena, err))
        return err_add(err, "advisory index: record %u", record);
    ret_advisory->source = advisory_index_source(index, row.source).name;
    return true;
}

bool advisory_index_read_hit(const struct advisory_hits *hits, uint32_t i,
    struct advisory *ret_advisory, struct arena *arena, struct err *err)
{
    struct layout_posting row;
    if (i >= hits->count || !advisory_index_map_row(hits->index, LAYOUT_POSTINGS,
                                (size_t)hits->first + i, &row, sizeof row))
        return err_set(err, ERR_NOT_FOUND, "the index has no such hit");
    return read_part(
        hits->index, row.record, row.affected_first, row.affected_count, ret_advisory, arena, err);
}

bool advisory_index_read_record(const struct advisory_index *index, uint32_t record,
    struct advisory *ret_advisory, struct arena *arena, struct err *err)
{
    return read_part(index, record, 0, SIZE_MAX, ret_advisory, arena, err);
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

/* *next counts rows from the first with that hash. */
static bool read_link(const struct advisory_index *index, struct text id, uint32_t most,
    uint32_t *next, enum advisory_link *ret_link, struct advisory *ret_advisory,
    struct arena *arena, struct err *err)
{
    uint64_t key = advisory_index_map_id_key(id);
    struct layout_link row;
    size_t first = advisory_index_map_lower(index, LAYOUT_LINKS, key, sizeof row);
    while (advisory_index_map_row(index, LAYOUT_LINKS, first + *next, &row, sizeof row) &&
           row.hash == key) {
        (*next)++;
        if (row.link > most)
            continue;
        if (!read_part(index, row.record, 0, SIZE_MAX, ret_advisory, arena, err))
            return false;
        *ret_link = (enum advisory_link)row.link;
        if (bears(ret_advisory, *ret_link, id))
            return true;
    }
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
    }
    if (more->severity != SEVERITY_UNKNOWN) {
        all->severity = more->severity;
        all->score_tenths = more->score_tenths;
        all->cvss_vector = more->cvss_vector;
    }
    all->is_rejected |= more->is_rejected;
}

bool advisory_index_facts(
    const struct advisory_index *index, struct text cve, struct advisory_facts *ret_facts)
{
    uint64_t key = advisory_index_map_cve_key(cve);
    struct layout_fact row;
    size_t i = advisory_index_map_lower(index, LAYOUT_FACTS, key, sizeof row);
    struct advisory_facts all = {.cvss_vector = {"", 0}};
    bool is_known = false;
    for (;
        key && advisory_index_map_row(index, LAYOUT_FACTS, i, &row, sizeof row) && row.cve == key;
        i++) {
        struct advisory_facts more = advisory_index_map_facts(index, &row);
        add_facts(&all, &more);
        is_known = true;
    }
    if (is_known)
        *ret_facts = all;
    return is_known;
}
