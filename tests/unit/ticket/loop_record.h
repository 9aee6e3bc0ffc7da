/* SPDX-License-Identifier: Apache-2.0 */
/* Advisories in short, for tests. Example: {"GHSA-1", "CVE-2020-0001", "npm", "lodash", "2.0", false, NULL, NULL, 0} */
#ifndef LOOP_RECORD_H
#define LOOP_RECORD_H

#include "advisory/advisory_index_write.h"

/* An advisory in short: versions below fixed are affected; other is a second id, or empty. */
struct loop_record {
    const char *id, *other, *ecosystem, *package, *fixed;
    bool is_withdrawn;
    const char *vector;
    const char *related; /* an id, or NULL */
    enum advisory_kind kind;
};

static inline struct advisory loop_advisory(const struct loop_record *record, struct arena *arena)
{
    struct range_bound *bounds = arena_take_array(arena, 2, sizeof *bounds);
    bounds[0] = (struct range_bound){RANGE_INTRODUCED, TEXT("0")};
    bounds[1] = (struct range_bound){RANGE_FIXED, text_of(record->fixed)};
    struct range *range = arena_take(arena, sizeof *range);
    *range = (struct range){bounds, record->fixed ? 2 : 1};
    struct advisory_affected *affected = arena_take(arena, sizeof *affected);
    *affected = (struct advisory_affected){.ecosystem = text_of(record->ecosystem),
        .package = text_of(record->package),
        .ranges = range,
        .range_count = 1};
    struct text *alias = arena_take(arena, sizeof *alias);
    *alias = text_of(record->other);
    struct text *related = arena_take(arena, sizeof *related);
    *related = text_of(record->related);
    return (struct advisory){.id = text_of(record->id),
        .kind = record->kind,
        .related = related,
        .related_count = related->len > 0,
        .summary = text_of(record->id),
        .aliases = alias,
        .alias_count = alias->len > 0,
        .cvss_vector = text_of(record->vector),
        .severity = SEVERITY_HIGH,
        .score_tenths = 75,
        .modified_us = 1,
        .withdrawn_us = record->is_withdrawn,
        .affected = affected,
        .affected_count = 1};
}

#endif
