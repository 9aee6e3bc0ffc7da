/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 3.0.1 as JSON-LD. Names are those of its model. */
#include "sbom/spdx3_print_package.h"

/* -- relations -- */

static void open_relation(
    struct spdx3_print *print, const char *class, struct text from, const char *type)
{
    struct buf *out = print->writer->out;
    spdx3_print_begin(print, class, spdx3_print_id(print, "Element", ++print->number));
    json_print_member(out, "from", from);
    json_print_member_z(out, "relationshipType", type);
    json_print_member_open(out, "to", '[');
}

static void close_relation(struct buf *out)
{
    json_print_close(out, ']');
    json_print_close(out, '}');
}

/* What is needed in part, or for building only, is said by the relation. */
static const struct way {
    const char *scope, *class, *type, *lifecycle;
} ways[] = {
    {NULL, "Relationship", "dependsOn", NULL},
    {"optional", "Relationship", "hasOptionalDependency", NULL},
    {"excluded", "LifecycleScopedRelationship", "dependsOn", "development"},
};

static const struct way *way_of(const struct sbom *sbom, uint32_t to)
{
    for (size_t i = 1; i < LEN_OF(ways) && to != SBOM_ROOT; i++)
        if (text_is(sbom->components[to].scope, ways[i].scope))
            return &ways[i];
    return &ways[0];
}

/* Those dependencies of one that are of one way, in one relation. */
static void print_way(
    struct spdx3_print *print, const struct way *way, uint32_t first, uint32_t from)
{
    const struct sbom_writer *w = print->writer;
    bool is_open = false;
    for (uint32_t e = first; e != SBOM_WRITER_NONE; e = w->next_edge[e]) {
        uint32_t to = w->sbom->edges[e].to;
        if (way_of(w->sbom, to) != way)
            continue;
        if (!is_open)
            open_relation(print, way->class, spdx3_print_end(print, from), way->type);
        is_open = true;
        json_print_text(w->out, spdx3_print_end(print, to));
    }
    if (!is_open)
        return;
    json_print_close(w->out, ']');
    if (way->lifecycle)
        json_print_member_z(w->out, "scope", way->lifecycle);
    json_print_close(w->out, '}');
}

static void print_contained(struct spdx3_print *print, uint32_t parent)
{
    const struct sbom_writer *w = print->writer;
    uint32_t first = w->first[parent + SBOM_WRITER_LISTS];
    if (first == SBOM_WRITER_NONE)
        return;
    open_relation(print, "Relationship", print->ids[parent], "contains");
    for (uint32_t i = first; i != SBOM_WRITER_NONE; i = w->next[i])
        json_print_text(w->out, print->ids[i]);
    close_relation(w->out);
}

static void print_license(
    struct spdx3_print *print, uint32_t component, const char *type, struct text license)
{
    if (!license.len)
        return;
    open_relation(print, "Relationship", print->ids[component], type);
    json_print_text(print->writer->out, spdx3_print_add_license(print, license));
    close_relation(print->writer->out);
}

static void print_relations(struct spdx3_print *print)
{
    const struct sbom_writer *w = print->writer;
    const struct sbom *sbom = w->sbom;
    for (uint32_t i = 0; i < sbom->component_count; i++)
        print_contained(print, i);
    for (size_t list = 0; list <= sbom->component_count; list++)
        for (size_t i = 0; i < LEN_OF(ways); i++)
            print_way(print, &ways[i], w->first_edge[list], list ? (uint32_t)list - 1 : SBOM_ROOT);
    for (uint32_t i = 0; i < sbom->component_count; i++) {
        struct text license = sbom->components[i].license;
        struct text declared = sbom_fact_first(sbom, i, SBOM_FACT_LICENSE_DECLARED);
        print_license(print, i, "hasConcludedLicense", declared.len ? license : declared);
        print_license(print, i, "hasDeclaredLicense", declared.len ? declared : license);
    }
}

/* -- the document -- */

/* People and organisations made it; when none is told, kenzen did. */
static bool print_creators(struct spdx3_print *print)
{
    static const struct {
        enum sbom_fact_kind kind;
        const char *type;
    } makers[] = {
        {SBOM_FACT_SBOM_AUTHOR, "Person"},
        {SBOM_FACT_SBOM_MANUFACTURER, "Organization"},
    };
    bool has_any = false;
    json_print_member_open(print->writer->out, "createdBy", '[');
    for (size_t i = 0; i < LEN_OF(makers); i++) {
        struct sbom_fact_walk walk = sbom_fact_of(print->writer->sbom, SBOM_ROOT);
        for (const struct sbom_fact *f; (f = sbom_fact_next(&walk, makers[i].kind));) {
            json_print_text(
                print->writer->out, spdx3_print_add_agent(print, makers[i].type, f->value, f->key));
            has_any = true;
        }
    }
    if (!has_any)
        json_print_text(
            print->writer->out, spdx3_print_add_agent(print, "SoftwareAgent",
                                    TEXT("kenzen " KENZEN_VERSION), (struct text){"", 0}));
    json_print_close(print->writer->out, ']');
    return has_any;
}

static void print_creation(struct spdx3_print *print)
{
    struct buf *out = print->writer->out;
    struct text rest = sbom_writer_tools(print->writer);
    bool is_open = false;
    json_print_open(out, '{');
    json_print_member_z(out, "type", "CreationInfo");
    json_print_member_z(out, "@id", "_:creation");
    json_print_member_z(out, "specVersion", "3.0.1");
    json_print_member(out, "created", sbom_writer_time(print->writer));
    bool has_makers = print_creators(print);
    while (rest.at) {
        struct text tool = text_trim(text_cut(&rest, ','));
        if (!has_makers && text_is(tool, "kenzen " KENZEN_VERSION))
            continue;
        sbom_writer_open_list(out, "createdUsing", &is_open);
        json_print_text(out, spdx3_print_add_agent(print, "Tool", tool, (struct text){"", 0}));
    }
    sbom_writer_close_list(out, is_open);
    json_print_close(out, '}');
}

