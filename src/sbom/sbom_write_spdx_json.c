/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 2.3 (ISO/IEC 5962 has 2.2.1). Numbers in comments are its clauses. */
#include <inttypes.h>

#include "base/map.h"
#include "codec/json.h"
#include "sbom/sbom_writer.h"

/* Ids have letters, digits, dots and hyphens behind "SPDXRef-" (3.2): a reference that is none is told by its number. */
static bool is_id(struct text ref)
{
    if (!text_starts(ref, TEXT("SPDXRef-")) || ref.len == 8 || text_is(ref, "SPDXRef-DOCUMENT"))
        return false;
    for (size_t i = 8; i < ref.len; i++)
        if (!text_is_alpha(ref.at[i]) && !text_is_digit(ref.at[i]) && ref.at[i] != '.' &&
            ref.at[i] != '-')
            return false;
    return true;
}

static struct text id_of(const struct sbom_writer *w, uint32_t end)
{
    if (end == SBOM_ROOT)
        return TEXT("SPDXRef-Root");
    struct text ref = w->refs[end];
    bool is_made = text_is(ref, "SPDXRef-Root") || text_starts(ref, TEXT("SPDXRef-Component-"));
    if (is_id(ref) && !is_made)
        return ref;
    return arena_format(w->arena, "SPDXRef-Component-%u", end);
}

/* "SHA-256" is "SHA256" here, but "SHA3-256" and "BLAKE2b-256" are written alike (7.10). */
static struct text algorithm_of(struct sbom_writer *w, struct text key)
{
    static const char *const known[] = {"SHA3-256", "SHA3-384", "SHA3-512", "BLAKE2b-256",
        "BLAKE2b-384", "BLAKE2b-512", "BLAKE3", "MD2", "MD4", "MD5", "MD6", "ADLER32", "SHA224"};
    static const char *const plain[] = {"SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"};
    for (size_t i = 0; i < LEN_OF(plain); i++)
        if (text_is(key, plain[i]))
            return arena_join(w->arena, TEXT("SHA"), "", text_from(key, 4));
    for (size_t i = 0; i < LEN_OF(known); i++)
        if (text_is(key, known[i]))
            return key;
    return (struct text){"", 0};
}

static struct text purpose_of(struct text type)
{
    static const char *const words[][2] = {
        {"application", "APPLICATION"},
        {"framework", "FRAMEWORK"},
        {"library", "LIBRARY"},
        {"container", "CONTAINER"},
        {"operating-system", "OPERATING-SYSTEM"},
        {"device", "DEVICE"},
        {"firmware", "FIRMWARE"},
        {"file", "FILE"},
    };
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is(type, words[i][0]))
            return text_of(words[i][1]);
    return type.len ? TEXT("OTHER") : type;
}

/* "Organization: ACME (mail@example.org)" (7.5, 6.8). */
static struct text agent_of(struct sbom_writer *w, const char *kind, const struct sbom_fact *fact)
{
    if (!fact->key.len)
        return arena_format(w->arena, "%s: %.*s", kind, TEXT_ARG(fact->value));
    return arena_format(
        w->arena, "%s: %.*s (%.*s)", kind, TEXT_ARG(fact->value), TEXT_ARG(fact->key));
}

/* -- what else is said -- */

/* The first fact of a kind as a member; more have no place. */
static void print_one(struct sbom_writer *w, uint32_t component, enum sbom_fact_kind kind,
    const char *member, const char *agent)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    const struct sbom_fact *fact = sbom_fact_next(&walk, kind);
    if (fact)
        json_print_member(w->out, member, agent ? agent_of(w, agent, fact) : fact->value);
    while ((fact = sbom_fact_next(&walk, kind)))
        sbom_writer_lose(w, fact);
}

