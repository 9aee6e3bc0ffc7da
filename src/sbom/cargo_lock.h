/* SPDX-License-Identifier: Apache-2.0 */
/* Rust's Cargo.lock, versions 1 to 4: what "cargo build --locked" uses. Example: cargo_lock_read(&build, root, err), root being its
   TOML as JSON. */
#ifndef SBOM_CARGO_LOCK_H
#define SBOM_CARGO_LOCK_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. A package without a source is ours: the subject when it is the only one. What
   is for development only is not told in the file. Fails as sbom_read says. */
MUST_USE bool cargo_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err);
/* Returns whether root looks like one. */
bool cargo_lock_is(yyjson_val *root);

#endif
