/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx3_print_package.h"

#include "base/clock.h"
#include "sbom/spdx_words.h"

/* What is told by a member of its own, of the first fact of a kind and key. */
static const struct row {
    enum sbom_fact_kind kind;
    const char *key, *member;
    bool is_time;
} rows[] = {
    {SBOM_FACT_DESCRIPTION, "", "description", false},
    {SBOM_FACT_DESCRIPTION, "summary", "summary", false},
    {SBOM_FACT_COMMENT, "", "comment", false},
    {SBOM_FACT_COPYRIGHT, "", "software_copyrightText", false},
    {SBOM_FACT_REFERENCE, "distribution", "software_downloadLocation", false},
    {SBOM_FACT_REFERENCE, "website", "software_homePage", false},
    {SBOM_FACT_PROPERTY, "builtDate", "builtTime", true},
    {SBOM_FACT_PROPERTY, "releaseDate", "releaseTime", true},
    {SBOM_FACT_PROPERTY, "validUntilDate", "validUntilTime", true},
};

/* A package in the making, and which facts are told. */
struct package {
    struct spdx3_print *print;
    struct buf *out;
    const struct sbom_component *component;
    uint32_t self;
    const struct sbom_fact *told[LEN_OF(rows)];
};

/* Our word and the model's. */
struct word {
    const char *ours, *theirs;
};

static const char *word_of(
    const struct word *words, size_t count, struct text ours, const char *otherwise)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(ours, words[i].ours))
            return words[i].theirs;
    return otherwise;
}

/* -- facts -- */

static bool is_told(const struct package *p, const struct sbom_fact *fact)
{
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (p->told[i] == fact)
            return true;
    return false;
}

/* The next fact of a kind that no member of its own tells. */
static const struct sbom_fact *next_left(
    const struct package *p, struct sbom_fact_walk *walk, enum sbom_fact_kind kind)
{
    const struct sbom_fact *fact;
    while ((fact = sbom_fact_next(walk, kind)) && is_told(p, fact))
        ;
    return fact;
}

static struct sbom_fact_walk facts_of(const struct package *p)
{
    return sbom_fact_of(p->print->writer->sbom, p->self);
}

static bool fits(const struct row *row, const struct sbom_fact *fact)
{
    int64_t us;
    return text_is(fact->key, row->key) && (!row->is_time || clock_read(fact->value, &us));
}

static void print_rows(struct package *p)
{
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct sbom_fact_walk walk = facts_of(p);
        const struct sbom_fact *fact;
        while ((fact = sbom_fact_next(&walk, rows[i].kind)) && !fits(&rows[i], fact))
            ;
        if (fact)
            json_print_member(p->out, rows[i].member, fact->value);
        p->told[i] = fact;
    }
}

static struct text agent_of(struct package *p, const char *type, const struct sbom_fact *fact)
{
    return spdx3_print_add_agent(p->print, type, fact->value, fact->key);
}

static void print_parties(struct package *p)
{
    static const struct {
        enum sbom_fact_kind kind;
        const char *type;
    } makers[] = {
        {SBOM_FACT_MANUFACTURER, "Organization"},
        {SBOM_FACT_AUTHOR, "Person"},
    };
    struct sbom_fact_walk walk = facts_of(p);
    const struct sbom_fact *fact = sbom_fact_next(&walk, SBOM_FACT_SUPPLIER);
    bool has_list = false;
    if (fact)
        json_print_member(p->out, "suppliedBy", agent_of(p, "Organization", fact));
    while (fact && (fact = sbom_fact_next(&walk, SBOM_FACT_SUPPLIER)))
        sbom_writer_lose(p->print->writer, fact);
    for (size_t i = 0; i < LEN_OF(makers); i++) {
        walk = facts_of(p);
        while ((fact = sbom_fact_next(&walk, makers[i].kind))) {
            sbom_writer_open_list(p->out, "originatedBy", &has_list);
            json_print_text(p->out, agent_of(p, makers[i].type, fact));
        }
    }
    sbom_writer_close_list(p->out, has_list);
}

static const char *algorithm_of(struct text key)
{
    static const char *const known[] = {"sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224",
        "sha3_256", "sha3_384", "sha3_512", "blake2b256", "blake2b384", "blake2b512", "blake3",
        "md2", "md4", "md5", "md6", "adler32"};
    struct spdx_words_plain plain = spdx_words_plain(key);
    for (size_t i = 0; i < LEN_OF(known); i++) {
        struct spdx_words_plain other = spdx_words_plain(text_of(known[i]));
        if (plain.len == other.len && memcmp(plain.at, other.at, plain.len) == 0)
            return known[i];
    }
    return NULL;
}

