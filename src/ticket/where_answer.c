/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_answer.h"

#include <stdlib.h>

#include "base/map.h"
#include "domain/ecosystem.h"
#include "ticket/where_flaw.h"

static struct text gap_reason(
    const struct match_result *result, const struct where_version *version, struct arena *arena)
{
    if (result->not_covered_count)
        return result->not_covered[0].reason;
    if (!result->owned_count)
        return TEXT("");
    return arena_format(arena,
        "owned by the operating system's package %.*s, and judged through it",
        TEXT_ARG(version->owner_package));
}

/* A finding that is sure outweighs one that is not; the worst comes first. */
static void add_finding(struct where_answer *answer, const struct match_finding *finding)
{
    bool is_first = answer->finding_count == 0;
    bool is_surer = answer->answer == MATCH_UNDECIDABLE && finding->answer == MATCH_AFFECTED;
    answer->findings[answer->finding_count++] = finding;
    if (!is_first && !is_surer)
        return;
    answer->answer = finding->answer;
    answer->reason = finding->reason;
}

static bool judge(struct where_version *version, const struct where_select *select,
    const struct advisory_index *index, struct arena *arena, struct err *err)
{
    const struct sbom_component component = {
        .name = version->package,
        .version = version->version,
        .ecosystem = version->ecosystem,
        .package = version->ecosystem.len ? version->package : TEXT(""),
        .source_package = version->source_package,
        .source_version = version->source_version,
        .arch = version->arch,
        .module = version->module,
        .owner_ecosystem = version->owner_ecosystem,
        .owner_package = version->owner_package,
        .oddity = version->ecosystem.len ? TEXT("") : TEXT("the SBOM names no ecosystem for it"),
        .is_package = true,
    };
    struct match_result result;
    if (!match_component(&result, index, &component, arena, err))
        return false;
    struct where_answer answer = {
        .answer = result.not_covered_count ? MATCH_NOT_COVERED : MATCH_NOT_AFFECTED,
        .reason = gap_reason(&result, version, arena),
        .findings = arena_take_array(arena, result.finding_count, sizeof *answer.findings),
    };
    for (size_t i = 0; answer.findings && i < result.finding_count; i++)
        if (select->kind != WHERE_ID ||
            where_flaw_is(&result.findings[i], select->flaws, select->flaw_count))
            add_finding(&answer, &result.findings[i]);
    version->answer = answer;
    return arena_check(arena, err);
}

/* Versions that differ in their architecture alone have one answer. */
static struct text key_of(const struct where_version *version, struct arena *arena)
{
    return arena_format(arena, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s",
        TEXT_ARG(version->ecosystem), TEXT_ARG(version->package), TEXT_ARG(version->version),
        TEXT_ARG(version->source_package), TEXT_ARG(version->source_version),
        TEXT_ARG(version->module), TEXT_ARG(version->owner_ecosystem),
        TEXT_ARG(version->owner_package));
}

bool where_answer_fill(struct where_version *versions, size_t count,
    const struct where_select *select, const struct advisory_index *index, struct arena *arena,
    struct err *err)
{
    struct map known = {0};
    bool is_done = true;
    for (size_t i = 0; is_done && i < count; i++) {
        uint32_t first = (uint32_t)i;
        if (!index)
            versions[i].answer = (struct where_answer){
                .answer = MATCH_NOT_COVERED, .reason = TEXT("there is no advisory index yet")};
        else if (map_add(&known, key_of(&versions[i], arena), first, &first))
            is_done = judge(&versions[i], select, index, arena, err);
        else
            versions[i].answer = versions[first].answer;
    }
    map_done(&known);
    return is_done && arena_check(arena, err);
}

/* -- order -- */

static int weight(const struct where_version *version)
{
    static const int weights[] = {
        [MATCH_AFFECTED] = 0,
        [MATCH_UNDECIDABLE] = 1,
        [MATCH_NOT_COVERED] = 2,
        [MATCH_NOT_AFFECTED] = 3,
    };
    return weights[version->answer.answer];
}

/* What cannot be read comes first, so that the others keep one order among them. */
static int compare_numbers(struct text ecosystem, struct text a, struct text b)
{
    const struct ecosystem *row = ecosystem_find(ecosystem);
    int order = 0;
    if (!row || !row->has_scheme)
        return text_cmp(a, b);
    bool is_a_read = version_check(row->scheme, a, NULL);
    bool is_b_read = version_check(row->scheme, b, NULL);
    if (is_a_read != is_b_read)
        return is_a_read ? 1 : -1;
    if (is_a_read && version_compare_checked(row->scheme, a, b, &order, NULL) && order)
        return order;
    return text_cmp(a, b);
}

static int compare_versions(const void *left, const void *right)
{
    const struct where_version *a = left, *b = right;
    int order = weight(a) - weight(b);
    if (order == 0)
        order = text_cmp(a->ecosystem, b->ecosystem);
    if (order == 0)
        order = text_cmp(a->package, b->package);
    if (order == 0)
        order = compare_numbers(a->ecosystem, a->version, b->version);
    if (order == 0)
        order = (a->id > b->id) - (a->id < b->id);
    return order ? order : text_cmp(a->owner_package, b->owner_package);
}

void where_answer_sort(struct where_version *versions, size_t count)
{
    if (count)
        qsort(versions, count, sizeof *versions, compare_versions);
}
