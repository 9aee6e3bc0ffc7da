/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_xml.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/xml.h"

/* What a tag of this name is, wherever it stands. */
enum { IS_LIST = 1, HAS_MEMBERS = 2 };

static const struct row {
    const char *name;
    int kind;
} rows[] = {
    {"SPDXID", 0},
    {"spdxVersion", 0},
    {"name", 0},
    {"dataLicense", 0},
    {"documentNamespace", 0},
    {"comment", 0},
    {"creationInfo", HAS_MEMBERS},
    {"created", 0},
    {"creators", IS_LIST},
    {"documentDescribes", IS_LIST},
    {"packages", IS_LIST | HAS_MEMBERS},
    {"versionInfo", 0},
    {"packageFileName", 0},
    {"supplier", 0},
    {"originator", 0},
    {"downloadLocation", 0},
    {"homepage", 0},
    {"sourceInfo", 0},
    {"licenseConcluded", 0},
    {"licenseDeclared", 0},
    {"licenseComments", 0},
    {"licenseInfoFromFiles", IS_LIST},
    {"copyrightText", 0},
    {"summary", 0},
    {"description", 0},
    {"attributionTexts", IS_LIST},
    {"primaryPackagePurpose", 0},
    {"releaseDate", 0},
    {"builtDate", 0},
    {"validUntilDate", 0},
    {"checksums", IS_LIST | HAS_MEMBERS},
    {"algorithm", 0},
    {"checksumValue", 0},
    {"externalRefs", IS_LIST | HAS_MEMBERS},
    {"referenceCategory", 0},
    {"referenceType", 0},
    {"referenceLocator", 0},
    {"annotations", IS_LIST | HAS_MEMBERS},
    {"annotator", 0},
    {"files", IS_LIST | HAS_MEMBERS},
    {"snippets", IS_LIST | HAS_MEMBERS},
    {"hasExtractedLicensingInfos", IS_LIST | HAS_MEMBERS},
    {"licenseId", 0},
    {"extractedText", 0},
    {"relationships", IS_LIST | HAS_MEMBERS},
    {"spdxElementId", 0},
    {"relationshipType", 0},
    {"relatedSpdxElement", 0},
};

_Static_assert(sizeof rows / sizeof *rows <= 64, "a bit for each");

static bool print_members(struct buf *out, const struct xml_element *element, struct err *err);

static const struct row *find_row(const struct xml_element *element)
{
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (xml_is(element, rows[i].name))
            return &rows[i];
    return NULL;
}

/* An object, or a text; a tag without any within is a text, which the reader refuses where it wants an object. */
static bool print_value(
    struct buf *out, const struct row *row, const struct xml_element *element, struct err *err)
{
    if (element->child && !(row->kind & HAS_MEMBERS))
        return xml_fail(element, err, ERR_SYNTAX, "%s: must be a text", row->name);
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
        json_print_key(out, row->name);
        return print_value(out, row, element, err);
    }
    json_print_member_open(out, row->name, '[');
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
            return xml_fail(child, err, ERR_SYNTAX, "%s: stands twice", row->name);
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
