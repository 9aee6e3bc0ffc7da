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
size_t badge_fact_completions(
    const struct badge_step *steps, size_t count, struct badge_completion *ret_completions)
{
    size_t found = 0, closed = 0; /* those before this place stand whatever comes */
    int64_t acknowledged_us = 0;
    for (size_t i = 0; i < count; i++) {
        const struct badge_step *step = &steps[i];
        if (text_is(step->kind, "acknowledged")) {
            acknowledged_us = step->at_us;
        } else if (text_is(step->kind, "completed") && step->account_id) {
            int64_t after_us = step->at_us - acknowledged_us;
            ret_completions[closed] = (struct badge_completion){.account_id = step->account_id,
                .at_us = step->at_us,
                .after_seconds = acknowledged_us ? after_us / CLOCK_SECOND_US : -1};
            found = closed + 1;
        } else if (text_is(step->kind, "closed")) {
            if (found > closed)
                ret_completions[closed].closed_us = step->at_us;
            closed = found;
        } else {
            acknowledged_us = 0;
            found = closed;
        }
    }
    return found;
}
