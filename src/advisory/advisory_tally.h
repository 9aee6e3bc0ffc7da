/* SPDX-License-Identifier: Apache-2.0 */
/* What is counted while a source is read, and the name that its records give it.
   Example: advisory_tally_add(&tally, &advisory, arena); … name = advisory_tally_name(&tally, TEXT("all"), arena) */
#ifndef ADVISORY_ADVISORY_TALLY_H
#define ADVISORY_ADVISORY_TALLY_H

#include "advisory/advisory.h"
#include "advisory/advisory_reasons.h"
#include "base/map.h"

enum advisory_tally_kind { TALLY_OSV, TALLY_CVE, TALLY_KEV, TALLY_EPSS, TALLY_EOL, TALLY_KINDS };

struct tally_base {
    struct text name;
    size_t count;
};

struct advisory_tally {
    enum advisory_tally_kind kind;
    size_t record_count, usable_count, withdrawn_count, kind_counts[3];
    struct text edition;              /* as the source calls itself; or empty */
    int64_t newest_us;                /* of facts; the index knows that of its records */
    struct advisory_reasons unusable; /* kept, but naming nothing that can be matched */
    struct advisory_reasons refused;  /* not kept */
    struct tally_bases {
        VEC(struct tally_base);
    } bases; /* ecosystems without release, by the number of records that name them */
    struct text prefix;
    bool has_prefix; /* all ids so far begin with it and '-' */
    struct map ids;
};

void advisory_tally_done(struct advisory_tally *tally);

/* Counts a record that is kept. Of two with one id the newer stays, and the other is counted as refused. */
void advisory_tally_add(
    struct advisory_tally *tally, const struct advisory *advisory, struct arena *arena);
/* Counts a CVE with facts. */
void advisory_tally_add_facts(struct advisory_tally *tally);

/* Returns the source's name: "kev", "epss", "cve", "eol"; of OSV records the base ecosystem that at least nine in ten share,
   "osv/PyPI", else the prefix that all ids share, "osv/GHSA", else "osv/" and stem. */
struct text advisory_tally_name(
    const struct advisory_tally *tally, struct text stem, struct arena *arena);

#endif