static void print_hashes(struct package *p)
{
    struct sbom_fact_walk walk = facts_of(p);
    bool has_list = false;
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_HASH));) {
        const char *algorithm = algorithm_of(fact->key);
        if (!algorithm) {
            sbom_writer_lose(p->print->writer, fact);
            continue;
        }
        sbom_writer_open_list(p->out, "verifiedUsing", &has_list);
        json_print_open(p->out, '{');
        json_print_member_z(p->out, "type", "Hash");
        json_print_member_z(p->out, "algorithm", algorithm);
        json_print_member(p->out, "hashValue", fact->value);
        json_print_close(p->out, '}');
    }
    sbom_writer_close_list(p->out, has_list);
}

static void print_identifier(struct package *p, const char *type, struct text id, bool *has_list)
{
    sbom_writer_open_list(p->out, "externalIdentifier", has_list);
    json_print_open(p->out, '{');
    json_print_member_z(p->out, "type", "ExternalIdentifier");
    json_print_member_z(p->out, "externalIdentifierType", type);
    json_print_member(p->out, "identifier", id);
    json_print_close(p->out, '}');
}

static const char *cpe_type(struct text cpe)
{
    return text_starts(cpe, TEXT("cpe:2.3:")) ? "cpe23" : "cpe22";
}

static void print_identifiers(struct package *p)
{
    static const struct word types[] = {
        {"purl", "packageUrl"}, {"swid", "swid"}, {"omniborId", "gitoid"}, {"swhid", "swhid"}};
    struct sbom_fact_walk walk = facts_of(p);
    bool has_list = false;
    if (p->component->cpe.len)
        print_identifier(p, cpe_type(p->component->cpe), p->component->cpe, &has_list);
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_IDENTIFIER));) {
        const char *type = text_starts(fact->key, TEXT("cpe"))
                               ? cpe_type(fact->value)
                               : word_of(types, LEN_OF(types), fact->key, "other");
        print_identifier(p, type, fact->value, &has_list);
    }
    sbom_writer_close_list(p->out, has_list);
}

static void print_references(struct package *p)
{
    static const struct word types[] = {{"advisories", "securityAdvisory"}, {"vcs", "vcs"},
        {"website", "altWebPage"}, {"distribution", "altDownloadLocation"},
        {"source-distribution", "sourceArtifact"}, {"issue-tracker", "issueTracker"},
        {"documentation", "documentation"}, {"support", "support"}, {"chat", "chat"},
        {"mailing-list", "mailingList"}, {"social", "socialMedia"}, {"license", "license"},
        {"release-notes", "releaseNotes"}, {"build-meta", "buildMeta"},
        {"build-system", "buildSystem"}, {"certification-report", "certificationReport"},
        {"component-analysis-report", "componentAnalysisReport"},
        {"dynamic-analysis-report", "dynamicAnalysisReport"},
        {"runtime-analysis-report", "runtimeAnalysisReport"},
        {"static-analysis-report", "staticAnalysisReport"},
        {"quality-metrics", "qualityAssessmentReport"}, {"risk-assessment", "riskAssessment"},
        {"attestation", "secureSoftwareAttestation"}, {"adversary-model", "securityAdversaryModel"},
        {"threat-model", "securityThreatModel"}, {"pentest-report", "securityPenTestReport"},
        {"vulnerability-assertion", "vulnerabilityDisclosureReport"},
        {"exploitability-statement", "vulnerabilityExploitabilityAssessment"}};
    struct sbom_fact_walk walk = facts_of(p);
    bool has_list = false;
    for (const struct sbom_fact *fact; (fact = next_left(p, &walk, SBOM_FACT_REFERENCE));) {
        const char *type = word_of(types, LEN_OF(types), fact->key, NULL);
        sbom_writer_open_list(p->out, "externalRef", &has_list);
        json_print_open(p->out, '{');
        json_print_member_z(p->out, "type", "ExternalRef");
        json_print_member_z(p->out, "externalRefType", type ? type : "other");
        json_print_member_open(p->out, "locator", '[');
        json_print_text(p->out, fact->value);
        json_print_close(p->out, ']');
        if (!type && !text_is(fact->key, "other"))
            json_print_member(p->out, "comment", fact->key);
        json_print_close(p->out, '}');
    }
    sbom_writer_close_list(p->out, has_list);
}

static void print_property(struct package *p, struct text name, struct text value, bool *has_list)
{
    if (!value.len)
        return;
    if (!*has_list) {
        json_print_member_open(p->out, "extension", '[');
        json_print_open(p->out, '{');
        json_print_member_z(p->out, "type", "extension_CdxPropertiesExtension");
    }
    sbom_writer_open_list(p->out, "extension_cdxProperty", has_list);
    json_print_open(p->out, '{');
    json_print_member_z(p->out, "type", "extension_CdxPropertyEntry");
    json_print_member(p->out, "extension_cdxPropName", name);
    json_print_member(p->out, "extension_cdxPropValue", value);
    json_print_close(p->out, '}');
}

static bool is_attribution(const struct sbom_fact *fact)
{
    return text_is(fact->key, "attributionText");
}

