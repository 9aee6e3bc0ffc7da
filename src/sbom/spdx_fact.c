/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_fact.h"

#include "base/limits.h"

/* A member's value as facts of one kind, with its key. */
typedef void add_facts(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value);

static void add_text(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value)
{
    sbom_build_fact(
        build, component, kind, key, spdx_words_said(sbom_build_soft_text(build, value)));
}

static void add_texts(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value)
{
    yyjson_val *list = sbom_build_soft_array(build, value), *item;
    size_t i, count;
    yyjson_arr_foreach(list, i, count, item)
    {
        add_text(build, component, kind, key, item);
    }
}

static void add_location(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value)
{
    struct text url = spdx_words_said(sbom_build_soft_text(build, value));
    (void)key;
    sbom_build_fact(build, component, kind, spdx_words_location(url), url);
}

static void add_party(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value)
{
    struct spdx_words_party party = spdx_words_party(sbom_build_soft_text(build, value));
    (void)key;
    spdx_fact_add_party(build, component, kind, &party);
}

static void add_checksums(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value)
{
    yyjson_val *list = sbom_build_soft_array(build, value), *item;
    size_t i, count;
    (void)key;
    yyjson_arr_foreach(list, i, count, item)
    {
        if (!yyjson_is_obj(item))
            sbom_build_odd(build, build->at, "checksums", "has an entry that is no checksum");
        struct text name = sbom_build_soft_text(build, json_get(item, "algorithm"));
        sbom_build_fact_of(
            build, component, kind, spdx_words_hash(name), json_get(item, "checksumValue"));
    }
}

/* A tool's "Name: value" is a property, which SPDX has no other place for: Trivy's "PkgType: npm". */
static bool is_property(struct text annotator, struct text comment, struct text *ret_name)
{
    ptrdiff_t colon = text_find_text(comment, TEXT(": "));
    if (colon <= 0 || !text_starts(annotator, TEXT("Tool:")))
        return false;
    *ret_name = text_slice(comment, 0, (size_t)colon);
    return text_find(*ret_name, ' ') < 0 && text_find(*ret_name, '\n') < 0;
}

static void add_annotations(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value)
{
    yyjson_val *list = sbom_build_soft_array(build, value), *item;
    size_t i, count;
    yyjson_arr_foreach(list, i, count, item)
    {
        struct text comment = sbom_build_soft_text(build, json_get(item, "comment")), name;
        if (is_property(json_get_text(item, "annotator"), comment, &name))
            sbom_build_fact(
                build, component, SBOM_FACT_PROPERTY, name, text_from(comment, name.len + 2));
        else
            sbom_build_fact(build, component, kind, key, comment);
    }
}

enum {
    SUPPLIER,
    ORIGINATOR,
    DESCRIPTION,
    SUMMARY,
    COPYRIGHT,
    COMMENT,
    FILE_NAME,
    CHECKSUMS,
    LOCATION,
    HOMEPAGE,
    FOUND_LICENSES,
    LICENSE_COMMENTS,
    ATTRIBUTIONS,
    BUILT,
    RELEASED,
    VALID_UNTIL,
    ANNOTATIONS,
    MEMBERS
};

static const struct text keys[MEMBERS] = {
    [SUPPLIER] = JSON_KEY("supplier"),
    [ORIGINATOR] = JSON_KEY("originator"),
    [DESCRIPTION] = JSON_KEY("description"),
    [SUMMARY] = JSON_KEY("summary"),
    [COPYRIGHT] = JSON_KEY("copyrightText"),
    [COMMENT] = JSON_KEY("comment"),
    [FILE_NAME] = JSON_KEY("packageFileName"),
    [CHECKSUMS] = JSON_KEY("checksums"),
    [LOCATION] = JSON_KEY("downloadLocation"),
    [HOMEPAGE] = JSON_KEY("homepage"),
    [FOUND_LICENSES] = JSON_KEY("licenseInfoFromFiles"),
    [LICENSE_COMMENTS] = JSON_KEY("licenseComments"),
    [ATTRIBUTIONS] = JSON_KEY("attributionTexts"),
    [BUILT] = JSON_KEY("builtDate"),
    [RELEASED] = JSON_KEY("releaseDate"),
    [VALID_UNTIL] = JSON_KEY("validUntilDate"),
    [ANNOTATIONS] = JSON_KEY("annotations"),
};

