/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "domain/ssvc.h"
#include "match/match_explain_look.h"
#include "match/match_words.h"

/* "kev of 2026-11-22": a source with the day of its newest word. */
struct text match_explain_source(const struct match_explain_look *look, const char *name)
{
    const struct advisory_index *index = look->question->index;
    for (size_t i = 0; i < advisory_index_source_count(index); i++) {
        struct advisory_source source = advisory_index_source(index, i);
        if (!text_is(source.name, name))
            continue;
        int64_t day_us = source.newest_us ? source.newest_us : source.imported_us;
        struct text day = match_step_date(look->arena, day_us);
        return arena_format(look->arena, "%s of %.*s", name, TEXT_ARG(day));
    }
    return text_of(name);
}

/* The record that gave the severity, else the CVE's own. */
static struct text severity_source(
    const struct match_explain_look *look, const struct match_finding *finding)
{
    const struct advisory_facts *facts = &finding->facts;
    bool is_of_cve = finding->has_facts && facts->severity == finding->severity &&
                     facts->score_tenths == finding->score_tenths &&
                     text_eq(facts->cvss_vector, finding->cvss_vector);
    if (is_of_cve && facts->cvss_by.len)
        return arena_format(look->arena, "%.*s in cve of %.*s", TEXT_ARG(facts->cvss_by),
            TEXT_ARG(match_step_date(look->arena, facts->cve_updated_us)));
    if (is_of_cve)
        return match_explain_source(look, "cve");
    return match_step_list(look->arena, finding->records, finding->record_count);
}

static void tell_severity(struct match_explain_look *look, const struct match_finding *finding)
{
    if (finding->severity == SEVERITY_UNKNOWN) {
        match_explain_add(look, MATCH_STEP_SEVERITY_UNKNOWN, NULL);
        return;
    }
    struct text score = {"", 0};
    if (finding->cvss_vector.len)
        score = arena_format(
            look->arena, "%u.%u", finding->score_tenths / 10, finding->score_tenths % 10);
    match_explain_add(look, MATCH_STEP_SEVERITY,
        MATCH_STEP_VALUES({"severity", text_of(cvss_severity_name(finding->severity))},
            {"score", score},
            {"vector",
                finding->cvss_vector.len ? finding->cvss_vector : TEXT("the word of its record")},
            {"source", severity_source(look, finding)}));
}

static void tell_epss(struct match_explain_look *look, const struct advisory_facts *facts)
{
    if (facts->has_epss)
        match_explain_add(look, MATCH_STEP_EPSS,
            MATCH_STEP_VALUES(
                {"probability", arena_format(look->arena, "%.2f %%", facts->epss_millionths / 1e4)},
                {"date", match_step_date(look->arena, facts->epss_date_us)},
                {"source", match_explain_source(look, "epss")}));
}

static void tell_facts(struct match_explain_look *look, const struct match_finding *finding)
{
    const struct advisory_facts *facts = &finding->facts;
    if (facts->is_rejected)
        match_explain_add(look, MATCH_STEP_REJECTED, MATCH_STEP_VALUES({"id", finding->id}));
    if (facts->is_kev)
        match_explain_add(look, MATCH_STEP_KEV,
            MATCH_STEP_VALUES({"added", match_step_date(look->arena, facts->kev_added_us)},
                {"due", match_step_date(look->arena, facts->kev_due_us)},
                {"source", match_explain_source(look, "kev")}));
    if (facts->is_kev_ransomware)
        match_explain_add(look, MATCH_STEP_KEV_RANSOMWARE,
            MATCH_STEP_VALUES({"source", match_explain_source(look, "kev")}));
    tell_epss(look, facts);
    if (facts->has_ssvc)
        match_explain_add(look, MATCH_STEP_SSVC,
            MATCH_STEP_VALUES({"date", match_step_date(look->arena, facts->ssvc_said_us)},
                {"exploitation", text_of(ssvc_word("exploitation", facts->ssvc_exploitation))},
                {"automatable", text_of(ssvc_word("automatable", facts->ssvc_automatable))},
                {"technical_impact",
                    text_of(ssvc_word("technical_impact", facts->ssvc_technical_impact))},
                {"source", match_explain_source(look, "cve")}));
}

