/* SPDX-License-Identifier: Apache-2.0 */
/* Why things were not used, each reason with a count and a few examples. Places lose their numbers, so that one cause is one
   reason. Example: advisory_reasons_add(&reasons, text_of(err.text), TEXT("PYSEC-1.json"), arena) */
#ifndef ADVISORY_ADVISORY_REASONS_H
#define ADVISORY_ADVISORY_REASONS_H

#include "base/arena.h"
#include "base/vec.h"

enum { ADVISORY_EXAMPLES = 3 };

struct advisory_reason {
    struct text text;
    size_t count;
    struct text examples[ADVISORY_EXAMPLES];
    size_t example_count;
};

struct advisory_reasons {
    VEC(struct advisory_reason);
    size_t count; /* of all */
};

/* Counts why for example (a record's id or a file's name). Texts are copied into arena. Past a number of different reasons
   the rest is counted as "other reasons". */
void advisory_reasons_add(
    struct advisory_reasons *reasons, struct text why, struct text example, struct arena *arena);
void advisory_reasons_done(struct advisory_reasons *reasons);

#endif
