/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_json.h"

#include "base/clock.h"
#include "base/limits.h"
#include "sbom/cyclonedx_check.h"
#include "sbom/cyclonedx_fact.h"
#include "sbom/cyclonedx_license.h"
#include "sbom/sbom_source.h"

enum { SHOWN_BYTES = 60 };

/* What a component says of itself that must be of the right type. */
struct identity {
    struct text ref, type, group, name, version, purl;
};

static bool read_identity(struct identity *ret_identity, yyjson_val *const *values,
    const struct json_place *at, struct err *err)
{
    const struct {
        enum cyclonedx_member member;
        size_t max_bytes;
        struct text *text;
    } rows[] = {
        {CYCLONEDX_MEMBER_REF, SIZE_MAX, &ret_identity->ref},
        {CYCLONEDX_MEMBER_TYPE, LIMIT_NAME_BYTES, &ret_identity->type},
        {CYCLONEDX_MEMBER_GROUP, LIMIT_NAME_BYTES, &ret_identity->group},
        {CYCLONEDX_MEMBER_NAME, LIMIT_NAME_BYTES, &ret_identity->name},
        {CYCLONEDX_MEMBER_VERSION, LIMIT_VERSION_BYTES, &ret_identity->version},
        {CYCLONEDX_MEMBER_PURL, SIZE_MAX,
            &ret_identity
                ->purl}, /* a purl that is too long is odd, and the rest of the inventory sound */
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (!json_place_text(values[rows[i].member], at, cyclonedx_member_key(rows[i].member),
                rows[i].max_bytes, rows[i].text, err))
            return false;
    return json_place_there(values[CYCLONEDX_MEMBER_NAME], at, "name", err);
}

/* The group is a namespace of its own, which purl types join differently: Maven by a colon, the others by a slash. Some
   producers also write it into the name. */
static struct text full_name(struct sbom_build *build, const struct identity *identity)
{
    if (!identity->group.len)
        return identity->name;
    bool is_maven = text_starts(identity->purl, TEXT("pkg:maven/"));
    bool is_there = text_starts(identity->name, identity->group) &&
                    identity->name.len > identity->group.len &&
                    strchr("/:", identity->name.at[identity->group.len]);
    return is_there
               ? identity->name
               : arena_join(build->arena, identity->group, is_maven ? ":" : "/", identity->name);
}

/* Trivy tells of a lock file or an operating system by its class; what has one and no package URL groups packages. */
static bool is_group(const struct identity *identity, const struct sbom_source *source)
{
    static const char *const types[] = {"operating-system", "data", "cryptographic-asset"};
    if (identity->purl.len)
        return false;
    for (size_t i = 0; i < LEN_OF(types); i++)
        if (text_is(identity->type, types[i]))
            return true;
    return source->is_group;
}

static void note_system(struct sbom *sbom, const struct identity *identity)
{
    if (!text_is(identity->type, "operating-system") || sbom->os_name.len)
        return;
    sbom->os_name = identity->name;
    sbom->os_version = identity->version;
}

/* Where the component was found, since 1.5. */
static struct text read_place(yyjson_val *evidence)
{
    yyjson_val *first = yyjson_arr_get_first(json_get(evidence, "occurrences"));
    struct text path = json_get_text(first, "location");
    bool is_fine = path.len <= LIMIT_NAME_BYTES && text_find(path, '\0') < 0;
    return is_fine ? path : (struct text){"", 0};
}

/* What the standard forbids of a component. An empty scope, and so on, is as if it was not there. */
static void check(struct sbom_build *build, const struct identity *identity,
    yyjson_val *const *values, const struct json_place *at)
{
    if (!identity->type.len)
        sbom_build_odd(build, at, "type", "is missing");
    if (values[CYCLONEDX_MEMBER_REF] && !identity->ref.len)
        sbom_build_odd(build, at, "bom-ref", "is empty");
    cyclonedx_check_word(build, at, "type", CYCLONEDX_CHECK_TYPE, identity->type);
}

static void read_properties(struct sbom_build *build, struct sbom_source *source, yyjson_val *value,
    const struct json_place *up)
{
    struct json_place list = {.up = up, .key = "properties"};
    struct json_place at = {.up = &list};
    at.index = sbom_source_read_properties(source, value);
    if (at.index < yyjson_arr_size(value))
        sbom_build_odd(build, &at, "name", "is missing");
}

static void add_bsi(struct sbom_build *build, uint32_t self, const struct sbom_source *source)
{
    for (size_t i = 0; i < SBOM_SOURCE_BSI; i++)
        if (i == SBOM_SOURCE_FILE_NAME)
            sbom_build_fact(build, self, SBOM_FACT_FILE_NAME, TEXT(""), source->bsi[i]);
        else
            sbom_build_fact(
                build, self, SBOM_FACT_PROPERTY, sbom_source_bsi_name(i), source->bsi[i]);
}

static void fill(struct sbom_build *build, uint32_t self, const struct identity *identity,
    yyjson_val *const *values, const struct json_place *at)
{
    struct sbom_component *component = &build->sbom->components[self];
    struct cyclonedx_license license;
    struct sbom_source source = {0};
    source.path = read_place(values[CYCLONEDX_MEMBER_EVIDENCE]);
    read_properties(build, &source, values[CYCLONEDX_MEMBER_PROPERTIES], at);
    cyclonedx_license_read(&license, build, values[CYCLONEDX_MEMBER_LICENSES], at, self);
    component->ref = identity->ref;
    component->type = identity->type;
    component->name = full_name(build, identity);
    component->version = identity->version;
    component->purl = identity->purl;
    component->cpe = sbom_build_soft_text(build, values[CYCLONEDX_MEMBER_CPE]);
    component->scope = sbom_build_soft_text(build, values[CYCLONEDX_MEMBER_SCOPE]);
    component->license = license.concluded;
    cyclonedx_check_word(build, at, "scope", CYCLONEDX_CHECK_SCOPE, component->scope);
    component->is_package = !is_group(identity, &source);
    sbom_source_apply(&source, component, build->arena);
    note_system(build->sbom, identity);
    sbom_build_fact(build, self, SBOM_FACT_LICENSE_DECLARED, TEXT(""), license.declared);
    cyclonedx_fact_read(build, self, values, at);
    add_bsi(build, self, &source);
}

/* Files are no packages, nor are the packages that cyclonedx-gomod lists inside a Go module. */
static bool is_skipped(const struct identity *identity)
{
    if (text_is(identity->type, "file"))
        return !identity->purl.len;
    return text_starts(identity->purl, TEXT("pkg:golang/")) &&
           text_find_text(identity->purl, TEXT("type=package")) >= 0;
}

static bool read_components(struct sbom_build *build, yyjson_val *value,
    const struct json_place *up, uint32_t parent, size_t nesting, struct err *err);

static bool read_component(struct sbom_build *build, yyjson_val *value, const struct json_place *at,
    uint32_t parent, size_t nesting, struct err *err)
{
    yyjson_val *values[CYCLONEDX_MEMBERS];
    struct identity identity;
    build->at = at;
    if (!json_place_is_object(value, at, err))
        return false;
    cyclonedx_member_pick(value, values);
    if (!read_identity(&identity, values, at, err))
        return false;
    check(build, &identity, values, at);
    uint32_t self = parent;
    if (is_skipped(&identity)) {
        build->sbom->skipped_count++;
        sbom_build_ref(build, identity.ref, SBOM_BUILD_SKIPPED);
    } else {
        struct sbom_component *component;
        self = (uint32_t)build->sbom->component_count;
        if (!sbom_build_component(build, at->up, &component, err))
            return false;
        fill(build, self, &identity, values, at);
        component->parent = parent;
        component->index = (uint32_t)at->index;
        sbom_build_ref(build, identity.ref, self);
    }
    bool is_read =
        read_components(build, values[CYCLONEDX_MEMBER_COMPONENTS], at, self, nesting + 1, err);
    build->at = NULL;
    return is_read;
}

static bool read_components(struct sbom_build *build, yyjson_val *value,
    const struct json_place *up, uint32_t parent, size_t nesting, struct err *err)
{
    struct json_place list = {.up = up, .key = "components"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(value, up, "components", &array, err))
        return false;
    if (array && nesting > LIMIT_SBOM_NESTING)
        return json_place_fail(
            &list, err, ERR_LIMIT, "components nested deeper than %zu levels", LIMIT_SBOM_NESTING);
    sbom_build_expect(build, yyjson_arr_size(array), 0);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_component(build, item, &at, parent, nesting, err))
            return false;
    }
    return true;
}

