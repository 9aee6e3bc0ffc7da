/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_quality.h"

#include "sbom/sbom_graph.h"
#include "sbom/sbom_writer.h"

struct look {
    const struct sbom *sbom;
    struct sbom_paths paths;
};

#define KIND(name) (1u << SBOM_FACT_##name)

/* What meets a rule: a fact of one of the kinds (with that key; or with an address, when a contact is wanted), or the
   function's word. */
struct rule {
    struct sbom_quality_rule rule;
    unsigned kinds;
    const char *key;
    bool wants_contact;
    bool (*is_met)(const struct look *look, uint32_t component);
};

_Static_assert(SBOM_FACT_KINDS <= 32, "a bit for each kind");

static bool has_name(const struct look *look, uint32_t i)
{
    return look->sbom->components[i].name.len > 0;
}

static bool has_version(const struct look *look, uint32_t i)
{
    return look->sbom->components[i].version.len > 0;
}

static bool has_identifier(const struct look *look, uint32_t i)
{
    const struct sbom_component *c = &look->sbom->components[i];
    return c->purl.len > 0 || c->cpe.len > 0;
}

static bool is_reached(const struct look *look, uint32_t i)
{
    return sbom_graph_is_reached(&look->paths, i);
}

static bool has_expression(const struct look *look, uint32_t i)
{
    return sbom_writer_is_expression(look->sbom->components[i].license);
}

static bool has_time(const struct look *look, uint32_t i)
{
    (void)i;
    return look->sbom->created_us != 0;
}

static bool has_serial(const struct look *look, uint32_t i)
{
    (void)i;
    return text_find(look->sbom->serial, ':') > 0;
}

/* "1.6" and later of CycloneDX, "3.0.1" and later of SPDX: read as numbers up to the first that differs. */
static bool is_since(struct text version, const unsigned *least, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t number = 0;
        if (!text_read_u64(text_cut(&version, '.'), &number) && least[i] > 0)
            return false;
        if (number != least[i])
            return number > least[i];
    }
    return true;
}

static bool is_new_format(const struct look *look, uint32_t i)
{
    (void)i;
    struct text name = text_of(sbom_format_name(look->sbom->format));
    if (text_starts(name, TEXT("CycloneDX")))
        return is_since(look->sbom->spec_version, (unsigned[]){1, 6}, 2);
    struct text version = look->sbom->spec_version;
    if (text_starts(version, TEXT("SPDX-")))
        version = text_from(version, 5);
    return text_starts(name, TEXT("SPDX")) && is_since(version, (unsigned[]){3, 0, 1}, 3);
}

#define NTIA(name, text, how)                                                                      \
    .rule.standard = SBOM_QUALITY_NTIA, .rule.id = name, .rule.section = "III", .rule.what = text, \
    .rule.mend = how
#define BSI(name, number, text, how)                                                               \
    .rule.standard = SBOM_QUALITY_BSI, .rule.id = name, .rule.section = number, .rule.what = text, \
    .rule.mend = how
#define OF_DOCUMENT .rule.is_of_document = true
#define OPTIONAL .rule.is_optional = true
#define MAKERS (KIND(SUPPLIER) | KIND(MANUFACTURER) | KIND(AUTHOR) | KIND(PUBLISHER))
#define SBOM_MAKERS (KIND(SBOM_AUTHOR) | KIND(SBOM_SUPPLIER) | KIND(SBOM_MANUFACTURER))

static const struct rule rules[] = {
    {NTIA("supplier", "who supplies or made it",
         "name the supplier of each component (CycloneDX supplier, SPDX PackageSupplier)"),
        .kinds = MAKERS},
    {NTIA("name", "its name", "name each component"), .is_met = has_name},
    {NTIA("version", "its version", "give each component its version"), .is_met = has_version},
    {NTIA("identifier", "another unique identifier",
         "give each component a package URL, CPE or SWID"),
        .kinds = KIND(IDENTIFIER), .is_met = has_identifier},
    {NTIA("relationship", "how it got into the subject",
         "state dependencies, beginning with those of the subject"),
        .is_met = is_reached},
    {NTIA("author", "who wrote the SBOM",
         "name a person or an organisation as author; a tool is none"),
        OF_DOCUMENT, .kinds = SBOM_MAKERS},
    {NTIA("timestamp", "when the SBOM was made", "state the time of making"), OF_DOCUMENT,
        .is_met = has_time},
    {BSI("format", "4", "CycloneDX 1.6 or later, or SPDX 3.0.1 or later",
         "write it in a newer version: kenzen sbom convert"),
        OF_DOCUMENT, .is_met = is_new_format},
    {BSI("sbom_creator", "5.2.1", "an e-mail address or URL of who made the SBOM",
         "give the author or manufacturer of the SBOM an e-mail address or URL"),
        OF_DOCUMENT, .kinds = SBOM_MAKERS, .wants_contact = true},
    {BSI("timestamp", "5.2.1", "when the SBOM was made", "state the time of making"), OF_DOCUMENT,
        .is_met = has_time},
    {BSI("sbom_uri", "5.2.3", "a URI of the SBOM",
         "give it a serial number (CycloneDX) or a namespace (SPDX)"),
        OF_DOCUMENT, .is_met = has_serial},
    {BSI("component_creator", "5.2.2", "an e-mail address or URL of who made it",
         "give the manufacturer or author of each component an e-mail address or URL"),
        .kinds = MAKERS, .wants_contact = true},
    {BSI("name", "5.2.2", "its name", "name each component"), .is_met = has_name},
    {BSI("version", "5.2.2", "its version", "give each component its version"),
        .is_met = has_version},
    {BSI("filename", "5.2.2", "the name of its file",
         "state it: property bsi:component:filename, SPDX PackageFileName"),
        .kinds = KIND(FILE_NAME)},
    {BSI("dependencies", "5.2.2", "whether its dependencies are all listed",
         "state it by a composition of each component's dependencies"),
        .kinds = KIND(COMPOSITION)},
    {BSI("licences", "5.2.2", "its licence as an SPDX expression",
         "give the licences as SPDX identifiers or expressions"),
        .is_met = has_expression},
    {BSI("hash", "5.2.2", "the SHA-512 of what is deployed",
         "add the SHA-512 of each deployable component"),
        .kinds = KIND(HASH), .key = "SHA-512"},
    {BSI("executable", "5.2.2", "whether it is executable",
         "state it: property bsi:component:executable"),
        .kinds = KIND(PROPERTY), .key = "bsi:component:executable"},
    {BSI("archive", "5.2.2", "whether it is an archive",
         "state it: property bsi:component:archive"),
        .kinds = KIND(PROPERTY), .key = "bsi:component:archive"},
    {BSI("structured", "5.2.2", "whether it is structured",
         "state it: property bsi:component:structured"),
        .kinds = KIND(PROPERTY), .key = "bsi:component:structured"},
    {BSI("source_uri", "5.2.4", "where its source code is",
         "add a reference of the type vcs or source-distribution"),
        OPTIONAL, .kinds = KIND(REFERENCE), .key = "vcs"},
    {BSI("deployable_uri", "5.2.4", "where the deployable form is",
         "add a reference of the type distribution"),
        OPTIONAL, .kinds = KIND(REFERENCE), .key = "distribution"},
    {BSI("identifiers", "5.2.4", "another unique identifier",
         "give each component a package URL or CPE"),
        OPTIONAL, .kinds = KIND(IDENTIFIER), .is_met = has_identifier},
    {BSI("original_licences", "5.2.4", "the licences that its maker gives it",
         "add the declared licence"),
        OPTIONAL, .kinds = KIND(LICENSE_DECLARED)},
};

