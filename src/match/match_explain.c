/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_explain.h"

#include "base/limits.h"
#include "base/map.h"
#include "match/match_explain_look.h"
#include "match/match_explain_record.h"

void match_explain_add(struct match_explain_look *look, enum match_step_kind kind,
    const struct match_step_value *values)
{
    VEC_ADD(&look->steps)->step = match_step_make(look->arena, kind, values);
}

/* -- findings -- */

static bool has_text(const struct text *texts, size_t count, struct text wanted)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(texts[i], wanted))
            return true;
    return false;
}

/* Whether some record of the finding, "GHSA-… (osv/npm)", bears the id as its own or as an alias. */
static bool is_borne(const struct match_explain_look *look, const struct match_finding *finding)
{
    for (size_t i = 0; i < look->records.len; i++) {
        const struct match_explain_record *record = &look->records.at[i];
        if (!record->bears_id || record->link > ADVISORY_LINK_ALIAS)
            continue;
        struct text label = arena_format(
            look->arena, "%.*s (%.*s)", TEXT_ARG(record->id), TEXT_ARG(record->source));
        if (has_text(finding->records, finding->record_count, label))
            return true;
    }
    return false;
}

static bool is_asked(const struct match_explain_look *look, const struct match_finding *finding)
{
    struct text id = look->question->id;
    return !id.len || text_eq(finding->id, id) ||
           has_text(finding->aliases, finding->alias_count, id) || is_borne(look, finding);
}

/* The finding that goes by the id, if there is one: a record that bears it may stand for other flaws besides. */
static void take_findings(struct match_explain_look *look)
{
    for (size_t i = 0; i < look->result.finding_count; i++)
        if (look->question->id.len && text_eq(look->result.findings[i].id, look->question->id))
            *VEC_ADD(&look->findings) = look->result.findings[i];
    bool is_found = look->findings.len > 0;
    for (size_t i = 0; !is_found && i < look->result.finding_count; i++)
        if (is_asked(look, &look->result.findings[i]))
            *VEC_ADD(&look->findings) = look->result.findings[i];
}

/* -- records that name the component -- */

/* A record that lacks the id may have been joined to one that has it: these ids they go by. */
static void find_joined(struct match_explain_look *look)
{
    struct text id = look->question->id;
    for (size_t i = 0; id.len && i < look->result.finding_count; i++) {
        const struct match_finding *finding = &look->result.findings[i];
        if (!text_eq(finding->id, id) && !has_text(finding->aliases, finding->alias_count, id))
            continue;
        map_add(&look->joined, finding->id, 0, NULL);
        for (size_t k = 0; k < finding->alias_count; k++)
            map_add(&look->joined, finding->aliases[k], 0, NULL);
    }
}

static bool is_wanted(const struct match_explain_look *look, const struct advisory *advisory)
{
    enum advisory_link link;
    return !look->question->id.len ||
           match_explain_record_bears(advisory, look->question->id, &link) ||
           map_find(&look->joined, advisory->id, NULL);
}

static struct match_explain_judging judge_by_name(const struct match_explain_look *look, size_t i)
{
    return (struct match_explain_judging){look->names[i].order, look->question->component,
        look->question->id, &look->own[i], &look->overruled[i]};
}

static bool read_hits(
    struct match_explain_look *look, size_t number, struct advisory_hits *hits, struct err *err)
{
    const struct match_name *name = &look->names[number];
    struct match_explain_judging judging = judge_by_name(look, number);
    if (!match_name_own(look->question->index, name, &look->own[number], look->arena, err) ||
        !match_name_overruled(look->question->index, look->ecosystem, name,
            &look->overruled[number], look->arena, err))
        return false;
    for (uint32_t i = 0; i < hits->count; i++) {
        struct advisory advisory;
        arena_clear(&look->scratch);
        if (!advisory_index_read_hit(hits, i, &advisory, &look->scratch, err))
            return false;
        look->hit_count++;
        if (is_wanted(look, &advisory))
            match_explain_record(VEC_ADD(&look->records), &judging, &advisory, name,
                look->question->id.len != 0, look->arena);
        if (!arena_check(look->arena, err))
            return false;
    }
    return true;
}

static void tell_name(
    struct match_explain_look *look, const struct match_name *name, size_t record_count)
{
    static const enum match_step_kind kinds[] = {
        [MATCH_NAME_PACKAGE] = MATCH_STEP_NAME_PACKAGE,
        [MATCH_NAME_SOURCE] = MATCH_STEP_NAME_SOURCE,
        [MATCH_NAME_BINARY] = MATCH_STEP_NAME_BINARY,
    };
    match_explain_add(look, kinds[name->role],
        MATCH_STEP_VALUES({"package", name->package}, {"version", name->version},
            {"ecosystem", name->ecosystem},
            {"count", match_step_number(look->arena, record_count)}));
}

