/* SPDX-License-Identifier: Apache-2.0 */
/* Gradle's gradle.lockfile, one module in a line: org.slf4j:slf4j-api:2.0.9=compileClasspath,runtimeClasspath.
   Example: gradle_lock_read(&build, bytes, err) */
#ifndef SBOM_GRADLE_LOCK_H
#define SBOM_GRADLE_LOCK_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. What only configurations for tests have is "excluded"; who depends on whom is
   not in the file. Fails as sbom_read says, with "line:column: why". */
MUST_USE bool gradle_lock_read(struct sbom_build *build, struct text bytes, struct err *err);

#endif
