/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_scope.h"

#include "base/rand.h"
#include "ticket/ticket_accept.h"
#include "ticket/ticket_evidence.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_priority.h"
#include "ticket/ticket_seen.h"
#include "ticket/ticket_silence.h"
#include "ticket/ticket_wrong.h"

#define UNDO_ENDED "What was taken back counts no more: the facts have changed"

/* The findings that are one ticket: same part, same package, same vulnerability. */
struct slot {
    uint32_t part;
    int64_t vulnerability_id;
    bool is_taken;         /* by a ticket that exists */
    struct ticket_use use; /* the least harmless of its occurrences */
    struct {
        VEC(const struct ticket_found *);
    } found; /* worst first */
};

struct run {
    const struct ticket_scope *scope;
    struct ticket_writes *writes;
    struct map by_key; /* key of a ticket → slot */
    struct {
        VEC(struct slot);
    } slots;
    struct {
        VEC(struct ticket *);
    } unseen; /* tickets at work that no finding speaks of any more */
    struct ticket_silence silence;
    struct ticket_counts counts;
};

struct text ticket_scope_key(int64_t part_id, struct text ecosystem, struct text package,
    int64_t vulnerability_id, struct arena *arena)
{
    return arena_format(arena, "%lld\n%.*s\n%.*s\n%lld", (long long)part_id, TEXT_ARG(ecosystem),
        TEXT_ARG(package), (long long)vulnerability_id);
}

