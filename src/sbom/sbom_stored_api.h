/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that read an SBOM's original once more: how good it is, and the same in another format. Example row: see sbom_stored_api.c */
#ifndef SBOM_SBOM_STORED_API_H
#define SBOM_SBOM_STORED_API_H

#include "account/api.h"

extern const struct api_route sbom_stored_api_routes[];

#endif
