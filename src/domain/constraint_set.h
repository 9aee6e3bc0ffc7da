/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of versions as lists of intervals, with "and" and "or". Only constraint*.c include this.
   Example: constraint_set_narrow(&all, &one, err) leaves in all what is in one too. */
#ifndef DOMAIN_CONSTRAINT_SET_H
#define DOMAIN_CONSTRAINT_SET_H

#include "domain/constraint.h"

struct constraint_set {
    enum version_scheme scheme;
    struct arena *arena;
    struct constraint_interval *at;
    size_t count, room;
};

/* An empty set, and the one that holds every version. */
struct constraint_set constraint_set_none(enum version_scheme scheme, struct arena *arena);
/* Adds an interval, unless it is empty. Fails with ERR_LIMIT over LIMIT_CONSTRAINT_INTERVALS. */
MUST_USE bool constraint_set_add(
    struct constraint_set *set, const struct constraint_interval *interval, struct err *err);
/* Adds what lies before and behind an interval. */
MUST_USE bool constraint_set_add_outside(
    struct constraint_set *set, const struct constraint_interval *interval, struct err *err);
/* Adds all of other: "or". */
MUST_USE bool constraint_set_widen(
    struct constraint_set *set, const struct constraint_set *other, struct err *err);
/* Takes away what is not in other: "and". */
MUST_USE bool constraint_set_narrow(
    struct constraint_set *set, const struct constraint_set *other, struct err *err);
/* Sorts the intervals and joins those that touch and leave out the same. Not for Maven, whose order is none. */
void constraint_set_tidy(struct constraint_set *set);

/* Sets *ret_order to -1, 0 or 1, as a lies in relation to b; both have a version. Fails as version_compare_checked does. */
MUST_USE bool constraint_set_compare(enum version_scheme scheme, const struct constraint_cut *a,
    const struct constraint_cut *b, int *ret_order, struct err *err);
/* Sets *ret_is_in to whether version, which version_check has passed, is in the interval. */
MUST_USE bool constraint_set_holds(enum version_scheme scheme,
    const struct constraint_interval *interval, struct text version, bool *ret_is_in,
    struct err *err);

#endif