/* Returns the first posting of a component. */
static size_t first_posting(const struct ticket_scope *scope, uint32_t component)
{
    size_t low = 0, high = scope->posting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (scope->postings[middle].component < component)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct ticket_posting *ticket_scope_find(
    const struct ticket_scope *scope, uint32_t component, uint32_t part)
{
    size_t low = first_posting(scope, component), high = first_posting(scope, component + 1);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (scope->postings[middle].part < part)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_found = low < scope->posting_count && scope->postings[low].component == component &&
                    scope->postings[low].part == part;
    return is_found ? &scope->postings[low] : NULL;
}

static void done_run(struct run *run)
{
    for (size_t i = 0; i < run->slots.len; i++)
        VEC_DONE(&run->slots.at[i].found);
    VEC_DONE(&run->slots);
    VEC_DONE(&run->unseen);
    map_done(&run->by_key);
    ticket_silence_close(&run->silence);
}

static bool is_wanted(const struct run *run, struct text key)
{
    return !run->scope->keys || map_find(run->scope->keys, key, NULL);
}

/* Puts a finding into its slot in one part. */
static void fill_slot(
    struct run *run, const struct ticket_found *found, const struct ticket_posting *posting)
{
    const struct ticket_scope *scope = run->scope;
    uint32_t part = posting->part;
    struct text key = ticket_scope_key(scope->parts[part].part_id,
        scope->components[found->finding.component].ecosystem, found->finding.package,
        found->vulnerability_id, scope->arena);
    uint32_t at = (uint32_t)run->slots.len;
    if (!is_wanted(run, key))
        return;
    if (map_add(&run->by_key, key, at, &at)) {
        struct slot *slot = VEC_ADD(&run->slots);
        slot->part = part;
        slot->vulnerability_id = found->vulnerability_id;
        slot->use = posting->use;
    }
    struct slot *slot = &run->slots.at[at];
    if (posting->use.scope < slot->use.scope)
        slot->use.scope = posting->use.scope;
    slot->use.is_direct |= posting->use.is_direct;
    *VEC_ADD(&slot->found) = found;
}

static void fill_slots(struct run *run)
{
    const struct ticket_scope *scope = run->scope;
    for (size_t i = 0; i < scope->found_count; i++) {
        const struct ticket_found *found = &scope->found[i];
        uint32_t component = found->finding.component;
        if (found->finding.answer != MATCH_AFFECTED || found->vulnerability_id == 0)
            continue;
        for (size_t p = first_posting(scope, component);
            p < scope->posting_count && scope->postings[p].component == component; p++)
            if (!scope->postings[p].owner_package.len)
                fill_slot(run, found, &scope->postings[p]);
    }
}

/* -- what a ticket shows -- */

static struct text list_versions(const struct run *run, const struct slot *slot)
{
    struct arena *arena = run->scope->arena;
    struct text *versions = arena_take_array(arena, slot->found.len, sizeof *versions);
    for (size_t i = 0; versions && i < slot->found.len; i++)
        versions[i] = run->scope->components[slot->found.at[i]->finding.component].version;
    return ticket_json_list(versions, versions ? slot->found.len : 0, arena);
}

static struct text list_fixed(const struct run *run, const struct slot *slot)
{
    size_t count = 0, most = 0;
    for (size_t i = 0; i < slot->found.len; i++)
        most += slot->found.at[i]->finding.fixed_count;
    struct text *fixed = arena_take_array(run->scope->arena, most, sizeof *fixed);
    for (size_t i = 0; fixed && i < slot->found.len; i++) {
        const struct match_finding *finding = &slot->found.at[i]->finding;
        for (size_t k = 0; k < finding->fixed_count; k++)
            fixed[count++] = finding->fixed[k];
    }
    return ticket_json_list(fixed, count, run->scope->arena);
}

static const struct match_finding *worst_of(const struct slot *slot)
{
    return &slot->found.at[0]->finding;
}

/* Brings what a ticket shows up to date: the flaw, the versions, the decision. */
static void take_facts(const struct run *run, const struct slot *slot, struct ticket *ticket,
    const struct ticket *before)
{
    struct arena *arena = run->scope->arena;
    const struct match_finding *worst = worst_of(slot);
    ticket->finding = *worst;
    ticket->aliases = ticket_json_list(worst->aliases, worst->alias_count, arena);
    ticket->records = ticket_json_list(worst->records, worst->record_count, arena);
    ticket->versions = list_versions(run, slot);
    ticket->fixed = list_fixed(run, slot);
    ticket->use = slot->use;
    ticket->mark_reason = (struct text){0};
    ticket_priority_set(
        ticket, before, &run->scope->parts[slot->part], run->scope->why->now_us, arena);
}

/* -- what is written -- */

static void add_event(
    const struct run *run, size_t at, const char *kind, struct text text, struct text detail)
{
    const struct ticket_cause_of_sync *why = run->scope->why;
    ticket_writes_event(run->writes, at,
        &(struct ticket_event){.at_us = why->now_us,
            .account_id = why->account_id,
            .kind = kind,
            .text = text,
            .detail = detail,
            .generation = advisory_index_digest(run->scope->index)},
        run->scope->arena);
}

static struct text evidence(const struct run *run, const struct ticket_part *part,
    struct text reason, struct text before, struct text installed, struct text facts)
{
    return ticket_evidence_json(&(struct ticket_evidence){.why = run->scope->why,
                                    .part = part,
                                    .reason = reason,
                                    .before = before,
                                    .installed = installed,
                                    .facts = facts},
        run->scope->arena);
}

static bool has_version(const struct ticket_occurrence *list, size_t count, int64_t version_id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].package_version_id == version_id)
            return true;
    return false;
}

/* Names that were one flaw once may be two findings of a version now: the worse one speaks for it. */
static void write_occurrences(const struct run *run, const struct slot *slot, size_t at)
{
    struct arena *arena = run->scope->arena;
    struct ticket_occurrence *list = arena_take_array(arena, slot->found.len, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; list && i < slot->found.len; i++) {
        const struct match_finding *finding = &slot->found.at[i]->finding;
        int64_t version_id = run->scope->version_ids[finding->component];
        if (has_version(list, count, version_id))
            continue;
        list[count++] = (struct ticket_occurrence){.package_version_id = version_id,
            .reason = finding->reason,
            .fixed = ticket_json_list(finding->fixed, finding->fixed_count, arena)};
    }
    ticket_writes_occurrences(run->writes, at, list, count);
}

