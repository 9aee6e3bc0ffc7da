/* SPDX-License-Identifier: Apache-2.0 */
/* The REST interface of what a policy says of a service, a part or an SBOM. */
#ifndef LICENSE_LICENSE_REPORT_API_H
#define LICENSE_LICENSE_REPORT_API_H

#include "account/api.h"

extern const struct api_route license_report_api_routes[];

#endif
