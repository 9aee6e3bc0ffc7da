/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_json.h"

#include "base/clock.h"
#include "base/limits.h"
#include "sbom/sbom_source.h"
#include "sbom/spdx_fact.h"
#include "sbom/spdx_relations.h"
#include "sbom/spdx_words.h"

enum {
    ID,
    NAME,
    VERSION,
    CONCLUDED,
    DECLARED,
    PURPOSE,
    SOURCE_INFO,
    EXTERNAL_REFS,
    ANNOTATIONS,
    MEMBERS
};

static const struct text members[MEMBERS] = {
    [ID] = JSON_KEY("SPDXID"),
    [NAME] = JSON_KEY("name"),
    [VERSION] = JSON_KEY("versionInfo"),
    [CONCLUDED] = JSON_KEY("licenseConcluded"),
    [DECLARED] = JSON_KEY("licenseDeclared"),
    [PURPOSE] = JSON_KEY("primaryPackagePurpose"),
    [SOURCE_INFO] = JSON_KEY("sourceInfo"),
    [EXTERNAL_REFS] = JSON_KEY("externalRefs"),
    [ANNOTATIONS] = JSON_KEY("annotations"),
};

/* A package in the making, and what its facts are of: itself, or the subject. */
struct package {
    struct sbom_component *component;
    uint32_t self;
};

/* A type may stand as a URI, of the list or of a document's own: "…/rdf/references/purl", "…#LocationRef-acmeforge". */
static struct text type_word(struct text type)
{
    ptrdiff_t slash = text_find_last(type, '/'), hash = text_find_last(type, '#');
    return text_find_text(type, TEXT("://")) < 0
               ? type
               : text_from(type, (size_t)((hash > slash ? hash : slash) + 1));
}

/* The first of each kind is the component's: producers guess many CPEs, the likeliest first. */
static bool read_reference(struct sbom_build *build, const struct package *package,
    yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct text type, locator;
    if (!json_place_is_object(value, at, err) ||
        !json_place_text(
            json_get(value, "referenceType"), at, "referenceType", SIZE_MAX, &type, err) ||
        !json_place_text(
            json_get(value, "referenceLocator"), at, "referenceLocator", SIZE_MAX, &locator, err))
        return false;
    type = type_word(type);
    bool is_purl = text_is(type, "purl");
    bool is_cpe = text_is(type, "cpe23Type") || text_is(type, "cpe22Type");
    if (is_purl && !package->component->purl.len)
        package->component->purl = locator;
    else if (is_cpe && !package->component->cpe.len)
        package->component->cpe = locator;
    else
        spdx_fact_add_reference(build, package->self, type, locator);
    return true;
}

static bool read_references(struct sbom_build *build, const struct package *package,
    yyjson_val *value, const struct json_place *up, struct err *err)
{
    struct json_place list = {.up = up, .key = "externalRefs"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(value, up, "externalRefs", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_reference(build, package, item, &at, err))
            return false;
    }
    return true;
}

/* Trivy tells of a lock file or an operating system by an annotation, "Class: lang-pkgs". */
static bool has_class(yyjson_val *annotations)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(annotations, i, count, item)
    {
        if (text_starts(json_get_text(item, "comment"), TEXT("Class: ")))
            return true;
    }
    return false;
}

static void read_annotations(struct sbom_source *source, yyjson_val *annotations)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(annotations, i, count, item)
    {
        struct text comment = json_get_text(item, "comment");
        if (text_find(comment, '\0') < 0)
            sbom_source_read_annotation(source, comment);
    }
}

static bool is_group(const struct sbom_component *component, yyjson_val *annotations)
{
    return !component->purl.len && (text_is(component->type, "operating-system") ||
                                       text_is(component->type, "file") || has_class(annotations));
}

/* The component has what was concluded, else what was declared; when both are said, the other is a fact. */
static void read_licenses(
    struct sbom_build *build, const struct package *package, yyjson_val *const *values)
{
    struct text concluded = spdx_words_said(sbom_build_soft_text(build, values[CONCLUDED]));
    struct text declared = spdx_words_said(sbom_build_soft_text(build, values[DECLARED]));
    package->component->license = concluded.len ? concluded : declared;
    if (concluded.len)
        sbom_build_fact(
            build, package->self, SBOM_FACT_LICENSE_DECLARED, (struct text){"", 0}, declared);
}

static bool fill(struct sbom_build *build, const struct package *package, yyjson_val *const *values,
    const struct json_place *at, struct err *err)
{
    struct sbom_component *component = package->component;
    struct sbom_source source = {0};
    if (!json_place_text(values[ID], at, "SPDXID", SIZE_MAX, &component->ref, err) ||
        !json_place_there(values[ID], at, "SPDXID", err) ||
        !json_place_text(values[NAME], at, "name", LIMIT_NAME_BYTES, &component->name, err) ||
        !json_place_there(values[NAME], at, "name", err) ||
        !json_place_text(
            values[VERSION], at, "versionInfo", LIMIT_VERSION_BYTES, &component->version, err) ||
        !read_references(build, package, values[EXTERNAL_REFS], at, err))
        return false;
    component->version = spdx_words_said(component->version);
    read_licenses(build, package, values);
    component->type = spdx_words_type(sbom_build_soft_text(build, values[PURPOSE]));
    component->is_package = !is_group(component, values[ANNOTATIONS]);
    read_annotations(&source, values[ANNOTATIONS]);
    sbom_source_read_info(&source, sbom_build_soft_text(build, values[SOURCE_INFO]));
    sbom_source_apply(&source, component, build->arena);
    return true;
}

