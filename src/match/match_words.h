/* SPDX-License-Identifier: Apache-2.0 */
/* What each source says of a finding: how severe, which versions, since when; and where they disagree. The matcher needs none
   of it, so it is looked up when a finding is told.
   Example: match_words_find(&words, index, &component, &finding, arena, err); words.is_different[MATCH_DIFFERS_FIXED] */
#ifndef MATCH_MATCH_WORDS_H
#define MATCH_MATCH_WORDS_H

#include "match/match.h"

/* One record, or one rating of the CVE's own record. */
struct match_word {
    struct text record, source; /* "GHSA-…", "osv/npm" */
    struct text
        by; /* whose word it is: what the record's id begins with, "GHSA"; of a rating who gave it */
    struct text url;
    int64_t modified_us;
    bool is_withdrawn; /* or rejected: it counts for nothing */
    enum severity severity;
    unsigned score_tenths;
    struct text cvss_vector; /* or empty: the severity is the record's own word */
    bool has_answer;         /* it names the package */
    enum match_answer answer;
    struct text reason; /* of the answer, where there is one */
    struct text ranges; /* the first of what it holds for affected, "< 4.17.21 or >= 5.0, < 5.1" */
    struct text fixed;  /* what mends the installed branch, or empty */
};

/* In what two of them differ, of those that count. Several records of one (a vendor's errata) do not differ from each other. */
enum match_difference {
    MATCH_DIFFERS_SEVERITY,  /* low for one, high for another */
    MATCH_DIFFERS_ANSWER,    /* affected for one, and not for another that names the package */
    MATCH_DIFFERS_FIXED,     /* mended by other versions, or by none */
    MATCH_DIFFERS_WITHDRAWN, /* withdrawn by one */
    MATCH_DIFFERENCES,
};

struct match_words {
    struct match_word *at; /* those that hold it for affected first */
    size_t count;
    bool has_more; /* than LIMIT_WORDS, than the budget reaches for, or the index is damaged */
    bool is_different[MATCH_DIFFERENCES];
};

/* What may still be read for the findings of one answer. One that asked for more than there was is in debt, and each finding
   pays back a little, so that the whole takes a time that grows with their number alone. */
struct match_words_budget {
    int64_t steps; /* first LIMIT_WORDS_STEPS */
};

/* Returns "severity", "answer", "fixed" or "withdrawn". */
const char *match_words_difference_name(enum match_difference difference);

/* Finds what is said of a finding of component, by the ids that the finding goes by. Texts live in arena and in the index. Fails
   with ERR_LIMIT (arena) or a damaged index. */
MUST_USE bool match_words_find(struct match_words *ret_words, const struct advisory_index *index,
    const struct sbom_component *component, const struct match_finding *finding,
    struct match_words_budget *budget, struct arena *arena, struct err *err);

/* Returns whether the sources disagree on anything. */
bool match_words_disagree(const struct match_words *words);

#endif
