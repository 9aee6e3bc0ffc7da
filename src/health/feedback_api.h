/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of feedback on a team's week; the table ends with a row without a method.
   Example: POST /api/v1/teams/{team}/feedback {"week": "2026-W48", "text": "…"} */
#ifndef HEALTH_FEEDBACK_API_H
#define HEALTH_FEEDBACK_API_H

#include "health/feedback.h"

extern const struct api_route feedback_api_routes[];

/* Adds an entry as people see it: docs/api.yaml, Feedback. */
void feedback_api_print(struct buf *out, const struct feedback *entry);

#endif
