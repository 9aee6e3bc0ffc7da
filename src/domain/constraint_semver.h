/* SPDX-License-Identifier: Apache-2.0 */
/* What npm's and Cargo's constraints have in common: comparators with partial versions, and the rule that a pre-release is in
   only where the constraint names one of the same three numbers. Only constraint_npm.c and constraint_cargo.c include this.
   Example: constraint_semver_partial(reader, &p) of "1.2.x", then constraint_semver_caret(&sum, &p). */
#ifndef DOMAIN_CONSTRAINT_SEMVER_H
#define DOMAIN_CONSTRAINT_SEMVER_H

#include "domain/constraint_syntax.h"

enum { CONSTRAINT_SEMVER_NUMBERS = 3 };

/* "1.2.3-rc.1", "1.2", "1.x", "*". */
struct constraint_semver {
    struct text written;
    struct text numbers[CONSTRAINT_SEMVER_NUMBERS];
    size_t count;    /* of the numbers before a wildcard or the end */
    struct text pre; /* at is NULL without one */
    bool has_wildcard;
    const char *stray; /* what stands behind a wildcard though it means nothing there, or NULL */
};

/* Comparators that must all hold, and the three numbers of those that name a pre-release. */
struct constraint_semver_sum {
    const struct constraint_reader *reader;
    struct constraint_interval interval;
    bool is_none;
    struct constraint_set named;
};

/* Reads a partial version off the rest. */
MUST_USE bool constraint_semver_partial(
    struct constraint_reader *reader, struct constraint_semver *ret_partial);

struct constraint_semver_sum constraint_semver_begin(const struct constraint_reader *reader);
/* Narrows sum by one comparator. CONSTRAINT_EQUAL with a partial version holds all that begin so. */
MUST_USE bool constraint_semver_add(struct constraint_semver_sum *sum,
    enum constraint_operator meaning, const struct constraint_semver *partial);
/* Adds to set what all comparators of sum hold. */
MUST_USE bool constraint_semver_end(struct constraint_semver_sum *sum, struct constraint_set *set);

#endif
