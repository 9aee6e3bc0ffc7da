/* SPDX-License-Identifier: Apache-2.0 */
#include "match/coverage.h"

#include <stdlib.h>

#include "base/map.h"
#include "domain/ecosystem.h"

/* What the matcher says of any package of an ecosystem: the one who decides is asked, so that this page agrees with findings. */
static bool ask_matcher(struct coverage_ecosystem *one, const struct advisory_index *index,
    struct arena *arena, struct err *err)
{
    const struct sbom_component any = {
        .name = TEXT("any"),
        .version = TEXT("1"),
        .ecosystem = one->name,
        .package = one->name.len ? TEXT("any") : TEXT(""),
        .oddity = one->name.len ? TEXT("") : TEXT("their SBOMs name no ecosystem for them"),
        .is_package = true,
    };
    struct match_result result;
    if (!match_component(&result, index, &any, arena, err))
        return false;
    one->is_covered = result.not_covered_count == 0;
    if (!one->is_covered)
        one->reason = result.not_covered[0].reason;
    return true;
}

/* Distributions that publish elsewhere than at OSV, and what is no ecosystem of anybody. */
static bool is_published(struct text base)
{
    static const char *const elsewhere[] = {
        "Amazon Linux", "Arch Linux", "CPE", "CentOS", "Fedora", "Oracle Linux", "generic"};
    for (size_t i = 0; i < LEN_OF(elsewhere); i++)
        if (text_is(base, elsewhere[i]))
            return false;
    return ecosystem_find(base) != NULL;
}

/* -- which sources speak of it -- */

/* Records may name it with another release's spelling, or without any: those speak of all releases. */
static bool speaks_of(struct text recorded, struct text name, struct arena *arena)
{
    return text_eq(recorded, name) || text_eq(ecosystem_normal_release(recorded, arena), name) ||
           text_eq(recorded, advisory_base_ecosystem(name));
}

static void add_source(struct coverage_ecosystem *one, const struct advisory_index *index,
    const struct advisory_coverage *coverage)
{
    struct text name = advisory_index_source(index, coverage->source).name;
    size_t i = 0;
    while (i < one->source_count && !text_eq(one->sources[i].name, name))
        i++;
    one->source_count += i == one->source_count;
    one->sources[i].name = name;
    one->sources[i].record_count += coverage->record_count;
}

static bool find_sources(struct coverage_ecosystem *one, const struct advisory_index *index,
    bool *is_used, struct arena *arena, struct err *err)
{
    size_t count = advisory_index_coverage_count(index);
    one->sources =
        arena_take_array(arena, advisory_index_source_count(index), sizeof *one->sources);
    for (size_t i = 0; one->sources && i < count; i++) {
        struct advisory_coverage coverage = advisory_index_coverage(index, i);
        if (!speaks_of(coverage.ecosystem, one->name, arena))
            continue;
        is_used[i] = true;
        add_source(one, index, &coverage);
    }
    return arena_check(arena, err);
}

static bool fill_ecosystem(struct coverage_ecosystem *one, const struct advisory_index *index,
    bool *is_used, struct arena *arena, struct err *err)
{
    struct text base = advisory_base_ecosystem(one->name);
    if (!index)
        one->reason = TEXT("there is no advisory index yet");
    else if (!ask_matcher(one, index, arena, err) ||
             (one->name.len && !find_sources(one, index, is_used, arena, err)))
        return false;
    /* A release that the SBOM leaves out is not mended by importing more. */
    bool lacks_release =
        text_eq(base, one->name) && ecosystem_find(base) && ecosystem_find(base)->has_releases;
    if (!one->is_covered && !lacks_release && is_published(base))
        one->to_pull = base;
    return true;
}

/* -- what is covered and not run -- */

static int compare_names(const void *left, const void *right)
{
    const struct coverage_ecosystem *a = left, *b = right;
    return text_cmp(a->name, b->name);
}

/* An ecosystem that two sources cover stands here once. */
static bool list_unused(struct coverage *coverage, const struct advisory_index *index,
    const bool *is_used, struct arena *arena, struct err *err)
{
    size_t count = advisory_index_coverage_count(index);
    struct map by_name = {0};
    coverage->unused = arena_take_array(arena, count, sizeof *coverage->unused);
    for (size_t i = 0; coverage->unused && i < count; i++) {
        struct advisory_coverage one = advisory_index_coverage(index, i);
        uint32_t at = (uint32_t)coverage->unused_count;
        if (is_used[i])
            continue;
        if (map_add(&by_name, one.ecosystem, at, &at)) {
            struct coverage_ecosystem *fresh = &coverage->unused[coverage->unused_count++];
            *fresh = (struct coverage_ecosystem){.name = one.ecosystem, .is_covered = true};
            fresh->sources =
                arena_take_array(arena, advisory_index_source_count(index), sizeof *fresh->sources);
        }
        if (coverage->unused[at].sources)
            add_source(&coverage->unused[at], index, &one);
    }
    map_done(&by_name);
    if (coverage->unused_count)
        qsort(coverage->unused, coverage->unused_count, sizeof *coverage->unused, compare_names);
    return arena_check(arena, err);
}

bool coverage_read(struct coverage *ret_coverage, struct db *db, const struct api_principal *who,
    const struct advisory_index *index, struct arena *arena, struct err *err)
{
    struct coverage coverage;
    size_t count = index ? advisory_index_coverage_count(index) : 0;
    bool *is_used = arena_take_array(arena, count, sizeof *is_used);
    if (!is_used || !coverage_rows_read(&coverage, db, who, arena, err))
        return is_used ? false : arena_check(arena, err);
    for (size_t i = 0; i < coverage.count; i++)
        if (!fill_ecosystem(&coverage.at[i], index, is_used, arena, err))
            return false;
    if (index && !list_unused(&coverage, index, is_used, arena, err))
        return false;
    *ret_coverage = coverage;
    return true;
}
