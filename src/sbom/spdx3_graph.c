/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx3_graph.h"

static const struct {
    const char *type;
    enum spdx3_kind kind;
} kinds[] = {
    {"Relationship", SPDX3_RELATION},
    {"LifecycleScopedRelationship", SPDX3_RELATION},
    {"software_Package", SPDX3_PACKAGE},
    {"ai_AIPackage", SPDX3_PACKAGE},
    {"dataset_DatasetPackage", SPDX3_PACKAGE},
    {"software_File", SPDX3_FILE},
    {"software_Snippet", SPDX3_FILE},
    {"SpdxDocument", SPDX3_DOCUMENT},
    {"software_Sbom", SPDX3_COLLECTION},
    {"Bom", SPDX3_COLLECTION},
    {"Bundle", SPDX3_COLLECTION},
    {"Annotation", SPDX3_ANNOTATION},
    {"simplelicensing_LicenseExpression", SPDX3_LICENSE},
    {"simplelicensing_SimpleLicensingText", SPDX3_LICENSE},
    {"expandedlicensing_ListedLicense", SPDX3_LICENSE},
    {"expandedlicensing_CustomLicense", SPDX3_LICENSE},
    {"expandedlicensing_ConjunctiveLicenseSet", SPDX3_LICENSE},
    {"expandedlicensing_DisjunctiveLicenseSet", SPDX3_LICENSE},
    {"expandedlicensing_OrLaterOperator", SPDX3_LICENSE},
    {"expandedlicensing_WithAdditionOperator", SPDX3_LICENSE},
    {"expandedlicensing_ListedLicenseException", SPDX3_LICENSE},
    {"expandedlicensing_CustomLicenseAddition", SPDX3_LICENSE},
};

/* One walk through the document. The first only counts, so that elements need room once. */
struct walk {
    struct spdx3_graph *graph;
    bool is_counting;
    uint32_t top;
    const char *stranger; /* a type that is written in full */
};

static enum spdx3_kind kind_of(struct text type)
{
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (text_is(type, kinds[i].type))
            return kinds[i].kind;
    return SPDX3_OTHER;
}

static struct text own_id(yyjson_val *object)
{
    struct text id = json_get_text(object, "spdxId");
    return id.len ? id : json_get_text(object, "@id");
}

static struct text own_type(yyjson_val *object)
{
    struct text type = json_get_text(object, "type");
    return type.len ? type : json_get_text(object, "@type");
}

static bool is_full_iri(struct text type)
{
    return text_starts(type, TEXT("https://spdx.org/rdf/")) ||
           text_starts(type, TEXT("http://spdx.org/rdf/"));
}

/* What is there twice is one element: that is what an id means in linked data. */
static void add(struct walk *walk, const struct spdx3_element *element)
{
    struct spdx3_graph *graph = walk->graph;
    if (walk->is_counting) {
        graph->count++;
        return;
    }
    bool is_known = element->kind != SPDX3_RELATION && element->id.len &&
                    !map_add(&graph->by_id, element->id, (uint32_t)graph->count, NULL);
    if (is_known && element->kind != SPDX3_PACKAGE)
        return;
    graph->elements[graph->count] = *element;
    if (is_known)
        graph->elements[graph->count].kind = SPDX3_REPEATED;
    graph->count++;
}

static void consider(struct walk *walk, yyjson_val *object)
{
    struct text type = own_type(object);
    if (is_full_iri(type))
        walk->stranger = type.at;
    if (type.len)
        add(walk, &(struct spdx3_element){.value = object,
                      .id = own_id(object),
                      .type = type,
                      .top = walk->top,
                      .kind = kind_of(type)});
}

/* No deeper than JSON may be, which was checked. */
static void visit(struct walk *walk, yyjson_val *value)
{
    size_t i, count;
    yyjson_val *key, *item;
    if (yyjson_is_obj(value)) {
        consider(walk, value);
        yyjson_obj_foreach(value, i, count, key, item)
        {
            if (yyjson_is_ctn(item))
                visit(walk, item);
        }
    }
    yyjson_arr_foreach(value, i, count, item)
    {
        visit(walk, item);
    }
}

static bool visit_top(struct walk *walk, yyjson_val *item, struct err *err)
{
    static const struct json_place list = {.key = "@graph"};
    struct json_place at = {.up = &list, .index = walk->top};
    const struct json_place *place = walk->graph->is_list ? &at : NULL;
    if (!json_place_is_object(item, place, err))
        return false;
    visit(walk, item);
    return !walk->stranger ||
           json_place_fail(place, err, ERR_UNSUPPORTED,
               "the type \"%.60s\" is written as a full IRI; kenzen reads SPDX 3 in its compact "
               "form (\"software_Package\")",
               walk->stranger);
}

static bool visit_all(
    struct spdx3_graph *graph, yyjson_val *root, bool is_counting, struct err *err)
{
    struct walk walk = {.graph = graph, .is_counting = is_counting};
    yyjson_val *list = json_get(root, "@graph"), *item;
    size_t i, count;
    if (!list)
        return visit_top(&walk, root, err);
    yyjson_arr_foreach(list, i, count, item)
    {
        walk.top = (uint32_t)i;
        if (!visit_top(&walk, item, err))
            return false;
    }
    return true;
}

bool spdx3_graph_init(
    struct spdx3_graph *graph, yyjson_val *root, struct arena *arena, struct err *err)
{
    yyjson_val *list;
    *graph = (struct spdx3_graph){.is_list = json_get(root, "@graph") != NULL};
    if (!json_place_array(json_get(root, "@graph"), NULL, "@graph", &list, err) ||
        !visit_all(graph, root, true, err))
        return false;
    graph->elements = arena_take_array(arena, graph->count, sizeof *graph->elements);
    if (!graph->elements)
        return arena_check(arena, err);
    graph->count = 0;
    return visit_all(graph, root, false, err);
}

void spdx3_graph_done(struct spdx3_graph *graph)
{
    map_done(&graph->by_id);
}

struct text spdx3_graph_id(yyjson_val *reference)
{
    struct text id;
    return json_text(reference, &id) ? id : own_id(reference);
}

struct spdx3_element *spdx3_graph_find(struct spdx3_graph *graph, yyjson_val *reference)
{
    uint32_t at;
    struct text id = spdx3_graph_id(reference);
    return id.len && map_find(&graph->by_id, id, &at) ? &graph->elements[at] : NULL;
}

bool spdx3_graph_is_nothing(struct text id)
{
    static const char *const names[] = {
        "NoneElement", "NoAssertionElement", "NoneLicense", "NoAssertionLicense"};
    for (size_t i = 0; i < LEN_OF(names); i++)
        if (text_ends(id, text_of(names[i])))
            return true;
    return false;
}
