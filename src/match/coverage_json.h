/* SPDX-License-Identifier: Apache-2.0 */
/* Coverage as JSON: one shape for "kenzen coverage --json" and the REST API. Example: coverage_json_print(&out, &coverage, index) */
#ifndef MATCH_COVERAGE_JSON_H
#define MATCH_COVERAGE_JSON_H

#include "codec/json.h"
#include "match/coverage.h"

/* Adds an object. index may be NULL. */
void coverage_json_print(
    struct buf *out, const struct coverage *coverage, const struct advisory_index *index);

#endif
