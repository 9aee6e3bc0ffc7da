/* SPDX-License-Identifier: Apache-2.0 */
/* What became different from one generation to the next, kept for as long as it is little: whoever knows a former generation
   asks what to look at anew (advisory_index_since).
   Example: advisory_index_history_open(&history, old); advisory_index_history_add(&history, &advisory); … */
#ifndef ADVISORY_ADVISORY_INDEX_HISTORY_H
#define ADVISORY_ADVISORY_INDEX_HISTORY_H

#include "advisory/advisory_index_file.h"
#include "advisory/advisory_index_map.h"
#include "base/map.h"
#include "base/vec.h"

struct history_package {
    struct text ecosystem, package;
};

struct advisory_index_history {
    struct arena arena;
    struct map known, known_cves; /* of the step that is being made */
    VEC(struct layout_step);      /* the last one is being made */
    struct {
        VEC(struct history_package);
    } packages;
    struct {
        VEC(uint64_t);
    } cves;
    bool is_over; /* too much changed to tell */
};

void advisory_index_history_init(struct advisory_index_history *history);
void advisory_index_history_done(struct advisory_index_history *history);

/* Takes the steps of the old generation over, and begins the one that leads away from it; or drops that again, when the new
   generation turns out to be the same. */
void advisory_index_history_open(
    struct advisory_index_history *history, const struct advisory_index *old);
void advisory_index_history_drop(struct advisory_index_history *history);
/* Notes a record that came or went, and a CVE whose facts did. */
void advisory_index_history_add(
    struct advisory_index_history *history, const struct advisory *advisory);
void advisory_index_history_add_cve(struct advisory_index_history *history, uint64_t cve);

/* Writes the tables STEPS, CHANGED_PACKAGES and CHANGED_CVES; texts go to heap. */
void advisory_index_history_write(const struct advisory_index_history *history,
    struct advisory_index_file *file, struct buf *heap);

#endif