/* The subject is what the inventory is of, not a part of it; but what stands inside it is. */
static bool read_subject(
    struct sbom_build *build, yyjson_val *value, const struct json_place *up, struct err *err)
{
    struct json_place at = {.up = up, .key = "component"};
    yyjson_val *values[CYCLONEDX_MEMBERS];
    struct identity identity;
    if (!json_place_object(value, up, "component", &value, err))
        return false;
    if (!value)
        return true;
    cyclonedx_member_pick(value, values);
    if (!read_identity(&identity, values, &at, err))
        return false;
    check(build, &identity, values, &at);
    build->sbom->name = full_name(build, &identity);
    build->sbom->version = identity.version;
    build->sbom->purl = identity.purl;
    build->sbom->ref = identity.ref;
    build->sbom->cpe = sbom_build_soft_text(build, values[CYCLONEDX_MEMBER_CPE]);
    note_system(build->sbom, &identity);
    sbom_build_ref(build, identity.ref, SBOM_ROOT);
    return read_components(build, values[CYCLONEDX_MEMBER_COMPONENTS], &at, SBOM_IN_ROOT, 1, err);
}

/* Tools are an array up to 1.4, and since 1.5 an object with components and services. */
static struct text read_tools(struct sbom_build *build, yyjson_val *value)
{
    yyjson_val *list = yyjson_is_obj(value) ? json_get(value, "components") : value, *item;
    struct text all = {"", 0};
    size_t i, count;
    list = sbom_build_soft_array(build, list);
    yyjson_arr_foreach(list, i, count, item)
    {
        struct text name = sbom_build_soft_text(build, json_get(item, "name"));
        struct text version = sbom_build_soft_text(build, json_get(item, "version"));
        if (all.len + name.len + version.len < LIMIT_NAME_BYTES)
            all = arena_join(build->arena, all, ", ", arena_join(build->arena, name, " ", version));
    }
    return all;
}