static bool read_names(struct match_explain_look *look, struct err *err)
{
    const struct sbom_component *component = look->question->component;
    bool has_binary = false;
    look->name_count = match_names(look->ecosystem, component, look->names, look->arena);
    for (size_t i = 0; i < look->name_count; i++) {
        const struct match_name *name = &look->names[i];
        struct advisory_hits hits = {0};
        bool has_hits =
            advisory_index_find(look->question->index, name->ecosystem, name->package, &hits);
        bool is_other_order = i > 0 && ecosystem_is_cpe(name->ecosystem);
        if (has_hits || !is_other_order)
            tell_name(look, name, has_hits ? hits.count : 0);
        has_binary = has_binary || text_eq(name->package, component->package);
        if (has_hits && !read_hits(look, i, &hits, err))
            return false;
    }
    if (!has_binary)
        match_explain_add(look, MATCH_STEP_NAME_SKIPPED,
            MATCH_STEP_VALUES(
                {"package", component->package}, {"ecosystem", text_of(look->ecosystem->name)}));
    return true;
}

/* -- records that bear the id, but are not among those of a name -- */

static bool is_known(const struct match_explain_look *look, const struct advisory *advisory)
{
    for (size_t i = 0; i < look->records.len; i++)
        if (text_eq(look->records.at[i].id, advisory->id) &&
            text_eq(look->records.at[i].source, advisory->source))
            return true;
    return false;
}

/* The postings leave withdrawn records out: what one of them says of a name is told all the same. */
static bool add_named(struct match_explain_look *look, const struct advisory *advisory)
{
    for (size_t n = 0; n < look->name_count; n++) {
        const struct match_name *name = &look->names[n];
        struct advisory of_name = *advisory;
        of_name.affected_count = 0;
        of_name.affected =
            arena_take_array(&look->scratch, advisory->affected_count, sizeof *of_name.affected);
        for (size_t i = 0; of_name.affected && i < advisory->affected_count; i++)
            if (text_eq(advisory->affected[i].ecosystem, name->ecosystem) &&
                text_eq(advisory->affected[i].package, name->package))
                of_name.affected[of_name.affected_count++] = advisory->affected[i];
        if (!of_name.affected_count)
            continue;
        struct match_explain_judging judging = judge_by_name(look, n);
        match_explain_record(VEC_ADD(&look->records), &judging, &of_name, name, true, look->arena);
        return true;
    }
    return false;
}

static bool read_elsewhere(struct match_explain_look *look, struct err *err)
{
    struct match_explain_judging judging = judge_by_name(look, 0);
    size_t named = look->records.len;
    for (uint32_t next = 0; look->records.len < named + LIMIT_EXPLAIN_RECORDS;) {
        struct advisory advisory;
        enum advisory_link link;
        struct err none = {0};
        arena_clear(&look->scratch);
        if (!advisory_index_read_link(look->question->index, look->question->id, &next, &link,
                &advisory, &look->scratch, &none)) {
            if (none.code == ERR_NOT_FOUND)
                break;
            *err = none;
            return false;
        }
        if (!is_known(look, &advisory) && !add_named(look, &advisory))
            match_explain_record_elsewhere(
                VEC_ADD(&look->records), &judging, &advisory, look->arena);
    }
    return arena_check(look->arena, err);
}

/* -- order -- */

static int weight_of(const struct match_explain_record *record)
{
    static const int weights[] = {[MATCH_AFFECTED] = 4,
        [MATCH_UNDECIDABLE] = 3,
        [MATCH_NOT_AFFECTED] = 2,
        [MATCH_NOT_COVERED] = 2};
    if (!record->has_name)
        return 0;
    return record->is_counted ? weights[record->verdict.answer] : 1;
}

static int compare_records(const void *left, const void *right)
{
    const struct match_explain_record *a = left, *b = right;
    int order = weight_of(b) - weight_of(a);
    if (order == 0)
        order = text_cmp(a->id, b->id);
    if (order == 0)
        order = text_cmp(a->source, b->source);
    return order ? order : text_cmp(a->name.ecosystem, b->name.ecosystem);
}

