/* SPDX-License-Identifier: Apache-2.0 */
/* The licences of a Debian package: usr/share/doc/NAME/copyright, where it is machine-readable (DEP 5). */
#ifndef SBOM_ROOT_COPYRIGHT_H
#define SBOM_ROOT_COPYRIGHT_H

#include "sbom/root_build.h"

/* Returns the names of its licences as they stand there, joined by " AND ", each once: "Expat AND (GPL-2+ OR Artistic)". Empty when there is no
   such file, or it is written for people only. */
struct text root_copyright_read(struct root_build *b, struct text package);

#endif
