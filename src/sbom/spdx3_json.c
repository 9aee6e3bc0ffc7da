/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx3_json.h"

#include "base/limits.h"
#include "sbom/sbom_source.h"
#include "sbom/spdx3_fact.h"
#include "sbom/spdx3_graph.h"
#include "sbom/spdx3_license.h"
#include "sbom/spdx_fact.h"
#include "sbom/spdx_relations.h"

static const struct json_place graph_list = {.key = "@graph"};

/* A document in the making. Licences are said by relations, which come when the components are there. */
struct reader {
    struct sbom_build *build;
    struct spdx3_graph graph;
    struct text subject;               /* the id of what the inventory is of, or empty */
    struct text *concluded, *declared; /* by component */
    unsigned char *scopes;
};

/* Where an element stands; NULL when it is the document. */
static const struct json_place *place_of(
    const struct reader *reader, const struct spdx3_element *element, struct json_place *at)
{
    *at = (struct json_place){.up = &graph_list, .index = element->top};
    return reader->graph.is_list ? at : NULL;
}

/* -- packages -- */

static bool read_identifier(struct reader *reader, struct sbom_component *component, uint32_t self,
    yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct text type, identifier;
    if (!json_place_is_object(value, at, err) ||
        !json_place_text(json_get(value, "externalIdentifierType"), at, "externalIdentifierType",
            SIZE_MAX, &type, err) ||
        !json_place_text(
            json_get(value, "identifier"), at, "identifier", SIZE_MAX, &identifier, err))
        return false;
    bool is_cpe = text_is(type, "cpe23") || text_is(type, "cpe22");
    if (text_is(type, "packageUrl") && !component->purl.len)
        component->purl = identifier;
    else if (text_is(type, "packageUrl") && text_eq(component->purl, identifier))
        return true;
    else if (is_cpe && !component->cpe.len)
        component->cpe = identifier;
    else
        spdx_fact_add_reference(reader->build, self, type, identifier);
    return true;
}

static bool read_identifiers(struct reader *reader, struct sbom_component *component, uint32_t self,
    yyjson_val *value, const struct json_place *up, struct err *err)
{
    struct json_place list = {.up = up, .key = "externalIdentifier"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(value, up, "externalIdentifier", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_identifier(reader, component, self, item, &at, err))
            return false;
    }
    return true;
}

/* Models and data are packages of their own kind here. */
static struct text type_of(struct reader *reader, const struct spdx3_element *element)
{
    struct text purpose =
        sbom_build_soft_text(reader->build, json_get(element->value, "software_primaryPurpose"));
    struct text type = spdx_words_type(purpose);
    if (type.len)
        return type;
    if (text_is(element->type, "ai_AIPackage"))
        return TEXT("machine-learning-model");
    return text_is(element->type, "dataset_DatasetPackage") ? TEXT("data") : type;
}

/* CycloneDX's properties, in the extension that the model has for them. */
static void read_properties(struct sbom_source *source, yyjson_val *extensions)
{
    yyjson_val *extension, *item;
    size_t i, count, n, item_count;
    yyjson_arr_foreach(extensions, i, count, extension)
    {
        yyjson_arr_foreach(json_get(extension, "extension_cdxProperty"), n, item_count, item)
        {
            sbom_source_read_property(source, json_get_text(item, "extension_cdxPropName"),
                json_get_text(item, "extension_cdxPropValue"));
        }
    }
}

static bool is_group(const struct sbom_component *component, const struct sbom_source *source)
{
    static const char *const types[] = {
        "operating-system", "file", "data", "machine-learning-model"};
    bool is_one = source->is_group;
    for (size_t i = 0; i < LEN_OF(types); i++)
        is_one |= text_is(component->type, types[i]);
    return is_one && !component->purl.len;
}

static bool fill(struct reader *reader, struct sbom_component *component, uint32_t self,
    const struct spdx3_element *element, const struct json_place *at, struct err *err)
{
    yyjson_val *value = element->value, *name = json_get(value, "name");
    struct sbom_source source = {0};
    component->ref = element->id;
    if (!element->id.len)
        return json_place_fail(at, err, ERR_SYNTAX, "a package without an spdxId");
    if (!json_place_text(name, at, "name", LIMIT_NAME_BYTES, &component->name, err) ||
        !json_place_there(name, at, "name", err) ||
        !json_place_text(json_get(value, "software_packageVersion"), at, "software_packageVersion",
            LIMIT_VERSION_BYTES, &component->version, err) ||
        !json_place_text(json_get(value, "software_packageUrl"), at, "software_packageUrl",
            SIZE_MAX, &component->purl, err) ||
        !read_identifiers(reader, component, self, json_get(value, "externalIdentifier"), at, err))
        return false;
    component->version = spdx_words_said(component->version);
    component->type = type_of(reader, element);
    read_properties(&source, json_get(value, "extension"));
    component->is_package = !is_group(component, &source);
    sbom_source_read_info(
        &source, sbom_build_soft_text(reader->build, json_get(value, "software_sourceInfo")));
    sbom_source_apply(&source, component, reader->build->arena);
    return true;
}

