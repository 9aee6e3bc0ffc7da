/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "domain/installed.h"
#include "domain/purl.h"
#include "match/match_eol.h"
#include "match/match_explain_look.h"

static void tell_place(struct match_explain_look *look)
{
    const struct match_question *question = look->question;
    const struct sbom_component *component = question->component;
    enum match_step_kind kind = !question->place.len  ? MATCH_STEP_COMPONENT_BARE
                                : question->is_stored ? MATCH_STEP_COMPONENT_STORED
                                                      : MATCH_STEP_COMPONENT_LISTED;
    match_explain_add(look, kind,
        MATCH_STEP_VALUES({"name", component->name}, {"version", component->version},
            {"place", question->place}));
    if (question->path.len)
        match_explain_add(look, MATCH_STEP_PATH, MATCH_STEP_VALUES({"path", question->path}));
    if (question->twin_count)
        match_explain_add(look, MATCH_STEP_TWINS,
            MATCH_STEP_VALUES({"count", match_step_number(look->arena, question->twin_count)}));
}

static void tell_purl(struct match_explain_look *look)
{
    const struct sbom_component *component = look->question->component;
    struct text asked = look->question->asked;
    if (asked.len && !text_eq(asked, component->purl))
        match_explain_add(look, MATCH_STEP_ASKED, MATCH_STEP_VALUES({"asked", asked}));
    if (component->purl.len)
        match_explain_add(look, MATCH_STEP_PURL, MATCH_STEP_VALUES({"purl", component->purl}));
    else if (!look->question->is_stored || component->oddity.len == 0)
        match_explain_add(look, MATCH_STEP_PURL_NONE, NULL);
    if (component->oddity.len)
        match_explain_add(
            look, MATCH_STEP_ODDITY, MATCH_STEP_VALUES({"reason", component->oddity}));
}

/* The release may come from the distro qualifier; else it is that of the operating system (sbom_resolve). */
static enum match_step_kind origin_of(struct match_explain_look *look, struct text *ret_distro)
{
    const struct sbom_component *component = look->question->component;
    struct purl purl;
    *ret_distro = (struct text){"", 0};
    if (!component->purl.len || !purl_read(&purl, component->purl, look->arena, NULL))
        return MATCH_STEP_ECOSYSTEM_KNOWN;
    if (!look->ecosystem->has_releases)
        return MATCH_STEP_ECOSYSTEM_TYPE;
    if (text_find(component->ecosystem, ':') < 0)
        return MATCH_STEP_ECOSYSTEM_UNRELEASED;
    *ret_distro = purl_qualifier(&purl, "distro");
    struct text by_distro = ecosystem_full_name(look->ecosystem, *ret_distro, look->arena);
    return ret_distro->len && text_eq(by_distro, component->ecosystem)
               ? MATCH_STEP_ECOSYSTEM_DISTRO
               : MATCH_STEP_ECOSYSTEM_SYSTEM;
}

static void tell_ecosystem(struct match_explain_look *look)
{
    const struct sbom_component *component = look->question->component;
    if (!look->ecosystem)
        return;
    if (ecosystem_is_cpe(component->ecosystem)) {
        match_explain_add(
            look, MATCH_STEP_ECOSYSTEM_CPE, MATCH_STEP_VALUES({"package", component->package}));
        return;
    }
    struct text distro;
    enum match_step_kind kind = origin_of(look, &distro);
    match_explain_add(look, kind,
        MATCH_STEP_VALUES({"package", component->package}, {"ecosystem", component->ecosystem},
            {"distro", distro}));
}

static bool is_one_of(const struct text *names, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(names[i], name))
            return true;
    return false;
}

static void tell_coverage(struct match_explain_look *look)
{
    const struct advisory_index *index = look->question->index;
    const struct sbom_component *component = look->question->component;
    struct text names[MATCH_NAME_ECOSYSTEMS];
    size_t count = match_name_ecosystems(look->ecosystem, component->ecosystem, names, look->arena);
    for (size_t i = 0; i < advisory_index_coverage_count(index); i++) {
        struct advisory_coverage coverage = advisory_index_coverage(index, i);
        if (!is_one_of(names, count, coverage.ecosystem))
            continue;
        struct advisory_source source = advisory_index_source(index, coverage.source);
        match_explain_add(look, MATCH_STEP_COVERAGE,
            MATCH_STEP_VALUES({"source", source.name}, {"ecosystem", coverage.ecosystem},
                {"count", match_step_number(look->arena, coverage.record_count)},
                {"imported", match_step_date(look->arena, source.imported_us)},
                {"newest", match_step_date(look->arena, source.newest_us)}));
    }
}

static void tell_scheme(struct match_explain_look *look)
{
    const struct ecosystem *ecosystem = look->ecosystem;
    const struct sbom_component *component = look->question->component;
    struct installed installed;
    struct err err = {0};
    if (ecosystem->has_scheme)
        match_explain_add(look, MATCH_STEP_SCHEME,
            MATCH_STEP_VALUES({"scheme", text_of(version_scheme_name(ecosystem->scheme))}));
    else
        match_explain_add(look, MATCH_STEP_SCHEME_NONE,
            MATCH_STEP_VALUES({"ecosystem", text_of(ecosystem->name)}));
    if (!component->version.len)
        match_explain_add(look, MATCH_STEP_VERSION_NONE, NULL);
    else if (ecosystem->has_scheme &&
             !installed_read(&installed, ecosystem, component->version, look->arena, &err))
        match_explain_add(look, MATCH_STEP_VERSION_UNREADABLE,
            MATCH_STEP_VALUES({"reason", arena_text(look->arena, text_of(err.text))}));
}

/* A cycle without an end that is known is not worth a word. */
static bool tell_support(struct match_explain_look *look, struct err *err)
{
    const struct match_question *question = look->question;
    struct eol_cycle cycle;
    bool is_there;
    if (!match_eol_find_one(
            &cycle, &is_there, question->index, question->component, look->arena, err))
        return false;
    if (!is_there || !cycle.support.end_us)
        return true;
    bool is_over = support_state(&cycle.support, clock_now_us()) != SUPPORT_GOES_ON;
    int64_t end_us = support_end_us(&cycle.support);
    match_explain_add(look, is_over ? MATCH_STEP_OUT_OF_SUPPORT : MATCH_STEP_SUPPORTED,
        MATCH_STEP_VALUES({"cycle", arena_join(look->arena, cycle.label, " ", cycle.name)},
            {"date",
                end_us ? match_step_date(look->arena, end_us) : TEXT("a day that is not said")},
            {"source", match_explain_source(look, "eol")}));
    return true;
}

bool match_explain_component(struct match_explain_look *look, struct err *err)
{
    const struct match_question *question = look->question;
    tell_place(look);
    tell_purl(look);
    if (!question->component->is_package) {
        match_explain_add(look, MATCH_STEP_GROUP, NULL);
        return true;
    }
    tell_ecosystem(look);
    if (!tell_support(look, err))
        return false;
    if (!question->index) {
        match_explain_add(look, MATCH_STEP_NO_INDEX, NULL);
    } else if (look->result.not_covered_count) {
        match_explain_add(look, MATCH_STEP_GAP,
            MATCH_STEP_VALUES({"reason", look->result.not_covered[0].reason}));
    } else if (look->result.owned_count) {
        match_explain_add(look, MATCH_STEP_OWNED,
            MATCH_STEP_VALUES({"owner", question->component->owner_package},
                {"ecosystem", question->component->owner_ecosystem}));
    } else if (look->ecosystem) {
        tell_coverage(look);
        tell_scheme(look);
    }
    return true;
}
