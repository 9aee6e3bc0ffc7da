/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/range_span.h"

#include <stdlib.h>

/* An event with its key. */
struct event {
    enum range_event kind;
    bool is_beginning;        /* "introduced 0": below every version */
    uint32_t key_at, key_len; /* in the keys */
    size_t place;             /* among the events as written */
};

enum { EVENTS_ON_STACK = 16 };

struct walk {
    enum version_scheme scheme;
    struct range_spans *spans;
    struct event *events;
    size_t count;
};

static struct text key_of(const struct range_spans *spans, uint32_t at, uint32_t len)
{
    return (struct text){spans->keys.at + at, len};
}

static bool add_key(enum version_scheme scheme, struct text version, struct range_spans *spans,
    uint32_t *ret_at, uint32_t *ret_len)
{
    size_t at = spans->keys.len;
    if (!version_key_add(scheme, version, &spans->keys, NULL) || spans->keys.is_over)
        return false;
    *ret_at = (uint32_t)at;
    *ret_len = (uint32_t)(spans->keys.len - at);
    return true;
}

static bool read_events(struct walk *walk, const struct range *range)
{
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *bound = &range->bounds[i];
        struct event event = {.kind = bound->event, .place = i};
        event.is_beginning = bound->event == RANGE_INTRODUCED && text_is(bound->version, "0");
        bool is_read = bound->event != RANGE_LIMIT &&
                       (event.is_beginning || add_key(walk->scheme, bound->version, walk->spans,
                                                  &event.key_at, &event.key_len));
        if (!is_read)
            return false;
        walk->events[i] = event;
    }
    return true;
}

static int compare_keys(const struct walk *walk, const struct event *a, const struct event *b)
{
    return version_key_compare(walk->scheme, key_of(walk->spans, a->key_at, a->key_len),
        key_of(walk->spans, b->key_at, b->key_len));
}

/* As range_contains ranks events: the beginning, then by version; last_affected happens behind whatever else stands at its
   version, and other ties keep the order in which they were written. */
static int compare_events(const void *left, const void *right, void *context)
{
    const struct event *a = left, *b = right;
    int order = b->is_beginning - a->is_beginning;
    if (order == 0 && !a->is_beginning)
        order = compare_keys(context, a, b);
    if (order == 0)
        order = (a->kind == RANGE_LAST_AFFECTED) - (b->kind == RANGE_LAST_AFFECTED);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

/* Without an order of the keys, only one interval, each of whose ends is compared, is certain to be what range_contains
   finds, with the same versions left undecided. */
static bool is_simple(const struct walk *walk)
{
    if (version_key_is_ordered(walk->scheme) || walk->count == 0)
        return true;
    const struct event *low = &walk->events[0], *high = &walk->events[1];
    if (walk->count == 1)
        return low->kind == RANGE_INTRODUCED;
    if (walk->count == 2 && high->kind == RANGE_INTRODUCED) {
        low = &walk->events[1];
        high = &walk->events[0];
    }
    return walk->count == 2 && low->kind == RANGE_INTRODUCED && high->kind != RANGE_INTRODUCED &&
           (low->is_beginning || compare_keys(walk, low, high) == -1);
}

static void add_span(struct walk *walk, const struct event *low, const struct event *high)
{
    struct range_span *span = VEC_ADD(walk->spans);
    if (low->is_beginning)
        span->flags |= RANGE_SPAN_FROM_START;
    span->low_at = low->key_at;
    span->low_len = low->key_len;
    if (!high) {
        span->flags |= RANGE_SPAN_TO_END;
        return;
    }
    span->high_at = high->key_at;
    span->high_len = high->key_len;
    if (high->kind == RANGE_LAST_AFFECTED)
        span->flags |= RANGE_SPAN_HIGH_IN;
}

/* Introduced opens, the next fixed or last_affected closes. */
static void cut_spans(struct walk *walk)
{
    const struct event *open = NULL;
    for (size_t i = 0; i < walk->count; i++) {
        const struct event *event = &walk->events[i];
        if (event->kind == RANGE_INTRODUCED) {
            open = open ? open : event;
        } else if (open) {
            add_span(walk, open, event);
            open = NULL;
        }
    }
    if (open)
        add_span(walk, open, NULL);
}

bool range_span_add(
    enum version_scheme scheme, const struct range *range, struct range_spans *spans)
{
    struct event on_stack[EVENTS_ON_STACK];
    struct walk walk = {scheme, spans, on_stack, range->count};
    size_t keys_before = spans->keys.len;
    if (range->count > EVENTS_ON_STACK)
        walk.events = calloc(range->count, sizeof *walk.events);
    if (!walk.events)
        err_panic("out of memory");
    bool is_told = read_events(&walk, range) && is_simple(&walk);
    if (is_told) {
        if (walk.count > 1)
            qsort_r(walk.events, walk.count, sizeof *walk.events, compare_events, &walk);
        cut_spans(&walk);
    } else {
        buf_cut(&spans->keys, keys_before);
    }
    if (walk.events != on_stack)
        free(walk.events);
    return is_told;
}

bool range_span_add_version(
    enum version_scheme scheme, struct text version, struct range_spans *spans)
{
    struct range_span span = {.flags = RANGE_SPAN_HIGH_IN};
    if (!add_key(scheme, version, spans, &span.low_at, &span.low_len))
        return false;
    span.high_at = span.low_at;
    span.high_len = span.low_len;
    *VEC_ADD(spans) = span;
    return true;
}

int range_span_holds(
    enum version_scheme scheme, unsigned flags, struct text low, struct text high, struct text key)
{
    int below = -1, above = 1;
    if (!(flags & RANGE_SPAN_FROM_START))
        below = version_key_compare(scheme, low, key);
    /* Where versions may lack an order, both ends are asked: range_contains reads all events, too. */
    if (below == 1 && version_key_is_ordered(scheme))
        return 0;
    if (!(flags & RANGE_SPAN_TO_END))
        above = version_key_compare(scheme, high, key);
    if (below == VERSION_KEY_NO_ORDER || above == VERSION_KEY_NO_ORDER)
        return VERSION_KEY_NO_ORDER;
    return below <= 0 && (above > 0 || (above == 0 && (flags & RANGE_SPAN_HIGH_IN)));
}
