/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/constraint_set.h"

#include "base/limits.h"
#include "domain/constraint_trait.h"

struct constraint_set constraint_set_none(enum version_scheme scheme, struct arena *arena)
{
    return (struct constraint_set){.scheme = scheme, .arena = arena};
}

/* Branches have no order, and none is ever a bound of others; any order will do to tell one from all others. */
static bool compare_at(enum version_scheme scheme, enum constraint_level level, struct text a,
    struct text b, int *ret_order, struct err *err)
{
    a = constraint_trait_stem(scheme, level, a);
    b = constraint_trait_stem(scheme, level, b);
    if (scheme == VERSION_PACKAGIST && constraint_trait_of(scheme, a) &&
        constraint_trait_of(scheme, b)) {
        int order = text_cmp(a, b);
        *ret_order = (order > 0) - (order < 0);
        return true;
    }
    return version_compare_checked(scheme, a, b, ret_order, err);
}

/* A cut of a coarser level lies before or behind all that has its beginning. */
bool constraint_set_compare(enum version_scheme scheme, const struct constraint_cut *a,
    const struct constraint_cut *b, int *ret_order, struct err *err)
{
    enum constraint_level level = a->level > b->level ? a->level : b->level;
    int order;
    if (!compare_at(scheme, level, a->version, b->version, &order, err))
        return false;
    if (order == 0 && a->level == b->level)
        order = a->is_behind - b->is_behind;
    else if (order == 0)
        order = a->level > b->level ? (a->is_behind ? 1 : -1) : (b->is_behind ? -1 : 1);
    *ret_order = order;
    return true;
}

/* Where the two ends have no order, nobody knows; who asks whether a version is in hears so. */
static bool is_empty(const struct constraint_set *set, const struct constraint_interval *interval)
{
    int order = -1;
    return interval->from.version.at && interval->to.version.at &&
           constraint_set_compare(set->scheme, &interval->from, &interval->to, &order, NULL) &&
           order >= 0;
}

static bool make_room(struct constraint_set *set, struct err *err)
{
    if (set->count < set->room)
        return true;
    if (set->count >= LIMIT_CONSTRAINT_INTERVALS)
        return err_set(
            err, ERR_LIMIT, "it has more than %zu intervals", LIMIT_CONSTRAINT_INTERVALS);
    size_t room = set->room ? 2 * set->room : 4;
    struct constraint_interval *at = arena_take_array(set->arena, room, sizeof *at);
    if (!at)
        return arena_check(set->arena, err);
    if (set->count)
        memcpy(at, set->at, set->count * sizeof *at);
    set->at = at;
    set->room = room;
    return true;
}

bool constraint_set_add(
    struct constraint_set *set, const struct constraint_interval *interval, struct err *err)
{
    if (is_empty(set, interval))
        return true;
    if (!make_room(set, err))
        return false;
    set->at[set->count++] = *interval;
    return true;
}

bool constraint_set_add_outside(
    struct constraint_set *set, const struct constraint_interval *interval, struct err *err)
{
    struct constraint_interval before = {.to = interval->from}, behind = {.from = interval->to};
    return (!interval->from.version.at || constraint_set_add(set, &before, err)) &&
           (!interval->to.version.at || constraint_set_add(set, &behind, err));
}

bool constraint_set_widen(
    struct constraint_set *set, const struct constraint_set *other, struct err *err)
{
    for (size_t i = 0; i < other->count; i++)
        if (!constraint_set_add(set, &other->at[i], err))
            return false;
    return true;
}

/* The cut that lies farther up (sign 1) or down (-1); where there is none on one side, that of the other. */
static bool take_cut(enum version_scheme scheme, int sign, const struct constraint_cut *a,
    const struct constraint_cut *b, struct constraint_cut *ret_cut, struct err *err)
{
    int order = a->version.at ? sign : -sign;
    if (a->version.at && b->version.at && !constraint_set_compare(scheme, a, b, &order, err))
        return false;
    *ret_cut = order * sign >= 0 ? *a : *b;
    return true;
}

