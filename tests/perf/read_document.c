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
    {.name = "spdx-json",
        .comma = ",\n",
        .head =
            "{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\"name\":\"made-up\",\"packages\":[\n",
        .package =
            "{\"SPDXID\":\"SPDXRef-%1$zu\",\"name\":\"package-%1$zu\",\"versionInfo\":\"1.%2$zu.3\","
            "\"supplier\":\"Organization: ACME\",\"downloadLocation\":\"NOASSERTION\","
            "\"licenseConcluded\":\"NOASSERTION\",\"licenseDeclared\":\"MIT\",\"copyrightText\":\"NOASSERTION\","
            "\"checksums\":[{\"algorithm\":\"SHA256\",\"checksumValue\":\"" SUM "\"}],"
            "\"externalRefs\":[{\"referenceCategory\":\"PACKAGE-MANAGER\",\"referenceType\":\"purl\","
            "\"referenceLocator\":\"" PURL "\"}]}",
        .between = "],\"relationships\":[\n",
        .dependency = "{\"spdxElementId\":\"SPDXRef-%1$zu\",\"relationshipType\":\"DEPENDS_ON\","
                      "\"relatedSpdxElement\":\"SPDXRef-%2$zu\"}",
        .tail = "]}\n"},
    {.name = "spdx-tag",
        .comma = "\n",
        .head = "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: made-up\n\n",
        .package = "PackageName: package-%1$zu\nSPDXID: SPDXRef-%1$zu\nPackageVersion: 1.%2$zu.3\n"
                   "PackageSupplier: Organization: ACME\nPackageDownloadLocation: NOASSERTION\n"
                   "PackageLicenseConcluded: NOASSERTION\nPackageLicenseDeclared: MIT\n"
                   "PackageCopyrightText: NOASSERTION\nPackageChecksum: SHA256: " SUM "\n"
                   "ExternalRef: PACKAGE-MANAGER purl " PURL "\n",
        .between = "\n",
        .dependency = "Relationship: SPDXRef-%1$zu DEPENDS_ON SPDXRef-%2$zu",
        .tail = "\n"},
    {.name = "spdx-yaml",
        .comma = "",
        .head = "spdxVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nname: made-up\npackages:\n",
        .package =
            "- SPDXID: SPDXRef-%1$zu\n  name: package-%1$zu\n  versionInfo: 1.%2$zu.3\n"
            "  supplier: \"Organization: ACME\"\n  downloadLocation: NOASSERTION\n"
            "  licenseConcluded: NOASSERTION\n  licenseDeclared: MIT\n  copyrightText: NOASSERTION\n"
            "  checksums:\n  - algorithm: SHA256\n    checksumValue: " SUM "\n"
            "  externalRefs:\n  - referenceCategory: PACKAGE-MANAGER\n    referenceType: purl\n"
            "    referenceLocator: " PURL "\n",
        .between = "relationships:\n",
        .dependency = "- spdxElementId: SPDXRef-%1$zu\n  relationshipType: DEPENDS_ON\n"
                      "  relatedSpdxElement: SPDXRef-%2$zu\n",
        .tail = ""},
    {.name = "spdx-xml",
        .comma = "\n",
        .head = "<?xml version=\"1.0\"?>\n<Document><spdxVersion>SPDX-2.3</spdxVersion>"
                "<SPDXID>SPDXRef-DOCUMENT</SPDXID><name>made-up</name>\n",
        .package =
            "<packages><SPDXID>SPDXRef-%1$zu</SPDXID><name>package-%1$zu</name>"
            "<versionInfo>1.%2$zu.3</versionInfo><supplier>Organization: ACME</supplier>"
            "<downloadLocation>NOASSERTION</downloadLocation><licenseConcluded>NOASSERTION</licenseConcluded>"
            "<licenseDeclared>MIT</licenseDeclared><copyrightText>NOASSERTION</copyrightText>"
            "<checksums><algorithm>SHA256</algorithm><checksumValue>" SUM
            "</checksumValue></checksums>"
            "<externalRefs><referenceCategory>PACKAGE-MANAGER</referenceCategory>"
            "<referenceType>purl</referenceType><referenceLocator>" PURL
            "</referenceLocator></externalRefs></packages>",
        .between = "\n",
        .dependency = "<relationships><spdxElementId>SPDXRef-%1$zu</spdxElementId>"
                      "<relationshipType>DEPENDS_ON</relationshipType>"
                      "<relatedSpdxElement>SPDXRef-%2$zu</relatedSpdxElement></relationships>",
        .tail = "</Document>\n"},
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
