/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the journal; the table ends with a row without a method.
   Example: GET /api/v1/journal?kind=ticket.closed&team=7 */
#ifndef APP_JOURNAL_API_H
#define APP_JOURNAL_API_H

#include "account/api.h"

extern const struct api_route journal_api_routes[];

#endif
