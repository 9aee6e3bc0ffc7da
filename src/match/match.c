/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match.h"

#include "advisory/advisory_index_narrow.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "domain/installed.h"
#include "domain/version_key.h"
#include "match/match_build.h"
#include "match/match_distinct.h"
#include "match/match_gap.h"
#include "match/match_group.h"
#include "match/match_name.h"

/* What one distinct package version was found to have: runs of the builder's findings and gap numbers. */
struct known {
    uint32_t first, count;
    uint32_t gap_first, gap_count;
};

/* What there is to know of an ecosystem that components name. */
struct ecosystem_known {
    struct text name;
    const struct ecosystem *row; /* or NULL */
    bool is_covered;
};

/* A record that says affected or undecidable, of the component at hand. */
struct said {
    struct advisory advisory;
    struct match_verdict verdict;
    struct match_keys keys;
    struct text package;
};

struct builder {
    const struct advisory_index *index;
    const struct sbom_component *components;
    struct arena *arena;  /* of the result */
    struct arena scratch; /* of one component */
    struct match_distinct distinct;
    struct {
        VEC(struct known);
    } known; /* by number of the distinct */
    struct map ecosystem_numbers;
    struct {
        VEC(struct ecosystem_known);
    } ecosystems;
    uint32_t ecosystem; /* of the last component: most follow others of the same */
    struct {
        VEC(struct match_finding);
    } findings;
    struct {
        VEC(struct said);
    } said;
    struct advisory_wanted wanted; /* the version at hand, under whatever name */
    struct buf key;                /* its key */
    struct advisory_narrow places; /* of the records that may speak of it */
    struct advisory_narrow
        own;              /* of all that bear the binary's own name, in the order of records */
    struct map overruled; /* ids of those that speak of it elsewhere */
    struct match_gaps not_covered, undecidable, owned;
    struct {
        VEC(uint32_t);
    } gap_numbers; /* of undecidable, a run for each known */
    size_t checked_count;
    size_t steps; /* towards LIMIT_MATCH_STEPS */
};

static void done_builder(struct builder *b)
{
    arena_done(&b->scratch);
    match_distinct_done(&b->distinct);
    VEC_DONE(&b->known);
    map_done(&b->ecosystem_numbers);
    VEC_DONE(&b->ecosystems);
    VEC_DONE(&b->findings);
    VEC_DONE(&b->said);
    VEC_DONE(&b->places);
    VEC_DONE(&b->own);
    map_done(&b->overruled);
    buf_done(&b->key);
    VEC_DONE(&b->gap_numbers);
    match_gap_done(&b->not_covered);
    match_gap_done(&b->undecidable);
    match_gap_done(&b->owned);
}

/* Adds to what matching has cost; a step is comparing a version with an event. */
static bool count_steps(struct builder *b, size_t steps, struct err *err)
{
    b->steps += steps;
    return b->steps <= LIMIT_MATCH_STEPS ||
           err_set(err, ERR_LIMIT,
               "too many versions of packages with too many advisories: more than %zu comparisons",
               LIMIT_MATCH_STEPS);
}

/* Spans of keys and listed versions are compared in the eighth part of the time that an event takes. */
enum { QUICK_COMPARISONS = 8 };

/* What reading a record, judging it and joining it to others by its ids costs. */
static size_t steps_of(const struct advisory *advisory)
{
    size_t steps = 1 + advisory->alias_count + advisory->upstream_count + advisory->related_count;
    for (size_t i = 0; i < advisory->affected_count; i++) {
        const struct advisory_affected *affected = &advisory->affected[i];
        steps += affected->version_count / QUICK_COMPARISONS;
        for (size_t r = 0; r < affected->range_count; r++)
            steps += affected->ranges[r].count;
    }
    return steps;
}

/* Makes the key by which the index leaves out what does not hold the version; one that cannot be read, or may be any of
   several, is undecidable for most records, so none is left out. A component mostly has one version under all its names. */
