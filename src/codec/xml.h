/* SPDX-License-Identifier: Apache-2.0 */
/* XML read over expat into a tree with namespaces resolved, hardened against what strangers send: there is no document type
   and so no entity of one's own, nothing outside is ever looked at, and depth, tags and memory have limits.
   Example: xml_read(&root, bytes, arena, err); for (e = xml_child(root, "dependency"); e; e = xml_next(e)) xml_child_text(e, "version") */
#ifndef CODEC_XML_H
#define CODEC_XML_H

#include "base/arena.h"

struct xml_attribute {
    struct text space, name; /* the URI of its namespace, empty without a prefix; the local name */
    struct text value;
};

struct xml_element {
    struct text space, name; /* the URI of its namespace, or empty; the local name */
    struct text
        text; /* what stands directly inside, beside the children; white space alone only where there are none */
    const struct xml_attribute *attributes; /* as written, without declarations of namespaces */
    size_t attribute_count;
    const struct xml_element *up, *child, *next; /* NULL where there is none */
    uint32_t line, column;                       /* of its tag; from 1 */
};

/* Reads a document (XML 1.0 with namespaces; UTF-8, UTF-16, ISO 8859-1 or ASCII, by its byte order mark or as it declares). All
   texts become UTF-8 without NUL. The tree lives in arena and takes some 100 bytes for an element beside its texts. Fails with
   "line:column: why": ERR_SYNTAX (malformed, cut off, a prefix that is not declared, a document type), ERR_UNSUPPORTED (another
   encoding), ERR_LIMIT (deeper than LIMIT_XML_DEPTH, a tag or comment of more than LIMIT_XML_TAG_BYTES, or more than arena holds). */
MUST_USE bool xml_read(
    const struct xml_element **ret_root, struct text bytes, struct arena *arena, struct err *err);

/* Returns the first child of this local name in the namespace of its parent, or NULL. A NULL element has none. */
const struct xml_element *xml_child(const struct xml_element *element, const char *name);
/* Returns the next brother of the same name and namespace, or NULL. */
const struct xml_element *xml_next(const struct xml_element *element);
/* Returns the text of the first such child without white space around it; empty when there is none. */
struct text xml_child_text(const struct xml_element *element, const char *name);
/* Returns the value of an attribute without a prefix, or NULL. */
const struct text *xml_attribute(const struct xml_element *element, const char *name);
bool xml_is(const struct xml_element *element, const char *name);

/* Sets err to "line:column: WHY", of the element's tag, and returns false. */
bool xml_fail(const struct xml_element *element, struct err *err, enum err_code code,
    const char *format, ...) PRINTF_LIKE(4, 5);

/* Returns whether bytes look like the start of an XML document, in any of the encodings that are read. */
bool xml_is_likely(struct text bytes);

#endif
