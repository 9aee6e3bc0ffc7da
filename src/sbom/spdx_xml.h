/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 2.2 and 2.3 as XML, turned into the JSON that says the same. The standard has no schema for it: it is the JSON in tags, a
   list being a tag that stands several times, as SPDX's own tools write it.
   Example: spdx_xml_to_json(&json, TEXT("<Document><spdxVersion>SPDX-2.3</spdxVersion>…"), err) */
#ifndef SBOM_SPDX_XML_H
#define SBOM_SPDX_XML_H

#include "base/buf.h"
#include "base/err.h"

/* Adds the document to out; tags that spdx_json does not read are passed over. Fails with "line:column: why" as xml_read does,
   and with ERR_SYNTAX when the root is no Document, a tag stands twice that is no list, or tags stand where a text must. */
MUST_USE bool spdx_xml_to_json(struct buf *out, struct text bytes, struct err *err);

#endif
