/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_build.h"

#include <stdarg.h>

#include "base/limits.h"

enum {
    FIRST_ROOM = 64,
    SHOWN_BYTES = 100, /* of a reference that leads nowhere */
    GROUP_DEPTH = 4    /* groups in groups: an image, its operating system, its packages */
};

void sbom_build_init(struct sbom_build *build, struct sbom *sbom, struct arena *arena)
{
    *build = (struct sbom_build){.sbom = sbom, .arena = arena};
    buf_init(&build->scratch, SIZE_MAX);
}

void sbom_build_done(struct sbom_build *build)
{
    map_done(&build->refs);
    buf_done(&build->scratch);
}

/* Returns the array with room for wanted elements, moved if it must be; NULL when the arena is spent. */
static void *grow(
    struct arena *arena, void *at, size_t len, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return at;
    size_t more = *room * 2 > FIRST_ROOM ? *room * 2 : FIRST_ROOM;
    if (more < wanted)
        more = wanted;
    void *grown = arena_take_array(arena, more, size);
    if (!grown)
        return NULL;
    if (len)
        memcpy(grown, at, len * size);
    *room = more;
    return grown;
}

static bool make_components(struct sbom_build *build, size_t wanted)
{
    struct sbom *sbom = build->sbom;
    void *grown = grow(build->arena, sbom->components, sbom->component_count,
        &build->component_room, wanted, sizeof *sbom->components);
    if (grown)
        sbom->components = grown;
    return grown;
}

static bool make_edges(struct sbom_build *build, size_t wanted)
{
    struct sbom *sbom = build->sbom;
    void *grown = grow(build->arena, sbom->edges, sbom->edge_count, &build->edge_room, wanted,
        sizeof *sbom->edges);
    if (grown)
        sbom->edges = grown;
    return grown;
}

void sbom_build_expect(struct sbom_build *build, size_t components, size_t edges)
{
    if (components && components <= LIMIT_SBOM_COMPONENTS)
        (void)make_components(build, build->sbom->component_count + components);
    if (components && components <= LIMIT_SBOM_COMPONENTS)
        map_expect(&build->refs, components);
    if (edges && edges <= LIMIT_SBOM_EDGES)
        (void)make_edges(build, build->sbom->edge_count + edges);
}

bool sbom_build_component(struct sbom_build *build, const struct json_place *at,
    struct sbom_component **ret_component, struct err *err)
{
    struct sbom *sbom = build->sbom;
    if (sbom->component_count == LIMIT_SBOM_COMPONENTS)
        return json_place_fail(
            at, err, ERR_LIMIT, "more than %zu components", LIMIT_SBOM_COMPONENTS);
    if (!make_components(build, sbom->component_count + 1))
        return arena_check(build->arena, err);
    struct sbom_component *component = &sbom->components[sbom->component_count++];
    *component = (struct sbom_component){.is_package = true, .parent = SBOM_ROOT};
    *ret_component = component;
    return true;
}

static void add_oddity(struct sbom_build *build, struct text place, struct text what)
{
    struct sbom *sbom = build->sbom;
    if (!sbom->oddities)
        sbom->oddities =
            arena_take_array(build->arena, LIMIT_SBOM_ODDITIES, sizeof *sbom->oddities);
    if (sbom->oddities)
        sbom->oddities[sbom->oddity_count++] = (struct sbom_oddity){place, what};
}

PRINTF_LIKE(4, 0)
static void note_list(struct sbom_build *build, const struct json_place *at, const char *key,
    const char *format, va_list args)
{
    if (build->sbom->oddity_count == LIMIT_SBOM_ODDITIES)
        return;
    char what[ERR_TEXT_SIZE];
    struct json_place member = {.up = at, .key = key};
    struct buf place;
    vsnprintf(what, sizeof what, format, args);
    buf_init(&place, SIZE_MAX);
    json_place_print(key ? &member : at, &place);
    struct text told = arena_text(build->arena, buf_text(&place));
    buf_cut(&place, 0);
    buf_add_plain(
        &place, text_of(what)); /* what it shows of the document may end inside a character */
    add_oddity(build, told, arena_text(build->arena, buf_text(&place)));
    buf_done(&place);
}

void sbom_build_tell(
    struct sbom_build *build, const struct json_place *at, const char *key, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    note_list(build, at, key, format, args);
    va_end(args);
}

