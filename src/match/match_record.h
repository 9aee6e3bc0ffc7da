/* SPDX-License-Identifier: Apache-2.0 */
/* One advisory record against one version of the package it names.
   Example: match_record_judge(&verdict, scheme, &advisory, TEXT("4.17.20"), arena) */
#ifndef MATCH_MATCH_RECORD_H
#define MATCH_MATCH_RECORD_H

#include "domain/ecosystem.h"
#include "match/match.h"

struct match_verdict {
    enum match_answer answer; /* affected, not affected or undecidable */
    enum match_cause cause;   /* of what is undecidable */
    struct text reason;       /* the comparison made, or why there is none; lives in the arena */
    struct text fixed;        /* the version that ends the affected interval, or empty */
};

/* Judges version by the record's packages (advisory->affected, all of one package). An enumerated version is affected
   whatever the ranges say; of several ranges one that holds it suffices (osv-schema, "Evaluation"). has_scheme tells
   whether the ecosystem's order is known: without it only enumerated versions decide. */
struct match_verdict match_record_judge(const struct ecosystem *ecosystem,
    const struct advisory *advisory, struct text version, struct arena *arena);

/* Returns whether a record's list of versions has this one, spelt so or otherwise where the order is known. */
bool match_record_lists(const struct ecosystem *ecosystem, const struct advisory_affected *affected,
    struct text version);

/* The ids under which a record's flaws are findings. */
struct match_keys {
    struct text *at; /* its CVEs, each a finding; without any, all its ids, together one finding */
    size_t count;
    bool are_cves;
    bool is_one_flaw; /* the record's own ids name one flaw, so they are aliases of its finding */
    bool joins_cves;  /* its own ids name several CVEs, which stay apart all the same */
};

/* Only ids and aliases join records. A distribution's advisory counts for each CVE in its upstream, else in its related
   ids, and is an alias of none of them. at is an array in arena that borrows its texts from advisory. */
struct match_keys match_record_keys(
    const struct ecosystem *ecosystem, const struct advisory *advisory, struct arena *arena);

#endif