static const struct advisory_wanted *read_version(
    struct builder *b, const struct ecosystem *ecosystem, struct text version)
{
    struct advisory_wanted *wanted = &b->wanted;
    version = text_trim(version);
    if (wanted->version.at && wanted->scheme == ecosystem->scheme &&
        text_eq(wanted->version, version))
        return wanted;
    buf_cut(&b->key, 0);
    struct installed installed;
    bool has_key = installed_read(&installed, ecosystem, version, &b->scratch, NULL) &&
                   !installed.is_moving &&
                   version_key_add_checked(ecosystem->scheme, version, &b->key, NULL);
    *wanted = (struct advisory_wanted){
        .scheme = ecosystem->scheme, .version = version, .has_key = has_key};
    wanted->key = buf_text(&b->key);
    return wanted;
}

/* Fills the places of the records under the binary's own name, where one is looked up under its source's. */
static void find_own(struct builder *b, const struct match_name *name)
{
    struct advisory_wanted all = {.has_key = false};
    b->own.len = 0;
    if (name->own.len)
        advisory_index_narrow(b->index, name->ecosystem, name->own, &all, &b->own);
}

/* As match_name_own, for the many records of a kernel. */
static bool is_own_too(const struct builder *b, uint32_t record)
{
    size_t low = 0, high = b->own.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->own.at[middle].record == record)
            return true;
        if (b->own.at[middle].record < record)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Finds the places of the records that may speak of a component under a name, and those that speak of it elsewhere. */
static bool find_places(struct builder *b, const struct ecosystem *ecosystem,
    const struct match_name *name, struct err *err)
{
    b->places.len = b->own.len = 0;
    b->places.compared_count = 0;
    if (!advisory_index_names(b->index, name->ecosystem, name->package))
        return true;
    map_done(&b->overruled);
    const struct advisory_wanted *wanted = read_version(b, ecosystem, name->version);
    advisory_index_narrow(b->index, name->ecosystem, name->package, wanted, &b->places);
    if (b->places.len)
        find_own(b, name);
    if (b->places.len &&
        !match_name_overruled(b->index, ecosystem, name, &b->overruled, &b->scratch, err))
        return false;
    size_t quick = b->places.compared_count + b->own.len;
    return count_steps(b, quick / QUICK_COMPARISONS + b->overruled.len, err);
}

/* Judges what a record found under a name says of a component. */
static void judge_record(struct builder *b, const struct ecosystem *ecosystem,
    const struct sbom_component *component, const struct match_name *name,
    const struct advisory *advisory)
{
    if (advisory->withdrawn_us || advisory->kind == ADVISORY_NOTICE)
        return;
    struct match_verdict verdict =
        match_build_judge(ecosystem, component, advisory, name->version, b->arena);
    if (verdict.answer == MATCH_NOT_AFFECTED || map_find(&b->overruled, advisory->id, NULL))
        return;
    *VEC_ADD(&b->said) = (struct said){.advisory = *advisory,
        .verdict = verdict,
        .keys = match_record_keys(ecosystem, advisory, &b->scratch),
        .package = name->package};
}

/* Judges what the records say under one name; those that do not clear the component go to said. */
static bool judge_name(struct builder *b, const struct ecosystem *ecosystem,
    const struct sbom_component *component, const struct match_name *name, struct err *err)
{
    if (!find_places(b, ecosystem, name, err))
        return false;
    for (size_t i = 0; i < b->places.len; i++) {
        struct advisory advisory;
        if (is_own_too(b, b->places.at[i].record))
            continue;
        if (!advisory_index_narrow_read(b->index, &b->places.at[i], &advisory, &b->scratch, err) ||
            !count_steps(b, steps_of(&advisory), err))
            return false;
        judge_record(b, ecosystem, component, name, &advisory);
    }
    return true;
}

static bool judge_names(struct builder *b, const struct ecosystem *ecosystem,
    const struct sbom_component *component, struct err *err)
{
    struct match_name names[MATCH_NAMES_MAX];
    size_t count = match_names(ecosystem, component, names, &b->scratch);
    b->said.len = 0;
    b->wanted = (struct advisory_wanted){0};
    for (size_t i = 0; i < count; i++)
        if (!judge_name(b, names[i].order, component, &names[i], err))
            return false;
    return true;
}