/* What each becomes. A key that is no word of ours is SPDX's name of the member. */
static const struct {
    add_facts *add;
    enum sbom_fact_kind kind;
    const char *key;
} members[MEMBERS] = {
    [SUPPLIER] = {add_party, SBOM_FACT_SUPPLIER, ""},
    [ORIGINATOR] = {add_party, SBOM_FACT_MANUFACTURER, ""},
    [DESCRIPTION] = {add_text, SBOM_FACT_DESCRIPTION, ""},
    [SUMMARY] = {add_text, SBOM_FACT_DESCRIPTION, "summary"},
    [COPYRIGHT] = {add_text, SBOM_FACT_COPYRIGHT, ""},
    [COMMENT] = {add_text, SBOM_FACT_COMMENT, ""},
    [FILE_NAME] = {add_text, SBOM_FACT_FILE_NAME, ""},
    [CHECKSUMS] = {add_checksums, SBOM_FACT_HASH, ""},
    [LOCATION] = {add_location, SBOM_FACT_REFERENCE, ""},
    [HOMEPAGE] = {add_text, SBOM_FACT_REFERENCE, "website"},
    [FOUND_LICENSES] = {add_texts, SBOM_FACT_EVIDENCE, "licence"},
    [LICENSE_COMMENTS] = {add_text, SBOM_FACT_PROPERTY, "licenseComments"},
    [ATTRIBUTIONS] = {add_texts, SBOM_FACT_PROPERTY, "attributionText"},
    [BUILT] = {add_text, SBOM_FACT_PROPERTY, "builtDate"},
    [RELEASED] = {add_text, SBOM_FACT_PROPERTY, "releaseDate"},
    [VALID_UNTIL] = {add_text, SBOM_FACT_PROPERTY, "validUntilDate"},
    [ANNOTATIONS] = {add_annotations, SBOM_FACT_COMMENT, ""},
};

void spdx_fact_read_package(struct sbom_build *build, yyjson_val *package, uint32_t component)
{
    yyjson_val *values[MEMBERS];
    json_pick(package, keys, MEMBERS, values);
    for (size_t i = 0; i < MEMBERS; i++)
        if (values[i])
            members[i].add(build, component, members[i].kind, text_of(members[i].key), values[i]);
}

void spdx_fact_add_party(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    const struct spdx_words_party *party)
{
    if (kind == SBOM_FACT_MANUFACTURER && party->kind == SPDX_WORDS_PERSON)
        kind = SBOM_FACT_AUTHOR;
    sbom_build_fact(build, component, kind, party->contact, party->name);
}

void spdx_fact_add_creator(struct sbom_build *build, const struct spdx_words_party *party)
{
    if (party->kind == SPDX_WORDS_PERSON || party->kind == SPDX_WORDS_UNKNOWN)
        sbom_build_fact(build, SBOM_ROOT, SBOM_FACT_SBOM_AUTHOR, party->contact, party->name);
    if (party->kind == SPDX_WORDS_ORGANIZATION)
        sbom_build_fact(build, SBOM_ROOT, SBOM_FACT_SBOM_MANUFACTURER, party->contact, party->name);
}

void spdx_fact_add_reference(
    struct sbom_build *build, uint32_t component, struct text type, struct text locator)
{
    struct text key = spdx_words_identifier(type);
    bool is_url = text_find_text(locator, TEXT("://")) >= 0;
    if (key.len || !is_url)
        sbom_build_fact(build, component, SBOM_FACT_IDENTIFIER, key.len ? key : type, locator);
    else
        sbom_build_fact(build, component, SBOM_FACT_REFERENCE, spdx_words_reference(type), locator);
}

static void read_creators(struct sbom_build *build, yyjson_val *value)
{
    yyjson_val *item;
    size_t i, count;
    if (!yyjson_is_arr(value))
        return;
    yyjson_arr_foreach(value, i, count, item)
    {
        struct text creator = {"", 0};
        if (!json_text(item, &creator) || text_find(creator, '\0') >= 0)
            continue;
        struct spdx_words_party party = spdx_words_party(creator);
        spdx_fact_add_creator(build, &party);
    }
}

static void read_licenses(struct sbom_build *build, yyjson_val *value)
{
    yyjson_val *list = sbom_build_soft_array(build, value), *item;
    size_t i, count;
    yyjson_arr_foreach(list, i, count, item)
    {
        struct text id = sbom_build_soft_text(build, json_get(item, "licenseId"));
        sbom_build_fact_of(
            build, SBOM_ROOT, SBOM_FACT_LICENSE_TEXT, id, json_get(item, "extractedText"));
    }
}

void spdx_fact_read_document(struct sbom_build *build, yyjson_val *root)
{
    static const struct text none = {"", 0};
    yyjson_val *info = json_get(root, "creationInfo");
    read_creators(build, json_get(info, "creators"));
    sbom_build_fact_of(
        build, SBOM_ROOT, SBOM_FACT_SBOM_LICENSE, none, json_get(root, "dataLicense"));
    sbom_build_fact_of(build, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT, none, json_get(root, "comment"));
    sbom_build_fact_of(build, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT, none, json_get(info, "comment"));
    add_annotations(build, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT, none, json_get(root, "annotations"));
    read_licenses(build, json_get(root, "hasExtractedLicensingInfos"));
}
