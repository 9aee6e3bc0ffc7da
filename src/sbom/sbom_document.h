/* SPDX-License-Identifier: Apache-2.0 */
/* One SBOM document in memory: which format it is, by its content, and its reader.
   Example: document.at = …; sbom_document_read(&sbom, &document, arena, err)

   A format that is not JSON is turned into JSON first where it says the same in other words (XML, YAML, tag-value), so that
   one reader knows what its members mean; other texts (lock files) have readers of their own. */
#ifndef SBOM_SBOM_DOCUMENT_H
#define SBOM_SBOM_DOCUMENT_H

#include "codec/json.h"
#include "sbom/sbom.h"

struct sbom_document {
    struct text name; /* of the file: some lock files are known by nothing else */
    char *at;         /* may be changed; YYJSON_PADDING_SIZE spare bytes behind len */
    size_t len;
    struct text original; /* the same bytes unchanged, for line and column of an error; or empty */
    bool wants_original;  /* out: reading failed, and would say more with the original */
};

/* Reads a document of any format. Its texts borrow from at or live in arena. Fails as sbom_read does. */
MUST_USE bool sbom_document_read(
    struct sbom *ret_sbom, struct sbom_document *document, struct arena *arena, struct err *err);

/* What all formats have in common once their components are there: ecosystems, owners, the order of facts. */
struct sbom_build;
MUST_USE bool sbom_document_finish(struct sbom_build *build, struct err *err);

#endif
