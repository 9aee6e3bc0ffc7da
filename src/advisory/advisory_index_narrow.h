/* SPDX-License-Identifier: Apache-2.0 */
/* Which records may speak of one version of a package: the others are passed over without being read. A record that is left
   out says "not affected"; the record has the last word on the others (match/match_record.h).
   Example: advisory_index_narrow(index, ecosystem, package, &wanted, &narrow); for (i < narrow.len) … narrow_read */
#ifndef ADVISORY_ADVISORY_INDEX_NARROW_H
#define ADVISORY_ADVISORY_INDEX_NARROW_H

#include "advisory/advisory_index.h"
#include "base/vec.h"
#include "domain/version.h"

struct advisory_place {
    uint32_t record, affected_first, affected_count;
};
struct advisory_narrow {
    VEC(struct advisory_place);
    size_t compared_count; /* spans that were compared with the version, of all look-ups */
};

/* The version that is looked for. */
struct advisory_wanted {
    enum version_scheme scheme;
    bool has_key; /* false: it cannot be read, or there is no scheme; then no record is left out */
    struct text version; /* without white space around it */
    struct text key;     /* domain/version_key.h */
};

/* Whether any record may name the package, whatever version: a look that needs no key. */
bool advisory_index_names(
    const struct advisory_index *index, struct text ecosystem, struct text package);

/* Adds the places of the records of a package that may hold the version, in the order of the index. */
void advisory_index_narrow(const struct advisory_index *index, struct text ecosystem,
    struct text package, const struct advisory_wanted *wanted, struct advisory_narrow *narrow);

/* Reads one, as advisory_index_read_hit does. */
MUST_USE bool advisory_index_narrow_read(const struct advisory_index *index,
    const struct advisory_place *place, struct advisory *ret_advisory, struct arena *arena,
    struct err *err);

#endif
