/* SPDX-License-Identifier: Apache-2.0 */
#include "read_document.h"

#include <stdio.h>

#include "base/limits.h"

/* A document is its head, a piece for each package, what stands between, a piece for each dependency, and its tail. In pieces
   %1$zu is the package's number; %2$zu a part of its version, or the number of the one that it depends on. */
struct kind {
    const char *name, *head, *package, *between, *dependency, *tail;
    const char *comma; /* between pieces */
};

#define SUM "11b6d3ee554eedf79299905a98f9b9a04e498210b59f15094c916c91d150efcd"
#define PURL "pkg:npm/package-%1$zu@1.%2$zu.3"

static const struct kind kinds[] = {
    {.name = "spdx3",
        .comma = ",\n",
        .head = "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\",\"@graph\":[\n"
                "{\"type\":\"Organization\",\"spdxId\":\"urn:acme\",\"name\":\"ACME\"},\n"
                "{\"type\":\"simplelicensing_LicenseExpression\",\"spdxId\":\"urn:mit\","
                "\"simplelicensing_licenseExpression\":\"MIT\"},\n",
        .package =
            "{\"type\":\"software_Package\",\"spdxId\":\"urn:p:%1$zu\",\"creationInfo\":\"_:c\","
            "\"name\":\"package-%1$zu\",\"software_packageVersion\":\"1.%2$zu.3\","
            "\"suppliedBy\":\"urn:acme\",\"software_packageUrl\":\"" PURL "\","
            "\"software_copyrightText\":\"NOASSERTION\",\"verifiedUsing\":[{\"type\":\"Hash\","
            "\"algorithm\":\"sha256\",\"hashValue\":\"" SUM "\"}]},\n"
            "{\"type\":\"Relationship\",\"spdxId\":\"urn:l:%1$zu\",\"creationInfo\":\"_:c\",\"from\":\"urn:p:%1$zu\","
            "\"relationshipType\":\"hasDeclaredLicense\",\"to\":[\"urn:mit\"]}",
        .between = ",\n",
        .dependency =
            "{\"type\":\"Relationship\",\"spdxId\":\"urn:r:%1$zu\",\"creationInfo\":\"_:c\",\"from\":\"urn:p:%1$zu\","
            "\"relationshipType\":\"dependsOn\",\"to\":[\"urn:p:%2$zu\"]}",
        .tail = "]}\n"},
};

/* The formats are those of the table. */
static void add_piece(struct buf *out, const char *format, size_t first, size_t second)
{
    char piece[2048];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(piece, sizeof piece, format, first, second);
#pragma GCC diagnostic pop
    buf_add_z(out, piece);
}

static void make(struct buf *out, const struct kind *kind, size_t count)
{
    buf_add_z(out, kind->head);
    for (size_t i = 0; i < count; i++) {
        buf_add_z(out, i ? kind->comma : "");
        add_piece(out, kind->package, i, i % 50);
    }
    buf_add_z(out, kind->between);
    for (size_t i = 1; i < count; i++) {
        buf_add_z(out, i > 1 ? kind->comma : "");
        add_piece(out, kind->dependency, i, i - 1);
    }
    buf_add_z(out, kind->tail);
}

/* CycloneDX with nothing but a reference, a name, a version and a package URL: the hardest, since all of it is read. */
static void make_component(struct buf *out, size_t i, bool is_xml)
{
    static const char *const types[] = {"npm", "golang/github.com/some", "maven/org.example",
        "deb/debian", "pypi", "cargo", "gem", "composer/vendor"};
    const char *type = types[i % LEN_OF(types)];
    const char *end = !text_starts(text_of(type), TEXT("deb/")) ? ""
                      : is_xml                                  ? "?arch=amd64&amp;distro=debian-12"
                                                                : "?arch=amd64&distro=debian-12";
    char purl[200];
    snprintf(purl, sizeof purl, "pkg:%s/package-%zu@1.%zu.3%s", type, i / 3, i % 50, end);
    if (is_xml)
        buf_format(out,
            "<component type=\"library\" bom-ref=\"%s\"><name>package-%zu</name>"
            "<version>1.%zu.3</version><purl>%s</purl></component>",
            purl, i / 3, i % 50, purl);
    else
        buf_format(out,
            "%s{\"type\":\"library\",\"bom-ref\":\"%s\",\"name\":\"package-%zu\",\"version\":\"1.%zu.3\","
            "\"purl\":\"%s\"}",
            i ? "," : "", purl, i / 3, i % 50, purl);
}

static void make_bare(struct buf *out, size_t count, bool is_xml)
{
    buf_add_z(out, is_xml
                       ? "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components>"
                       : "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[");
    for (size_t i = 0; i < count; i++)
        make_component(out, i, is_xml);
    buf_add_z(out, is_xml ? "</components></bom>" : "]}");
}

bool read_document_make(struct buf *out, struct text name)
{
    struct text rest = name, word = text_cut(&rest, ':');
    uint64_t count;
    if (!rest.at || !text_read_u64(rest, &count) || count > LIMIT_SBOM_COMPONENTS)
        return false;
    if (text_is(word, "bare") || text_is(word, "xml")) {
        make_bare(out, count, text_is(word, "xml"));
        return true;
    }
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        if (!text_is(word, kinds[i].name))
            continue;
        make(out, &kinds[i], count);
        return true;
    }
    return false;
}
