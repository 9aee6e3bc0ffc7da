/* SPDX-License-Identifier: Apache-2.0 */
/* The routes by which an SBOM comes in, is confirmed and goes: each brings the tickets of its part up to date, in the same
   transaction. Example: POST /api/v1/services/7/parts/main/sboms?filename=bom.json, the SBOM as the body */
#ifndef APP_UPLOAD_API_H
#define APP_UPLOAD_API_H

#include "account/api.h"

extern const struct api_route upload_api_routes[];

#endif