/* Who made it is one agent here: who wrote it, else who published it. */
static void print_originator(struct sbom_writer *w, uint32_t component)
{
    static const struct {
        enum sbom_fact_kind kind;
        const char *agent;
    } rows[] = {
        {SBOM_FACT_MANUFACTURER, "Organization"},
        {SBOM_FACT_AUTHOR, "Person"},
        {SBOM_FACT_PUBLISHER, "Organization"},
    };
    bool is_told = false;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
        for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, rows[i].kind));) {
            if (is_told)
                sbom_writer_lose(w, fact);
            else
                json_print_member(w->out, "originator", agent_of(w, rows[i].agent, fact));
            is_told = true;
        }
    }
}

static void print_checksums(struct sbom_writer *w, uint32_t component)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    bool has_list = false;
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_HASH));) {
        struct text algorithm = algorithm_of(w, fact->key);
        if (!algorithm.len) {
            sbom_writer_lose(w, fact);
            continue;
        }
        sbom_writer_open_list(w->out, "checksums", &has_list);
        json_print_open(w->out, '{');
        json_print_member(w->out, "algorithm", algorithm);
        json_print_member(w->out, "checksumValue", fact->value);
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

static void print_reference(
    struct buf *out, const char *category, struct text type, struct text locator)
{
    json_print_open(out, '{');
    json_print_member_z(out, "referenceCategory", category);
    json_print_member(out, "referenceType", type);
    json_print_member(out, "referenceLocator", locator);
    json_print_close(out, '}');
}

static const char *cpe_type(struct text cpe)
{
    return text_starts(cpe, TEXT("cpe:2.3:")) ? "cpe23Type" : "cpe22Type";
}

static bool has_space(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text_is_space(text.at[i]))
            return true;
    return !text.len;
}

/* Neither a type nor a locator has a space (7.21). */
static void print_other_reference(
    struct sbom_writer *w, const struct sbom_fact *fact, bool *has_list)
{
    static const struct {
        const char *key, *category, *type;
    } known[] = {
        {"purl", "PACKAGE-MANAGER", "purl"},
        {"swid", "SECURITY", "swid"},
        {"advisories", "SECURITY", "advisory"},
        {"omniborId", "PERSISTENT-ID", "gitoid"},
        {"swhid", "PERSISTENT-ID", "swh"},
    };
    if (has_space(fact->value) || has_space(fact->key)) {
        sbom_writer_lose(w, fact);
        return;
    }
    sbom_writer_open_list(w->out, "externalRefs", has_list);
    if (text_starts(fact->key, TEXT("cpe"))) {
        print_reference(w->out, "SECURITY", text_of(cpe_type(fact->value)), fact->value);
        return;
    }
    for (size_t i = 0; i < LEN_OF(known); i++)
        if (text_is(fact->key, known[i].key)) {
            print_reference(w->out, known[i].category, text_of(known[i].type), fact->value);
            return;
        }
    print_reference(w->out, "OTHER", fact->key, fact->value);
}

static void print_references(
    struct sbom_writer *w, uint32_t component, struct text purl, struct text cpe)
{
    bool has_list = false;
    if (purl.len || cpe.len)
        sbom_writer_open_list(w->out, "externalRefs", &has_list);
    if (purl.len)
        print_reference(w->out, "PACKAGE-MANAGER", TEXT("purl"), purl);
    if (cpe.len)
        print_reference(w->out, "SECURITY", text_of(cpe_type(cpe)), cpe);
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    while (walk.at < walk.end) {
        const struct sbom_fact *fact = walk.at++;
        bool is_own = fact->kind == SBOM_FACT_REFERENCE &&
                      (text_is(fact->key, "website") || text_is(fact->key, "distribution"));
        if (fact->kind == SBOM_FACT_IDENTIFIER || (fact->kind == SBOM_FACT_REFERENCE && !is_own))
            print_other_reference(w, fact, &has_list);
    }
    sbom_writer_close_list(w->out, has_list);
}

/* The first reference of a type, which has a member of its own. */
static void print_url(
    struct sbom_writer *w, uint32_t component, const char *type, const char *member, bool is_due)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    bool is_told = false;
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_REFERENCE));) {
        if (!text_is(fact->key, type))
            continue;
        if (is_told)
            sbom_writer_lose(w, fact);
        else
            json_print_member(w->out, member, fact->value);
        is_told = true;
    }
    if (is_due && !is_told)
        json_print_member_z(w->out, member, "NOASSERTION");
}