/* By source and id, so that findings do not hang on where in the index a record lies. */
static int compare_said(const void *a, const void *b)
{
    const struct said *left = a, *right = b;
    int order = text_cmp(left->advisory.source, right->advisory.source);
    if (order == 0)
        order = text_cmp(left->advisory.id, right->advisory.id);
    return order ? order : text_cmp(left->package, right->package);
}

/* Joins what was said into findings. Records with a CVE go first, so that the others can join them. */
static void join_said(struct builder *b, struct match_groups *groups)
{
    if (b->said.len > 1)
        qsort(b->said.at, b->said.len, sizeof *b->said.at, compare_said);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < b->said.len; i++) {
            const struct said *said = &b->said.at[i];
            if (said->keys.are_cves == (pass == 0))
                match_group_add(
                    groups, &said->advisory, &said->keys, said->package, &said->verdict, b->arena);
        }
}

/* Notes the causes of those of the findings that are undecidable, each once: many records may say the same. */
static void note_gaps(struct builder *b, struct text ecosystem, struct known *known)
{
    known->gap_first = (uint32_t)b->gap_numbers.len;
    for (size_t i = 0; i < known->count; i++) {
        const struct match_finding *finding = &b->findings.at[known->first + i];
        if (finding->answer != MATCH_UNDECIDABLE)
            continue;
        uint32_t number =
            match_gap_number(&b->undecidable, ecosystem, finding->cause, finding->reason, b->arena);
        if (b->gap_numbers.len == known->gap_first ||
            b->gap_numbers.at[b->gap_numbers.len - 1] != number)
            *VEC_ADD(&b->gap_numbers) = number;
    }
    known->gap_count = (uint32_t)b->gap_numbers.len - known->gap_first;
}

static bool check_finding_count(const struct builder *b, size_t more, struct err *err)
{
    return more <= LIMIT_FINDINGS - b->findings.len ||
           err_set(err, ERR_LIMIT, "the SBOM has more than the %zu findings that one may have",
               LIMIT_FINDINGS);
}

/* Adds the findings of a component whose ecosystem is covered. */
static bool judge_component(struct builder *b, const struct ecosystem *ecosystem, uint32_t at,
    struct known *ret_known, struct err *err)
{
    const struct sbom_component *component = &b->components[at];
    bool is_ok = judge_names(b, ecosystem, component, err);
    struct match_groups groups;
    match_group_init(&groups, ecosystem, b->index, component, &b->scratch);
    join_said(b, &groups);
    match_group_finish(&groups, b->arena);
    is_ok = is_ok && check_finding_count(b, groups.len, err);
    struct known known = {
        .first = (uint32_t)b->findings.len, .count = is_ok ? (uint32_t)groups.len : 0};
    for (size_t i = 0; i < known.count; i++) {
        groups.at[i].finding.component = at;
        groups.at[i].finding.is_by_cpe = ecosystem_is_cpe(component->ecosystem);
        *VEC_ADD(&b->findings) = groups.at[i].finding;
    }
    note_gaps(b, component->ecosystem, &known);
    match_group_done(&groups);
    arena_clear(&b->scratch);
    *ret_known = known;
    return is_ok;
}

static bool copy_findings(
    struct builder *b, const struct known *known, uint32_t component, struct err *err)
{
    if (!check_finding_count(b, known->count, err))
        return false;
    for (size_t i = 0; i < known->count; i++) {
        struct match_finding finding = b->findings.at[known->first + i];
        finding.component = component;
        *VEC_ADD(&b->findings) = finding;
    }
    return true;
}

/* Gives component at the findings of its package version, matching that once. */
static bool take_component(
    struct builder *b, const struct ecosystem *ecosystem, uint32_t at, struct err *err)
{
    uint32_t number = (uint32_t)b->known.len;
    struct known known;
    if (match_distinct_add(&b->distinct, b->components, at, number, &number)) {
        if (!judge_component(b, ecosystem, at, &known, err))
            return false;
        *VEC_ADD(&b->known) = known;
    } else {
        known = b->known.at[number];
        if (!copy_findings(b, &known, at, err))
            return false;
    }
    for (size_t i = 0; i < known.gap_count; i++)
        match_gap_put(&b->undecidable, b->gap_numbers.at[known.gap_first + i], at);
    return true;
}

