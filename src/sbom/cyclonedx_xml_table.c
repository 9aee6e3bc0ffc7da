/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_xml_table.h"

/* A member: the element or attribute, its key if that is another, how it is written, and what its value is made of. */
#define ROW(name, key, how, kind) {name, key, NULL, CYCLONEDX_XML_##how, CYCLONEDX_XML_##kind}
/* The same of a list, with the name of its entries. */
#define LIST(name, item, kind) {name, NULL, item, CYCLONEDX_XML_LIST, CYCLONEDX_XML_##kind}
#define LIST_AS(name, key, item, kind) {name, key, item, CYCLONEDX_XML_LIST, CYCLONEDX_XML_##kind}
#define TOOLS(name) {name, NULL, "tool", CYCLONEDX_XML_LIST_OF_TOOLS, CYCLONEDX_XML_TOOL}

static const struct cyclonedx_xml_row bom[] = {
    ROW("serialNumber", NULL, ATTRIBUTE, TEXT),
    ROW("version", NULL, ATTRIBUTE, NUMBER),
    ROW("metadata", NULL, ONE, METADATA),
    LIST("components", "component", COMPONENT),
    LIST("services", "service", SERVICE),
    LIST("externalReferences", "reference", REFERENCE),
    ROW("dependencies", NULL, DEPENDENCIES, REF),
    LIST("compositions", "composition", COMPOSITION),
    LIST("properties", "property", PROPERTY),
    LIST("vulnerabilities", "vulnerability", VULNERABILITY),
};

static const struct cyclonedx_xml_row metadata[] = {
    ROW("timestamp", NULL, ONE, TEXT),
    LIST("lifecycles", "lifecycle", LIFECYCLE),
    TOOLS("tools"),
    LIST("authors", "author", PERSON),
    ROW("component", NULL, ONE, COMPONENT),
    ROW("manufacturer", NULL, ONE, ORGANIZATION),
    ROW("manufacture", NULL, ONE, ORGANIZATION),
    ROW("supplier", NULL, ONE, ORGANIZATION),
    LIST("licenses", "license", LICENSE_CHOICE),
    LIST("properties", "property", PROPERTY),
};