/* -- licences -- */

/* What is no expression goes by a LicenseRef, whose name tells what it was. Those of the document keep theirs. */
struct named {
    struct text *at;
    struct map numbers;
    uint64_t taken; /* the highest number that the document itself has for one */
};

static bool is_license_id(struct text key)
{
    return text_starts(key, TEXT("LicenseRef-")) && sbom_writer_is_expression(key);
}

static uint64_t highest_number(const struct sbom *sbom)
{
    uint64_t number, highest = 0;
    for (size_t i = 0; i < sbom->fact_count; i++)
        if (sbom->facts[i].kind == SBOM_FACT_LICENSE_TEXT && is_license_id(sbom->facts[i].key) &&
            text_read_u64(text_from(sbom->facts[i].key, 11), &number) && number > highest &&
            number < UINT32_MAX)
            highest = number;
    return highest;
}

static struct text license_of(struct sbom_writer *w, struct text license, struct named *named)
{
    if (!license.len)
        return TEXT("NOASSERTION");
    if (sbom_writer_is_expression(license))
        return license;
    uint32_t number = (uint32_t)named->numbers.len;
    if (map_add(&named->numbers, license, number, &number))
        named->at[number] = license;
    return arena_format(w->arena, "LicenseRef-%" PRIu64, named->taken + number + 1);
}

static void print_licenses(struct sbom_writer *w, uint32_t i, struct named *named)
{
    struct text license = w->sbom->components[i].license;
    struct text declared = sbom_fact_first(w->sbom, i, SBOM_FACT_LICENSE_DECLARED);
    json_print_member(w->out, "licenseConcluded",
        license_of(w, declared.len ? license : (struct text){"", 0}, named));
    json_print_member(
        w->out, "licenseDeclared", license_of(w, declared.len ? declared : license, named));
}

/* Texts of licences by their ids, the first of each: one text may be told of many components. */
static void print_texts(struct sbom_writer *w, bool *has_list)
{
    struct map told = {0};
    for (size_t i = 0; i < w->sbom->fact_count; i++) {
        const struct sbom_fact *fact = &w->sbom->facts[i];
        if (fact->kind != SBOM_FACT_LICENSE_TEXT)
            continue;
        if (!is_license_id(fact->key) || !map_add(&told, fact->key, 0, NULL)) {
            sbom_writer_lose(w, fact);
            continue;
        }
        sbom_writer_open_list(w->out, "hasExtractedLicensingInfos", has_list);
        json_print_open(w->out, '{');
        json_print_member(w->out, "licenseId", fact->key);
        json_print_member(w->out, "extractedText", fact->value);
        json_print_close(w->out, '}');
    }
    map_done(&told);
}

static void print_named(struct sbom_writer *w, const struct named *named)
{
    bool has_list = false;
    print_texts(w, &has_list);
    for (size_t i = 0; i < named->numbers.len; i++) {
        sbom_writer_open_list(w->out, "hasExtractedLicensingInfos", &has_list);
        json_print_open(w->out, '{');
        json_print_member(w->out, "licenseId",
            arena_format(w->arena, "LicenseRef-%" PRIu64, named->taken + i + 1));
        json_print_member(w->out, "extractedText", named->at[i]);
        json_print_member(w->out, "name", named->at[i]);
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

/* -- packages -- */

static void lose_rest(struct sbom_writer *w, uint32_t component)
{
    static const enum sbom_fact_kind kinds[] = {SBOM_FACT_EVIDENCE, SBOM_FACT_PEDIGREE,
        SBOM_FACT_COMPOSITION, SBOM_FACT_RELATION, SBOM_FACT_PROPERTY, SBOM_FACT_SBOM_SUPPLIER,
        SBOM_FACT_SBOM_MANUFACTURER, SBOM_FACT_SBOM_LIFECYCLE};
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
        for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, kinds[i]));)
            sbom_writer_lose(w, fact);
    }
}