/* Components name a few ecosystems, again and again. */
static const struct ecosystem_known *find_ecosystem(struct builder *b, struct text name)
{
    uint32_t number = (uint32_t)b->ecosystems.len;
    if (b->ecosystem < b->ecosystems.len && text_eq(b->ecosystems.at[b->ecosystem].name, name))
        return &b->ecosystems.at[b->ecosystem];
    if (map_add(&b->ecosystem_numbers, name, number, &number)) {
        const struct ecosystem *row = ecosystem_find(name);
        *VEC_ADD(&b->ecosystems) = (struct ecosystem_known){
            name, row, row && match_name_is_covered(b->index, row, name, &b->scratch)};
        arena_clear(&b->scratch);
    }
    b->ecosystem = number;
    return &b->ecosystems.at[number];
}

/* What the operating system brought is judged through the package that brought it, and is in the dark where that is. */
static void note_owned(struct builder *b, uint32_t at)
{
    const struct sbom_component *component = &b->components[at];
    if (find_ecosystem(b, component->owner_ecosystem)->is_covered)
        match_gap_add(&b->owned, component->ecosystem, MATCH_CAUSE_OWNED,
            TEXT("owned by packages of the operating system, which are judged instead"), at,
            b->arena);
    else
        match_gap_add(&b->not_covered, component->ecosystem, MATCH_CAUSE_OWNER_NOT_COVERED,
            arena_format(b->arena,
                "owned by packages of %.*s, for which no advisory source is imported",
                TEXT_ARG(component->owner_ecosystem)),
            at, b->arena);
}

static struct text why_not_covered(const struct sbom_component *component,
    const struct ecosystem_known *known, enum match_cause *ret_cause)
{
    *ret_cause = MATCH_CAUSE_NO_ECOSYSTEM;
    if (!component->ecosystem.len || !component->package.len)
        return component->oddity.len ? component->oddity : TEXT("names no package");
    *ret_cause = MATCH_CAUSE_OTHER_ECOSYSTEM;
    if (!known->row)
        return TEXT("not an ecosystem of OSV");
    bool lacks_release =
        known->row->has_releases && !match_name_has_release(known->row, component->ecosystem);
    *ret_cause = lacks_release ? MATCH_CAUSE_NO_RELEASE : MATCH_CAUSE_NO_SOURCE;
    return lacks_release ? TEXT("the SBOM does not say which release of it")
                         : TEXT("no advisory source for it is imported");
}

/* What a CPE finds is a finding; that it finds nothing clears nothing. */
static bool match_by_cpe(
    struct builder *b, const struct ecosystem *ecosystem, uint32_t at, struct err *err)
{
    size_t before = b->findings.len;
    if (!take_component(b, ecosystem, at, err))
        return false;
    if (b->findings.len > before)
        b->checked_count++;
    else
        match_gap_add(&b->not_covered, b->components[at].ecosystem, MATCH_CAUSE_BY_CPE,
            TEXT("known by its CPE only: that no CVE record holds it does not clear it"), at,
            b->arena);
    return true;
}

static bool match_one(struct builder *b, uint32_t at, struct err *err)
{
    const struct sbom_component *component = &b->components[at];
    if (!component->is_package)
        return true;
    bool is_named = component->ecosystem.len && component->package.len;
    const struct ecosystem_known *known = find_ecosystem(b, component->ecosystem);
    if (is_named && known->row && component->owner_package.len) {
        note_owned(b, at);
    } else if (is_named && known->is_covered) {
        b->checked_count++;
        return take_component(b, known->row, at, err);
    } else if (is_named && ecosystem_is_cpe(component->ecosystem)) {
        return match_by_cpe(b, known->row, at, err);
    } else {
        enum match_cause cause;
        struct text why = why_not_covered(component, known, &cause);
        match_gap_add(&b->not_covered, is_named ? component->ecosystem : TEXT("no ecosystem"),
            cause, why, at, b->arena);
    }
    return true;
}