static bool read_package(struct reader *reader, const struct spdx3_element *element,
    const struct json_place *at, struct err *err)
{
    struct sbom_build *build = reader->build;
    struct sbom *sbom = build->sbom;
    struct sbom_component *component;
    if (!sbom_build_component(build, at ? &graph_list : NULL, &component, err))
        return false;
    bool is_subject = reader->subject.len && text_eq(reader->subject, element->id);
    uint32_t index = (uint32_t)(component - sbom->components),
             self = is_subject ? SBOM_ROOT : index;
    if (!fill(reader, component, self, element, at, err))
        return false;
    component->index = element->top;
    spdx3_fact_read_package(build, &reader->graph, element->value, self);
    sbom_build_ref(build, component->ref, self);
    if (is_subject) {
        sbom->name = component->name;
        sbom->version = component->version;
        sbom->purl = component->purl;
        sbom->cpe = component->cpe;
        sbom->component_count--;
    } else if (text_is(component->type, "operating-system") && !sbom->os_name.len) {
        sbom->os_name = component->name;
        sbom->os_version = component->version;
    }
    return true;
}

/* What is no package is nothing that depends, but relations may lead to it. */
static void note_other(struct reader *reader, const struct spdx3_element *element)
{
    bool is_document = element->kind == SPDX3_DOCUMENT || element->kind == SPDX3_COLLECTION;
    if (element->kind == SPDX3_RELATION)
        return;
    reader->build->sbom->skipped_count += element->kind == SPDX3_FILE;
    sbom_build_ref(reader->build, element->id, is_document ? SBOM_ROOT : SBOM_BUILD_SKIPPED);
}

/* What stands in other documents is named by the document that refers to it. */
static void note_imports(struct reader *reader, const struct spdx3_element *document)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(json_get(document->value, "import"), i, count, item)
    {
        sbom_build_ref(reader->build, json_get_text(item, "externalSpdxId"), SBOM_BUILD_SKIPPED);
    }
}

static bool read_elements(struct reader *reader, struct err *err)
{
    for (size_t i = 0; i < reader->graph.count; i++) {
        const struct spdx3_element *element = &reader->graph.elements[i];
        struct json_place at;
        reader->build->at = place_of(reader, element, &at);
        if (element->kind != SPDX3_PACKAGE)
            note_other(reader, element);
        else if (!read_package(reader, element, reader->build->at, err))
            return false;
    }
    reader->build->at = NULL;
    for (size_t i = 0; i < reader->graph.count; i++)
        if (reader->graph.elements[i].kind == SPDX3_DOCUMENT)
            note_imports(reader, &reader->graph.elements[i]);
    return true;
}

/* -- the subject -- */

static bool is_collection(const struct spdx3_element *element)
{
    return element && (element->kind == SPDX3_DOCUMENT || element->kind == SPDX3_COLLECTION);
}

/* Notes what a root or a description leads to; returns false when that is a second thing. A collection in a collection is
   looked at by itself. */
static bool note_subjects(struct reader *reader, yyjson_val *references)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(references, i, count, item)
    {
        struct text id = spdx3_graph_id(item);
        if (!id.len || is_collection(spdx3_graph_find(&reader->graph, item)))
            continue;
        if (reader->subject.len && !text_eq(reader->subject, id))
            return false;
        reader->subject = id;
    }
    return true;
}

static bool note_subjects_of(struct reader *reader, const struct spdx3_element *element)
{
    yyjson_val *value = element->value;
    if (is_collection(element))
        return note_subjects(reader, json_get(value, "rootElement"));
    bool is_description = element->kind == SPDX3_RELATION &&
                          text_is(json_get_text(value, "relationshipType"), "describes") &&
                          is_collection(spdx3_graph_find(&reader->graph, json_get(value, "from")));
    return !is_description || note_subjects(reader, json_get(value, "to"));
}

/* The one thing that the document is of. A document about one package is an inventory of that one. */
static void find_subject(struct reader *reader)
{
    size_t package_count = 0;
    bool is_one = true;
    for (size_t i = 0; i < reader->graph.count; i++) {
        package_count += reader->graph.elements[i].kind == SPDX3_PACKAGE;
        is_one = is_one && note_subjects_of(reader, &reader->graph.elements[i]);
    }
    if (!is_one || package_count < 2)
        reader->subject = (struct text){"", 0};
}

/* -- relations -- */

static void add_license(
    struct reader *reader, struct text *licenses, uint32_t component, yyjson_val *reference)
{
    struct text license = spdx3_license_of(&reader->graph, reference, reader->build);
    bool is_fit = component < reader->build->sbom->component_count && license.len &&
                  licenses[component].len < LIMIT_NAME_BYTES;
    if (is_fit)
        licenses[component] =
            arena_join(reader->build->arena, licenses[component], " AND ", license);
}

