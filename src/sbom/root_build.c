/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/root_build.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "domain/purl.h"

enum { SYSTEM = 0 /* the component that the operating system is */ };

void root_build_done(struct root_build *b)
{
    map_done(&b->names);
    VEC_DONE(b);
}

bool root_build_fail(
    struct root_build *b, struct err *err, enum err_code code, const char *format, ...)
{
    char why[ERR_TEXT_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    if (b->line)
        return err_set(err, code, "%s:%zu: %s", b->path, b->line, why);
    return err_set(err, code, "%s: %s", b->path, why);
}

static bool add_component(struct root_build *b, struct sbom_component **ret_component,
    uint32_t *ret_index, struct err *err)
{
    *ret_index = (uint32_t)b->build->sbom->component_count;
    *VEC_ADD(b) = (struct text){"", 0};
    return sbom_build_component(b->build, NULL, ret_component, err);
}

bool root_build_system(struct root_build *b, struct err *err)
{
    struct sbom_component *component;
    uint32_t index;
    const struct root_system *system = &b->system;
    if (!add_component(b, &component, &index, err))
        return false;
    component->type = TEXT("operating-system");
    component->name = system->id.len ? system->id : text_of(b->type);
    component->version = system->version;
    component->ref = TEXT("operating-system");
    component->is_package = false;
    sbom_build_fact(b->build, index, SBOM_FACT_DESCRIPTION, TEXT(""), system->title);
    return sbom_build_edge(b->build, SBOM_ROOT, SYSTEM, NULL, err);
}

/* -- the package URL -- */

static void add_qualifier(
    struct purl_qualifier *qualifiers, size_t *count, struct text key, struct text value)
{
    if (value.len)
        qualifiers[(*count)++] = (struct purl_qualifier){key, value};
}

/* Scanners name the source as "name" or "name@version", and of rpm by its file. */
static struct text upstream_of(struct root_build *b, const struct root_package *package)
{
    bool is_other = !text_eq(package->source, package->name);
    if (package->upstream.len)
        return package->upstream;
    if (package->source_version.len && !text_eq(package->source_version, package->version))
        return arena_join(b->build->arena, package->source, "@", package->source_version);
    return is_other ? package->source : TEXT("");
}

static struct text purl_of(struct root_build *b, const struct root_package *package)
{
    const struct root_system *system = &b->system;
    struct arena *arena = b->build->arena;
    struct purl_qualifier qualifiers[4];
    struct purl purl = {.type = text_of(b->type),
        .space = text_is(system->id, "rhel") ? TEXT("redhat") : system->id,
        .name = package->name,
        .version = package->version,
        .qualifiers = qualifiers};
    struct text distro = {"", 0};
    if (system->version.len)
        distro = arena_join(arena, system->id, "-", system->version);
    add_qualifier(qualifiers, &purl.qualifier_count, TEXT("arch"), package->arch);
    add_qualifier(qualifiers, &purl.qualifier_count, TEXT("distro"), distro);
    add_qualifier(qualifiers, &purl.qualifier_count, TEXT("epoch"), package->epoch);
    add_qualifier(qualifiers, &purl.qualifier_count, TEXT("upstream"), upstream_of(b, package));
    struct buf *out = &b->build->scratch;
    buf_cut(out, 0);
    purl_print(&purl, out);
    return arena_text(arena, buf_text(out));
}

/* -- packages -- */

static bool check_text(
    struct root_build *b, const char *what, struct text value, size_t max_bytes, struct err *err)
{
    if (value.len == 0)
        return root_build_fail(b, err, ERR_SYNTAX, "%s: is missing", what);
    if (value.len > max_bytes)
        return root_build_fail(b, err, ERR_LIMIT, "%s: longer than %zu bytes", what, max_bytes);
    if (text_find_bad_utf8(value) >= 0 || text_find(value, '\0') >= 0)
        return root_build_fail(b, err, ERR_SYNTAX, "%s: is not UTF-8", what);
    return true;
}

/* What the inventory does not rest on: left out when it is no text. */
static struct text soft_text(struct root_build *b, struct text value, size_t max_bytes)
{
    bool is_text =
        value.len <= max_bytes && text_find_bad_utf8(value) < 0 && text_find(value, '\0') < 0;
    b->build->sbom->ignored_count += !is_text;
    return is_text ? value : TEXT("");
}

static void add_facts(struct root_build *b, const struct root_package *package, uint32_t index)
{
    struct text name = soft_text(b, package->supplier, LIMIT_NAME_BYTES), address = {"", 0};
    ptrdiff_t open = text_find(name, '<');
    if (open > 0 && text_ends(name, TEXT(">"))) {
        address = text_slice(name, (size_t)open + 1, name.len - 1);
        name = text_trim(text_slice(name, 0, (size_t)open));
    }
    struct text url = soft_text(b, package->url, LIMIT_URL_BYTES);
    struct text description = soft_text(b, package->description, LIMIT_SBOM_FACT_BYTES);
    sbom_build_fact(b->build, index, SBOM_FACT_SUPPLIER, address, name);
    sbom_build_fact(b->build, index, SBOM_FACT_REFERENCE, TEXT("website"), url);
    sbom_build_fact(b->build, index, SBOM_FACT_DESCRIPTION, TEXT(""), description);
}

bool root_build_package(
    struct root_build *b, const struct root_package *package, uint32_t *ret_index, struct err *err)
{
    struct sbom_component *component;
    uint32_t index;
    struct root_package clean = *package;
    if (!check_text(b, "its name", package->name, LIMIT_NAME_BYTES, err) ||
        !check_text(b, "its version", package->version, LIMIT_VERSION_BYTES, err) ||
        !add_component(b, &component, &index, err))
        return false;
    clean.arch = soft_text(b, package->arch, LIMIT_NAME_BYTES);
    clean.epoch = soft_text(b, package->epoch, LIMIT_VERSION_BYTES);
    clean.source = soft_text(b, package->source, LIMIT_NAME_BYTES);
    clean.source_version = soft_text(b, package->source_version, LIMIT_VERSION_BYTES);
    clean.upstream = soft_text(b, package->upstream, LIMIT_NAME_BYTES);
    if (!clean.source.len)
        clean.source = clean.name;
    component->type = TEXT("library");
    component->name = package->name;
    component->version = package->version;
    component->purl = purl_of(b, &clean);
    component->ref = component->purl;
    component->license = soft_text(b, package->license, LIMIT_NAME_BYTES);
    component->module = soft_text(b, package->module, LIMIT_NAME_BYTES);
    add_facts(b, package, index);
    b->at[index] = package->depends;
    root_build_provide(b, package->name, index);
    *ret_index = index;
    return true;
}

void root_build_provide(struct root_build *b, struct text name, uint32_t index)
{
    if (name.len)
        map_add(&b->names, name, index, NULL);
}

bool root_build_edge(
    struct root_build *b, uint32_t from, struct text name, bool *ret_is_there, struct err *err)
{
    uint32_t to;
    bool is_there = map_find(&b->names, name, &to);
    if (ret_is_there)
        *ret_is_there = is_there;
    return !is_there || sbom_build_edge(b->build, from, to, NULL, err);
}

/* -- what is at the top -- */

/* The edges of each component, one behind the other. */
struct graph {
    uint32_t *first, *to, *stack;
    bool *is_reached;
    size_t depth;
};

static bool make_graph(struct graph *graph, struct root_build *b, struct err *err)
{
    const struct sbom *sbom = b->build->sbom;
    struct arena *arena = b->build->arena;
    size_t count = sbom->component_count;
    graph->first = arena_take_array(arena, count + 2, sizeof *graph->first);
    graph->to = arena_take_array(arena, sbom->edge_count + 1, sizeof *graph->to);
    graph->stack = arena_take_array(arena, count + 1, sizeof *graph->stack);
    graph->is_reached = arena_take_array(arena, count + 1, sizeof *graph->is_reached);
    if (!graph->first || !graph->to || !graph->stack || !graph->is_reached)
        return arena_check(arena, err);
    for (size_t i = 0; i < sbom->edge_count; i++)
        if (sbom->edges[i].from < count)
            graph->first[sbom->edges[i].from + 2]++;
    for (size_t i = 2; i < count + 2; i++)
        graph->first[i] += graph->first[i - 1];
    for (size_t i = 0; i < sbom->edge_count; i++)
        if (sbom->edges[i].from < count)
            graph->to[graph->first[sbom->edges[i].from + 1]++] = sbom->edges[i].to;
    return true;
}

static void reach(struct graph *graph, uint32_t index)
{
    if (!graph->is_reached[index])
        graph->stack[graph->depth++] = index;
    graph->is_reached[index] = true;
}

/* Adds a package as one that was wanted, and marks all that it brings. */
static bool add_top(struct root_build *b, struct graph *graph, uint32_t index, struct err *err)
{
    if (!sbom_build_edge(b->build, SYSTEM, index, NULL, err))
        return false;
    reach(graph, index);
    while (graph->depth) {
        uint32_t at = graph->stack[--graph->depth];
        for (uint32_t i = graph->first[at]; i < graph->first[at + 1]; i++)
            reach(graph, graph->to[i]);
    }
    return true;
}

bool root_build_finish(struct root_build *b, struct err *err)
{
    struct graph graph = {0};
    struct sbom *sbom = b->build->sbom;
    if (!make_graph(&graph, b, err))
        return false;
    size_t count = sbom->component_count, edge_count = sbom->edge_count;
    bool *has_user = arena_take_array(b->build->arena, count + 1, sizeof *has_user);
    if (!has_user)
        return arena_check(b->build->arena, err);
    for (size_t i = 0; i < edge_count; i++)
        if (sbom->edges[i].to < count)
            has_user[sbom->edges[i].to] = true;
    for (uint32_t i = SYSTEM + 1; i < count; i++)
        if (!has_user[i] && !add_top(b, &graph, i, err))
            return false;
    /* Packages that need each other, and nobody them: one of each such ring. */
    for (uint32_t i = SYSTEM + 1; i < count; i++)
        if (!graph.is_reached[i] && !add_top(b, &graph, i, err))
            return false;
    return true;
}
