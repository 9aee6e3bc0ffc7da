/* SPDX-License-Identifier: Apache-2.0 */
/* The REST interface of licence policies, their exceptions, and what they say of services, parts and SBOMs. */
#ifndef LICENSE_LICENSE_API_H
#define LICENSE_LICENSE_API_H

#include "account/api.h"

extern const struct api_route license_api_routes[];

#endif
