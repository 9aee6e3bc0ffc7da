/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_explain_find.h"

#include "base/cmd.h"
#include "base/vec.h"
#include "domain/purl.h"
#include "sbom/sbom_resolve.h"

enum { NEAR_SHOWN = 3, FARTHEST = 3, SHORTEST_PART = 3 };

struct finding {
    const struct sbom *sbom;
    struct arena *arena;
    struct arena scratch; /* of one component's package URL */
    struct text asked;
    bool is_purl;
    struct purl purl;
    struct text canonical;     /* of the package URL asked for */
    struct text name, version; /* of what is none; version may be empty */
};

static struct text print_purl(const struct purl *purl, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    purl_print(purl, &out);
    struct text canonical = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return canonical;
}

static bool read_asked(struct finding *f, struct err *err)
{
    if (!f->asked.len)
        return err_set(err, ERR_USAGE, "a package URL or a component's name is missing");
    f->is_purl = text_starts(f->asked, TEXT("pkg:"));
    if (f->is_purl) {
        if (!purl_read(&f->purl, f->asked, f->arena, err))
            return false;
        f->canonical = print_purl(&f->purl, f->arena);
        f->name = f->purl.name;
        return arena_check(f->arena, err);
    }
    ptrdiff_t at = text_find_last(f->asked, '@');
    f->name = at > 0 ? text_slice(f->asked, 0, (size_t)at) : f->asked;
    f->version = at > 0 ? text_from(f->asked, (size_t)at + 1) : (struct text){"", 0};
    return true;
}

/* Whether a package URL has all that was asked for; what was left out may be anything. */
static bool has_parts(const struct purl *asked, const struct purl *purl)
{
    if (!text_eq(asked->type, purl->type) || !text_eq(asked->space, purl->space) ||
        !text_eq(asked->name, purl->name) ||
        (asked->version.len && !text_eq(asked->version, purl->version)) ||
        (asked->subpath.len && !text_eq(asked->subpath, purl->subpath)))
        return false;
    for (size_t i = 0; i < asked->qualifier_count; i++) {
        struct text value = {"", 0};
        for (size_t k = 0; k < purl->qualifier_count; k++)
            if (text_eq(asked->qualifiers[i].key, purl->qualifiers[k].key))
                value = purl->qualifiers[k].value;
        if (!text_eq(asked->qualifiers[i].value, value))
            return false;
    }
    return true;
}

static bool is_named(const struct finding *f, const struct sbom_component *component)
{
    bool is_it = text_eq(component->name, f->name) || text_eq(component->package, f->name);
    return is_it && (!f->version.len || text_eq(component->version, f->version));
}

static bool is_meant(struct finding *f, const struct sbom_component *component)
{
    struct purl purl;
    if (!f->is_purl)
        return is_named(f, component) ||
               (component->purl.len && text_eq(component->purl, f->asked));
    arena_clear(&f->scratch);
    return component->purl.len && purl_read(&purl, component->purl, &f->scratch, NULL) &&
           has_parts(&f->purl, &purl);
}

static bool is_twin(const struct sbom_component *a, const struct sbom_component *b)
{
    return text_eq(a->ecosystem, b->ecosystem) && text_eq(a->package, b->package) &&
           text_eq(a->version, b->version) && text_eq(a->source_package, b->source_package) &&
           text_eq(a->source_version, b->source_version) && text_eq(a->name, b->name);
}

/* What stands for a component in a message: enough to ask for it. */
static struct text label_of(const struct finding *f, const struct sbom_component *component)
{
    if (component->purl.len)
        return component->purl;
    return arena_join(f->arena, component->name, "@", component->version);
}

static void add_label(const struct finding *f, struct text *list, size_t *count, uint32_t component)
{
    struct text label = label_of(f, &f->sbom->components[component]);
    for (size_t i = 0; i < *count; i++)
        if (text_eq(list[i], label))
            return;
    if (*count < NEAR_SHOWN)
        list[(*count)++] = label;
}

static struct text join(
    const struct text *list, size_t count, const char *last, struct arena *arena)
{
    struct text all = {"", 0};
    for (size_t i = 0; i < count; i++)
        all = arena_join(arena, all, i + 1 == count ? last : ", ", list[i]);
    return all;
}

static bool fail_several(struct finding *f, const uint32_t *meant, size_t count, struct err *err)
{
    struct text list[NEAR_SHOWN];
    size_t shown = 0;
    for (size_t i = 0; i < count; i++)
        add_label(f, list, &shown, meant[i]);
    struct text names = join(list, shown, ", ", f->arena);
    return err_set(err, ERR_USAGE, "%.*s may be several of its components: %.*s%s",
        TEXT_ARG(f->asked), TEXT_ARG(names), count > shown ? ", …" : "");
}

