/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_explain_look.h"

static struct text package_of(const struct match_explain_look *look)
{
    const struct sbom_component *component = look->question->component;
    if (look->findings.len)
        return look->findings.at[0].package;
    return component->package.len ? component->package : component->name;
}

/* A finding may be of the source package, which has a version of its own. */
static struct text version_of(const struct match_explain_look *look)
{
    for (size_t i = 0; i < look->name_count; i++)
        if (text_eq(look->names[i].package, package_of(look)))
            return look->names[i].version;
    return look->question->component->version;
}

static struct match_step say(const struct match_explain_look *look, enum match_step_kind kind,
    struct text id, struct text reason)
{
    return match_step_make(look->arena, kind,
        MATCH_STEP_VALUES({"package", package_of(look)}, {"version", version_of(look)}, {"id", id},
            {"reason", reason}));
}

/* -- with an id -- */

/* The record that says most of why it is no finding: one that counts, and that by the
   component's own name before that by its source's; else one that was withdrawn, else a notice. */
static const struct match_explain_record *clearing_record(const struct match_explain_look *look)
{
    const struct match_explain_record *found = NULL;
    for (size_t i = 0; i < look->records.len; i++) {
        const struct match_explain_record *record = &look->records.at[i];
        if (!record->has_name || (found && !record->is_counted))
            continue;
        bool is_better =
            found && found->name.own.len && text_eq(found->name.own, record->name.package);
        if (!found || !found->is_counted || is_better)
            found = record;
    }
    return found;
}

static void conclude_cleared(
    const struct match_explain_look *look, struct match_explanation *explanation)
{
    struct text id = look->question->id;
    const struct match_explain_record *record = clearing_record(look);
    enum match_step_kind kind = MATCH_STEP_IS_CLEARED;
    explanation->answer = MATCH_NOT_AFFECTED;
    if (!look->records.len) {
        explanation->answer = MATCH_NOT_COVERED;
        kind = MATCH_STEP_IS_UNKNOWN_ID;
    } else if (!record) {
        kind = MATCH_STEP_IS_NOT_NAMED;
    } else if (!record->is_counted) {
        kind = record->withdrawn_us ? MATCH_STEP_IS_WITHDRAWN : MATCH_STEP_IS_NOTICE;
    }
    explanation->conclusion =
        say(look, kind, id, record ? record->verdict.reason : (struct text){"", 0});
}

/* A finding that is sure outweighs one that is not, and that one which VEX silences. */
static const struct match_finding *surest(const struct match_explain_look *look)
{
    static const enum match_answer order[] = {MATCH_AFFECTED, MATCH_UNDECIDABLE};
    for (size_t o = 0; o < LEN_OF(order); o++)
        for (size_t i = 0; i < look->findings.len; i++)
            if (look->findings.at[i].answer == order[o])
                return &look->findings.at[i];
    return look->findings.len ? &look->findings.at[0] : NULL;
}

static void conclude_id(
    const struct match_explain_look *look, struct match_explanation *explanation)
{
    const struct match_finding *finding = surest(look);
    if (!finding) {
        conclude_cleared(look, explanation);
        return;
    }
    static const enum match_step_kind kinds[] = {
        [MATCH_AFFECTED] = MATCH_STEP_IS_AFFECTED,
        [MATCH_UNDECIDABLE] = MATCH_STEP_IS_UNDECIDABLE,
        [MATCH_NOT_AFFECTED] = MATCH_STEP_IS_SILENCED,
    };
    explanation->answer = finding->answer;
    explanation->conclusion =
        say(look, kinds[finding->answer], look->question->id, finding->reason);
}

/* -- without -- */

static struct match_step say_many(const struct match_explain_look *look, enum match_step_kind kind,
    enum match_answer answer, size_t count)
{
    enum { IDS_SHOWN = 10 };
    struct text ids[IDS_SHOWN];
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < look->findings.len; i++) {
        if (look->findings.at[i].answer != answer)
            continue;
        all++;
        if (shown < IDS_SHOWN)
            ids[shown++] = look->findings.at[i].id;
    }
    struct text list = match_step_list(look->arena, ids, shown);
    if (all > shown)
        list = arena_format(look->arena, "%.*s, …", TEXT_ARG(list));
    return match_step_make(look->arena, kind,
        MATCH_STEP_VALUES({"package", package_of(look)}, {"version", version_of(look)},
            {"count", match_step_number(look->arena, count)}, {"ids", list}));
}

static void conclude_all(
    const struct match_explain_look *look, struct match_explanation *explanation)
{
    size_t affected = 0, undecidable = 0;
    for (size_t i = 0; i < look->findings.len; i++) {
        affected += look->findings.at[i].answer == MATCH_AFFECTED;
        undecidable += look->findings.at[i].answer == MATCH_UNDECIDABLE;
    }
    explanation->answer = affected      ? MATCH_AFFECTED
                          : undecidable ? MATCH_UNDECIDABLE
                                        : MATCH_NOT_AFFECTED;
    if (affected)
        explanation->conclusion = say_many(look, MATCH_STEP_HAS_FINDINGS, MATCH_AFFECTED, affected);
    else if (undecidable)
        explanation->conclusion =
            say_many(look, MATCH_STEP_HAS_UNDECIDABLE, MATCH_UNDECIDABLE, undecidable);
    else if (look->findings.len)
        explanation->conclusion =
            say(look, MATCH_STEP_IS_SILENCED, look->findings.at[0].id, look->findings.at[0].reason);
    else
        explanation->conclusion =
            say_many(look, look->hit_count ? MATCH_STEP_HAS_NONE : MATCH_STEP_HAS_NO_RECORDS,
                MATCH_AFFECTED, look->hit_count);
}

static void conclude_gap(
    const struct match_explain_look *look, struct match_explanation *explanation)
{
    const struct match_result *result = &look->result;
    struct text reason = result->not_covered_count ? result->not_covered[0].reason
                                                   : TEXT("there is no advisory index yet");
    explanation->answer = MATCH_NOT_COVERED;
    explanation->conclusion = say(look, MATCH_STEP_IS_NOT_COVERED, look->question->id, reason);
}

void match_explain_conclude(
    const struct match_explain_look *look, struct match_explanation *explanation)
{
    const struct sbom_component *component = look->question->component;
    if (!component->is_package) {
        explanation->answer = MATCH_NOT_AFFECTED;
        explanation->conclusion = match_step_make(
            look->arena, MATCH_STEP_IS_NO_PACKAGE, MATCH_STEP_VALUES({"name", component->name}));
    } else if (!look->question->index || look->result.not_covered_count) {
        conclude_gap(look, explanation);
    } else if (look->result.owned_count) {
        explanation->answer = MATCH_NOT_AFFECTED;
        explanation->conclusion = match_step_make(look->arena, MATCH_STEP_IS_OWNED,
            MATCH_STEP_VALUES({"package", component->package}, {"version", component->version},
                {"owner", component->owner_package}));
    } else if (look->question->id.len) {
        conclude_id(look, explanation);
    } else {
        conclude_all(look, explanation);
    }
}