void sbom_build_odd(
    struct sbom_build *build, const struct json_place *at, const char *key, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    build->sbom->ignored_count++;
    note_list(build, at, key, format, args);
    va_end(args);
}

void sbom_build_ref(struct sbom_build *build, struct text ref, uint32_t target)
{
    if (!ref.len || map_add(&build->refs, ref, target, NULL))
        return;
    build->sbom->duplicate_ref_count++;
    sbom_build_tell(build, build->at, NULL, "the reference \"%.*s\" is given twice",
        TEXT_ARG(text_slice(ref, 0, SHOWN_BYTES)));
}

bool sbom_build_find(struct sbom_build *build, struct text ref, uint32_t *ret_target)
{
    bool is_known = map_find(&build->refs, ref, ret_target);
    if (is_known)
        return true;
    build->sbom->dangling_ref_count++;
    sbom_build_tell(build, build->at, NULL, "nothing has the reference \"%.*s\"",
        TEXT_ARG(text_slice(ref, 0, SHOWN_BYTES)));
    return false;
}

bool sbom_build_edge(struct sbom_build *build, uint32_t from, uint32_t to,
    const struct json_place *at, struct err *err)
{
    struct sbom *sbom = build->sbom;
    if (from == to || from == SBOM_BUILD_SKIPPED || to == SBOM_BUILD_SKIPPED)
        return true;
    if (sbom->edge_count == LIMIT_SBOM_EDGES)
        return json_place_fail(at, err, ERR_LIMIT, "more than %zu dependencies", LIMIT_SBOM_EDGES);
    if (!make_edges(build, sbom->edge_count + 1))
        return arena_check(build->arena, err);
    sbom->edges[sbom->edge_count++] = (struct sbom_edge){from, to};
    return true;
}

void sbom_build_fact(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, struct text value)
{
    struct sbom *sbom = build->sbom;
    if (!value.len)
        return;
    void *grown = NULL;
    bool is_fit = sbom->fact_count < LIMIT_SBOM_FACTS && value.len <= LIMIT_SBOM_FACT_BYTES &&
                  key.len <= LIMIT_NAME_BYTES;
    if (is_fit)
        grown = grow(build->arena, sbom->facts, sbom->fact_count, &build->fact_room,
            sbom->fact_count + 1, sizeof *sbom->facts);
    if (!grown) {
        sbom_build_odd(build, build->at, NULL, "too much is said, or too long, to be kept");
        return;
    }
    sbom->facts = grown;
    sbom->facts[sbom->fact_count++] = (struct sbom_fact){key, value, component, kind};
}

void sbom_build_fact_of(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value)
{
    sbom_build_fact(build, component, kind, key, sbom_build_soft_text(build, value));
}

/* What the subject depends on through these is as direct as what it depends on by itself. */
static bool is_group(const struct sbom_component *component)
{
    return !component->is_package && component->is_direct;
}

void sbom_build_mark_direct(struct sbom_build *build)
{
    struct sbom *sbom = build->sbom;
    bool has_grown = true;
    for (int pass = 0; has_grown && pass <= GROUP_DEPTH; pass++) {
        has_grown = false;
        for (size_t i = 0; i < sbom->edge_count; i++) {
            struct sbom_edge edge = sbom->edges[i];
            bool is_open = edge.from == SBOM_ROOT || is_group(&sbom->components[edge.from]);
            if (!is_open || edge.to == SBOM_ROOT || sbom->components[edge.to].is_direct)
                continue;
            sbom->components[edge.to].is_direct = true;
            has_grown |= !sbom->components[edge.to].is_package;
        }
    }
}

struct text sbom_build_soft_text(struct sbom_build *build, yyjson_val *value)
{
    struct text text = {"", 0};
    bool is_text = json_text(value, &text) && text_find(text, '\0') < 0;
    if (is_text || !value || yyjson_is_null(value))
        return text;
    sbom_build_odd(build, build->at, NULL, "holds %s where a string should stand",
        yyjson_is_str(value) ? "a string with a NUL" : json_kind(value));
    return (struct text){"", 0};
}

yyjson_val *sbom_build_soft_array(struct sbom_build *build, yyjson_val *value)
{
    if (!value || yyjson_is_arr(value))
        return value;
    if (!yyjson_is_null(value))
        sbom_build_odd(
            build, build->at, NULL, "holds %s where an array should stand", json_kind(value));
    return NULL;
}