static void silence(struct ticket *ticket, const struct run *run)
{
    ticket->state = TICKET_CLOSED;
    ticket->cause = TICKET_NOT_AFFECTED;
    ticket->closed_us = ticket->updated_us = run->scope->why->now_us;
    ticket_accept_end(ticket);
}

/* Tells why the ticket at that place, which is closed now, is. */
static void add_silence(struct run *run, size_t at, const struct ticket_part *part,
    const struct ticket_vex_verdict *verdict)
{
    const struct ticket *ticket = &run->writes->tickets.at[at];
    struct arena *arena = run->scope->arena;
    struct ticket_vex_row row = ticket_silence_row(verdict, ticket);
    run->counts.closed++;
    ticket_writes_vex(run->writes, &row);
    add_event(run, at, "closed",
        arena_format(arena, "Closed: %.*s, as VEX says", TEXT_ARG(verdict->words)),
        ticket_evidence_json(&(struct ticket_evidence){.why = run->scope->why,
                                 .part = part,
                                 .reason = verdict->words,
                                 .installed = ticket->versions,
                                 .verdict = verdict},
            arena));
}

static void open_ticket(
    struct run *run, const struct slot *slot, const struct ticket_vex_verdict *verdict)
{
    const struct ticket_scope *scope = run->scope;
    const struct ticket_part *part = &scope->parts[slot->part];
    const struct match_finding *worst = worst_of(slot);
    struct ticket ticket = {.id = rand_id(scope->why->now_us),
        .team_id = part->team_id,
        .service_id = part->service_id,
        .part_id = part->part_id,
        .vulnerability_id = slot->vulnerability_id,
        .ecosystem = scope->components[worst->component].ecosystem,
        .package = worst->package,
        .generation = advisory_index_digest(scope->index),
        .sbom_number = part->sbom_number,
        .created_us = scope->why->now_us,
        .updated_us = scope->why->now_us};
    take_facts(run, slot, &ticket, NULL);
    run->counts.opened++;
    size_t at = ticket_writes_ticket(run->writes, &ticket);
    write_occurrences(run, slot, at);
    add_event(run, at, "opened",
        arena_format(scope->arena, "Opened: %.*s is affected by %.*s", TEXT_ARG(ticket.package),
            TEXT_ARG(ticket.finding.id)),
        evidence(run, part, worst->reason, (struct text){0}, ticket.versions, (struct text){0}));
    if (verdict->is_silenced) {
        silence(&run->writes->tickets.at[at], run);
        add_silence(run, at, part, verdict);
    }
}

/* Tells what changed between two states of a ticket that stays open. */
static void tell_changes(const struct run *run, size_t at, const struct ticket *before,
    const struct ticket *now, struct text detail)
{
    if (before->undone_facts.len && !now->undone_facts.len)
        add_event(run, at, "undo_ended", TEXT(UNDO_ENDED), detail);
    if (before->mark_reason.len)
        add_event(run, at, "unmarked", TEXT("The answer is known again: affected"), detail);
    if (!text_eq(before->versions, now->versions))
        add_event(run, at, "occurrences_changed", TEXT("Other versions are affected now"), detail);
    ticket_priority_tell(run->writes, at,
        &(struct ticket_priority_change){before, now, "advisory", run->scope->why},
        run->scope->arena);
}

static struct text words_of_reopening(
    const struct run *run, const struct ticket *before, const struct ticket *now)
{
    if (before->state != TICKET_CLOSED)
        return ticket_evidence_completed_text(before, now, run->scope->arena);
    if (before->cause == TICKET_ACCEPTED)
        return TEXT("Reopened: the risk is larger than the one that was accepted");
    if (ticket_silence_is_documented(&run->silence, before))
        return TEXT("Reopened: VEX documents do not agree any more that it is not affected");
    if (before->cause == TICKET_NOT_AFFECTED && ticket_silence_is_judged(&run->silence, before))
        return TEXT("Reopened: something new speaks for what was found to be not affected");
    return before->cause == TICKET_WRONG_MATCH
               ? TEXT("Reopened: something new speaks for what was closed as a wrong match")
               : TEXT("Reopened: it is affected again");
}

