/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_xml_table.h"

/* A member: the element or attribute, its key if that is another, how it is written, and what its value is made of. */
#define ROW(name, key, how, kind) {name, key, CYCLONEDX_XML_##how, CYCLONEDX_XML_##kind}

static const struct cyclonedx_xml_row bom[] = {
    ROW("serialNumber", NULL, ATTRIBUTE, TEXT),
    ROW("version", NULL, ATTRIBUTE, NUMBER),
    ROW("metadata", NULL, ONE, METADATA),
    ROW("components", NULL, LIST, COMPONENT),
    ROW("services", NULL, LIST, SERVICE),
    ROW("externalReferences", NULL, LIST, REFERENCE),
    ROW("dependencies", NULL, DEPENDENCIES, REF),
    ROW("compositions", NULL, LIST, COMPOSITION),
    ROW("vulnerabilities", NULL, LIST, VULNERABILITY),
    ROW("properties", NULL, LIST, PROPERTY),
};

static const struct cyclonedx_xml_row metadata[] = {
    ROW("timestamp", NULL, ONE, TEXT),
    ROW("lifecycles", NULL, LIST, LIFECYCLE),
    ROW("tools", NULL, LIST_OF_TOOLS, TOOL),
    ROW("authors", NULL, LIST, PERSON),
    ROW("component", NULL, ONE, COMPONENT),
    ROW("manufacture", NULL, ONE, ORGANIZATION),
    ROW("manufacturer", NULL, ONE, ORGANIZATION),
    ROW("supplier", NULL, ONE, ORGANIZATION),
    ROW("licenses", NULL, LIST, LICENSE_CHOICE),
    ROW("properties", NULL, LIST, PROPERTY),
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
    ROW("hashes", NULL, LIST, HASH),
    ROW("externalReferences", NULL, LIST, REFERENCE),
};

static const struct cyclonedx_xml_row tools[] = {
    ROW("components", NULL, LIST, COMPONENT),
    ROW("services", NULL, LIST, SERVICE),
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
    ROW("group", NULL, ONE, TEXT),
    ROW("name", NULL, ONE, TEXT),
    ROW("version", NULL, ONE, TEXT),
    ROW("description", NULL, ONE, TEXT),
    ROW("purl", NULL, ONE, TEXT),
    ROW("scope", NULL, ONE, TEXT),
    ROW("hashes", NULL, LIST, HASH),
    ROW("licenses", NULL, LIST, LICENSE_CHOICE),
    ROW("externalReferences", NULL, LIST, REFERENCE),
    ROW("properties", NULL, LIST, PROPERTY),
    ROW("supplier", NULL, ONE, ORGANIZATION),
    ROW("publisher", NULL, ONE, TEXT),
    ROW("author", NULL, ONE, TEXT),
    ROW("authors", NULL, LIST, PERSON),
    ROW("manufacturer", NULL, ONE, ORGANIZATION),
    ROW("copyright", NULL, ONE, TEXT),
    ROW("cpe", NULL, ONE, TEXT),
    ROW("swid", NULL, ONE, SWID),
    ROW("omniborId", NULL, MANY, TEXT),
    ROW("swhid", NULL, MANY, TEXT),
    ROW("modified", NULL, ONE, FLAG),
    ROW("pedigree", NULL, ONE, PEDIGREE),
    ROW("components", NULL, LIST, COMPONENT),
    ROW("evidence", NULL, ONE, EVIDENCE),
    ROW("tags", NULL, LIST, TEXT),
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
    ROW("properties", NULL, LIST, PROPERTY),
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
    ROW("ancestors", NULL, LIST, COMPONENT),
    ROW("descendants", NULL, LIST, COMPONENT),
    ROW("variants", NULL, LIST, COMPONENT),
    ROW("commits", NULL, LIST, COMMIT),
    ROW("patches", NULL, LIST, PATCH),
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
    ROW("resolves", NULL, LIST, ISSUE),
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
    ROW("references", NULL, LIST, TEXT),
};