static const struct cyclonedx_xml_row lifecycle[] = {
    ROW("phase", NULL, ONE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("description", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row tool[] = {
    ROW("vendor", NULL, ONE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("version", NULL, ONE, TEXT),
    LIST("hashes", "hash", HASH),
    LIST("externalReferences", "reference", REFERENCE),
};

static const struct cyclonedx_xml_row tools[] = {
    LIST("components", "component", COMPONENT),
    LIST("services", "service", SERVICE),
};

static const struct cyclonedx_xml_row person[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("email", NULL, ONE, TEXT),
    ROW("phone", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row organization[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("url", NULL, MANY, TEXT),
    ROW("contact", NULL, MANY, PERSON),
};

static const struct cyclonedx_xml_row component[] = {
    ROW("type", NULL, ATTRIBUTE, TEXT),
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("mime-type", NULL, ATTRIBUTE, TEXT),
    ROW("supplier", NULL, ONE, ORGANIZATION),
    ROW("manufacturer", NULL, ONE, ORGANIZATION),
    LIST("authors", "author", PERSON),
    ROW("author", NULL, ONE, TEXT),
    ROW("publisher", NULL, ONE, TEXT),
    ROW("group", NULL, ONE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("version", NULL, ONE, TEXT),
    ROW("description", NULL, ONE, TEXT),
    ROW("scope", NULL, ONE, TEXT),
    LIST("hashes", "hash", HASH),
    LIST("licenses", "license", LICENSE_CHOICE),
    ROW("copyright", NULL, ONE, TEXT),
    ROW("cpe", NULL, ONE, TEXT),
    ROW("purl", NULL, ONE, TEXT),
    ROW("omniborId", NULL, MANY, TEXT),
    ROW("swhid", NULL, MANY, TEXT),
    ROW("swid", NULL, ONE, SWID),
    ROW("modified", NULL, ONE, FLAG),
    ROW("pedigree", NULL, ONE, PEDIGREE),
    LIST("externalReferences", "reference", REFERENCE),
    LIST("properties", "property", PROPERTY),
    LIST("components", "component", COMPONENT),
    ROW("evidence", NULL, ONE, EVIDENCE),
    LIST("tags", "tag", TEXT),
};

static const struct cyclonedx_xml_row hash[] = {
    ROW("alg", NULL, ATTRIBUTE, TEXT),
    ROW("content", NULL, CONTENT, TEXT),
};

static const struct cyclonedx_xml_row license[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("acknowledgement", NULL, ATTRIBUTE, TEXT),
    ROW("id", NULL, ONE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("text", NULL, ONE, ATTACHMENT),
    ROW("url", NULL, ONE, TEXT),
    LIST("properties", "property", PROPERTY),
};

static const struct cyclonedx_xml_row expression[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("acknowledgement", NULL, ATTRIBUTE, TEXT),
    ROW("expression", NULL, CONTENT, TEXT),
};

static const struct cyclonedx_xml_row expression_detailed[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("acknowledgement", NULL, ATTRIBUTE, TEXT),
    ROW("expression", NULL, ATTRIBUTE, TEXT),
};

static const struct cyclonedx_xml_row attachment[] = {
    ROW("content-type", "contentType", ATTRIBUTE, TEXT),
    ROW("encoding", NULL, ATTRIBUTE, TEXT),
    ROW("content", NULL, CONTENT, TEXT),
};

static const struct cyclonedx_xml_row swid[] = {
    ROW("tagId", NULL, ATTRIBUTE, TEXT),
    ROW("name", NULL, ATTRIBUTE, TEXT),
    ROW("version", NULL, ATTRIBUTE, TEXT),
    ROW("tagVersion", NULL, ATTRIBUTE, NUMBER),
    ROW("patch", NULL, ATTRIBUTE, FLAG),
    ROW("text", NULL, ONE, ATTACHMENT),
    ROW("url", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row pedigree[] = {
    LIST("ancestors", "component", COMPONENT),
    LIST("descendants", "component", COMPONENT),
    LIST("variants", "component", COMPONENT),
    LIST("commits", "commit", COMMIT),
    LIST("patches", "patch", PATCH),
    ROW("notes", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row commit[] = {
    ROW("uid", NULL, ONE, TEXT),
    ROW("url", NULL, ONE, TEXT),
    ROW("author", NULL, ONE, PERSON),
    ROW("committer", NULL, ONE, PERSON),
    ROW("message", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row patch[] = {
    ROW("type", NULL, ATTRIBUTE, TEXT),
    ROW("diff", NULL, ONE, DIFF),
    LIST("resolves", "issue", ISSUE),
};

static const struct cyclonedx_xml_row diff[] = {
    ROW("text", NULL, ONE, ATTACHMENT),
    ROW("url", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row issue[] = {
    ROW("type", NULL, ATTRIBUTE, TEXT),
    ROW("id", NULL, ONE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("description", NULL, ONE, TEXT),
    ROW("source", NULL, ONE, SOURCE),
    LIST("references", "url", TEXT),
};

static const struct cyclonedx_xml_row source[] = {
    ROW("name", NULL, ONE, TEXT),
    ROW("url", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row reference[] = {
    ROW("type", NULL, ATTRIBUTE, TEXT),
    ROW("url", NULL, ONE, TEXT),
    ROW("comment", NULL, ONE, TEXT),
    LIST("hashes", "hash", HASH),
};

static const struct cyclonedx_xml_row property[] = {
    ROW("name", NULL, ATTRIBUTE, TEXT),
    ROW("value", NULL, CONTENT, TEXT),
};

static const struct cyclonedx_xml_row evidence[] = {
    ROW("identity", NULL, MANY, IDENTITY),
    LIST("occurrences", "occurrence", OCCURRENCE),
    ROW("callstack", NULL, ONE, CALLSTACK),
    LIST("licenses", "license", LICENSE_CHOICE),
    LIST("copyright", "text", COPYRIGHT),
};

static const struct cyclonedx_xml_row identity[] = {
    ROW("field", NULL, ONE, TEXT),
    ROW("confidence", NULL, ONE, NUMBER),
    ROW("concludedValue", NULL, ONE, TEXT),
    LIST("methods", "method", METHOD),
    LIST("tools", "tool", REF),
};

static const struct cyclonedx_xml_row method[] = {
    ROW("technique", NULL, ONE, TEXT),
    ROW("confidence", NULL, ONE, NUMBER),
    ROW("value", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row occurrence[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("location", NULL, ONE, TEXT),
    ROW("line", NULL, ONE, NUMBER),
    ROW("offset", NULL, ONE, NUMBER),
    ROW("symbol", NULL, ONE, TEXT),
    ROW("additionalContext", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row copyright[] = {
    ROW("text", NULL, CONTENT, TEXT),
};

static const struct cyclonedx_xml_row callstack[] = {
    LIST("frames", "frame", FRAME),
};

static const struct cyclonedx_xml_row frame[] = {
    ROW("package", NULL, ONE, TEXT),
    ROW("module", NULL, ONE, TEXT),
    ROW("function", NULL, ONE, TEXT),
    LIST("parameters", "parameter", TEXT),
    ROW("line", NULL, ONE, NUMBER),
    ROW("column", NULL, ONE, NUMBER),
    ROW("fullFilename", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row service[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("provider", NULL, ONE, ORGANIZATION),
    ROW("group", NULL, ONE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("version", NULL, ONE, TEXT),
    ROW("description", NULL, ONE, TEXT),
    LIST("endpoints", "endpoint", TEXT),
    ROW("authenticated", NULL, ONE, FLAG),
    ROW("x-trust-boundary", NULL, ONE, FLAG),
    ROW("trustZone", NULL, ONE, TEXT),
    LIST("data", "dataflow", DATA),
    LIST("licenses", "license", LICENSE_CHOICE),
    LIST("externalReferences", "reference", REFERENCE),
    LIST("services", "service", SERVICE),
    LIST("properties", "property", PROPERTY),
};

static const struct cyclonedx_xml_row composition[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("aggregate", NULL, ONE, TEXT),
    LIST("assemblies", "assembly", REF),
    LIST("dependencies", "dependency", REF),
    LIST("vulnerabilities", "vulnerability", REF),
};

static const struct cyclonedx_xml_row vulnerability[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("id", NULL, ONE, TEXT),
    ROW("source", NULL, ONE, SOURCE),
    LIST("references", "reference", VULNERABILITY_REFERENCE),
    LIST("ratings", "rating", RATING),
    LIST("cwes", "cwe", NUMBER),
    ROW("description", NULL, ONE, TEXT),
    ROW("detail", NULL, ONE, TEXT),
    ROW("recommendation", NULL, ONE, TEXT),
    ROW("workaround", NULL, ONE, TEXT),
    LIST("advisories", "advisory", ADVISORY),
    ROW("created", NULL, ONE, TEXT),
    ROW("published", NULL, ONE, TEXT),
    ROW("updated", NULL, ONE, TEXT),
    ROW("rejected", NULL, ONE, TEXT),
    TOOLS("tools"),
    ROW("analysis", NULL, ONE, ANALYSIS),
    LIST("affects", "target", AFFECTED),
    LIST("properties", "property", PROPERTY),
};

static const struct cyclonedx_xml_row vulnerability_reference[] = {
    ROW("id", NULL, ONE, TEXT),
    ROW("source", NULL, ONE, SOURCE),
};

static const struct cyclonedx_xml_row rating[] = {
    ROW("source", NULL, ONE, SOURCE),
    ROW("score", NULL, ONE, NUMBER),
    ROW("severity", NULL, ONE, TEXT),
    ROW("method", NULL, ONE, TEXT),
    ROW("vector", NULL, ONE, TEXT),
    ROW("justification", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row advisory[] = {
    ROW("title", NULL, ONE, TEXT),
    ROW("url", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row analysis[] = {
    ROW("state", NULL, ONE, TEXT),
    ROW("justification", NULL, ONE, TEXT),
    LIST_AS("responses", "response", "response", TEXT),
    ROW("detail", NULL, ONE, TEXT),
    ROW("firstIssued", NULL, ONE, TEXT),
    ROW("lastUpdated", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row affected[] = {
    ROW("ref", NULL, ONE, TEXT),
    LIST("versions", "version", AFFECTED_VERSION),
};

static const struct cyclonedx_xml_row affected_version[] = {
    ROW("version", NULL, ONE, TEXT),
    ROW("range", NULL, ONE, TEXT),
    ROW("status", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_rows kinds[CYCLONEDX_XML_KINDS] = {
    [CYCLONEDX_XML_BOM] = {bom, LEN_OF(bom)},
    [CYCLONEDX_XML_METADATA] = {metadata, LEN_OF(metadata)},
    [CYCLONEDX_XML_LIFECYCLE] = {lifecycle, LEN_OF(lifecycle)},
    [CYCLONEDX_XML_TOOL] = {tool, LEN_OF(tool)},
    [CYCLONEDX_XML_TOOLS] = {tools, LEN_OF(tools)},
    [CYCLONEDX_XML_PERSON] = {person, LEN_OF(person)},
    [CYCLONEDX_XML_ORGANIZATION] = {organization, LEN_OF(organization)},
    [CYCLONEDX_XML_COMPONENT] = {component, LEN_OF(component)},
    [CYCLONEDX_XML_HASH] = {hash, LEN_OF(hash)},
    [CYCLONEDX_XML_LICENSE] = {license, LEN_OF(license)},
    [CYCLONEDX_XML_EXPRESSION] = {expression, LEN_OF(expression)},
    [CYCLONEDX_XML_EXPRESSION_DETAILED] = {expression_detailed, LEN_OF(expression_detailed)},
    [CYCLONEDX_XML_ATTACHMENT] = {attachment, LEN_OF(attachment)},
    [CYCLONEDX_XML_SWID] = {swid, LEN_OF(swid)},
    [CYCLONEDX_XML_PEDIGREE] = {pedigree, LEN_OF(pedigree)},
    [CYCLONEDX_XML_COMMIT] = {commit, LEN_OF(commit)},
    [CYCLONEDX_XML_PATCH] = {patch, LEN_OF(patch)},
    [CYCLONEDX_XML_DIFF] = {diff, LEN_OF(diff)},
    [CYCLONEDX_XML_ISSUE] = {issue, LEN_OF(issue)},
    [CYCLONEDX_XML_SOURCE] = {source, LEN_OF(source)},
    [CYCLONEDX_XML_REFERENCE] = {reference, LEN_OF(reference)},
    [CYCLONEDX_XML_PROPERTY] = {property, LEN_OF(property)},
    [CYCLONEDX_XML_EVIDENCE] = {evidence, LEN_OF(evidence)},
    [CYCLONEDX_XML_IDENTITY] = {identity, LEN_OF(identity)},
    [CYCLONEDX_XML_METHOD] = {method, LEN_OF(method)},
    [CYCLONEDX_XML_OCCURRENCE] = {occurrence, LEN_OF(occurrence)},
    [CYCLONEDX_XML_COPYRIGHT] = {copyright, LEN_OF(copyright)},
    [CYCLONEDX_XML_CALLSTACK] = {callstack, LEN_OF(callstack)},
    [CYCLONEDX_XML_FRAME] = {frame, LEN_OF(frame)},
    [CYCLONEDX_XML_SERVICE] = {service, LEN_OF(service)},
    [CYCLONEDX_XML_COMPOSITION] = {composition, LEN_OF(composition)},
    [CYCLONEDX_XML_VULNERABILITY] = {vulnerability, LEN_OF(vulnerability)},
    [CYCLONEDX_XML_VULNERABILITY_REFERENCE] = {vulnerability_reference,
        LEN_OF(vulnerability_reference)},
    [CYCLONEDX_XML_RATING] = {rating, LEN_OF(rating)},
    [CYCLONEDX_XML_ADVISORY] = {advisory, LEN_OF(advisory)},
    [CYCLONEDX_XML_ANALYSIS] = {analysis, LEN_OF(analysis)},
    [CYCLONEDX_XML_AFFECTED] = {affected, LEN_OF(affected)},
    [CYCLONEDX_XML_AFFECTED_VERSION] = {affected_version, LEN_OF(affected_version)},
};

struct cyclonedx_xml_rows cyclonedx_xml_table_rows(enum cyclonedx_xml_kind kind)
{
    return kinds[kind];
}
