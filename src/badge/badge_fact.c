/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_fact.h"

#include "base/clock.h"

bool badge_fact_is_of(const struct badge_fact *fact, const struct badge_event *event)
{
    int64_t id = event->object_id;
    if (event->source == BADGE_ON_COMPLETION)
        return fact->ticket_id == id;
    return event->source == fact->source && (fact->subject_id == id || fact->corrected_by_id == id);
}

/* What a person takes back, or what came back before it was closed, was none. */
bool badge_fact_completion(
    const struct badge_step *steps, size_t count, struct badge_completion *ret_completion)
{
    struct badge_completion last = {0};
    int64_t acknowledged_us = 0;
    bool is_closed = false;
    for (size_t i = 0; i < count; i++) {
        const struct badge_step *step = &steps[i];
        if (text_is(step->kind, "acknowledged")) {
            acknowledged_us = step->at_us;
        } else if (text_is(step->kind, "completed") && step->account_id) {
            last = (struct badge_completion){step->account_id, step->at_us, -1};
            if (acknowledged_us)
                last.after_seconds = (step->at_us - acknowledged_us) / CLOCK_SECOND_US;
            is_closed = false;
        } else if (text_is(step->kind, "closed")) {
            is_closed = true;
        } else {
            acknowledged_us = 0;
            if (!is_closed)
                last = (struct badge_completion){0};
        }
    }
    *ret_completion = last;
    return last.account_id != 0;
}