static void tell_records(struct match_explain_look *look)
{
    size_t borne = 0, named = 0, shown = look->records.len;
    if (look->records.len)
        qsort(look->records.at, look->records.len, sizeof *look->records.at, compare_records);
    for (size_t i = 0; i < look->records.len; i++) {
        borne += look->records.at[i].bears_id;
        named += look->records.at[i].bears_id && look->records.at[i].has_name;
    }
    if (look->question->id.len && !look->records.len)
        match_explain_add(
            look, MATCH_STEP_ID_UNKNOWN, MATCH_STEP_VALUES({"id", look->question->id}));
    else if (look->question->id.len)
        match_explain_add(look, MATCH_STEP_ID_RECORDS,
            MATCH_STEP_VALUES({"id", look->question->id},
                {"count", match_step_number(look->arena, borne)},
                {"named", match_step_number(look->arena, named)}));
    if (shown > LIMIT_EXPLAIN_RECORDS)
        shown = LIMIT_EXPLAIN_RECORDS;
    for (size_t i = 0; i < shown; i++)
        *VEC_ADD(&look->steps) =
            (struct match_explain_step){look->records.at[i].step, &look->records.at[i]};
    if (look->records.len > shown)
        match_explain_add(look, MATCH_STEP_RECORDS_LEFT_OUT,
            MATCH_STEP_VALUES(
                {"count", match_step_number(look->arena, look->records.len - shown)}));
}

/* -- all of it -- */

/* Moves the lists into arena; steps that tell of a record then point to where it lies there. */
static bool keep(
    const struct match_explain_look *look, struct match_explanation *explanation, struct err *err)
{
    struct match_explanation *x = explanation;
    x->record_total = look->records.len;
    x->record_count =
        look->records.len < LIMIT_EXPLAIN_RECORDS ? look->records.len : LIMIT_EXPLAIN_RECORDS;
    x->step_count = look->steps.len;
    x->finding_count = look->findings.len;
    x->records = arena_take_array(look->arena, x->record_count, sizeof *x->records);
    x->steps = arena_take_array(look->arena, x->step_count, sizeof *x->steps);
    x->findings = arena_take_array(look->arena, x->finding_count, sizeof *x->findings);
    if (!arena_check(look->arena, err))
        return false;
    for (size_t i = 0; i < x->record_count; i++)
        x->records[i] = look->records.at[i];
    for (size_t i = 0; i < x->finding_count; i++)
        x->findings[i] = look->findings.at[i];
    for (size_t i = 0; i < x->step_count; i++) {
        x->steps[i] = look->steps.at[i];
        if (x->steps[i].record)
            x->steps[i].record = &x->records[look->steps.at[i].record - look->records.at];
    }
    return true;
}

/* Whether records of the component can be looked up at all. */
static bool is_covered(const struct match_explain_look *look)
{
    return look->question->index && look->question->component->is_package && look->ecosystem &&
           !look->result.owned_count &&
           (!look->result.not_covered_count ||
               ecosystem_is_cpe(look->question->component->ecosystem));
}

static bool run(
    struct match_explain_look *look, struct match_explanation *explanation, struct err *err)
{
    const struct match_question *question = look->question;
    if (question->index &&
        !match_component(&look->result, question->index, question->component, look->arena, err))
        return false;
    if (!match_explain_component(look, err))
        return false;
    if (is_covered(look)) {
        find_joined(look);
        if (!read_names(look, err) || (question->id.len && !read_elsewhere(look, err)))
            return false;
        take_findings(look);
        tell_records(look);
        if (!match_explain_facts(look, err) || !match_explain_vex(look, err))
            return false;
    }
    match_explain_conclude(look, explanation);
    return keep(look, explanation, err);
}

bool match_explain(struct match_explanation *ret_explanation, const struct match_question *question,
    struct arena *arena, struct err *err)
{
    struct match_explain_look look = {.question = question,
        .ecosystem = question->component->ecosystem.len
                         ? ecosystem_find(question->component->ecosystem)
                         : NULL,
        .arena = arena};
    struct match_explanation explanation = {0};
    arena_init(&look.scratch, SIZE_MAX);
    bool is_ok = run(&look, &explanation, err);
    if (is_ok)
        *ret_explanation = explanation;
    arena_done(&look.scratch);
    VEC_DONE(&look.steps);
    VEC_DONE(&look.records);
    VEC_DONE(&look.findings);
    map_done(&look.joined);
    for (size_t i = 0; i < MATCH_NAMES_MAX; i++) {
        map_done(&look.own[i]);
        map_done(&look.overruled[i]);
    }
    return is_ok;
}
