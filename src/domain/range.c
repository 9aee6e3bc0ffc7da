/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/range.h"

#include "base/buf.h"

/* Where an event lies in relation to the version asked for. */
struct place {
    int order;       /* of the event's version against the version: -1 below, 0 at it, 1 above */
    bool is_reached; /* the event has happened at the version */
};

/* "introduced 0" lies below everything, also below a version "0" (osv-schema, events). */
static bool is_beginning(const struct range_bound *bound)
{
    return bound->event == RANGE_INTRODUCED && text_is(bound->version, "0");
}

static bool find_place(enum version_scheme scheme, const struct range_bound *bound,
    struct text version, struct place *ret_place, struct err *err)
{
    struct place place = {.order = -1};
    if (!is_beginning(bound) &&
        !version_compare_checked(scheme, bound->version, version, &place.order, err))
        return false;
    /* "fixed" excludes its version from the interval, "last_affected" includes it. */
    place.is_reached = bound->event == RANGE_LAST_AFFECTED ? place.order < 0 : place.order <= 0;
    *ret_place = place;
    return true;
}

/* Sets *ret_is_later to whether bound a happens later than b. last_affected happens behind its version, so
   behind whatever else stands at it; other ties keep the order in which they were written. */
static bool is_later(enum version_scheme scheme, const struct range_bound *a,
    const struct range_bound *b, bool *ret_is_later, struct err *err)
{
    int order = is_beginning(b) - is_beginning(a);
    if (order == 0 && !is_beginning(a) &&
        !version_compare_checked(scheme, a->version, b->version, &order, err))
        return false;
    if (order == 0)
        order = (a->event == RANGE_LAST_AFFECTED) - (b->event == RANGE_LAST_AFFECTED);
    *ret_is_later = order >= 0;
    return true;
}

/* Whether version is below some limit, or there is none (osv-schema: an absent limit is "*"). */
static bool check_limits(enum version_scheme scheme, const struct range *range, struct text version,
    bool *ret_is_within, struct err *err)
{
    bool has_limit = false, is_within = false;
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *bound = &range->bounds[i];
        if (bound->event != RANGE_LIMIT)
            continue;
        has_limit = true;
        int order = 1;
        if (!text_is(bound->version, "*") &&
            !version_compare_checked(scheme, bound->version, version, &order, err))
            return false;
        is_within = is_within || order > 0;
    }
    *ret_is_within = is_within || !has_limit;
    return true;
}

/* Takes bound as the end of the interval if it is the nearest seen. */
static bool take_end(enum version_scheme scheme, const struct range_bound *bound,
    const struct range_bound **end, struct err *err)
{
    bool is_nearer = true;
    if (*end && !is_later(scheme, *end, bound, &is_nearer, err))
        return false;
    if (is_nearer)
        *end = bound;
    return true;
}

/* Each version is checked once; after that they are only compared. */
bool range_check(enum version_scheme scheme, const struct range *range, struct err *err)
{
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *bound = &range->bounds[i];
        bool is_no_version =
            is_beginning(bound) || (bound->event == RANGE_LIMIT && text_is(bound->version, "*"));
        if (!is_no_version && !version_check(scheme, bound->version, err))
            return false;
    }
    return true;
}

bool range_contains(enum version_scheme scheme, const struct range *range, struct text version,
    struct range_answer *ret_answer, struct err *err)
{
    const struct range_bound *last = NULL, *end = NULL;
    bool is_within = false;
    if (!range_check(scheme, range, err) || !version_check(scheme, version, err) ||
        !check_limits(scheme, range, version, &is_within, err))
        return false;
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *bound = &range->bounds[i];
        struct place place;
        if (bound->event == RANGE_LIMIT)
            continue;
        if (!find_place(scheme, bound, version, &place, err))
            return false;
        if (!place.is_reached && bound->event != RANGE_INTRODUCED) {
            if (!take_end(scheme, bound, &end, err))
                return false;
        } else if (place.is_reached) {
            bool is_last = true;
            if (last && !is_later(scheme, bound, last, &is_last, err))
                return false;
            if (is_last)
                last = bound;
        }
    }
    bool is_in = is_within && last && last->event == RANGE_INTRODUCED;
    *ret_answer = (struct range_answer){.is_in = is_in};
    if (is_in) {
        ret_answer->since = last->version;
        ret_answer->is_bounded = end != NULL;
        ret_answer->until = end ? end->version : (struct text){0};
        ret_answer->is_until_fixed = end && end->event == RANGE_FIXED;
    }
    return true;
}

void range_print(const struct range *range, struct buf *out)
{
    static const char *const words[] = {
        [RANGE_INTRODUCED] = ">= ",
        [RANGE_FIXED] = "< ",
        [RANGE_LAST_AFFECTED] = "<= ",
        [RANGE_LIMIT] = "before ",
    };
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *bound = &range->bounds[i];
        if (i > 0)
            buf_add_z(out, bound->event == RANGE_INTRODUCED ? " or " : ", ");
        buf_add_z(out, words[bound->event]);
        buf_add(out, bound->version);
    }
}
