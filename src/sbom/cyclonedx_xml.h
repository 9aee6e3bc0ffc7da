/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX XML, 1.0 to 1.7, turned into the JSON of the same version, which cyclonedx_json reads. What stands in neither of
   its readers' tables (cryptography, model cards, formulas …) and elements of other namespaces are left out.
   Example: cyclonedx_xml_to_json(&json, TEXT("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"/>"), err) */
#ifndef SBOM_CYCLONEDX_XML_H
#define SBOM_CYCLONEDX_XML_H

#include "base/buf.h"
#include "base/err.h"

/* Adds the document in bytes to out as JSON. Fails as xml_read does, and with "line:column: why": ERR_UNSUPPORTED for the
   namespace of another version, ERR_SYNTAX for another root, or for an element that stands twice where one may. */
MUST_USE bool cyclonedx_xml_to_json(struct buf *out, struct text bytes, struct err *err);

#endif
