/* SPDX-License-Identifier: Apache-2.0 */
#include "match/signal_name.h"

#include "domain/purl.h"

bool signal_name_is_known(const struct signal_input *input, const struct sbom_component *component,
    struct arena *arena, bool *ret_is_known, struct err *err)
{
    struct advisory_hits hits;
    bool is_known = false;
    if (!input->index ||
        !advisory_index_find(input->index, component->ecosystem, component->package, &hits))
        hits.count = 0;
    for (uint32_t i = 0; i < hits.count && !is_known; i++) {
        struct advisory advisory;
        if (!advisory_index_read_hit(&hits, i, &advisory, arena, err))
            return false;
        is_known = advisory.kind != ADVISORY_MALICIOUS;
    }
    *ret_is_known = is_known;
    return true;
}

const char *signal_name_way(enum popular_way way)
{
    static const char *const words[] = {
        [POPULAR_HOMOGLYPH] = "looks like another spelling",
        [POPULAR_SEPARATOR] = "other separators in the name",
        [POPULAR_SCOPE] = "another scope or group in the name",
        [POPULAR_SWAP] = "two letters swapped in the name",
        [POPULAR_EDIT] = "one letter away from the name",
    };
    return words[way];
}

/* -- where it came from -- */

/* Registries that anybody can publish at. */
static const char *const public_hosts[] = {"npmjs.org", "npmjs.com", "yarnpkg.com", "pypi.org",
    "pythonhosted.org", "maven.org", "maven.apache.org", "sonatype.org", "sonatype.com",
    "jcenter.bintray.com", "plugins.gradle.org", "jitpack.io", "rubygems.org", "crates.io",
    "nuget.org", "golang.org", "packagist.org", "hex.pm", "pub.dev"};

/* Returns the host of an address, in small letters, without user and port. */
static struct text host_of(struct text address, struct arena *arena)
{
    ptrdiff_t scheme = text_find_text(address, TEXT("://"));
    struct text rest = text_from(address, scheme < 0 ? 0 : (size_t)scheme + 3);
    size_t end = 0;
    while (end < rest.len && !strchr("/?#", rest.at[end]))
        end++;
    rest.len = end;
    ptrdiff_t user = text_find_last(rest, '@');
    rest = text_from(rest, (size_t)(user + 1));
    return arena_text_lower(arena, text_cut(&rest, ':'));
}

/* The host itself, or one below it. */
static bool is_public(struct text host)
{
    for (size_t i = 0; i < LEN_OF(public_hosts); i++) {
        struct text known = text_of(public_hosts[i]);
        if (text_eq(host, known) || (host.len > known.len && text_ends(host, known) &&
                                        host.at[host.len - known.len - 1] == '.'))
            return true;
    }
    return false;
}

/* Returns the address that the SBOM says the component was taken from, or nothing. */
static struct text find_address(const struct sbom *sbom, uint32_t component, struct arena *arena)
{
    static const char *const qualifiers[] = {"repository_url", "download_url"};
    struct purl purl;
    bool is_read = purl_read(&purl, sbom->components[component].purl, arena, NULL);
    for (size_t i = 0; is_read && i < LEN_OF(qualifiers); i++)
        if (purl_qualifier(&purl, qualifiers[i]).len)
            return purl_qualifier(&purl, qualifiers[i]);
    struct sbom_fact_walk walk = sbom_fact_of(sbom, component);
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_REFERENCE));)
        if (text_is(fact->key, "distribution"))
            return fact->value;
    return (struct text){"", 0};
}

/* "npm:corp-*" is for npm alone; Maven's names have a colon of their own. */
static bool is_own(const struct sbom_component *component, struct text space)
{
    struct text name = component->package.len ? component->package : component->name;
    struct text rest = space, ecosystem = text_cut(&rest, ':');
    if (rest.at && text_eq_nocase(ecosystem, component->ecosystem) && text_fits(rest, name))
        return true;
    return text_fits(space, name);
}

/* Where nothing says where it comes from, it matters whether the world knows the name. */
static const char *unsaid_reason(
    const struct signal_input *input, const struct sbom_component *component)
{
    struct advisory_hits hits;
    if (popular_has(input->popular, component->ecosystem, component->package))
        return "popular-name";
    bool is_known = input->index && advisory_index_find(input->index, component->ecosystem,
                                        component->package, &hits);
    return is_known ? "known-name" : "no-origin";
}

static struct text unsaid_why(const char *reason)
{
    if (strcmp(reason, "popular-name") == 0)
        return TEXT("a popular public package has this name");
    return strcmp(reason, "known-name") == 0 ? TEXT("public advisories know a package of this name")
                                             : TEXT("nothing says which registry it comes from");
}

bool signal_name_origin(const struct signal_input *input, uint32_t component, struct arena *arena,
    struct signal_name_origin *ret_origin, struct err *err)
{
    struct signal_name_origin origin = {0};
    const struct sbom_component *c = &input->sbom->components[component];
    for (size_t i = 0; i < input->namespace_count && c->is_package && !origin.space.len; i++)
        if (is_own(c, input->namespaces[i]))
            origin.space = input->namespaces[i];
    *ret_origin = origin;
    if (!origin.space.len)
        return true;
    struct text address = find_address(input->sbom, component, arena);
    origin.host = host_of(address, arena);
    origin.is_suspicious = !address.len || is_public(origin.host);
    origin.reason = address.len ? "public-registry" : unsaid_reason(input, c);
    origin.why = address.len ? arena_format(arena, "it comes from the public registry %.*s",
                                   TEXT_ARG(origin.host))
                             : unsaid_why(origin.reason);
    *ret_origin = origin;
    return arena_check(arena, err);
}
