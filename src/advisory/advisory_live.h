/* SPDX-License-Identifier: Apache-2.0 */
/* The advisory index that a server answers from: when another generation takes the file's name, the
   next taker gets that one, and who has the old one keeps it.
   Example: index = advisory_live_take(live); if (index) {…} advisory_live_give(live, index); */
#ifndef ADVISORY_ADVISORY_LIVE_H
#define ADVISORY_ADVISORY_LIVE_H

#include "advisory/advisory_index.h"

struct advisory_live;

/* Holds nothing until advisory_live_refresh. One thread refreshes; all may take and give. */
struct advisory_live *advisory_live_new(const char *path);
/* All indexes must have been given back. */
void advisory_live_free(struct advisory_live *live);

/* Opens the file if it is another one than before; ret_is_new tells. No file is no failure: what is
   there stays, or there is no index yet. Fails as advisory_index_open does, once for each such
   file, and what is there stays. */
MUST_USE bool advisory_live_refresh(struct advisory_live *live, bool *ret_is_new, struct err *err);

/* Returns the newest index, or NULL when there is none; it stays mapped until it is given back.
   Giving back NULL is fine. */
const struct advisory_index *advisory_live_take(struct advisory_live *live);
void advisory_live_give(struct advisory_live *live, const struct advisory_index *index);

#endif
