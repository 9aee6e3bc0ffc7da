/* SPDX-License-Identifier: Apache-2.0 */
#include "match/signal.h"

#include "base/limits.h"
#include "domain/purl.h"
#include "match/signal_name.h"

static const char *const words[] = {
    [SIGNAL_MALICIOUS] = "malicious",
    [SIGNAL_IMPOSTOR] = "impostor",
    [SIGNAL_CONFUSION] = "confusion",
    [SIGNAL_NO_VERSION] = "no-version",
    [SIGNAL_NO_HASH] = "no-hash",
    [SIGNAL_NO_SUPPLIER] = "no-supplier",
};

const char *signal_word(enum signal_kind kind)
{
    return words[kind];
}

bool signal_word_read(struct text word, enum signal_kind *ret_kind)
{
    for (int kind = 0; kind < SIGNAL_KINDS; kind++)
        if (text_is(word, words[kind])) {
            *ret_kind = (enum signal_kind)kind;
            return true;
        }
    return false;
}

bool signal_is_suspicion(enum signal_kind kind)
{
    return kind <= SIGNAL_CONFUSION;
}

struct text signal_package(const struct sbom_component *component, struct arena *arena)
{
    struct purl purl;
    struct buf out;
    if (!component->purl.len || !purl_read(&purl, component->purl, arena, NULL))
        return component->name;
    purl.version = purl.subpath = TEXT("");
    purl.qualifier_count = 0;
    buf_init(&out, SIZE_MAX);
    purl_print(&purl, &out);
    struct text package = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return package;
}

struct finder {
    const struct signal_input *input;
    struct signals *signals;
    struct arena *arena;
    size_t room;
};

static bool add(struct finder *finder, const struct signal *signal)
{
    struct signals *signals = finder->signals;
    if (signals->count == finder->room) {
        size_t room = finder->room ? 2 * finder->room : 64;
        struct signal *at = arena_take_array(finder->arena, room, sizeof *at);
        if (!at)
            return false;
        if (signals->count)
            memcpy(at, signals->at, signals->count * sizeof *at);
        signals->at = at;
        finder->room = room;
    }
    signals->at[signals->count] = *signal;
    if (!signal->reason)
        signals->at[signals->count].reason = "";
    signals->count++;
    signals->by_kind[signal->kind]++;
    return true;
}

/* -- each kind -- */

static bool find_malicious(struct finder *finder)
{
    const struct match_result *result = finder->input->result;
    for (size_t i = 0; result && i < result->finding_count; i++) {
        const struct match_finding *finding = &result->findings[i];
        bool is_said = finding->kind == ADVISORY_MALICIOUS && finding->answer == MATCH_AFFECTED;
        struct signal signal = {
            SIGNAL_MALICIOUS, finding->component, .what = finding->id, .why = finding->summary};
        if (is_said && !add(finder, &signal))
            return false;
    }
    return true;
}

static bool find_impostors(struct finder *finder, struct err *err)
{
    const struct sbom *sbom = finder->input->sbom;
    for (size_t i = 0; i < sbom->component_count; i++) {
        const struct sbom_component *component = &sbom->components[i];
        struct popular_near near;
        bool is_known;
        if (!component->package.len ||
            !popular_near(finder->input->popular, component->ecosystem, component->package, &near))
            continue;
        if (!signal_name_is_known(finder->input, component, finder->arena, &is_known, err))
            return false;
        struct signal signal = {
            SIGNAL_IMPOSTOR, (uint32_t)i, .what = near.name, .reason = popular_way_word(near.way)};
        signal.why = arena_format(
            finder->arena, "%s of %.*s", signal_name_way(near.way), TEXT_ARG(near.name));
        if (!is_known && !add(finder, &signal))
            break;
    }
    return true;
}

static bool find_confusion(struct finder *finder, struct err *err)
{
    const struct sbom *sbom = finder->input->sbom;
    for (size_t i = 0; i < sbom->component_count && finder->input->namespace_count; i++) {
        struct signal_name_origin origin;
        if (!signal_name_origin(finder->input, (uint32_t)i, finder->arena, &origin, err))
            return false;
        struct signal signal = {SIGNAL_CONFUSION, (uint32_t)i, .what = origin.space,
            .why = origin.why, .reason = origin.reason, .host = origin.host};
        if (origin.is_suspicious && !add(finder, &signal))
            break;
    }
    return true;
}

static bool has_fact(
    const struct sbom *sbom, uint32_t component, const enum sbom_fact_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sbom_fact_first(sbom, component, kinds[i]).len)
            return true;
    return false;
}

/* Whether a package says what such a kind misses. */
static bool is_said(const struct sbom *sbom, uint32_t component, enum signal_kind kind)
{
    static const enum sbom_fact_kind hash[] = {SBOM_FACT_HASH};
    static const enum sbom_fact_kind supplier[] = {
        SBOM_FACT_SUPPLIER, SBOM_FACT_MANUFACTURER, SBOM_FACT_AUTHOR, SBOM_FACT_PUBLISHER};
    if (kind == SIGNAL_NO_VERSION)
        return sbom->components[component].version.len > 0;
    return kind == SIGNAL_NO_HASH ? has_fact(sbom, component, hash, LEN_OF(hash))
                                  : has_fact(sbom, component, supplier, LEN_OF(supplier));
}

static void find_unsaid(struct finder *finder)
{
    const struct sbom *sbom = finder->input->sbom;
    for (int kind = SIGNAL_NO_VERSION; kind < SIGNAL_KINDS; kind++)
        for (size_t i = 0; i < sbom->component_count; i++)
            if (sbom->components[i].is_package &&
                !is_said(sbom, (uint32_t)i, (enum signal_kind)kind) &&
                !add(finder,
                    &(struct signal){.kind = (enum signal_kind)kind, .component = (uint32_t)i}))
                return;
}

bool signal_find(struct signals *ret_signals, const struct signal_input *input, struct arena *arena,
    struct err *err)
{
    struct signals signals = {0};
    struct finder finder = {.input = input, .signals = &signals, .arena = arena};
    if (find_malicious(&finder) && (!find_impostors(&finder, err) || !find_confusion(&finder, err)))
        return false;
    find_unsaid(&finder);
    if (!arena_check(arena, err))
        return false;
    *ret_signals = signals;
    return true;
}

bool signal_find_impostors(struct signals *ret_signals, const struct sbom *sbom,
    const struct advisory_index *index, struct arena *arena, struct err *err)
{
    struct popular *popular = popular_new();
    struct signals signals = {0};
    struct signal_input input = {.sbom = sbom, .index = index, .popular = popular};
    struct finder finder = {.input = &input, .signals = &signals, .arena = arena};
    bool is_ok = find_impostors(&finder, err) && arena_check(arena, err);
    popular_free(popular);
    if (is_ok)
        *ret_signals = signals;
    return is_ok;
}