static void write_changed(struct run *run, const struct slot *slot, struct ticket *ticket,
    const struct ticket *before, struct text reason)
{
    bool is_reopened = ticket->state != before->state;
    ticket->updated_us = run->scope->why->now_us;
    ticket->generation = advisory_index_digest(run->scope->index);
    size_t at = ticket_writes_ticket(run->writes, ticket);
    write_occurrences(run, slot, at);
    struct text facts = {0};
    if (is_reopened)
        facts = ticket_evidence_of_reopening(ticket, run->scope->arena);
    struct text detail = evidence(
        run, &run->scope->parts[slot->part], reason, before->versions, ticket->versions, facts);
    run->counts.reopened += is_reopened;
    run->counts.updated += !is_reopened;
    if (is_reopened)
        add_event(run, at, "reopened", words_of_reopening(run, before, ticket), detail);
    else
        tell_changes(run, at, before, ticket, detail);
}

static void reopen(struct ticket *ticket, const struct ticket_part *part)
{
    ticket->state = TICKET_OPEN;
    ticket->cause = TICKET_NO_CAUSE;
    ticket->closed_us = 0;
    ticket->due_us = 0;
    ticket->due_source = TICKET_DUE_NOT;
    ticket_accept_end(ticket);
    ticket->undone_facts = (struct text){0};
    ticket->sbom_number = part->sbom_number;
}

/* What speaks for a ticket that a person closed, and did not then; empty when there is nothing. */
static bool find_news(const struct run *run, const struct slot *slot, const struct ticket *ticket,
    struct text *ret_news, struct err *err)
{
    enum { NEWS_SHOWN = 3 };
    const struct ticket_scope *scope = run->scope;
    const struct sbom_component **list =
        arena_take_array(scope->arena, slot->found.len, sizeof(*list));
    struct ticket_grounds judged, now;
    for (size_t i = 0; list && i < slot->found.len; i++)
        list[i] = &scope->components[slot->found.at[i]->finding.component];
    if (!arena_check(scope->arena, err) ||
        !ticket_wrong_read(scope->db, ticket->id, scope->arena, &judged, err) ||
        !ticket_wrong_grounds(
            &now, scope->index, list, slot->found.len, worst_of(slot)->id, scope->arena, err))
        return false;
    struct ticket_grounds news = ticket_wrong_news(&judged, &now, scope->arena);
    *ret_news = (struct text){"", 0};
    for (size_t i = 0; i < news.count && i < NEWS_SHOWN; i++)
        *ret_news = arena_join(scope->arena, *ret_news, "; ", news.at[i]);
    return arena_check(scope->arena, err);
}

static bool judge(const struct run *run, const struct slot *slot, const struct ticket *ticket,
    struct ticket_vex_verdict *ret_verdict, struct err *err)
{
    return ticket_silence_judge(
        ret_verdict, &run->silence, slot->part, slot->found.at, slot->found.len, ticket, err);
}

/* A ticket whose flaw is there, but which VEX silences. What a person found is not told again. */
static void silence_ticket(struct run *run, const struct slot *slot, const struct ticket *before,
    const struct ticket_vex_verdict *verdict)
{
    struct ticket ticket = *before;
    bool is_closed = before->state == TICKET_CLOSED &&
                     (before->cause == TICKET_NOT_AFFECTED || before->cause == TICKET_WRONG_MATCH);
    if (is_closed) {
        run->counts.unchanged++;
        return;
    }
    take_facts(run, slot, &ticket, before);
    silence(&ticket, run);
    ticket.generation = advisory_index_digest(run->scope->index);
    size_t at = ticket_writes_ticket(run->writes, &ticket);
    write_occurrences(run, slot, at);
    add_silence(run, at, &run->scope->parts[slot->part], verdict);
}

