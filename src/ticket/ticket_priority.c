/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_priority.h"

#include "base/clock.h"
#include "ticket/ticket_due.h"
#include "ticket/ticket_json.h"

/* One of each input by component, by ticket, and by what is tried. */
enum { OVERRIDES_MAX = 3 * TICKET_INPUTS };

/* What is tried comes last, and counts; a value that is not known takes back what was said. */
static size_t take(
    struct ticket_override *overrides, size_t count, const struct ticket_override *tried)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (overrides[i].input != tried->input)
            overrides[kept++] = overrides[i];
    if (tried->value != SSVC_UNKNOWN)
        overrides[kept++] = *tried;
    return kept;
}

static void decide(struct ticket_decision *ret_decision, const struct ticket *ticket,
    const struct ticket_part *part, const struct ticket_policy *policy,
    const struct ticket_override *more, size_t more_count)
{
    struct ticket_override overrides[OVERRIDES_MAX];
    size_t count = ticket_override_of(part, ticket, overrides, OVERRIDES_MAX - TICKET_INPUTS);
    for (size_t i = 0; i < more_count && count < OVERRIDES_MAX; i++)
        count = take(overrides, count, &more[i]);
    ticket_decide(ret_decision, &(struct ticket_basis){.finding = &ticket->finding,
                                    .service = &part->inputs,
                                    .policy = policy,
                                    .use = ticket->use,
                                    .overrides = overrides,
                                    .override_count = count});
}

void ticket_priority_try(struct ticket_decision *ret_decision, const struct ticket *ticket,
    const struct ticket_part *part, const struct ticket_policy *policy,
    const struct ticket_override *more, size_t more_count)
{
    decide(ret_decision, ticket, part, policy, more, more_count);
}

void ticket_priority_set(struct ticket *ticket, const struct ticket *before,
    const struct ticket_part *part, int64_t now_us, struct arena *arena)
{
    decide(&ticket->decision, ticket, part, &part->policy, NULL, 0);
    ticket->decision_json = ticket_json_decision(&ticket->decision, arena);
    ticket->rank = ticket_rank(&ticket->finding, ticket->decision.outcome);
    ticket_due_set(ticket, before, &part->policy, now_us);
}

/* -- events -- */

static struct text due_text(const struct ticket *now, struct arena *arena)
{
    static const char *const whys[] = {
        [TICKET_DUE_PERSON] = "as somebody said",
        [TICKET_DUE_PRIORITY] = "by the days of its priority",
        [TICKET_DUE_BOD] = "by the days of BOD 26-04",
        [TICKET_DUE_KEV] = "by CISA's catalogue of exploited vulnerabilities",
    };
    char at[CLOCK_TEXT_SIZE];
    if (!now->due_us)
        return TEXT("It has no due date any more");
    return arena_format(
        arena, "Due %.10s, %s", clock_print(now->due_us, at), whys[now->due_source]);
}

static struct text due_detail(const struct ticket_priority_change *change, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_time(&out, "due_before", change->before->due_us);
    json_print_member_time(&out, "due_at", change->now->due_us);
    if (change->now->due_source)
        json_print_member_z(&out, "due_source", ticket_due_source_word(change->now->due_source));
    json_print_member_z(&out, "cause", change->cause);
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

static void add_event(struct ticket_writes *writes, size_t at,
    const struct ticket_priority_change *change, const char *kind, struct text text,
    struct text detail, struct arena *arena)
{
    ticket_writes_event(writes, at,
        &(struct ticket_event){.at_us = change->why->now_us,
            .account_id = change->why->account_id,
            .kind = kind,
            .text = text,
            .detail = detail,
            .generation = change->now->generation},
        arena);
}

/* CISA's date is a day. */
static struct text exploited_text(const struct advisory_facts *facts, struct arena *arena)
{
    char at[CLOCK_TEXT_SIZE];
    if (!facts->kev_added_us)
        return TEXT("Known to be exploited (CISA's catalogue); its priority stays");
    return arena_format(arena,
        "Known to be exploited since %.10s (CISA's catalogue); its priority stays",
        clock_print(facts->kev_added_us, at));
}

static struct text exploited_detail(
    const struct ticket_priority_change *change, struct arena *arena)
{
    const struct advisory_facts *facts = &change->now->finding.facts;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_time(&out, "kev_added_at", facts->kev_added_us);
    json_print_member_time(&out, "kev_due_at", facts->kev_due_us);
    json_print_member_bool(&out, "is_ransomware", facts->is_kev_ransomware);
    json_print_member_z(&out, "cause", change->cause);
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

void ticket_priority_tell(struct ticket_writes *writes, size_t at,
    const struct ticket_priority_change *change, struct arena *arena)
{
    const struct ticket *before = change->before, *now = change->now;
    bool is_decided = before->decision.outcome != now->decision.outcome;
    if (is_decided)
        add_event(writes, at, change, "decision_changed",
            ticket_json_decision_text(before, now, arena),
            ticket_json_decision_change(before, now, change->cause, arena), arena);
    else if (!before->finding.facts.is_kev && now->finding.facts.is_kev)
        add_event(writes, at, change, "exploited", exploited_text(&now->finding.facts, arena),
            exploited_detail(change, arena), arena);
    /* Another source of the same date is told with the decision that brought it, and else by itself. */
    if (before->due_us != now->due_us || (before->due_source != now->due_source && !is_decided))
        add_event(writes, at, change, "due_changed", due_text(now, arena),
            due_detail(change, arena), arena);
}
