/* SPDX-License-Identifier: Apache-2.0 */
/* What an import changes: of all that the writer was given only what the old generation does not have, and what of the old
   generation is no more. Example: advisory_index_diff_find(&diff, writer, &sources, err); … diff.gone.at[i] */
#ifndef ADVISORY_ADVISORY_INDEX_DIFF_H
#define ADVISORY_ADVISORY_INDEX_DIFF_H

#include "advisory/advisory_index_sources.h"
#include "advisory/advisory_index_writer.h"

struct advisory_index_diff {
    struct {
        VEC(uint32_t);
    } gone, gone_facts; /* numbers of old records and facts that were there and are not any more */
    unsigned char *dead,
        *dead_facts; /* bits of the old numbers; room for those of one more segment */
    size_t dead_bytes, dead_fact_bytes;
};

/* Leaves in the writer's rows and facts one for each id or CVE of a source, and only those that are new or changed, in the
   order of source and id or CVE; their source is its number in sources from now on. Enters in sources what stays. */
MUST_USE bool advisory_index_diff_find(struct advisory_index_diff *diff,
    struct advisory_index_writer *writer, struct advisory_index_sources *sources, struct err *err);
void advisory_index_diff_done(struct advisory_index_diff *diff);

/* Whether bit number of bits is set. */
bool advisory_index_diff_has(const unsigned char *bits, uint32_t number);

#endif