/* Whether a person took back its reopening, and the same speaks for it as then. */
static bool is_still_undone(const struct run *run, const struct ticket *now)
{
    return now->undone_facts.len &&
           text_eq(now->undone_facts, ticket_evidence_of_reopening(now, run->scope->arena));
}

/* A ticket whose flaw is there. */
static bool update_ticket(
    struct run *run, const struct slot *slot, const struct ticket *before, struct err *err)
{
    bool is_judged = ticket_silence_is_judged(&run->silence, before);
    struct text reason = worst_of(slot)->reason;
    struct ticket_vex_verdict verdict;
    if (!judge(run, slot, before, &verdict, err))
        return false;
    if (verdict.is_silenced) {
        silence_ticket(run, slot, before, &verdict);
        return true;
    }
    if (is_judged && !find_news(run, slot, before, &reason, err))
        return false;
    const struct ticket_part *part = &run->scope->parts[slot->part];
    struct ticket ticket = *before;
    struct ticket_seen seen = {.affected = slot->found.len,
        .is_judged = is_judged && reason.len == 0,
        .is_accepted = before->cause == TICKET_ACCEPTED,
        .is_other_sbom = part->sbom_number != before->sbom_number};
    take_facts(run, slot, &ticket, before);
    seen.is_accepted = seen.is_accepted && !ticket_accept_is_outgrown(before, &ticket);
    bool is_undone = is_still_undone(run, &ticket);
    if (!is_undone && ticket_plan(before->state, &seen).step == TICKET_DO_REOPEN) {
        reopen(&ticket, part);
        take_facts(run, slot, &ticket, before);
    } else if (!is_undone) {
        ticket.undone_facts = (struct text){0};
    }
    if (seen.is_judged || ticket_evidence_is_same(before, &ticket))
        run->counts.unchanged++;
    else
        write_changed(run, slot, &ticket, before, reason);
    return true;
}

static void close_ticket(struct run *run, struct ticket *ticket, enum ticket_cause cause,
    struct text words, struct text detail)
{
    ticket->state = TICKET_CLOSED;
    ticket->cause = cause;
    ticket->mark_reason = (struct text){0};
    ticket->closed_us = ticket->updated_us = run->scope->why->now_us;
    ticket_accept_end(ticket);
    ticket->mitigation = ticket->undone_facts = (struct text){0};
    run->counts.closed++;
    size_t at = ticket_writes_ticket(run->writes, ticket);
    add_event(run, at, "closed", words, detail);
}

static void mark_ticket(
    struct run *run, struct ticket *ticket, struct text reason, struct text detail)
{
    if (text_eq(ticket->mark_reason, reason)) {
        run->counts.unchanged++;
        return;
    }
    ticket->mark_reason = reason;
    ticket->updated_us = run->scope->why->now_us;
    run->counts.marked++;
    size_t at = ticket_writes_ticket(run->writes, ticket);
    add_event(run, at, "marked",
        TEXT("Left as it is: whether it is affected is not known any more"), detail);
}

/* A closed ticket whose reopening was taken back, and whose flaw is over by now: another time it opens again. */
static void end_undone(struct run *run, struct ticket *ticket, struct text detail)
{
    ticket->undone_facts = (struct text){0};
    ticket->updated_us = run->scope->why->now_us;
    run->counts.updated++;
    size_t at = ticket_writes_ticket(run->writes, ticket);
    add_event(run, at, "undo_ended", TEXT(UNDO_ENDED), detail);
}

/* -- all tickets -- */

static int compare_parts(const void *id, const void *part)
{
    int64_t a = *(const int64_t *)id, b = ((const struct ticket_part *)part)->part_id;
    return (a > b) - (a < b);
}

/* Returns the part's place in the scope; parts are in the order of their ids. */
static bool find_part(const struct ticket_scope *scope, int64_t part_id, uint32_t *ret_part)
{
    const struct ticket_part *part = scope->part_count
                                         ? bsearch(&part_id, scope->parts, scope->part_count,
                                               sizeof *scope->parts, compare_parts)
                                         : NULL;
    if (part)
        *ret_part = (uint32_t)(part - scope->parts);
    return part != NULL;
}