static bool read_target(struct reader *reader, struct spdx_relation *relation, yyjson_val *target,
    const struct json_place *at, struct err *err)
{
    struct sbom_build *build = reader->build;
    bool is_concluded = text_is(relation->type, "hasConcludedLicense");
    relation->to = spdx3_graph_id(target);
    if (!relation->to.len)
        return json_place_fail(
            at, err, ERR_SYNTAX, "must refer to an element, not be %s", json_kind(target));
    if (is_concluded || text_is(relation->type, "hasDeclaredLicense")) {
        uint32_t component;
        if (sbom_build_find(build, relation->from, &component))
            add_license(
                reader, is_concluded ? reader->concluded : reader->declared, component, target);
        return true;
    }
    return spdx3_graph_is_nothing(relation->to) ||
           spdx_relations_add(build, relation, reader->scopes, at->up, err);
}

static bool read_relation(struct reader *reader, const struct spdx3_element *element,
    const struct json_place *at, struct err *err)
{
    struct json_place list = {.up = at, .key = "to"};
    struct spdx_relation relation = {.from = spdx3_graph_id(json_get(element->value, "from"))};
    yyjson_val *array, *item;
    size_t i, count;
    if (!relation.from.len)
        return json_place_fail(at, err, ERR_SYNTAX, "a relationship without a \"from\"");
    if (!json_place_text(json_get(element->value, "relationshipType"), at, "relationshipType",
            SIZE_MAX, &relation.type, err) ||
        !json_place_text(
            json_get(element->value, "scope"), at, "scope", SIZE_MAX, &relation.scope, err) ||
        !json_place_array(json_get(element->value, "to"), at, "to", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place place = {.up = &list, .index = i};
        if (!read_target(reader, &relation, item, &place, err))
            return false;
    }
    return true;
}

static void read_annotation(struct reader *reader, const struct spdx3_element *element)
{
    uint32_t target;
    struct text subject = spdx3_graph_id(json_get(element->value, "subject"));
    if (map_find(&reader->build->refs, subject, &target) && target != SBOM_BUILD_SKIPPED)
        sbom_build_fact_of(reader->build, target,
            target == SBOM_ROOT ? SBOM_FACT_SBOM_COMMENT : SBOM_FACT_COMMENT, (struct text){"", 0},
            json_get(element->value, "statement"));
}

static void apply_licenses(struct reader *reader)
{
    struct sbom *sbom = reader->build->sbom;
    for (uint32_t i = 0; i < sbom->component_count; i++) {
        struct text concluded = reader->concluded[i], declared = reader->declared[i];
        sbom->components[i].license = concluded.len ? concluded : declared;
        if (concluded.len)
            sbom_build_fact(
                reader->build, i, SBOM_FACT_LICENSE_DECLARED, (struct text){"", 0}, declared);
    }
}

static bool read_relations(struct reader *reader, struct err *err)
{
    struct sbom_build *build = reader->build;
    size_t count = build->sbom->component_count;
    reader->scopes = arena_take(build->arena, count);
    reader->concluded = arena_take_array(build->arena, count, sizeof *reader->concluded);
    reader->declared = arena_take_array(build->arena, count, sizeof *reader->declared);
    if (!reader->scopes || !reader->concluded || !reader->declared)
        return arena_check(build->arena, err);
    for (size_t i = 0; i < reader->graph.count; i++) {
        const struct spdx3_element *element = &reader->graph.elements[i];
        struct json_place at;
        build->at = place_of(reader, element, &at);
        if (element->kind == SPDX3_ANNOTATION)
            read_annotation(reader, element);
        if (element->kind == SPDX3_RELATION && !read_relation(reader, element, build->at, err))
            return false;
    }
    build->at = NULL;
    spdx_relations_apply_scopes(build->sbom, reader->scopes);
    apply_licenses(reader);
    return true;
}

/* -- the document -- */

/* The context is SPDX's, alone or first in a list that adds short forms of namespaces. */
static bool read_context(struct sbom *sbom, yyjson_val *root, struct err *err)
{
    static const char *const known[][2] = {
        {"https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "SPDX-3.0.1"},
        {"https://spdx.org/rdf/3.0.0/spdx-context.jsonld", "SPDX-3.0.0"},
    };
    yyjson_val *value = json_get(root, "@context");
    struct text context = {"", 0};
    (void)json_text(yyjson_is_arr(value) ? yyjson_arr_get_first(value) : value, &context);
    for (size_t i = 0; i < LEN_OF(known); i++) {
        if (!text_is(context, known[i][0]))
            continue;
        sbom->spec_version = text_of(known[i][1]);
        return true;
    }
    struct text shown = text_slice(context, 0, 60);
    return err_set(err, ERR_UNSUPPORTED,
        "@context: \"%.*s\" is not one that kenzen reads (that of SPDX 3.0.0 or 3.0.1)",
        TEXT_ARG(shown));
}

bool spdx3_json_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct reader reader = {.build = build};
    if (!read_context(build->sbom, root, err))
        return false;
    bool is_read = spdx3_graph_init(&reader.graph, root, build->arena, err);
    if (is_read) {
        spdx3_fact_read_document(build, &reader.graph);
        find_subject(&reader);
        is_read = read_elements(&reader, err) && read_relations(&reader, err);
    }
    spdx3_graph_done(&reader.graph);
    if (is_read)
        sbom_build_mark_direct(build);
    return is_read;
}
