/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_resolve.h"

#include "domain/cpe.h"
#include "domain/ecosystem.h"
#include "domain/purl.h"
#include "sbom/sbom_source.h"
#include "sbom/sbom_version.h"

enum { KINDS = 8 };

/* The ecosystem that a purl's type and namespace stand for. */
struct kind {
    struct text type, space;
    const struct ecosystem *row;
};

struct resolver {
    struct purl_qualifier room[PURL_CANONICAL_QUALIFIERS]; /* of the package URL at hand */
    struct sbom *sbom;
    struct arena *arena;
    struct buf scratch;
    struct text
        system; /* the operating system as a distro qualifier would say it, "debian-12.11"; or empty */
    /* What was found before: a document has packages of a few kinds. */
    struct kind kinds[KINDS];
    size_t kind_count; /* all that were ever kept; the newest KINDS are */
    const struct ecosystem *named_row;
    struct text named_release, named_as;
};

/* The first oddity found is told. */
static void note(struct resolver *r, struct sbom_component *component, struct text oddity)
{
    if (component->oddity.len)
        return;
    component->oddity = oddity;
    r->sbom->odd_count++;
}

static bool read_purl(struct resolver *r, struct sbom_component *component, struct purl *ret_purl)
{
    struct err why;
    if (purl_canonical_read(ret_purl, r->room, component->purl, r->arena))
        return true;
    if (!purl_read(ret_purl, component->purl, r->arena, &why)) {
        note(r, component, arena_format(r->arena, "purl: %s", why.text));
        return false;
    }
    buf_cut(&r->scratch, 0);
    purl_print(ret_purl, &r->scratch);
    if (!text_eq(buf_text(&r->scratch), component->purl))
        component->purl = arena_text(r->arena, buf_text(&r->scratch));
    return true;
}

static struct text with_epoch(struct resolver *r, const struct purl *purl, struct text version)
{
    struct text epoch = purl_qualifier(purl, "epoch");
    if (!version.len || !epoch.len || text_is(epoch, "0") || text_find(version, ':') >= 0)
        return version;
    return arena_join(r->arena, epoch, ":", version);
}

/* Go's tool chain calls itself go1.22.1, and its purl 1.22.1. */
static bool is_same_version(struct text written, struct text version)
{
    struct text bare = text_starts(written, TEXT("go")) ? text_from(written, 2) : written;
    return text_eq(written, version) || text_eq(bare, version);
}

/* The package URL says which package it is, so its version counts; that the document says another is worth telling. */
static void resolve_version(
    struct resolver *r, const struct purl *purl, struct sbom_component *component)
{
    struct text written = with_epoch(r, purl, component->version);
    struct text version = with_epoch(r, purl, purl->version);
    component->version = version.len ? version : written;
    if (!component->version.len)
        note(r, component, TEXT("no version"));
    else if (written.len && version.len && !is_same_version(written, version))
        note(r, component,
            arena_format(r->arena, "its version is %.*s, but its package URL says %.*s",
                TEXT_ARG(written), TEXT_ARG(version)));
}

/* Some producers put the end of a Go module's path into the subpath ("github.com/cespare/xxhash@v2.2.0#v2"): when the
   name of the component says so, it belongs to the package. */
static struct text package_name(struct resolver *r, const struct ecosystem *row,
    const struct purl *purl, const struct sbom_component *component)
{
    struct text package = ecosystem_package_name(row, purl, r->arena);
    if (!purl->subpath.len || !text_is(purl->type, "golang"))
        return package;
    struct text longer =
        arena_format(r->arena, "%.*s/%.*s", TEXT_ARG(package), TEXT_ARG(purl->subpath));
    return text_eq_nocase(longer, component->name) ? longer : package;
}

static struct text full_name(struct resolver *r, const struct ecosystem *row, struct text release)
{
    if (row != r->named_row || !text_eq(release, r->named_release)) {
        r->named_as = ecosystem_full_name(row, release, r->arena);
        r->named_release = release;
        r->named_row = row;
    }
    return r->named_as;
}

static const struct ecosystem *find_row(struct resolver *r, const struct purl *purl)
{
    for (size_t i = 0; i < KINDS && i < r->kind_count; i++) {
        const struct kind *kind = &r->kinds[i];
        bool is_any_space = kind->row && !kind->row->purl_spaces;
        if (text_eq(kind->type, purl->type) && (is_any_space || text_eq(kind->space, purl->space)))
            return kind->row;
    }
    struct kind kind = {purl->type, purl->space, ecosystem_of_purl(purl)};
    /* Without a namespace the distro qualifier may have told, and the next has another. */
    if (purl->space.len || (kind.row && !kind.row->purl_spaces))
        r->kinds[r->kind_count++ % KINDS] = kind;
    return kind.row;
}

/* The operating system of the document speaks for the packages of its own distribution. */
static bool is_of_system(
    const struct resolver *r, const struct ecosystem *row, const struct purl *purl)
{
    struct purl system = *purl;
    system.space = r->sbom->os_name;
    return r->system.len && ecosystem_of_purl(&system) == row;
}

static struct text resolve_ecosystem(
    struct resolver *r, const struct ecosystem *row, const struct purl *purl)
{
    if (!row->has_releases)
        return text_of(row->name);
    struct text release = purl_qualifier(purl, "distro");
    struct text name = full_name(r, row, release);
    if (text_find(name, ':') < 0 && is_of_system(r, row, purl))
        name = full_name(r, row, r->system);
    return name;
}

