/* SPDX-License-Identifier: Apache-2.0 */
/* Maven's pom.xml: what a project asks for itself. Example: maven_pom_read(&build, bytes, err) */
#ifndef SBOM_MAVEN_POM_H
#define SBOM_MAVEN_POM_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. Versions come from the dependency itself or from dependencyManagement, with
   the properties of this file; what a parent, a BOM or a range decides has no version and an oddity. What these packages need in
   turn is in no pom.xml of ours, which is told. Fails as sbom_read says, with "line:column: why". */
MUST_USE bool maven_pom_read(struct sbom_build *build, struct text bytes, struct err *err);

#endif