static void note_subject(struct sbom_build *build, const struct sbom_component *component)
{
    build->sbom->name = component->name;
    build->sbom->version = component->version;
    build->sbom->purl = component->purl;
    build->sbom->ref = component->ref;
    build->sbom->cpe = component->cpe;
    sbom_build_ref(build, component->ref, SBOM_ROOT);
}

static void note_component(struct sbom_build *build, const struct sbom_component *component)
{
    struct sbom *sbom = build->sbom;
    if (text_is(component->type, "operating-system") && !sbom->os_name.len) {
        sbom->os_name = component->name;
        sbom->os_version = component->version;
    }
    sbom_build_ref(build, component->ref, (uint32_t)(component - sbom->components));
}

/* subject is the reference of what the inventory is of, which is not a part of it. */
static bool read_package(struct sbom_build *build, yyjson_val *value, struct text subject,
    const struct json_place *at, struct err *err)
{
    yyjson_val *values[MEMBERS];
    struct package package;
    build->at = at;
    if (!json_place_is_object(value, at, err))
        return false;
    json_pick(value, members, MEMBERS, values);
    if (!sbom_build_component(build, at->up, &package.component, err))
        return false;
    struct text ref = {"", 0};
    bool is_subject = subject.len && json_text(values[ID], &ref) && text_eq(ref, subject);
    package.self = is_subject ? SBOM_ROOT : (uint32_t)(package.component - build->sbom->components);
    if (!fill(build, &package, values, at, err))
        return false;
    spdx_fact_read_package(build, value, package.self);
    package.component->index = (uint32_t)at->index;
    if (is_subject) {
        note_subject(build, package.component);
        build->sbom->component_count--;
    } else {
        note_component(build, package.component);
    }
    return true;
}

static bool read_packages(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place list = {.key = "packages"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(root, "packages"), NULL, "packages", &array, err))
        return false;
    /* A document about one package is an inventory of that one. */
    struct text subject = {"", 0};
    if (yyjson_arr_size(array) > 1)
        subject = spdx_relations_subject(root);
    sbom_build_expect(build, yyjson_arr_size(array), 0);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_package(build, item, subject, &at, err))
            return false;
    }
    build->at = NULL;
    return true;
}

/* Files and snippets are no packages, but relationships may lead to them. */
static void skip(struct sbom_build *build, yyjson_val *value)
{
    yyjson_val *item;
    size_t i, count;
    value = sbom_build_soft_array(build, value);
    yyjson_arr_foreach(value, i, count, item)
    {
        build->sbom->skipped_count++;
        sbom_build_ref(build, json_get_text(item, "SPDXID"), SBOM_BUILD_SKIPPED);
    }
}

/* "Tool: trivy-0.63.0": the last hyphen before a digit parts name and version (6.8). */
static struct text tool_name(struct sbom_build *build, struct text creator)
{
    struct text name = text_trim(text_from(creator, 5));
    for (size_t i = 1; i + 1 < name.len; i++)
        if (name.at[i] == '-' && text_is_digit(name.at[i + 1]))
            return arena_join(build->arena, text_slice(name, 0, i), " ", text_from(name, i + 1));
    return name;
}

static void read_creation(struct sbom_build *build, yyjson_val *info)
{
    struct sbom *sbom = build->sbom;
    yyjson_val *item;
    size_t i, count;
    struct text created = sbom_build_soft_text(build, json_get(info, "created"));
    if (created.len && !clock_read(created, &sbom->created_us))
        sbom->ignored_count++;
    yyjson_val *creators = sbom_build_soft_array(build, json_get(info, "creators"));
    yyjson_arr_foreach(creators, i, count, item)
    {
        struct text creator = sbom_build_soft_text(build, item);
        if (text_starts(creator, TEXT("Tool:")) && sbom->tool.len + creator.len < LIMIT_NAME_BYTES)
            sbom->tool = arena_join(build->arena, sbom->tool, ", ", tool_name(build, creator));
    }
}

static bool read_version(struct sbom *sbom, yyjson_val *root, struct err *err)
{
    yyjson_val *version = json_get(root, "spdxVersion");
    if (!json_place_text(version, NULL, "spdxVersion", SIZE_MAX, &sbom->spec_version, err) ||
        !json_place_there(version, NULL, "spdxVersion", err))
        return false;
    if (text_is(sbom->spec_version, "SPDX-2.2") || text_is(sbom->spec_version, "SPDX-2.3"))
        return true;
    struct text shown = text_slice(sbom->spec_version, 0, 40);
    return err_set(err, ERR_UNSUPPORTED,
        "spdxVersion: \"%.*s\" is not one that kenzen reads (SPDX-2.2, SPDX-2.3)", TEXT_ARG(shown));
}

bool spdx_json_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct sbom *sbom = build->sbom;
    if (!read_version(sbom, root, err))
        return false;
    sbom->serial = sbom_build_soft_text(build, json_get(root, "documentNamespace"));
    sbom->name = sbom_build_soft_text(build, json_get(root, "name"));
    read_creation(build, json_get(root, "creationInfo"));
    spdx_fact_read_document(build, root);
    sbom_build_ref(build, TEXT("SPDXRef-DOCUMENT"), SBOM_ROOT);
    if (!read_packages(build, root, err))
        return false;
    skip(build, json_get(root, "files"));
    skip(build, json_get(root, "snippets"));
    if (!spdx_relations_read(build, root, err))
        return false;
    sbom_build_mark_direct(build);
    return true;
}
