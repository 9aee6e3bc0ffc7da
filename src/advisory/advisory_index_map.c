/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_map.h"

#include "base/map.h"
#include "domain/ssvc.h"

size_t advisory_index_map_count(const struct advisory_index *index, enum layout_section_id section)
{
    return index->header.sections[section].count;
}

/* Opening has checked that every section lies in the file and is as long as its rows. */
bool advisory_index_map_row(const struct advisory_index *index, enum layout_section_id section,
    size_t i, void *ret_row, size_t size)
{
    const struct layout_section *place = &index->header.sections[section];
    if (i >= place->count)
        return false;
    memcpy(ret_row, index->map + place->at + i * size, size);
    return true;
}

struct text advisory_index_map_text(const struct advisory_index *index, struct layout_text place)
{
    const struct layout_section *heap = &index->header.sections[LAYOUT_HEAP];
    if (place.at > heap->bytes || place.len > heap->bytes - place.at)
        return (struct text){"", 0};
    return (struct text){index->map + heap->at + place.at, place.len};
}

struct text advisory_index_map_blob(
    const struct advisory_index *index, const struct layout_record *row)
{
    const struct layout_section *blobs = &index->header.sections[LAYOUT_BLOBS];
    if (row->at > blobs->bytes || row->bytes > blobs->bytes - row->at)
        return (struct text){"", 0};
    return (struct text){index->map + blobs->at + row->at, row->bytes};
}

size_t advisory_index_map_lower(const struct advisory_index *index, enum layout_section_id section,
    uint64_t key, size_t row_size)
{
    const struct layout_section *place = &index->header.sections[section];
    size_t low = 0, high = place->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t there;
        memcpy(&there, index->map + place->at + middle * row_size, sizeof there);
        if (there < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
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

void advisory_index_map_digest(
    const struct layout_header *header, unsigned char ret_digest[SHA256_SIZE])
{
    struct layout_header copy = *header;
    memset(copy.digest, 0, sizeof copy.digest);
    sha256_of((struct text){(const char *)&copy, sizeof copy}, ret_digest);
}

static int at_most(unsigned value, int most)
{
    return (int)value < most ? (int)value : most;
}

struct advisory_facts advisory_index_map_facts(
    const struct advisory_index *index, const struct layout_fact *row)
{
    return (struct advisory_facts){
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
        .cvss_vector = advisory_index_map_text(index, row->cvss_vector),
        .severity = (enum severity)at_most(row->severity, SEVERITY_CRITICAL),
        .score_tenths = (unsigned)at_most(row->score_tenths, 100),
        .is_rejected = row->flags & LAYOUT_FACT_REJECTED,
    };
}
