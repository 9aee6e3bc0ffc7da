/* SPDX-License-Identifier: Apache-2.0 */
/* Explanations as JSON: one shape for "kenzen explain --json", the REST API and the evidence of a ticket.
   Example: match_explain_json(&out, &explanation, &question) */
#ifndef MATCH_MATCH_EXPLAIN_JSON_H
#define MATCH_MATCH_EXPLAIN_JSON_H

#include "base/buf.h"
#include "match/match_explain.h"

/* Adds the members of an explanation to an object that is open (docs/scan.md has the shape). */
void match_explain_json(struct buf *out, const struct match_explanation *explanation,
    const struct match_question *question);

#endif
