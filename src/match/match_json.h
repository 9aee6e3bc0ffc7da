/* SPDX-License-Identifier: Apache-2.0 */
/* Findings and gaps as JSON: one shape for "kenzen scan --json" and the REST API.
   Example: match_json_finding(&out, &result.findings[i], &sbom) */
#ifndef MATCH_MATCH_JSON_H
#define MATCH_MATCH_JSON_H

#include "codec/json.h"
#include "match/match_words.h"

/* Adds the members of a finding to an object that is open (docs/scan.md has the shape). */
void match_json_finding(
    struct buf *out, const struct match_finding *finding, const struct sbom_component *component);

/* Adds what the sources say of a finding: "sources", "disagreements", "has_more_sources", as far as budget reaches. scratch
   is for the while. */
void match_json_sources(struct buf *out, const struct advisory_index *index,
    const struct match_finding *finding, const struct sbom_component *component,
    struct match_words_budget *budget, struct arena *scratch);

/* Adds a "component" member. */
void match_json_component(struct buf *out, const struct sbom_component *component);

/* Adds a finding's "kev" and "epss" members, null where nothing is known. */
void match_json_facts(struct buf *out, const struct advisory_facts *facts);

/* Adds an array member of gaps, each with up to component_max of its components. */
void match_json_gaps(struct buf *out, const char *key, const struct match_gap *gaps, size_t count,
    const struct sbom_component *components, size_t component_max);

const char *match_answer_name(enum match_answer answer); /* "not_affected" */

#endif