static bool read_metadata(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place at = {.key = "metadata"};
    yyjson_val *metadata;
    build->at = &at;
    if (!json_place_object(json_get(root, "metadata"), NULL, "metadata", &metadata, err))
        return false;
    struct text timestamp = sbom_build_soft_text(build, json_get(metadata, "timestamp"));
    bool is_time = clock_read(timestamp, &build->sbom->created_us);
    if (timestamp.len && !(is_time && text_find(timestamp, 'T') >= 0)) /* no date alone */
        sbom_build_odd(build, &at, "timestamp", "\"%.*s\" is no time",
            TEXT_ARG(text_slice(timestamp, 0, SHOWN_BYTES)));
    build->sbom->tool = read_tools(build, json_get(metadata, "tools"));
    bool is_read = read_subject(build, json_get(metadata, "component"), &at, err);
    build->at = NULL;
    return is_read;
}

/* What a dependency leads from, and the list of what it leads to. */
struct source {
    uint32_t component;
    bool is_known;
    struct json_place list;
};

/* Adds the dependencies on a batch of references, the first of which has the number first in the list. */
static bool add_targets(struct sbom_build *build, const struct source *source,
    const struct text *refs, size_t first, size_t count, struct err *err)
{
    uint32_t targets[MAP_MANY];
    map_find_many(&build->refs, refs, count, SBOM_BUILD_UNKNOWN, targets);
    for (size_t i = 0; i < count; i++) {
        struct json_place at = {.up = &source->list, .index = first + i};
        build->at = &at;
        if (targets[i] == SBOM_BUILD_UNKNOWN)
            (void)sbom_build_find(build, refs[i], &targets[i]); /* which tells of it */
        else if (source->is_known &&
                 !sbom_build_edge(build, source->component, targets[i], source->list.up->up, err))
            return false;
    }
    build->at = NULL;
    return true;
}

static bool read_targets(
    struct sbom_build *build, yyjson_val *value, const struct source *source, struct err *err)
{
    yyjson_val *array, *item;
    struct text refs[MAP_MANY];
    size_t i, count, first = 0;
    if (!json_place_array(value, source->list.up, "dependsOn", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &source->list, .index = i};
        if (!json_text(item, &refs[i - first]))
            return json_place_fail(
                &at, err, ERR_SYNTAX, "must be a string, not %s", json_kind(item));
        size_t ready = i + 1 - first;
        if (ready < MAP_MANY && i + 1 < count)
            continue;
        if (!add_targets(build, source, refs, first, ready, err))
            return false;
        first = i + 1;
    }
    return true;
}

static bool read_dependency(
    struct sbom_build *build, yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct text ref;
    struct source source = {.component = SBOM_ROOT, .list = {.up = at, .key = "dependsOn"}};
    build->at = at;
    if (!json_place_is_object(value, at, err))
        return false;
    yyjson_val *member = json_get(value, "ref");
    if (!json_place_text(member, at, "ref", SIZE_MAX, &ref, err) ||
        !json_place_there(member, at, "ref", err))
        return false;
    source.is_known = sbom_build_find(build, ref, &source.component);
    return read_targets(build, json_get(value, "dependsOn"), &source, err);
}

/* The tree tells how many there are, and memory that grows is memory twice. */
static void expect_edges(struct sbom_build *build, yyjson_val *dependencies)
{
    size_t i, count, edges = 0;
    yyjson_val *item;
    yyjson_arr_foreach(dependencies, i, count, item)
    {
        edges += yyjson_arr_size(json_get(item, "dependsOn"));
    }
    sbom_build_expect(build, 0, edges);
}

static bool read_dependencies(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place list = {.key = "dependencies"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(root, "dependencies"), NULL, "dependencies", &array, err))
        return false;
    expect_edges(build, array);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_dependency(build, item, &at, err))
            return false;
    }
    return true;
}