static void print_entry(struct buf *out, const char *member, struct text value)
{
    json_print_member_open(out, member, '[');
    json_print_text(out, value);
    json_print_close(out, ']');
}

static void lose_further(struct spdx3_print *print, enum sbom_fact_kind kind)
{
    struct sbom_fact_walk walk = sbom_fact_of(print->writer->sbom, SBOM_ROOT);
    const struct sbom_fact *fact = sbom_fact_next(&walk, kind);
    while (fact && (fact = sbom_fact_next(&walk, kind)))
        sbom_writer_lose(print->writer, fact);
}

static void print_document(struct spdx3_print *print)
{
    static const char *const profiles[] = {"core", "software", "simpleLicensing", "extension"};
    const struct sbom *sbom = print->writer->sbom;
    struct buf *out = print->writer->out;
    struct text license = sbom_fact_first(sbom, SBOM_ROOT, SBOM_FACT_SBOM_LICENSE);
    struct text comment = sbom_fact_first(sbom, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT);
    spdx3_print_begin(print, "SpdxDocument", print->base);
    json_print_member(out, "name", sbom->name.len ? sbom->name : TEXT("unnamed"));
    if (comment.len)
        json_print_member(out, "comment", comment);
    if (license.len)
        json_print_member(out, "dataLicense", spdx3_print_add_license(print, license));
    json_print_member_open(out, "profileConformance", '[');
    for (size_t i = 0; i < LEN_OF(profiles); i++)
        json_print_text(out, text_of(profiles[i]));
    json_print_close(out, ']');
    print_entry(out, "rootElement", spdx3_print_id(print, "Sbom", 0));
    print_entry(out, "element", spdx3_print_id(print, "Sbom", 0));
    json_print_close(out, '}');
    lose_further(print, SBOM_FACT_SBOM_LICENSE);
}

/* The model's type of SBOM for a phase of CycloneDX's, or NULL. */
static const char *type_of(struct text phase)
{
    static const char *const types[][2] = {{"design", "design"}, {"pre-build", "source"},
        {"build", "build"}, {"post-build", "analyzed"}, {"operations", "deployed"}};
    for (size_t i = 0; i < LEN_OF(types); i++)
        if (text_is(phase, types[i][0]))
            return types[i][1];
    return NULL;
}

static void print_types(struct spdx3_print *print)
{
    struct buf *out = print->writer->out;
    struct sbom_fact_walk walk = sbom_fact_of(print->writer->sbom, SBOM_ROOT);
    bool is_open = false;
    for (const struct sbom_fact *f; (f = sbom_fact_next(&walk, SBOM_FACT_SBOM_LIFECYCLE));) {
        const char *type = type_of(f->value);
        if (!type) {
            sbom_writer_lose(print->writer, f);
            continue;
        }
        sbom_writer_open_list(out, "software_sbomType", &is_open);
        json_print_text(out, text_of(type));
    }
    sbom_writer_close_list(out, is_open);
}

static void print_sbom(struct spdx3_print *print)
{
    struct buf *out = print->writer->out;
    spdx3_print_begin(print, "software_Sbom", spdx3_print_id(print, "Sbom", 0));
    print_types(print);
    print_entry(out, "rootElement", spdx3_print_end(print, SBOM_ROOT));
    json_print_member_open(out, "element", '[');
    json_print_text(out, spdx3_print_end(print, SBOM_ROOT));
    for (uint32_t i = 0; i < print->writer->sbom->component_count; i++)
        json_print_text(out, print->ids[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

/* All but the first comment on the document, which is its own. */
static void print_notes(struct spdx3_print *print)
{
    struct buf *out = print->writer->out;
    struct sbom_fact_walk walk = sbom_fact_of(print->writer->sbom, SBOM_ROOT);
    const struct sbom_fact *fact = sbom_fact_next(&walk, SBOM_FACT_SBOM_COMMENT);
    while (fact && (fact = sbom_fact_next(&walk, SBOM_FACT_SBOM_COMMENT))) {
        spdx3_print_begin(print, "Annotation", spdx3_print_id(print, "Element", ++print->number));
        json_print_member_z(out, "annotationType", "other");
        json_print_member(out, "subject", print->base);
        json_print_member(out, "statement", fact->value);
        json_print_close(out, '}');
    }
}

static void print_packages(struct spdx3_print *print)
{
    const struct sbom *sbom = print->writer->sbom;
    struct sbom_component subject = sbom_writer_subject(sbom);
    subject.type = TEXT(""); /* which no reader keeps */
    spdx3_print_package(print, SBOM_ROOT, &subject);
    for (uint32_t i = 0; i < sbom->component_count; i++)
        spdx3_print_package(print, i, &sbom->components[i]);
}

bool sbom_write_spdx3_json(struct sbom_writer *w, struct err *err)
{
    struct spdx3_print print;
    if (!spdx3_print_init(&print, w, err)) {
        spdx3_print_done(&print);
        return false;
    }
    json_print_open(w->out, '{');
    json_print_member_z(w->out, "@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld");
    json_print_member_open(w->out, "@graph", '[');
    print_creation(&print);
    print_document(&print);
    print_sbom(&print);
    print_notes(&print);
    print_packages(&print);
    print_relations(&print);
    spdx3_print_shared(&print);
    json_print_close(w->out, ']');
    json_print_close(w->out, '}');
    buf_add_char(w->out, '\n');
    spdx3_print_done(&print);
    return true;
}