/* An e-mail address or a URL. */
static bool is_contact(struct text text)
{
    return text_find(text, '@') > 0 || text_find_text(text, TEXT("://")) > 0;
}

static bool fits(const struct rule *rule, const struct sbom_fact *fact)
{
    if (!(rule->kinds & 1u << fact->kind) || (rule->key && !text_is(fact->key, rule->key)))
        return false;
    return !rule->wants_contact || is_contact(fact->key) || is_contact(fact->value);
}

static bool is_met(const struct look *look, const struct rule *rule, uint32_t component)
{
    struct sbom_fact_walk walk = sbom_fact_of(look->sbom, component);
    for (; rule->kinds && walk.at < walk.end; walk.at++)
        if (fits(rule, walk.at))
            return true;
    return rule->is_met && rule->is_met(look, component);
}

static void ask(const struct look *look, const struct rule *rule, uint32_t component,
    struct sbom_quality_result *result)
{
    result->asked++;
    if (is_met(look, rule, component))
        result->met++;
    else if (result->lacking_count < SBOM_QUALITY_EXAMPLES)
        result->lacking[result->lacking_count++] = component;
}

static struct sbom_quality_result judge(const struct look *look, const struct rule *rule)
{
    struct sbom_quality_result result = {.rule = &rule->rule};
    if (rule->rule.is_of_document) {
        ask(look, rule, SBOM_ROOT, &result);
        return result;
    }
    for (uint32_t i = 0; i < look->sbom->component_count; i++)
        if (look->sbom->components[i].is_package)
            ask(look, rule, i, &result);
    return result;
}

/* What nobody asked for lacks nowhere. */
static unsigned find_score(const struct sbom_quality *quality, enum sbom_quality_standard standard)
{
    double sum = 0;
    size_t count = 0;
    bool is_whole = true;
    for (size_t i = 0; i < quality->count; i++) {
        const struct sbom_quality_result *result = &quality->results[i];
        if (result->rule->standard != standard || result->rule->is_optional)
            continue;
        sum += result->asked ? (double)result->met / (double)result->asked : 1;
        is_whole &= result->met == result->asked;
        count++;
    }
    unsigned score = (unsigned)(100 * sum / (double)count);
    return is_whole ? 100 : score < 99 ? score : 99;
}

bool sbom_quality_find(
    struct sbom_quality *ret_quality, const struct sbom *sbom, struct arena *arena, struct err *err)
{
    struct look look = {.sbom = sbom};
    struct sbom_graph graph;
    struct sbom_quality quality = {.count = LEN_OF(rules)};
    quality.results = arena_take_array(arena, quality.count, sizeof *quality.results);
    if (!quality.results || !sbom_graph_make(&graph, sbom, arena) ||
        !sbom_graph_find_paths(&look.paths, &graph, arena))
        return arena_check(arena, err);
    for (size_t i = 0; i < sbom->component_count; i++)
        quality.package_count += sbom->components[i].is_package;
    for (size_t i = 0; i < LEN_OF(rules); i++)
        quality.results[i] = judge(&look, &rules[i]);
    for (size_t s = 0; s < SBOM_QUALITY_STANDARDS; s++)
        quality.scores[s] = find_score(&quality, (enum sbom_quality_standard)s);
    *ret_quality = quality;
    return true;
}

const char *sbom_quality_name(enum sbom_quality_standard standard)
{
    return standard == SBOM_QUALITY_NTIA ? "ntia" : "bsi";
}

const char *sbom_quality_title(enum sbom_quality_standard standard)
{
    return standard == SBOM_QUALITY_NTIA ? "NTIA minimum elements (2021)"
                                         : "BSI TR-03183-2 (2.1.0)";
}
