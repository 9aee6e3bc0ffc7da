/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/range_line.h"

struct entry {
    struct range_mark mark;
    size_t written; /* its place in the range: ties keep that order */
};

struct sorting {
    enum version_scheme scheme;
    bool has_order; /* false once two versions were found to have none */
};

/* Below everything, also below a version "0" (osv-schema, events). */
static bool is_beginning(const struct range_mark *mark)
{
    return !mark->is_version && mark->event == RANGE_INTRODUCED && text_is(mark->version, "0");
}

/* At one version: what happens at it, the version itself, then last_affected, which happens behind it. */
static int turn_of(const struct range_mark *mark)
{
    if (mark->is_version)
        return 1;
    return mark->event == RANGE_LAST_AFFECTED ? 2 : 0;
}

static int compare_entries(const void *left, const void *right, void *context)
{
    const struct entry *a = left, *b = right;
    struct sorting *sorting = context;
    int order = is_beginning(&b->mark) - is_beginning(&a->mark);
    if (order == 0 && !is_beginning(&a->mark) &&
        !version_compare_checked(sorting->scheme, a->mark.version, b->mark.version, &order, NULL)) {
        sorting->has_order = false;
        return 0;
    }
    if (order == 0)
        order = turn_of(&a->mark) - turn_of(&b->mark);
    return order ? order : (a->written > b->written) - (a->written < b->written);
}

/* Goes along the line and says where one is in the range: a limit counts when all of them are passed. */
static void fill_marks(struct range_line *line, const struct entry *entries, size_t limit_count)
{
    bool is_open = false;
    size_t passed = 0;
    for (size_t i = 0; i < line->count; i++) {
        struct range_mark mark = entries[i].mark;
        if (mark.is_version)
            line->at = i;
        else if (mark.event == RANGE_LIMIT)
            passed++;
        else
            is_open = mark.event == RANGE_INTRODUCED;
        mark.is_affected = is_open && (limit_count == 0 || passed < limit_count);
        line->marks[i] = mark;
    }
}

static bool check_mark(enum version_scheme scheme, const struct range_mark *mark, struct err *err)
{
    return is_beginning(mark) || version_check(scheme, mark->version, err);
}

bool range_line_read(struct range_line *ret_line, enum version_scheme scheme,
    const struct range *range, struct text version, struct arena *arena, struct err *err)
{
    struct entry *entries = arena_take_array(arena, range->count + 1, sizeof *entries);
    struct range_line line = {
        .marks = arena_take_array(arena, range->count + 1, sizeof *line.marks)};
    struct sorting sorting = {scheme, true};
    size_t limit_count = 0;
    bool has_no_limit = false;
    if (!entries || !line.marks)
        return arena_check(arena, err);
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *bound = &range->bounds[i];
        bool is_star = bound->event == RANGE_LIMIT && text_is(bound->version, "*");
        has_no_limit = has_no_limit || is_star;
        limit_count += bound->event == RANGE_LIMIT;
        if (!is_star)
            entries[line.count++] = (struct entry){
                .mark = {.event = bound->event, .version = bound->version}, .written = i};
    }
    entries[line.count++] =
        (struct entry){.mark = {.is_version = true, .version = version}, .written = range->count};
    for (size_t i = 0; i < line.count; i++)
        if (!check_mark(scheme, &entries[i].mark, err))
            return false;
    qsort_r(entries, line.count, sizeof *entries, compare_entries, &sorting);
    if (!sorting.has_order)
        return err_set(err, ERR_SYNTAX, "two versions of the range have no order");
    fill_marks(&line, entries, has_no_limit ? 0 : limit_count);
    *ret_line = line;
    return true;
}

const char *range_event_name(enum range_event event)
{
    static const char *const names[] = {
        [RANGE_INTRODUCED] = "introduced",
        [RANGE_FIXED] = "fixed",
        [RANGE_LAST_AFFECTED] = "last_affected",
        [RANGE_LIMIT] = "limit",
    };
    return names[event];
}
