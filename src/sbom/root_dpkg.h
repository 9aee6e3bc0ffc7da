/* SPDX-License-Identifier: Apache-2.0 */
/* dpkg's database: var/lib/dpkg/status, and status.d of images without dpkg (dpkg(1), deb-control(5)). */
#ifndef SBOM_ROOT_DPKG_H
#define SBOM_ROOT_DPKG_H

#include "sbom/root_build.h"

/* Adds the packages of one file of it; b->path says which. */
MUST_USE bool root_dpkg_add(struct root_build *b, struct text text, struct err *err);
/* Adds what they depend on, when all are there. */
MUST_USE bool root_dpkg_edges(struct root_build *b, struct err *err);

#endif
