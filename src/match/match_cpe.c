/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_cpe.h"

#include "domain/cpe.h"

static void doubt(struct match_verdict *verdict, struct text reason)
{
    verdict->answer = MATCH_UNDECIDABLE;
    verdict->cause = MATCH_CAUSE_CPE_TARGET;
    verdict->reason = reason;
}

static struct match_verdict judge_product(const struct ecosystem *order,
    const struct advisory *advisory, struct advisory_affected *affected, enum cpe_relation relation,
    struct text version, struct arena *arena)
{
    struct advisory one = *advisory;
    one.affected = affected;
    one.affected_count = 1;
    struct match_verdict verdict = match_record_judge(order, &one, version, arena);
    if (verdict.answer != MATCH_AFFECTED)
        return verdict;
    if (relation == CPE_MAY_HOLD)
        doubt(&verdict, arena_format(arena,
                            "the record is about %.*s, and the CPE does not say whether this is",
                            TEXT_ARG(cpe_target_words(affected->target, arena))));
    else if (affected->is_conditional)
        doubt(&verdict, TEXT("the record holds it for affected only together with other products"));
    return verdict;
}

struct match_verdict match_cpe_judge(const struct ecosystem *order,
    const struct sbom_component *component, const struct advisory *advisory, struct text version,
    struct arena *arena)
{
    struct match_verdict result = {.answer = MATCH_NOT_AFFECTED,
        .reason = TEXT("the record is about another platform or edition")};
    struct text product, target;
    cpe_split(component->package, &product, &target);
    for (size_t i = 0; i < advisory->affected_count; i++) {
        struct advisory_affected *affected = &advisory->affected[i];
        enum cpe_relation relation = cpe_compare_targets(affected->target, target);
        if (relation == CPE_DISJOINT)
            continue;
        struct match_verdict one =
            judge_product(order, advisory, affected, relation, version, arena);
        if (one.answer == MATCH_AFFECTED)
            return one;
        if (result.answer != MATCH_UNDECIDABLE)
            result = one;
    }
    return result;
}
