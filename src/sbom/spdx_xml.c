/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_xml.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/xml.h"

/* What a tag of this name is, wherever it stands. */
enum { IS_LIST = 1, HAS_MEMBERS = 2 };

#define ROW(name, kind) {{#name, sizeof(#name) - 1}, kind}

static const struct row {
    struct text name;
    int kind;
} rows[] = {
    ROW(SPDXID, 0),
    ROW(spdxVersion, 0),
    ROW(name, 0),
    ROW(dataLicense, 0),
    ROW(documentNamespace, 0),
    ROW(comment, 0),
    ROW(creationInfo, HAS_MEMBERS),
    ROW(created, 0),
    ROW(creators, IS_LIST),
    ROW(documentDescribes, IS_LIST),
    ROW(packages, IS_LIST | HAS_MEMBERS),
    ROW(versionInfo, 0),
    ROW(packageFileName, 0),
    ROW(supplier, 0),
    ROW(originator, 0),
    ROW(downloadLocation, 0),
    ROW(homepage, 0),
    ROW(sourceInfo, 0),
    ROW(licenseConcluded, 0),
    ROW(licenseDeclared, 0),
    ROW(licenseComments, 0),
    ROW(licenseInfoFromFiles, IS_LIST),
    ROW(copyrightText, 0),
    ROW(summary, 0),
    ROW(description, 0),
    ROW(attributionTexts, IS_LIST),
    ROW(primaryPackagePurpose, 0),
    ROW(releaseDate, 0),
    ROW(builtDate, 0),
    ROW(validUntilDate, 0),
    ROW(checksums, IS_LIST | HAS_MEMBERS),
    ROW(algorithm, 0),
    ROW(checksumValue, 0),
    ROW(externalRefs, IS_LIST | HAS_MEMBERS),
    ROW(referenceCategory, 0),
    ROW(referenceType, 0),
    ROW(referenceLocator, 0),
    ROW(annotations, IS_LIST | HAS_MEMBERS),
    ROW(annotator, 0),
    ROW(files, IS_LIST | HAS_MEMBERS),
    ROW(snippets, IS_LIST | HAS_MEMBERS),
    ROW(hasExtractedLicensingInfos, IS_LIST | HAS_MEMBERS),
    ROW(licenseId, 0),
    ROW(extractedText, 0),
    ROW(relationships, IS_LIST | HAS_MEMBERS),
    ROW(spdxElementId, 0),
    ROW(relationshipType, 0),
    ROW(relatedSpdxElement, 0),
};

_Static_assert(sizeof rows / sizeof *rows <= 64, "a bit for each");

static bool print_members(struct buf *out, const struct xml_element *element, struct err *err);

static const struct row *find_row(const struct xml_element *element)
{
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (text_eq(element->name, rows[i].name))
            return &rows[i];
    return NULL;
}

/* An object, or a text; a tag without any within is a text, which the reader refuses where it wants an object. */
static bool print_value(
    struct buf *out, const struct row *row, const struct xml_element *element, struct err *err)
{
    if (element->child && !(row->kind & HAS_MEMBERS))
        return xml_fail(element, err, ERR_SYNTAX, "%s: must be a text", row->name.at);
    if (element->child)
        return print_members(out, element, err);
    json_print_text(out, text_trim(element->text));
    return true;
}

/* The member that begins with element, of all brothers of its name when it is a list. */
static bool print_member(
    struct buf *out, const struct row *row, const struct xml_element *element, struct err *err)
{
    if (!(row->kind & IS_LIST)) {
        json_print_key_text(out, row->name);
        return print_value(out, row, element, err);
    }
    json_print_key_text(out, row->name);
    json_print_open(out, '[');
    for (; element; element = xml_next(element))
        if (!print_value(out, row, element, err))
            return false;
    json_print_close(out, ']');
    return true;
}

/* Nested no deeper than XML may be. */
static bool print_members(struct buf *out, const struct xml_element *element, struct err *err)
{
    uint64_t met = 0;
    json_print_open(out, '{');
    for (const struct xml_element *child = element->child; child; child = child->next) {
        const struct row *row = find_row(child);
        uint64_t bit = row ? UINT64_C(1) << (row - rows) : 0;
        if ((met & bit) && !(row->kind & IS_LIST))
            return xml_fail(child, err, ERR_SYNTAX, "%s: stands twice", row->name.at);
        if (bit && !(met & bit) && !print_member(out, row, child, err))
            return false;
        met |= bit;
    }
    json_print_close(out, '}');
    return true;
}

bool spdx_xml_to_json(struct buf *out, struct text bytes, struct err *err)
{
    struct arena arena;
    const struct xml_element *root;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_fine = xml_read(&root, bytes, &arena, err);
    if (is_fine && !xml_is(root, "Document"))
        is_fine = xml_fail(root, err, ERR_SYNTAX, "the root must be <Document>");
    is_fine = is_fine && print_members(out, root, err);
    arena_done(&arena);
    return is_fine && buf_check(out, err);
}
