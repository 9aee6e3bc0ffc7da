/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 2.2 and 2.3 as tag-value ("PackageName: curl"), turned into the JSON that says the same, so that one reader knows what
   its members mean. Example: spdx_tag_to_json(&json, TEXT("SPDXVersion: SPDX-2.3\n…"), err) gives {"spdxVersion":"SPDX-2.3",…}

   Taken over is what spdx_json reads. Tags that are not known, or that nobody reads, are passed over as members of JSON are. */
#ifndef SBOM_SPDX_TAG_H
#define SBOM_SPDX_TAG_H

#include "base/buf.h"
#include "base/err.h"

/* Adds the document to out. Fails with ERR_SYNTAX and "line 12: why" (a line that is no tag, a <text> that is not closed, a
   tag twice in one package, a package without SPDXID, a relationship that is none, not UTF-8), or ERR_LIMIT. */
MUST_USE bool spdx_tag_to_json(struct buf *out, struct text bytes, struct err *err);

#endif