/* How far a name is from what was asked for; scopes and groups before the last slash may be left out. */
static size_t distance_of(struct text asked, struct text name)
{
    ptrdiff_t slash = text_find_last(name, '/');
    size_t whole = cmd_distance(asked, name);
    size_t end = slash < 0 ? whole : cmd_distance(asked, text_from(name, (size_t)slash + 1));
    return end < whole ? end : whole;
}

static bool is_at_distance(
    const struct finding *f, const struct sbom_component *component, size_t wanted)
{
    size_t by_name = distance_of(f->name, component->name);
    size_t by_package = distance_of(f->name, component->package);
    return (by_name < by_package ? by_name : by_package) == wanted;
}

/* "curl-minimal" of "curl". */
static bool has_part(const struct finding *f, const struct sbom_component *component)
{
    return text_find_text(component->name, f->name) >= 0 ||
           text_find_text(component->package, f->name) >= 0;
}

/* The nearest names: the same one in another version first; where none is near, those that hold it. */
static bool fail_none(struct finding *f, struct err *err)
{
    struct text list[NEAR_SHOWN];
    size_t shown = 0;
    for (size_t most = 0; most <= FARTHEST && (!most || cmd_is_near(f->name, most)); most++)
        for (uint32_t i = 0; i < f->sbom->component_count && shown < NEAR_SHOWN; i++)
            if (is_at_distance(f, &f->sbom->components[i], most))
                add_label(f, list, &shown, i);
    bool is_part = !shown && f->name.len >= SHORTEST_PART;
    for (uint32_t i = 0; is_part && i < f->sbom->component_count && shown < NEAR_SHOWN; i++)
        if (has_part(f, &f->sbom->components[i]))
            add_label(f, list, &shown, i);
    if (!shown)
        return err_set(err, ERR_NOT_FOUND, "no component is %.*s", TEXT_ARG(f->asked));
    struct text names = join(list, shown, " or ", f->arena);
    return err_set(err, ERR_NOT_FOUND, "no component is %.*s; did you mean %.*s?",
        TEXT_ARG(f->asked), TEXT_ARG(names));
}

/* Of several that are meant, those with exactly the package URL asked for go before others. */
static bool choose(struct finding *f, const uint32_t *meant, size_t count,
    struct match_found *ret_found, struct err *err)
{
    const struct sbom_component *components = f->sbom->components;
    size_t first = 0;
    if (count == 0)
        return fail_none(f, err);
    bool is_exact = false;
    for (size_t i = 0; i < count && !is_exact; i++) {
        is_exact = f->is_purl && text_eq(components[meant[i]].purl, f->canonical);
        first = is_exact ? i : 0;
    }
    struct match_found found = {.component = meant[first]};
    for (size_t i = 0; i < count; i++) {
        bool is_same = is_twin(&components[meant[i]], &components[meant[first]]);
        found.twin_count += i != first && is_same;
        if (!is_same && !is_exact)
            return fail_several(f, meant, count, err);
    }
    *ret_found = found;
    return true;
}

bool match_explain_find(struct match_found *ret_found, const struct sbom *sbom, struct text asked,
    struct arena *arena, struct err *err)
{
    struct finding f = {.sbom = sbom, .arena = arena, .asked = text_trim(asked)};
    struct {
        VEC(uint32_t);
    } meant = {0};
    arena_init(&f.scratch, SIZE_MAX);
    bool is_ok = read_asked(&f, err);
    for (uint32_t i = 0; is_ok && i < sbom->component_count; i++)
        if (is_meant(&f, &sbom->components[i]))
            *VEC_ADD(&meant) = i;
    is_ok = is_ok && choose(&f, meant.at, meant.len, ret_found, err);
    VEC_DONE(&meant);
    arena_done(&f.scratch);
    return is_ok;
}

struct text match_explain_read_id(struct text typed, struct arena *arena)
{
    struct text id = text_trim(typed);
    bool is_cve = id.len > 4 && text_eq_nocase(text_slice(id, 0, 4), TEXT("CVE-"));
    return is_cve ? arena_format(arena, "CVE-%.*s", TEXT_ARG(text_from(id, 4))) : id;
}

bool match_explain_read_purl(
    struct sbom *ret_sbom, struct text purl, struct arena *arena, struct err *err)
{
    struct purl parts;
    if (!purl_read(&parts, purl, arena, err))
        return false;
    struct sbom_component *component = arena_take(arena, sizeof *component);
    if (!component)
        return arena_check(arena, err);
    *component = (struct sbom_component){.purl = purl, .is_package = true, .parent = SBOM_ROOT};
    struct sbom sbom = {.components = component, .component_count = 1};
    if (!sbom_resolve(&sbom, arena, err))
        return false;
    if (!component->name.len)
        component->name = parts.name;
    *ret_sbom = sbom;
    return true;
}
