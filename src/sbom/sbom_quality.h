/* SPDX-License-Identifier: Apache-2.0 */
/* How good an SBOM is: what it lacks of what the NTIA's minimum elements (2021) and BSI TR-03183-2 (2.1.0) ask for, and what to mend.
   Example: sbom_quality_find(&quality, &sbom, arena, err); quality.scores[SBOM_QUALITY_NTIA] is 0 to 100 */
#ifndef SBOM_SBOM_QUALITY_H
#define SBOM_SBOM_QUALITY_H

#include "sbom/sbom.h"

enum sbom_quality_standard { SBOM_QUALITY_NTIA, SBOM_QUALITY_BSI, SBOM_QUALITY_STANDARDS };

struct sbom_quality_rule {
    enum sbom_quality_standard standard;
    const char *id;      /* "supplier": unique in its standard */
    const char *section; /* of the standard */
    const char *what;    /* "the supplier's name" */
    const char *mend;    /* what to do about it */
    bool is_of_document; /* asked once, not of each package */
    bool is_optional;    /* only due where there is such a thing: not in the score */
};

enum { SBOM_QUALITY_EXAMPLES = 3 };

struct sbom_quality_result {
    const struct sbom_quality_rule *rule;
    size_t met,
        asked; /* packages, or 1 for the document; asked may be 0: no package, nothing lacks */
    uint32_t lacking[SBOM_QUALITY_EXAMPLES]; /* the first components that lack it */
    size_t lacking_count;                    /* of those: at most SBOM_QUALITY_EXAMPLES */
};

struct sbom_quality {
    struct sbom_quality_result *results; /* by standard, in its order */
    size_t count;
    /* The mean of met / asked over the rules that are not optional, in hundredths rounded down: 100 only when nothing lacks. */
    unsigned scores[SBOM_QUALITY_STANDARDS];
    size_t package_count;
};

/* Fails only with ERR_LIMIT, when arena is spent. */
MUST_USE bool sbom_quality_find(struct sbom_quality *ret_quality, const struct sbom *sbom,
    struct arena *arena, struct err *err);

/* "ntia" and "NTIA minimum elements (2021)". */
const char *sbom_quality_name(enum sbom_quality_standard standard);
const char *sbom_quality_title(enum sbom_quality_standard standard);

#endif