static void resolve_source(
    struct resolver *r, const struct purl *purl, struct sbom_component *component)
{
    struct sbom_source source = {0};
    struct text upstream = purl_qualifier(purl, "upstream");
    if (!component->source_package.len && upstream.len) {
        sbom_source_read_upstream(&source, upstream);
        sbom_source_apply(&source, component, r->arena);
    }
    /* The file name of a source rpm leaves the epoch out; the packages built from it nearly always share it. */
    component->source_version = text_is(purl->type, "rpm")
                                    ? with_epoch(r, purl, component->source_version)
                                    : component->source_version;
}

/* purl-spec, rpm: "rpmmod" is the module's name, stream, version and context. */
static void resolve_module(const struct purl *purl, struct sbom_component *component)
{
    if (!text_is(purl->type, "rpm"))
        component->module = (struct text){"", 0};
    else if (!component->module.len)
        component->module = sbom_source_module(purl_qualifier(purl, "rpmmod"));
}

/* Where no component says which operating system it is, the packages do: "debian-12", "3.22.0". */
static void note_system(struct resolver *r, const struct ecosystem *row, const struct purl *purl)
{
    struct text distro = purl_qualifier(purl, "distro");
    if (r->sbom->os_name.len || !row->purl_spaces || !distro.len || !purl->space.len)
        return;
    size_t number = 0;
    while (number < distro.len && !text_is_digit(distro.at[number]))
        number++;
    bool has_name = number > 1 && number < distro.len && distro.at[number - 1] == '-';
    r->sbom->os_name = has_name ? text_slice(distro, 0, number - 1) : purl->space;
    r->sbom->os_version = has_name ? text_from(distro, number) : distro;
}

/* Some producers name a source package always, others only where it differs: what says nothing is left out, so that one
   package version is one. */
static void drop_same_source(struct sbom_component *component)
{
    if (text_eq(component->source_version, component->version))
        component->source_version = (struct text){"", 0};
    if (!component->source_version.len && text_eq(component->source_package, component->package))
        component->source_package = (struct text){"", 0};
}

static void resolve(struct resolver *r, struct sbom_component *component)
{
    struct purl purl;
    if (!component->purl.len)
        note(r, component, TEXT("no package URL"));
    if (!component->purl.len || !read_purl(r, component, &purl))
        return;
    component->arch = purl_qualifier(&purl, "arch");
    if (text_is(component->arch, "None")) /* Trivy, of the keys in an RPM database */
        component->arch = (struct text){"", 0};
    resolve_version(r, &purl, component);
    resolve_source(r, &purl, component);
    resolve_module(&purl, component);
    const struct ecosystem *row = find_row(r, &purl);
    if (row) {
        note_system(r, row, &purl);
        component->ecosystem = resolve_ecosystem(r, row, &purl);
        component->package = package_name(r, row, &purl, component);
        if (!component->name.len)
            component->name = component->package;
        component->version = sbom_version_plain(
            component->ecosystem, component->package, component->version, r->arena);
        sbom_source_unsign(component, r->arena);
        drop_same_source(component);
    } else if (!component->oddity.len) {
        bool has_space =
            purl.space.len &&
            (text_is(purl.type, "deb") || text_is(purl.type, "rpm") || text_is(purl.type, "apk"));
        note(r, component,
            arena_format(r->arena, "no advisory source knows packages of pkg:%.*s%s%.*s",
                TEXT_ARG(purl.type), has_space ? "/" : "", has_space ? (int)purl.space.len : 0,
                purl.space.at));
    }
}

/* What no ecosystem has advisories of may be a product that CVE records name by CPE. A package of an ecosystem is none of
   these: its own advisories know its versions better, and a distribution's word counts alone. */
static void resolve_cpe(struct resolver *r, struct sbom_component *component)
{
    bool is_elsewhere = component->ecosystem.len && !text_is(component->ecosystem, "generic");
    struct cpe cpe;
    struct err why;
    if (!component->cpe.len || is_elsewhere)
        return;
    if (!cpe_read(&cpe, text_trim(component->cpe), r->arena, &why)) {
        note(r, component, arena_format(r->arena, "cpe: %s", why.text));
        return;
    }
    struct text package = cpe_package(&cpe, r->arena);
    if (!package.len)
        return;
    component->ecosystem = TEXT("CPE");
    component->package = package;
    if (!component->version.len)
        component->version = cpe_version(&cpe, r->arena);
    if (!component->name.len)
        component->name = package;
}

bool sbom_resolve(struct sbom *sbom, struct arena *arena, struct err *err)
{
    struct resolver r = {.sbom = sbom, .arena = arena};
    buf_init(&r.scratch, SIZE_MAX);
    if (sbom->os_name.len && sbom->os_version.len)
        r.system =
            arena_format(arena, "%.*s-%.*s", TEXT_ARG(sbom->os_name), TEXT_ARG(sbom->os_version));
    for (size_t i = 0; i < sbom->component_count && !arena->is_spent; i++)
        if (sbom->components[i].is_package) {
            resolve(&r, &sbom->components[i]);
            resolve_cpe(&r, &sbom->components[i]);
        }
    buf_done(&r.scratch);
    return arena_check(arena, err);
}
