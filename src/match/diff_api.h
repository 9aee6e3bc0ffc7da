/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that compare SBOMs. Example row: see diff_api.c */
#ifndef MATCH_DIFF_API_H
#define MATCH_DIFF_API_H

#include "account/api.h"

extern const struct api_route diff_api_routes[];

#endif
