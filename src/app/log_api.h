/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's tree, for everybody: signed checkpoints and proofs, which tell nothing of its entries (docs/journal.md).
   Example: {log_api_routes, …} in routes_tables. */
#ifndef APP_LOG_API_H
#define APP_LOG_API_H

#include "account/api.h"

extern const struct api_route log_api_routes[];

#endif
