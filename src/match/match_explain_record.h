/* SPDX-License-Identifier: Apache-2.0 */
/* One record against one component, step by step. Example: match_explain_record(&record, &judging, &advisory, &name, true, arena) */
#ifndef MATCH_MATCH_EXPLAIN_RECORD_H
#define MATCH_MATCH_EXPLAIN_RECORD_H

#include "match/match_explain.h"

/* What is asked of all records. */
struct match_explain_judging {
    const struct ecosystem *ecosystem;
    const struct sbom_component *component;
    struct text id; /* the id asked for, or empty */
    const struct map *own,
        *overruled; /* of the name: records that are passed over (match_name.h) */
};

/* Judges a record that was found by a name (advisory->affected is of that package), and with has_entries tells each range and list of it. */
void match_explain_record(struct match_explain_record *ret_record,
    const struct match_explain_judging *judging, const struct advisory *advisory,
    const struct match_name *name, bool has_entries, struct arena *arena);

/* The same for a record that bears the id but names other packages. */
void match_explain_record_elsewhere(struct match_explain_record *ret_record,
    const struct match_explain_judging *judging, const struct advisory *advisory,
    struct arena *arena);

/* Returns whether a record bears an id, and how. */
bool match_explain_record_bears(
    const struct advisory *advisory, struct text id, enum advisory_link *ret_link);

#endif