static const struct cyclonedx_xml_row source[] = {
    ROW("name", NULL, ONE, TEXT),
    ROW("url", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row reference[] = {
    ROW("type", NULL, ATTRIBUTE, TEXT),
    ROW("url", NULL, ONE, TEXT),
    ROW("comment", NULL, ONE, TEXT),
    ROW("hashes", NULL, LIST, HASH),
};

static const struct cyclonedx_xml_row property[] = {
    ROW("name", NULL, ATTRIBUTE, TEXT),
    ROW("value", NULL, CONTENT, TEXT),
};

static const struct cyclonedx_xml_row evidence[] = {
    ROW("identity", NULL, MANY, IDENTITY),
    ROW("occurrences", NULL, LIST, OCCURRENCE),
    ROW("callstack", NULL, ONE, CALLSTACK),
    ROW("licenses", NULL, LIST, LICENSE_CHOICE),
    ROW("copyright", NULL, LIST, COPYRIGHT),
};

static const struct cyclonedx_xml_row identity[] = {
    ROW("field", NULL, ONE, TEXT),
    ROW("confidence", NULL, ONE, NUMBER),
    ROW("concludedValue", NULL, ONE, TEXT),
    ROW("methods", NULL, LIST, METHOD),
    ROW("tools", NULL, LIST, REF),
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
    ROW("frames", NULL, LIST, FRAME),
};

static const struct cyclonedx_xml_row frame[] = {
    ROW("package", NULL, ONE, TEXT),
    ROW("module", NULL, ONE, TEXT),
    ROW("function", NULL, ONE, TEXT),
    ROW("parameters", NULL, LIST, TEXT),
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
    ROW("endpoints", NULL, LIST, TEXT),
    ROW("authenticated", NULL, ONE, FLAG),
    ROW("x-trust-boundary", NULL, ONE, FLAG),
    ROW("trustZone", NULL, ONE, TEXT),
    ROW("data", NULL, LIST, DATA),
    ROW("licenses", NULL, LIST, LICENSE_CHOICE),
    ROW("externalReferences", NULL, LIST, REFERENCE),
    ROW("services", NULL, LIST, SERVICE),
    ROW("properties", NULL, LIST, PROPERTY),
};

static const struct cyclonedx_xml_row composition[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("aggregate", NULL, ONE, TEXT),
    ROW("assemblies", NULL, LIST, REF),
    ROW("dependencies", NULL, LIST, REF),
    ROW("vulnerabilities", NULL, LIST, REF),
};

static const struct cyclonedx_xml_row vulnerability[] = {
    ROW("bom-ref", NULL, ATTRIBUTE, TEXT),
    ROW("id", NULL, ONE, TEXT),
    ROW("source", NULL, ONE, SOURCE),
    ROW("references", NULL, LIST, VULNERABILITY_REFERENCE),
    ROW("ratings", NULL, LIST, RATING),
    ROW("cwes", NULL, LIST, NUMBER),
    ROW("description", NULL, ONE, TEXT),
    ROW("detail", NULL, ONE, TEXT),
    ROW("recommendation", NULL, ONE, TEXT),
    ROW("workaround", NULL, ONE, TEXT),
    ROW("advisories", NULL, LIST, ADVISORY),
    ROW("created", NULL, ONE, TEXT),
    ROW("published", NULL, ONE, TEXT),
    ROW("updated", NULL, ONE, TEXT),
    ROW("rejected", NULL, ONE, TEXT),
    ROW("tools", NULL, LIST_OF_TOOLS, TOOL),
    ROW("analysis", NULL, ONE, ANALYSIS),
    ROW("affects", NULL, LIST, AFFECTED),
    ROW("properties", NULL, LIST, PROPERTY),
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
    ROW("responses", "response", LIST, TEXT),
    ROW("detail", NULL, ONE, TEXT),
    ROW("firstIssued", NULL, ONE, TEXT),
    ROW("lastUpdated", NULL, ONE, TEXT),
};

static const struct cyclonedx_xml_row affected[] = {
    ROW("ref", NULL, ONE, TEXT),
    ROW("versions", NULL, LIST, AFFECTED_VERSION),
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
