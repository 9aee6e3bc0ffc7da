/* SPDX-License-Identifier: Apache-2.0 */
/* The REST interface of what a team says of signals: the names of its own packages, and what it has dismissed. */
#ifndef MATCH_SIGNAL_API_H
#define MATCH_SIGNAL_API_H

#include "account/api.h"
#include "match/signal_rows.h"

extern const struct api_route signal_api_routes[];

/* Adds the members of a dismissal to an object that is open. */
void signal_api_print(struct buf *out, const struct signal_rows_dismissal *dismissal);

#endif
