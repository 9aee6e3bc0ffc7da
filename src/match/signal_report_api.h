/* SPDX-License-Identifier: Apache-2.0 */
/* The REST interface of the signals of an SBOM. */
#ifndef MATCH_SIGNAL_REPORT_API_H
#define MATCH_SIGNAL_REPORT_API_H

#include "account/api.h"

extern const struct api_route signal_report_api_routes[];

#endif
