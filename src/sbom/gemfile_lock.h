/* SPDX-License-Identifier: Apache-2.0 */
/* Ruby's Gemfile.lock (gems.locked): what "bundle install" installs. Example: gemfile_lock_read(&build, bytes, err) */
#ifndef SBOM_GEMFILE_LOCK_H
#define SBOM_GEMFILE_LOCK_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. A gem built for several platforms is one component. Gems of a PATH are ours.
   Groups (development, test) stand in the Gemfile alone. Fails as sbom_read says, with "line:column: why". */
MUST_USE bool gemfile_lock_read(struct sbom_build *build, struct text bytes, struct err *err);

#endif