int match_severity_weight(enum severity severity)
{
    static const int weights[] = {
        [SEVERITY_CRITICAL] = 5,
        [SEVERITY_HIGH] = 4,
        [SEVERITY_UNKNOWN] = 3,
        [SEVERITY_MEDIUM] = 2,
        [SEVERITY_LOW] = 1,
        [SEVERITY_NONE] = 0,
    };
    return weights[severity];
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

int match_compare(const struct match_finding *a, const struct match_finding *b)
{
    int order = COMPARE(b->facts.is_kev, a->facts.is_kev);
    if (order == 0)
        order = COMPARE(a->kind != ADVISORY_MALICIOUS, b->kind != ADVISORY_MALICIOUS);
    if (order == 0)
        order = COMPARE(match_severity_weight(b->severity), match_severity_weight(a->severity));
    if (order == 0)
        order = COMPARE(a->is_by_cpe, b->is_by_cpe);
    if (order == 0)
        order = COMPARE(b->score_tenths, a->score_tenths);
    if (order == 0)
        order = COMPARE(b->facts.epss_millionths, a->facts.epss_millionths);
    if (order == 0)
        order = COMPARE(a->component, b->component);
    return order ? order : text_cmp(a->id, b->id);
}

static int compare_findings(const void *a, const void *b)
{
    return match_compare(a, b);
}

static bool finish(struct builder *b, struct match_result *ret_result, struct err *err)
{
    struct match_result result = {
        .finding_count = b->findings.len, .checked_count = b->checked_count};
    result.findings = arena_take_array(b->arena, b->findings.len, sizeof *result.findings);
    match_gap_finish(&b->not_covered, &result.not_covered, &result.not_covered_count, b->arena);
    match_gap_finish(&b->undecidable, &result.undecidable, &result.undecidable_count, b->arena);
    match_gap_finish(&b->owned, &result.owned, &result.owned_count, b->arena);
    if (!arena_check(b->arena, err))
        return false;
    if (b->findings.len) {
        memcpy(result.findings, b->findings.at, b->findings.len * sizeof *result.findings);
        qsort(result.findings, result.finding_count, sizeof *result.findings, compare_findings);
    }
    *ret_result = result;
    return true;
}

static bool match_all(struct match_result *ret_result, const struct advisory_index *index,
    const struct sbom_component *components, size_t count, struct arena *arena, struct err *err)
{
    struct builder b = {.index = index, .components = components, .arena = arena};
    arena_init(&b.scratch, SIZE_MAX);
    buf_init(&b.key, SIZE_MAX);
    match_gap_init(&b.not_covered);
    match_gap_init(&b.undecidable);
    match_gap_init(&b.owned);
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = match_one(&b, (uint32_t)i, err) && arena_check(arena, err);
    is_ok = is_ok && finish(&b, ret_result, err);
    done_builder(&b);
    return is_ok;
}

bool match_sbom(struct match_result *ret_result, const struct advisory_index *index,
    const struct sbom *sbom, struct arena *arena, struct err *err)
{
    return match_all(ret_result, index, sbom->components, sbom->component_count, arena, err);
}

bool match_component(struct match_result *ret_result, const struct advisory_index *index,
    const struct sbom_component *component, struct arena *arena, struct err *err)
{
    return match_all(ret_result, index, component, 1, arena, err);
}

size_t match_undecidable_count(const struct match_result *result, size_t component_count)
{
    size_t count = 0;
    bool *is_seen = calloc(component_count + 1, sizeof *is_seen);
    if (!is_seen)
        err_panic("out of memory");
    for (size_t i = 0; i < result->undecidable_count; i++) {
        const struct match_gap *gap = &result->undecidable[i];
        for (size_t c = 0; c < gap->count; c++) {
            count += !is_seen[gap->components[c]];
            is_seen[gap->components[c]] = true;
        }
    }
    free(is_seen);
    return count;
}