static void print_facts(struct sbom_writer *w, uint32_t component)
{
    print_one(w, component, SBOM_FACT_FILE_NAME, "packageFileName", NULL);
    print_one(w, component, SBOM_FACT_SUPPLIER, "supplier", "Organization");
    print_originator(w, component);
    print_url(w, component, "distribution", "downloadLocation", true);
    print_url(w, component, "website", "homepage", false);
    print_checksums(w, component);
    print_one(w, component, SBOM_FACT_COPYRIGHT, "copyrightText", NULL);
    print_one(w, component, SBOM_FACT_DESCRIPTION, "description", NULL);
    print_one(w, component, SBOM_FACT_COMMENT, "comment", NULL);
    lose_rest(w, component);
}

/* Where it was built from, and what Trivy tells of it by annotations, so that matching takes the same from it. */
static void print_source(struct sbom_writer *w, const struct sbom_component *c)
{
    struct text source = c->source_version.len ? c->source_version : c->version;
    if (c->source_package.len && source.len)
        json_print_member(w->out, "sourceInfo",
            arena_format(w->arena, "built package from: %.*s %.*s", TEXT_ARG(c->source_package),
                TEXT_ARG(source)));
    const struct {
        const char *label;
        struct text value;
    } notes[] = {
        {"Modularitylabel", c->module},
        {"FilePath", c->path},
        {"Class", c->is_package || c->purl.len ? (struct text){"", 0} : TEXT("lang-pkgs")},
    };
    bool has_list = false;
    for (size_t i = 0; i < LEN_OF(notes); i++) {
        if (!notes[i].value.len)
            continue;
        sbom_writer_open_list(w->out, "annotations", &has_list);
        json_print_open(w->out, '{');
        json_print_member_z(w->out, "annotator", "Tool: kenzen-" KENZEN_VERSION);
        json_print_member(w->out, "annotationDate", sbom_writer_time(w));
        json_print_member_z(w->out, "annotationType", "OTHER");
        json_print_member(w->out, "comment",
            arena_format(w->arena, "%s: %.*s", notes[i].label, TEXT_ARG(notes[i].value)));
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

static void print_package(struct sbom_writer *w, uint32_t i, struct named *named)
{
    const struct sbom_component *c = &w->sbom->components[i];
    struct text purpose = purpose_of(c->type);
    json_print_open(w->out, '{');
    json_print_member(w->out, "SPDXID", id_of(w, i));
    json_print_member(w->out, "name", c->name);
    if (c->version.len)
        json_print_member(w->out, "versionInfo", c->version);
    if (purpose.len)
        json_print_member(w->out, "primaryPackagePurpose", purpose);
    json_print_member_bool(w->out, "filesAnalyzed", false);
    print_facts(w, i);
    print_licenses(w, i, named);
    print_references(w, i, c->purl, c->cpe);
    print_source(w, c);
    json_print_close(w->out, '}');
}

static void print_root(struct sbom_writer *w)
{
    const struct sbom *sbom = w->sbom;
    json_print_open(w->out, '{');
    json_print_member_z(w->out, "SPDXID", "SPDXRef-Root");
    json_print_member(w->out, "name", sbom->name.len ? sbom->name : TEXT("unnamed"));
    if (sbom->version.len)
        json_print_member(w->out, "versionInfo", sbom->version);
    json_print_member_bool(w->out, "filesAnalyzed", false);
    print_facts(w, SBOM_ROOT);
    print_references(w, SBOM_ROOT, sbom->purl, sbom->cpe);
    json_print_close(w->out, '}');
}

/* -- relationships -- */

static void print_relation(struct buf *out, struct text from, const char *type, struct text to)
{
    json_print_open(out, '{');
    json_print_member(out, "spdxElementId", from);
    json_print_member_z(out, "relationshipType", type);
    json_print_member(out, "relatedSpdxElement", to);
    json_print_close(out, '}');
}

/* What is needed in part, or for building only, is said by the relationship here. */
static void print_edge(struct sbom_writer *w, const struct sbom_edge *edge)
{
    struct text scope =
        edge->to == SBOM_ROOT ? (struct text){"", 0} : w->sbom->components[edge->to].scope;
    struct text from = id_of(w, edge->from), to = id_of(w, edge->to);
    if (text_is(scope, "optional"))
        print_relation(w->out, to, "OPTIONAL_DEPENDENCY_OF", from);
    else if (text_is(scope, "excluded"))
        print_relation(w->out, to, "DEV_DEPENDENCY_OF", from);
    else
        print_relation(w->out, from, "DEPENDS_ON", to);
}

static void print_relations(struct sbom_writer *w)
{
    json_print_member_open(w->out, "relationships", '[');
    print_relation(w->out, TEXT("SPDXRef-DOCUMENT"), "DESCRIBES", TEXT("SPDXRef-Root"));
    for (uint32_t i = 0; i < w->sbom->component_count; i++) {
        uint32_t parent = w->sbom->components[i].parent;
        if (parent < i)
            print_relation(w->out, id_of(w, parent), "CONTAINS", id_of(w, i));
    }
    for (size_t list = 0; list <= w->sbom->component_count; list++)
        for (uint32_t e = w->first_edge[list]; e != SBOM_WRITER_NONE; e = w->next_edge[e])
            print_edge(w, &w->sbom->edges[e]);
    json_print_close(w->out, ']');
}

/* -- the document -- */

static void print_creation(struct sbom_writer *w)
{
    struct text rest = sbom_writer_tools(w);
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, SBOM_ROOT);
    json_print_member_open(w->out, "creationInfo", '{');
    json_print_member(w->out, "created", sbom_writer_time(w));
    json_print_member_open(w->out, "creators", '[');
    while (rest.at) {
        struct sbom_writer_tool tool = sbom_writer_cut_tool(&rest);
        struct text joined = arena_join(w->arena, tool.name, "-", tool.version);
        json_print_text(w->out, arena_join(w->arena, TEXT("Tool:"), " ", joined));
    }
    for (const struct sbom_fact *f; (f = sbom_fact_next(&walk, SBOM_FACT_SBOM_AUTHOR));)
        json_print_text(w->out, agent_of(w, "Person", f));
    json_print_close(w->out, ']');
    json_print_close(w->out, '}');
}

/* A URI without a fragment (6.5). */
static struct text namespace_of(const struct sbom_writer *w)
{
    bool is_fine = sbom_writer_is_iri(w->sbom->serial) && text_find(w->sbom->serial, '#') < 0;
    return is_fine ? w->sbom->serial : sbom_writer_urn(w);
}

bool sbom_write_spdx_json(struct sbom_writer *w, struct err *err)
{
    const struct sbom *sbom = w->sbom;
    size_t room = 2 * sbom->component_count;
    struct named named = {
        .at = arena_take_array(w->arena, room, sizeof *named.at), .taken = highest_number(sbom)};
    if (!named.at)
        return arena_check(w->arena, err);
    json_print_open(w->out, '{');
    json_print_member_z(w->out, "spdxVersion", "SPDX-2.3");
    json_print_member_z(w->out, "dataLicense", "CC0-1.0");
    json_print_member_z(w->out, "SPDXID", "SPDXRef-DOCUMENT");
    json_print_member(w->out, "name", sbom->name.len ? sbom->name : TEXT("unnamed"));
    json_print_member(w->out, "documentNamespace", namespace_of(w));
    print_creation(w);
    print_one(w, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT, "comment", NULL);
    json_print_member_open(w->out, "packages", '[');
    print_root(w);
    for (uint32_t i = 0; i < sbom->component_count; i++)
        print_package(w, i, &named);
    json_print_close(w->out, ']');
    print_relations(w);
    print_named(w, &named);
    map_done(&named.numbers);
    json_print_close(w->out, '}');
    buf_add_char(w->out, '\n');
    return true;
}