/* The first two are only ever XML, which has told its version before it becomes JSON. */
static bool check_version(enum sbom_format format, struct text version, struct err *err)
{
    static const char *const known[] = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"};
    for (size_t i = format == SBOM_CYCLONEDX_XML ? 0 : 2; i < LEN_OF(known); i++)
        if (text_is(version, known[i]))
            return true;
    struct text shown = text_slice(version, 0, 40);
    return err_set(err, ERR_UNSUPPORTED,
        "specVersion: CycloneDX \"%.*s\" is not one that kenzen reads (1.2 to 1.7)",
        TEXT_ARG(shown));
}

static bool read_kind(struct sbom *sbom, yyjson_val *root, struct err *err)
{
    struct text format;
    if (!json_place_text(json_get(root, "bomFormat"), NULL, "bomFormat", SIZE_MAX, &format, err))
        return false;
    if (!text_is(format, "CycloneDX"))
        return err_set(err, ERR_SYNTAX, "bomFormat: must be \"CycloneDX\"");
    yyjson_val *version = json_get(root, "specVersion");
    return json_place_text(version, NULL, "specVersion", SIZE_MAX, &sbom->spec_version, err) &&
           json_place_there(version, NULL, "specVersion", err) &&
           check_version(sbom->format, sbom->spec_version, err);
}

static void check_data(struct sbom_build *build, yyjson_val *value, const struct json_place *up)
{
    struct json_place list = {.up = up, .key = "data"};
    yyjson_val *array = cyclonedx_check_array(build, up, "data", value), *item;
    size_t i, count;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        cyclonedx_check_word(build, &at, "flow", CYCLONEDX_CHECK_FLOW, json_get_text(item, "flow"));
    }
}

/* Services are no packages, but dependencies may lead to them. */
static void read_services(
    struct sbom_build *build, yyjson_val *value, const struct json_place *up, size_t nesting)
{
    struct json_place list = {.up = up, .key = "services"};
    yyjson_val *services = cyclonedx_check_array(build, up, "services", value), *item;
    size_t i, count;
    yyjson_arr_foreach(services, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        build->sbom->skipped_count++;
        build->at = &at;
        sbom_build_ref(build, json_get_text(item, "bom-ref"), SBOM_BUILD_SKIPPED);
        build->at = NULL;
        check_data(build, json_get(item, "data"), &at);
        if (nesting < LIMIT_SBOM_NESTING)
            read_services(build, json_get(item, "services"), &at, nesting + 1);
    }
}

/* Nor are vulnerabilities, which compositions may tell of. */
static void read_vulnerabilities(struct sbom_build *build, yyjson_val *value)
{
    yyjson_val *array = cyclonedx_check_array(build, NULL, "vulnerabilities", value), *item;
    size_t i, count;
    yyjson_arr_foreach(array, i, count, item)
    {
        sbom_build_ref(build, json_get_text(item, "bom-ref"), SBOM_BUILD_SKIPPED);
    }
}

/* Of the subject and the document, behind those of all components: facts are kept in that order. */
static void read_last_facts(struct sbom_build *build, yyjson_val *metadata)
{
    static const struct json_place at = {.key = "metadata"};
    static const struct json_place subject_at = {.up = &at, .key = "component"};
    yyjson_val *subject = json_get(metadata, "component"), *values[CYCLONEDX_MEMBERS];
    struct cyclonedx_license license;
    if (yyjson_is_obj(subject)) {
        cyclonedx_member_pick(subject, values);
        cyclonedx_license_read(
            &license, build, values[CYCLONEDX_MEMBER_LICENSES], &subject_at, SBOM_ROOT);
        sbom_build_fact(build, SBOM_ROOT, SBOM_FACT_LICENSE_DECLARED, TEXT(""), license.concluded);
        cyclonedx_fact_read(build, SBOM_ROOT, values, &subject_at);
    }
    if (metadata)
        cyclonedx_fact_read_metadata(build, metadata, &at);
}

bool cyclonedx_json_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct sbom *sbom = build->sbom;
    if (!read_kind(sbom, root, err))
        return false;
    sbom->serial =
        cyclonedx_check_text(build, NULL, "serialNumber", json_get(root, "serialNumber"));
    cyclonedx_check_serial(build, sbom->serial);
    if (!read_metadata(build, root, err) ||
        !read_components(build, json_get(root, "components"), NULL, SBOM_ROOT, 1, err))
        return false;
    read_services(build, json_get(root, "services"), NULL, 1);
    read_vulnerabilities(build, json_get(root, "vulnerabilities"));
    if (!read_dependencies(build, root, err))
        return false;
    read_last_facts(build, json_get(root, "metadata"));
    cyclonedx_fact_read_compositions(build, json_get(root, "compositions"));
    sbom_build_mark_direct(build);
    return true;
}
