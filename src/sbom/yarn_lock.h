/* SPDX-License-Identifier: Apache-2.0 */
/* yarn.lock, of Yarn 1 (a notation of its own) and of Yarn 2 and later (YAML).
   Example: yarn_lock_to_json(&json, bytes, err), then yarn_lock_read(&build, root, err) */
#ifndef SBOM_YARN_LOCK_H
#define SBOM_YARN_LOCK_H

#include "sbom/sbom_build.h"

/* Adds either kind as JSON to out: an object by "name@range, name@range". Fails with ERR_SYNTAX and "line:column: why". */
MUST_USE bool yarn_lock_to_json(struct buf *out, struct text bytes, struct err *err);
/* The same for Yarn 1 alone. */
MUST_USE bool yarn_lock_v1_to_json(struct buf *out, struct text bytes, struct err *err);

/* Fills build->sbom but for what sbom_resolve adds. Yarn 1 does not say what the project needs: it is every "name@range" that no
   package asks for. What is for development only is in neither kind. Fails as sbom_read says. */
MUST_USE bool yarn_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
