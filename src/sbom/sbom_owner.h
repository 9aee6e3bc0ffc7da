/* SPDX-License-Identifier: Apache-2.0 */
/* Packages of a language that the operating system brought: Debian's python3-requests is found a second time as
   pkg:pypi/requests in /usr/lib/python3/dist-packages. The distribution mends it without raising its version, so what
   advisories for the language say of it is wrong: it is judged through its owner.
   Example: sbom_owner_find(&sbom, claims, arena, err), after sbom_resolve.

   A package of a deb, rpm or apk owns a package of PyPI, RubyGems, npm or Maven when all of this holds (docs/scan.md):
   - the owner's upstream version is the other's version: 2.28.1+dfsg-1 and 2.28.1;
   - the other lies in a folder that only the package manager fills, /usr/lib/python3/dist-packages, as far as a place is
     said;
   - the SBOM says that the owner has its files; or, when it does not, a place is said, and the owner (or the source that it
     was built from) is named after it: python3-NAME, rubygem-NAME, node-NAME, libNAME-java … or NAME. */
#ifndef SBOM_SBOM_OWNER_H
#define SBOM_SBOM_OWNER_H

#include "sbom/sbom.h"

/* claims tells for each component the one that has its files, or SBOM_ROOT; NULL when the SBOM tells of none. Fails only
   with ERR_LIMIT. */
MUST_USE bool sbom_owner_find(
    struct sbom *sbom, const uint32_t *claims, struct arena *arena, struct err *err);

#endif
