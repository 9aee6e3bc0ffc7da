/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_map.h"

#include "base/map.h"
#include "domain/ssvc.h"

const struct layout_section *advisory_index_map_section(
    const struct advisory_index *index, size_t segment, enum layout_section_id section)
{
    return &index->header.segments[segment].sections[section];
}

const struct layout_section *advisory_index_map_table(
    const struct advisory_index *index, enum layout_table_id table)
{
    return &index->header.tables[table];
}

/* Opening has checked that every section lies in the file and is as long as its rows. */
bool advisory_index_map_row(const struct advisory_index *index,
    const struct layout_section *section, size_t i, void *ret_row, size_t size)
{
    if (i >= section->count)
        return false;
    memcpy(ret_row, index->map + section->at + i * size, size);
    return true;
}

struct text advisory_index_map_bytes(const struct advisory_index *index,
    const struct layout_section *section, uint64_t at, uint64_t len)
{
    if (at > section->bytes || len > section->bytes - at)
        return (struct text){"", 0};
    return (struct text){index->map + section->at + at, len};
}

struct text advisory_index_map_text(
    const struct advisory_index *index, size_t segment, struct layout_text place)
{
    return advisory_index_map_bytes(
        index, advisory_index_map_section(index, segment, LAYOUT_HEAP), place.at, place.len);
}

struct text advisory_index_map_table_text(
    const struct advisory_index *index, struct layout_text place)
{
    return advisory_index_map_bytes(
        index, advisory_index_map_table(index, LAYOUT_TABLE_HEAP), place.at, place.len);
}

size_t advisory_index_map_lower(const struct advisory_index *index,
    const struct layout_section *section, uint64_t key, size_t row_size)
{
    size_t low = 0, high = section->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t there;
        memcpy(&there, index->map + section->at + middle * row_size, sizeof there);
        if (there < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct layout_segment *last_segment(const struct advisory_index *index)
{
    size_t count = index->header.segment_count;
    return count ? &index->header.segments[count - 1] : NULL;
}

uint32_t advisory_index_map_record_end(const struct advisory_index *index)
{
    const struct layout_segment *last = last_segment(index);
    return last ? last->record_first + (uint32_t)last->sections[LAYOUT_RECORDS].count : 0;
}

uint32_t advisory_index_map_fact_end(const struct advisory_index *index)
{
    const struct layout_segment *last = last_segment(index);
    return last ? last->fact_first + (uint32_t)last->sections[LAYOUT_FACTS].count : 0;
}

bool advisory_index_map_is_dead(
    const struct advisory_index *index, enum layout_table_id table, uint32_t number)
{
    const struct layout_section *bits = advisory_index_map_table(index, table);
    unsigned char byte;
    return advisory_index_map_row(index, bits, number / 8, &byte, sizeof byte) &&
           (byte >> number % 8 & 1);
}

bool advisory_index_map_record(const struct advisory_index *index, uint32_t record,
    struct layout_record *ret_row, struct text *ret_blob)
{
    size_t segment = index->header.segment_count;
    while (segment > 0 && index->header.segments[segment - 1].record_first > record)
        segment--;
    if (segment-- == 0)
        return false;
    uint32_t own = record - index->header.segments[segment].record_first;
    if (!advisory_index_map_row(index, advisory_index_map_section(index, segment, LAYOUT_RECORDS),
            own, ret_row, sizeof *ret_row))
        return false;
    *ret_blob = advisory_index_map_bytes(index,
        advisory_index_map_section(index, segment, LAYOUT_BLOBS), ret_row->at, ret_row->bytes);
    return ret_blob->len > 0;
}

bool advisory_index_map_fact(const struct advisory_index *index, uint32_t fact,
    struct layout_fact *ret_row, size_t *ret_segment)
{
    size_t segment = index->header.segment_count;
    while (segment > 0 && index->header.segments[segment - 1].fact_first > fact)
        segment--;
    if (segment-- == 0)
        return false;
    uint32_t own = fact - index->header.segments[segment].fact_first;
    *ret_segment = segment;
    return advisory_index_map_row(index, advisory_index_map_section(index, segment, LAYOUT_FACTS),
        own, ret_row, sizeof *ret_row);
}

uint64_t advisory_index_map_package_key(struct text ecosystem, struct text package)
{
    /* The multiplier (2^64 / golden ratio) keeps ("a", "b") and ("b", "a") apart. */
    return map_stable_hash(ecosystem) * 0x9e3779b97f4a7c15u ^ map_stable_hash(package);
}

uint64_t advisory_index_map_id_key(struct text id)
{
    return map_stable_hash(id);
}

uint64_t advisory_index_map_cve_key(struct text id)
{
    uint64_t year, number;
    struct text rest = id;
    if (!text_is(text_cut(&rest, '-'), "CVE") || !text_read_u64(text_cut(&rest, '-'), &year) ||
        !text_read_u64(rest, &number))
        return 0;
    bool is_fine = year > 0 && year < 10000 && rest.len >= 4 && number < (uint64_t)1 << 48;
    return is_fine ? year << 48 | number : 0;
}

struct text advisory_index_map_cve(uint64_t key, struct arena *arena)
{
    return arena_format(arena, "CVE-%04llu-%04llu", (unsigned long long)(key >> 48),
        (unsigned long long)(key & (((uint64_t)1 << 48) - 1)));
}

void advisory_index_map_sum(const struct layout_header *header, unsigned char ret_sum[SHA256_SIZE])
{
    struct layout_header copy = *header;
    memset(copy.sum, 0, sizeof copy.sum);
    sha256_of((struct text){(const char *)&copy, sizeof copy}, ret_sum);
}

static int at_most(unsigned value, int most)
{
    return (int)value < most ? (int)value : most;
}

/* A line of the ratings: "who<TAB>vector". */
static void read_rating(struct text *ratings, struct text *ret_by, struct text *ret_vector)
{
    struct text line = text_cut(ratings, '\n');
    *ret_by = text_cut(&line, '\t');
    *ret_vector = line.at ? line : TEXT("");
}

struct advisory_facts advisory_index_map_facts(
    const struct advisory_index *index, size_t segment, const struct layout_fact *row)
{
    struct text ratings = advisory_index_map_text(index, segment, row->ratings);
    struct advisory_facts facts = {
        .is_kev = row->flags & LAYOUT_FACT_KEV,
        .is_kev_ransomware = row->flags & LAYOUT_FACT_RANSOMWARE,
        .kev_added_us = row->kev_added_us,
        .kev_due_us = row->kev_due_us,
        .has_epss = row->flags & LAYOUT_FACT_EPSS,
        .epss_millionths = row->epss_millionths,
        .epss_percentile_millionths = row->epss_percentile_millionths,
        .epss_date_us = row->epss_date_us,
        .has_ssvc = row->flags & LAYOUT_FACT_SSVC,
        .ssvc_exploitation = at_most(row->exploitation, SSVC_ACTIVE),
        .ssvc_automatable = at_most(row->automatable, SSVC_AUTOMATABLE),
        .ssvc_technical_impact = at_most(row->technical_impact, 1),
        .ssvc_said_us = row->ssvc_said_us,
        .severity = (enum severity)at_most(row->severity, SEVERITY_CRITICAL),
        .score_tenths = (unsigned)at_most(row->score_tenths, 100),
        .is_rejected = row->flags & LAYOUT_FACT_REJECTED,
        .cve_updated_us = row->cve_updated_us,
    };
    read_rating(&ratings, &facts.cvss_by, &facts.cvss_vector);
    read_rating(&ratings, &facts.other_by, &facts.other_vector);
    return facts;
}
