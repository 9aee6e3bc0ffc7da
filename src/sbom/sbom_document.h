/* SPDX-License-Identifier: Apache-2.0 */
/* One SBOM document in memory: which format it is, by its content, and its reader.
   Example: sbom_document_check(bytes, err) && json_read_in_place(&json, …) && sbom_document_read(&sbom, json_root(&json), arena, err) */
#ifndef SBOM_SBOM_DOCUMENT_H
#define SBOM_SBOM_DOCUMENT_H

#include "codec/json.h"
#include "sbom/sbom.h"

/* Fails with ERR_UNSUPPORTED, and what to do instead, when bytes are a document that we know and do not read (XML, YAML,
   tag-value). That nothing is wrong here does not mean that they are JSON. */
MUST_USE bool sbom_document_check(struct text bytes, struct err *err);

/* Reads a document of any format. Its texts borrow from those of the JSON values. Fails as sbom_read does. */
MUST_USE bool sbom_document_read(
    struct sbom *ret_sbom, yyjson_val *root, struct arena *arena, struct err *err);

#endif
