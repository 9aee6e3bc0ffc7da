/* SPDX-License-Identifier: Apache-2.0 */
/* How the elements of CycloneDX XML become members of its JSON, and the other way: a table for each kind of object.
   Example: rows = cyclonedx_xml_table_rows(CYCLONEDX_XML_HASH); rows.at[0].name is "alg", an attribute */
#ifndef SBOM_CYCLONEDX_XML_TABLE_H
#define SBOM_CYCLONEDX_XML_TABLE_H

#include "base/text.h"

/* What the value is made of: the kinds before CYCLONEDX_XML_BOM are no objects. */
enum cyclonedx_xml_kind {
    CYCLONEDX_XML_TEXT,
    CYCLONEDX_XML_FLAG,
    CYCLONEDX_XML_NUMBER,
    CYCLONEDX_XML_REF, /* the attribute "ref" of an element that has nothing else */
    CYCLONEDX_XML_LICENSE_CHOICE,
    CYCLONEDX_XML_DATA, /* what a service works on: <classification> up to 1.4, <dataflow> since 1.5 */
    CYCLONEDX_XML_BOM,
    CYCLONEDX_XML_METADATA,
    CYCLONEDX_XML_LIFECYCLE,
    CYCLONEDX_XML_TOOL,
    CYCLONEDX_XML_TOOLS,
    CYCLONEDX_XML_PERSON,
    CYCLONEDX_XML_ORGANIZATION,
    CYCLONEDX_XML_COMPONENT,
    CYCLONEDX_XML_HASH,
    CYCLONEDX_XML_LICENSE,
    CYCLONEDX_XML_EXPRESSION,
    CYCLONEDX_XML_EXPRESSION_DETAILED,
    CYCLONEDX_XML_ATTACHMENT,
    CYCLONEDX_XML_SWID,
    CYCLONEDX_XML_PEDIGREE,
    CYCLONEDX_XML_COMMIT,
    CYCLONEDX_XML_PATCH,
    CYCLONEDX_XML_DIFF,
    CYCLONEDX_XML_ISSUE,
    CYCLONEDX_XML_SOURCE,
    CYCLONEDX_XML_REFERENCE,
    CYCLONEDX_XML_PROPERTY,
    CYCLONEDX_XML_EVIDENCE,
    CYCLONEDX_XML_IDENTITY,
    CYCLONEDX_XML_METHOD,
    CYCLONEDX_XML_OCCURRENCE,
    CYCLONEDX_XML_COPYRIGHT,
    CYCLONEDX_XML_CALLSTACK,
    CYCLONEDX_XML_FRAME,
    CYCLONEDX_XML_SERVICE,
    CYCLONEDX_XML_COMPOSITION,
    CYCLONEDX_XML_VULNERABILITY,
    CYCLONEDX_XML_VULNERABILITY_REFERENCE,
    CYCLONEDX_XML_RATING,
    CYCLONEDX_XML_ADVISORY,
    CYCLONEDX_XML_ANALYSIS,
    CYCLONEDX_XML_AFFECTED,
    CYCLONEDX_XML_AFFECTED_VERSION,
    CYCLONEDX_XML_KINDS
};

enum cyclonedx_xml_how {
    CYCLONEDX_XML_ATTRIBUTE,
    CYCLONEDX_XML_CONTENT, /* the text of the object's own element */
    CYCLONEDX_XML_ONE,
    CYCLONEDX_XML_MANY,          /* repeated without a list around it */
    CYCLONEDX_XML_LIST,          /* an element around others */
    CYCLONEDX_XML_LIST_OF_TOOLS, /* a list up to 1.4, and since 1.5 also an object */
    CYCLONEDX_XML_DEPENDENCIES   /* nested in XML, by reference in JSON */
};

struct cyclonedx_xml_row {
    const char *name; /* of the element or attribute */
    const char *key;  /* of the member, where it has another name */
    const char *item; /* of the elements in a list; NULL elsewhere */
    enum cyclonedx_xml_how how;
    enum cyclonedx_xml_kind kind; /* of the value, or of each entry */
};

struct cyclonedx_xml_rows {
    const struct cyclonedx_xml_row *at;
    size_t count; /* up to 64 */
};

/* Returns all members that an object of a kind may have: attributes and content first, then elements in the order of 1.6. */
struct cyclonedx_xml_rows cyclonedx_xml_table_rows(enum cyclonedx_xml_kind kind);

#endif
