/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_due.h"

#include "base/clock.h"

static const char *const words[] = {
    [TICKET_DUE_PERSON] = "person",
    [TICKET_DUE_PRIORITY] = "priority",
    [TICKET_DUE_BOD] = "bod-26-04",
    [TICKET_DUE_KEV] = "kev",
};

const char *ticket_due_source_word(enum ticket_due_source source)
{
    return words[source];
}

enum ticket_due_source ticket_due_source_read(struct text word)
{
    for (int i = TICKET_DUE_PERSON; i <= TICKET_DUE_KEV; i++)
        if (text_is(word, words[i]))
            return (enum ticket_due_source)i;
    return TICKET_DUE_NOT;
}

struct due {
    int64_t at_us; /* 0: none */
    enum ticket_due_source source;
};

static void take_earlier(struct due *due, int64_t at_us, enum ticket_due_source source)
{
    if (at_us && (!due->at_us || at_us < due->at_us))
        *due = (struct due){at_us, source};
}

/* What BOD 26-04 says of a ticket, whatever model it was decided by. */
static int64_t bod_days(const struct ticket_decision *decision)
{
    struct ticket_decision bod = *decision;
    bod.model = SSVC_MODEL_BOD;
    int outcome =
        ticket_decide_other(&bod, SSVC_POINT_IN_KEV, decision->inputs[SSVC_POINT_IN_KEV].value);
    return ssvc_model_row(SSVC_MODEL_BOD)->outcomes[outcome].days;
}

static int64_t own_days(const struct ticket_decision *decision, const struct ticket_policy *policy)
{
    return decision->model == SSVC_MODEL_BOD ? bod_days(decision) : policy->days[decision->outcome];
}

static int64_t behind(int64_t from_us, int64_t days)
{
    return days ? from_us + days * CLOCK_DAY_US : 0;
}

static struct due find_due(
    const struct ticket *ticket, const struct ticket_policy *policy, int64_t from_us)
{
    const struct ticket_decision *decision = &ticket->decision;
    bool is_bod = decision->model == SSVC_MODEL_BOD;
    struct due due = {0};
    take_earlier(&due, behind(from_us, own_days(decision, policy)),
        is_bod ? TICKET_DUE_BOD : TICKET_DUE_PRIORITY);
    if (ticket->finding.facts.is_kev && policy->is_kev_due) {
        take_earlier(&due, behind(from_us, bod_days(decision)), TICKET_DUE_BOD);
        take_earlier(&due, ticket->finding.facts.kev_due_us, TICKET_DUE_KEV);
    }
    return due;
}

/* From when the days count. Where the priority rose, so that what was due before does not become due later. */
static int64_t count_from(const struct ticket *ticket, const struct ticket *before,
    const struct ticket_policy *policy, int64_t now_us)
{
    bool is_anew = !before || !before->due_from_us || before->state == TICKET_CLOSED ||
                   before->state == TICKET_COMPLETED;
    if (is_anew)
        return now_us;
    if (ticket->decision.outcome == before->decision.outcome)
        return before->due_from_us;
    int64_t days = own_days(&ticket->decision, policy);
    bool has_risen = ticket->decision.outcome > before->decision.outcome;
    if (has_risen && days && before->due_us && before->due_us < behind(now_us, days))
        return before->due_us - days * CLOCK_DAY_US;
    return now_us;
}

void ticket_due_set(struct ticket *ticket, const struct ticket *before,
    const struct ticket_policy *policy, int64_t now_us)
{
    bool is_done = ticket->state == TICKET_CLOSED || ticket->state == TICKET_COMPLETED;
    if (is_done || (ticket->due_source == TICKET_DUE_PERSON && ticket->due_us))
        return;
    ticket->due_from_us = count_from(ticket, before, policy, now_us);
    struct due due = find_due(ticket, policy, ticket->due_from_us);
    ticket->due_us = due.at_us;
    ticket->due_source = due.source;
}
