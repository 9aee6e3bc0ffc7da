/* SPDX-License-Identifier: Apache-2.0 */
/* A package of an SPDX 3 document, and all that is said of it but its relations. Example: spdx3_print_package(&print, i, c) */
#ifndef SBOM_SPDX3_PRINT_PACKAGE_H
#define SBOM_SPDX3_PRINT_PACKAGE_H

#include "sbom/spdx3_print.h"

/* Writes a component, or the subject (SBOM_ROOT), with notes on it as elements of their own, and counts what has no place. */
void spdx3_print_package(
    struct spdx3_print *print, uint32_t self, const struct sbom_component *component);

#endif