/* A ticket whose flaw no finding speaks of any more. */
static bool settle_ticket(
    struct run *run, struct ticket_look *look, struct ticket *ticket, struct err *err)
{
    struct ticket_seen seen;
    struct text reason, installed;
    uint32_t part;
    if (!find_part(run->scope, ticket->part_id, &part))
        return true;
    if (!ticket_seen_find(look, ticket, part, &seen, &reason, &installed, err))
        return false;
    seen.is_accepted = ticket->cause == TICKET_ACCEPTED;
    struct ticket_plan plan = ticket_plan(ticket->state, &seen);
    struct text facts = {0};
    if (plan.step == TICKET_DO_CLOSE)
        facts = ticket_evidence_of_closing(plan.cause, reason, installed, run->scope->arena);
    struct text detail =
        evidence(run, &run->scope->parts[part], reason, ticket->versions, installed, facts);
    if (plan.step == TICKET_DO_NOTHING && !seen.unsure)
        end_undone(run, ticket, detail);
    else if (plan.step == TICKET_DO_MARK)
        mark_ticket(run, ticket, reason, detail);
    else if (plan.step == TICKET_DO_NOTHING || text_eq(ticket->undone_facts, facts))
        run->counts.unchanged++;
    else
        close_ticket(run, ticket, plan.cause,
            ticket_evidence_closed_text(plan.cause, ticket->versions, installed, run->scope->arena),
            detail);
    return true;
}

static bool settle_tickets(struct run *run, struct err *err)
{
    struct ticket_look *look;
    bool is_ok = ticket_look_new(&look, run->scope, run->unseen.at, run->unseen.len, err);
    for (size_t i = 0; is_ok && i < run->unseen.len; i++)
        is_ok = settle_ticket(run, look, run->unseen.at[i], err);
    ticket_look_free(look);
    return is_ok;
}

/* Brings a ticket that exists up to date, or keeps it for later when no finding speaks of it. */
static bool take_ticket(struct run *run, struct ticket *ticket, struct err *err)
{
    uint32_t at;
    struct text key = ticket_scope_key(ticket->part_id, ticket->ecosystem, ticket->package,
        ticket->vulnerability_id, run->scope->arena);
    if (map_find(&run->by_key, key, &at)) {
        run->slots.at[at].is_taken = true;
        return update_ticket(run, &run->slots.at[at], ticket, err);
    } else if ((ticket->state != TICKET_CLOSED || ticket->cause == TICKET_ACCEPTED ||
                   ticket->undone_facts.len) &&
               is_wanted(run, key)) {
        *VEC_ADD(&run->unseen) = ticket;
    }
    return true;
}

static bool open_slot(struct run *run, const struct slot *slot, struct err *err)
{
    struct ticket_vex_verdict verdict;
    if (!judge(run, slot, NULL, &verdict, err))
        return false;
    open_ticket(run, slot, &verdict);
    return true;
}

bool ticket_scope_run(const struct ticket_scope *scope, struct ticket_writes *ret_writes,
    struct ticket_counts *ret_counts, struct err *err)
{
    struct run run = {.scope = scope, .writes = ret_writes};
    fill_slots(&run);
    bool is_ok = ticket_silence_open(&run.silence, scope, err);
    for (size_t i = 0; is_ok && i < scope->ticket_count; i++)
        is_ok = take_ticket(&run, &scope->tickets[i], err);
    is_ok = is_ok && (run.unseen.len == 0 || settle_tickets(&run, err));
    for (size_t i = 0; is_ok && i < run.slots.len; i++)
        if (!run.slots.at[i].is_taken)
            is_ok = open_slot(&run, &run.slots.at[i], err);
    is_ok = is_ok && arena_check(scope->arena, err);
    if (is_ok)
        *ret_counts = run.counts;
    done_run(&run);
    return is_ok;
}