/* A record that names the finding's CVE without having it for an alias is a remedy for it (DESIGN: a vendor's advisory). */
static void tell_remedies(struct match_explain_look *look, const struct match_finding *finding)
{
    for (size_t i = 0; i < look->records.len; i++) {
        const struct match_explain_record *record = &look->records.at[i];
        bool is_remedy = record->has_name && record->is_counted && record->bears_id &&
                         record->link >= ADVISORY_LINK_UPSTREAM &&
                         record->verdict.answer != MATCH_NOT_AFFECTED;
        if (is_remedy)
            match_explain_add(look, MATCH_STEP_REMEDY,
                MATCH_STEP_VALUES({"record", record->id}, {"id", finding->id}));
    }
}

/* -- where the sources disagree -- */

/* What one says of what they differ in; empty when it says nothing of it. */
static struct text tell_word(
    const struct match_word *word, enum match_difference difference, struct arena *arena)
{
    struct text fixed = word->fixed.len ? word->fixed : TEXT("none");
    switch (difference) {
    case MATCH_DIFFERS_SEVERITY:
        if (word->severity == SEVERITY_UNKNOWN || word->is_withdrawn)
            return TEXT("");
        return text_of(cvss_severity_name(word->severity));
    case MATCH_DIFFERS_ANSWER:
        if (!word->has_answer || word->is_withdrawn)
            return TEXT("");
        return word->answer == MATCH_AFFECTED       ? TEXT("affected")
               : word->answer == MATCH_NOT_AFFECTED ? TEXT("not affected")
                                                    : TEXT("undecidable");
    case MATCH_DIFFERS_FIXED:
        if (!word->has_answer || word->is_withdrawn || word->answer != MATCH_AFFECTED)
            return TEXT("");
        return arena_join(arena, TEXT("fixed in"), " ", fixed);
    case MATCH_DIFFERS_WITHDRAWN: return word->is_withdrawn ? TEXT("withdrawn") : TEXT("stands");
    case MATCH_DIFFERENCES: break;
    }
    return TEXT("");
}

enum { WORDS_SHOWN = 12 };

static struct text list_words(
    const struct match_words *words, enum match_difference difference, struct arena *arena)
{
    struct text list[WORDS_SHOWN];
    size_t count = 0;
    for (size_t i = 0; i < words->count && count < WORDS_SHOWN; i++) {
        const struct match_word *word = &words->at[i];
        struct text said = tell_word(word, difference, arena);
        struct text who = text_is(word->source, "cve") ? word->by : word->record;
        if (said.len)
            list[count++] = arena_join(arena, who, " ", said);
    }
    return match_step_list(arena, list, count);
}

static bool tell_differences(struct match_explain_look *look, const struct match_finding *finding,
    struct match_words_budget *budget, struct err *err)
{
    static const enum match_step_kind kinds[] = {
        [MATCH_DIFFERS_SEVERITY] = MATCH_STEP_DIFFERS_SEVERITY,
        [MATCH_DIFFERS_ANSWER] = MATCH_STEP_DIFFERS_ANSWER,
        [MATCH_DIFFERS_FIXED] = MATCH_STEP_DIFFERS_FIXED,
        [MATCH_DIFFERS_WITHDRAWN] = MATCH_STEP_DIFFERS_WITHDRAWN,
    };
    struct match_words words;
    if (!match_words_find(&words, look->question->index, look->question->component, finding, budget,
            look->arena, err))
        return false;
    for (int i = 0; i < MATCH_DIFFERENCES; i++)
        if (words.is_different[i])
            match_explain_add(look, kinds[i],
                MATCH_STEP_VALUES({"version", look->question->component->version},
                    {"words", list_words(&words, (enum match_difference)i, look->arena)}));
    return true;
}

static bool tell_finding(struct match_explain_look *look, const struct match_finding *finding,
    struct match_words_budget *budget, struct err *err)
{
    struct text aliases = match_step_list(look->arena, finding->aliases, finding->alias_count);
    match_explain_add(look, MATCH_STEP_JOINED,
        MATCH_STEP_VALUES({"id", finding->id},
            {"records", match_step_list(look->arena, finding->records, finding->record_count)},
            {"aliases", aliases.len ? aliases : TEXT("none")}));
    tell_severity(look, finding);
    tell_facts(look, finding);
    return tell_differences(look, finding, budget, err);
}

bool match_explain_facts(struct match_explain_look *look, struct err *err)
{
    struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
    if (!look->question->id.len)
        return true;
    for (size_t i = 0; i < look->findings.len; i++) {
        tell_remedies(look, &look->findings.at[i]);
        if (!tell_finding(look, &look->findings.at[i], &budget, err))
            return false;
    }
    return true;
}