/* Adds to set what two intervals have in common. */
static bool add_common(struct constraint_set *set, const struct constraint_interval *a,
    const struct constraint_interval *b, struct err *err)
{
    struct constraint_interval both = {
        .without = a->without | b->without, .only = a->only.at ? a->only : b->only};
    if (a->only.at && b->only.at && !text_eq_nocase(a->only, b->only))
        return true;
    return take_cut(set->scheme, 1, &a->from, &b->from, &both.from, err) &&
           take_cut(set->scheme, -1, &a->to, &b->to, &both.to, err) &&
           constraint_set_add(set, &both, err);
}

bool constraint_set_narrow(
    struct constraint_set *set, const struct constraint_set *other, struct err *err)
{
    struct constraint_set result = constraint_set_none(set->scheme, set->arena);
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < other->count; k++)
            if (!add_common(&result, &set->at[i], &other->at[k], err))
                return false;
    *set = result;
    return true;
}

static bool begins_before(enum version_scheme scheme, const struct constraint_interval *a,
    const struct constraint_interval *b)
{
    int order = 0;
    if (!a->from.version.at || !b->from.version.at)
        return !a->from.version.at && b->from.version.at;
    return constraint_set_compare(scheme, &a->from, &b->from, &order, NULL) && order < 0;
}

static void sort(struct constraint_set *set)
{
    for (size_t i = 1; i < set->count; i++) {
        struct constraint_interval one = set->at[i];
        size_t to = i;
        for (; to > 0 && begins_before(set->scheme, &one, &set->at[to - 1]); to--)
            set->at[to] = set->at[to - 1];
        set->at[to] = one;
    }
}

/* Joins next to last if no version lies between them. */
static bool join(enum version_scheme scheme, struct constraint_interval *last,
    const struct constraint_interval *next)
{
    int order = 1;
    if (last->without != next->without || last->only.at || next->only.at)
        return false;
    if (last->to.version.at && next->from.version.at &&
        (!constraint_set_compare(scheme, &last->to, &next->from, &order, NULL) || order < 0))
        return false;
    if (!last->to.version.at || !next->to.version.at)
        last->to = (struct constraint_cut){0};
    else if (!constraint_set_compare(scheme, &last->to, &next->to, &order, NULL))
        return false;
    else if (order < 0)
        last->to = next->to;
    return true;
}

void constraint_set_tidy(struct constraint_set *set)
{
    if (set->scheme == VERSION_MAVEN || set->count == 0)
        return;
    sort(set);
    size_t kept = 1;
    for (size_t i = 1; i < set->count; i++) {
        bool is_joined = false;
        for (size_t k = 0; k < kept && !is_joined; k++)
            is_joined = join(set->scheme, &set->at[k], &set->at[i]);
        if (!is_joined)
            set->at[kept++] = set->at[i];
    }
    set->count = kept;
}

enum side { SIDE_IN, SIDE_OUT, SIDE_UNKNOWN };

/* On which side of a cut, the lower end of an interval or its upper one, a version lies. */
static enum side find_side(enum version_scheme scheme, const struct constraint_cut *cut,
    bool is_from, struct text version, struct err *err)
{
    int order;
    if (!cut->version.at)
        return SIDE_IN;
    if (!compare_at(scheme, cut->level, version, cut->version, &order, err))
        return SIDE_UNKNOWN;
    bool is_above = order > 0 || (order == 0 && !cut->is_behind);
    return is_above == is_from ? SIDE_IN : SIDE_OUT;
}

bool constraint_set_holds(enum version_scheme scheme, const struct constraint_interval *interval,
    struct text version, bool *ret_is_in, struct err *err)
{
    bool is_left_out = constraint_trait_of(scheme, version) & interval->without ||
                       (interval->only.at && !text_eq_nocase(interval->only, version));
    enum side from = SIDE_OUT, to = SIDE_OUT;
    if (!is_left_out) {
        from = find_side(scheme, &interval->from, true, version, err);
        to = find_side(scheme, &interval->to, false, version, err);
    }
    *ret_is_in = from == SIDE_IN && to == SIDE_IN;
    return from == SIDE_OUT || to == SIDE_OUT || *ret_is_in;
}
