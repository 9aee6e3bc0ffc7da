/* SPDX-License-Identifier: Apache-2.0 */
/* Versions as producers of SBOMs write them, made into those that advisories compare.
   Example: sbom_version_plain(TEXT("RubyGems"), TEXT("nokogiri"), TEXT("1.13.0-x86_64-linux"), arena) gives 1.13.0 */
#ifndef SBOM_SBOM_VERSION_H
#define SBOM_SBOM_VERSION_H

#include "base/arena.h"

/* Takes the platform off a gem's version, which lock files join to it; and writes versions of Go itself as semantic ones:
   1.22.0-rc.1 for go1.22rc1. Others stay as they are. The text borrows from version or lives in arena. */
struct text sbom_version_plain(
    struct text ecosystem, struct text package, struct text version, struct arena *arena);

#endif