/* What matching takes from them goes by Trivy's names, as in CycloneDX. */
static void print_properties(struct package *p)
{
    const struct sbom_component *c = p->component;
    struct sbom_fact_walk walk = facts_of(p);
    const struct sbom_fact *fact;
    bool has_list = false, has_texts = false;
    while ((fact = next_left(p, &walk, SBOM_FACT_PROPERTY))) {
        if (!is_attribution(fact))
            continue;
        sbom_writer_open_list(p->out, "software_attributionText", &has_texts);
        json_print_text(p->out, fact->value);
    }
    sbom_writer_close_list(p->out, has_texts);
    print_property(p, TEXT("aquasecurity:trivy:Modularitylabel"), c->module, &has_list);
    print_property(p, TEXT("aquasecurity:trivy:FilePath"), c->path, &has_list);
    if (!c->is_package && !c->purl.len)
        print_property(p, TEXT("aquasecurity:trivy:Class"), TEXT("lang-pkgs"), &has_list);
    walk = facts_of(p);
    while ((fact = next_left(p, &walk, SBOM_FACT_PROPERTY)))
        if (!is_attribution(fact))
            print_property(p, fact->key, fact->value, &has_list);
    if (has_list) {
        json_print_close(p->out, ']');
        json_print_close(p->out, '}');
        json_print_close(p->out, ']');
    }
}

static void lose_rest(struct package *p)
{
    static const enum sbom_fact_kind kinds[] = {SBOM_FACT_DESCRIPTION, SBOM_FACT_COPYRIGHT,
        SBOM_FACT_PUBLISHER, SBOM_FACT_FILE_NAME, SBOM_FACT_EVIDENCE, SBOM_FACT_PEDIGREE,
        SBOM_FACT_COMPOSITION, SBOM_FACT_RELATION, SBOM_FACT_SBOM_SUPPLIER};
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        struct sbom_fact_walk walk = facts_of(p);
        for (const struct sbom_fact *fact; (fact = next_left(p, &walk, kinds[i]));)
            sbom_writer_lose(p->print->writer, fact);
    }
}

/* Further comments are notes on the package; those on the subject would be read as notes on the document. */
static void print_notes(struct package *p)
{
    struct sbom_fact_walk walk = facts_of(p);
    for (const struct sbom_fact *fact; (fact = next_left(p, &walk, SBOM_FACT_COMMENT));) {
        if (p->self == SBOM_ROOT) {
            sbom_writer_lose(p->print->writer, fact);
            continue;
        }
        spdx3_print_begin(
            p->print, "Annotation", spdx3_print_id(p->print, "Element", ++p->print->number));
        json_print_member_z(p->out, "annotationType", "other");
        json_print_member(p->out, "subject", spdx3_print_end(p->print, p->self));
        json_print_member(p->out, "statement", fact->value);
        json_print_close(p->out, '}');
    }
}

/* -- the package -- */

/* Files, data and models without a package URL are no packages when they are read back. */
static const char *purpose_of(const struct sbom_component *c)
{
    static const struct word words[] = {{"file", "file"}, {"data", "data"},
        {"machine-learning-model", "model"}, {"operating-system", "operatingSystem"},
        {"application", "application"}, {"framework", "framework"}, {"library", "library"},
        {"container", "container"}, {"device", "device"}, {"device-driver", "deviceDriver"},
        {"firmware", "firmware"}, {"platform", "platform"}};
    enum { GROUPS = 4 };
    if (!c->type.len)
        return NULL;
    bool is_group = word_of(words, GROUPS, c->type, NULL) != NULL;
    if (is_group && c->is_package && !c->purl.len)
        return "other";
    return word_of(words, LEN_OF(words), c->type, "other");
}

void spdx3_print_package(struct spdx3_print *print, uint32_t self, const struct sbom_component *c)
{
    struct package p = {print, print->writer->out, c, self, {NULL}};
    const char *purpose = purpose_of(c);
    spdx3_print_begin(print, "software_Package", spdx3_print_end(print, self));
    json_print_member(p.out, "name", c->name);
    if (c->version.len)
        json_print_member(p.out, "software_packageVersion", c->version);
    if (c->purl.len)
        json_print_member(p.out, "software_packageUrl", c->purl);
    if (purpose)
        json_print_member_z(p.out, "software_primaryPurpose", purpose);
    print_rows(&p);
    struct text source = c->source_version.len ? c->source_version : c->version;
    if (c->source_package.len && source.len)
        json_print_member(p.out, "software_sourceInfo",
            arena_format(print->writer->arena, "built package from: %.*s %.*s",
                TEXT_ARG(c->source_package), TEXT_ARG(source)));
    print_parties(&p);
    print_hashes(&p);
    print_identifiers(&p);
    print_references(&p);
    print_properties(&p);
    json_print_close(p.out, '}');
    print_notes(&p);
    lose_rest(&p);
}
