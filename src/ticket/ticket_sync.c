/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "base/rand.h"
#include "base/vec.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_rows.h"
#include "ticket/ticket_seen.h"
#include "ticket/ticket_vulnerability.h"

/* The findings that are one ticket: same package, same vulnerability. */
struct slot {
    int64_t vulnerability_id;
    struct {
        VEC(const struct match_finding *);
    } findings; /* worst first */
};

struct sync {
    struct db *db;
    const struct advisory_index *index;
    const struct ticket_cause_of_sync *why;
    struct arena *arena;
    struct ticket_part part;
    struct sbom_component *components;
    int64_t *version_ids; /* of the components' package versions */
    size_t component_count;
    struct match_result result;
    struct map by_key; /* key of a ticket → slot */
    struct {
        VEC(struct slot);
    } slots;
    struct ticket_counts counts;
};

static struct text key_of(
    struct text ecosystem, struct text package, int64_t vulnerability_id, struct arena *arena)
{
    return arena_format(arena, "%.*s\n%.*s\n%lld", TEXT_ARG(ecosystem), TEXT_ARG(package),
        (long long)vulnerability_id);
}

static void done_sync(struct sync *sync)
{
    for (size_t i = 0; i < sync->slots.len; i++)
        VEC_DONE(&sync->slots.at[i].findings);
    VEC_DONE(&sync->slots);
    map_done(&sync->by_key);
}

/* Puts every affected finding into its slot. */
static bool fill_slots(struct sync *sync, struct err *err)
{
    for (size_t i = 0; i < sync->result.finding_count; i++) {
        const struct match_finding *finding = &sync->result.findings[i];
        int64_t vulnerability_id;
        if (finding->answer != MATCH_AFFECTED)
            continue;
        if (!ticket_vulnerability_find(
                sync->db, finding, sync->why, sync->arena, &vulnerability_id, err))
            return false;
        struct text ecosystem = sync->components[finding->component].ecosystem;
        struct text key = key_of(ecosystem, finding->package, vulnerability_id, sync->arena);
        uint32_t at = (uint32_t)sync->slots.len;
        if (map_add(&sync->by_key, key, at, &at))
            VEC_ADD(&sync->slots)->vulnerability_id = vulnerability_id;
        *VEC_ADD(&sync->slots.at[at].findings) = finding;
    }
    return arena_check(sync->arena, err);
}

static struct text list_versions(const struct sync *sync, const struct slot *slot)
{
    struct text *versions = arena_take_array(sync->arena, slot->findings.len, sizeof *versions);
    for (size_t i = 0; versions && i < slot->findings.len; i++)
        versions[i] = sync->components[slot->findings.at[i]->component].version;
    return ticket_json_list(versions, versions ? slot->findings.len : 0, sync->arena);
}

static struct text list_fixed(const struct sync *sync, const struct slot *slot)
{
    size_t count = 0, most = 0;
    for (size_t i = 0; i < slot->findings.len; i++)
        most += slot->findings.at[i]->fixed_count;
    struct text *fixed = arena_take_array(sync->arena, most, sizeof *fixed);
    for (size_t i = 0; fixed && i < slot->findings.len; i++)
        for (size_t k = 0; k < slot->findings.at[i]->fixed_count; k++)
            fixed[count++] = slot->findings.at[i]->fixed[k];
    return ticket_json_list(fixed, count, sync->arena);
}

/* Brings what a ticket shows up to date: the flaw, the versions, the decision. */
static void take_facts(const struct sync *sync, const struct slot *slot, struct ticket *ticket)
{
    const struct match_finding *worst = slot->findings.at[0];
    ticket->finding = *worst;
    ticket->aliases = ticket_json_list(worst->aliases, worst->alias_count, sync->arena);
    ticket->records = ticket_json_list(worst->records, worst->record_count, sync->arena);
    ticket->versions = list_versions(sync, slot);
    ticket->fixed = list_fixed(sync, slot);
    ticket_decide(&ticket->decision, worst, &sync->part.inputs);
    ticket->decision_json = ticket_json_decision(&ticket->decision, sync->arena);
    ticket->rank = ticket_rank(worst, ticket->decision.outcome);
    ticket->mark_reason = (struct text){0};
}

/* The rows read back from the database end with a copy, so texts compare by their bytes. */
static bool shows_the_same(const struct ticket *a, const struct ticket *b)
{
    return a->rank == b->rank && text_eq(a->decision_json, b->decision_json) &&
           text_eq(a->finding.id, b->finding.id) &&
           text_eq(a->finding.summary, b->finding.summary) &&
           text_eq(a->finding.url, b->finding.url) &&
           text_eq(a->finding.cvss_vector, b->finding.cvss_vector) &&
           a->finding.severity == b->finding.severity &&
           a->finding.facts.kev_due_us == b->finding.facts.kev_due_us &&
           a->finding.facts.epss_date_us == b->finding.facts.epss_date_us &&
           text_eq(a->aliases, b->aliases) && text_eq(a->records, b->records) &&
           text_eq(a->versions, b->versions) && text_eq(a->fixed, b->fixed) &&
           text_eq(a->mark_reason, b->mark_reason) && a->state == b->state;
}

static bool add_event(const struct sync *sync, const struct ticket *ticket, const char *kind,
    struct text text, struct text detail, struct err *err)
{
    return ticket_rows_add_event(sync->db,
        &(struct ticket_event){.ticket_id = ticket->id,
            .at_us = sync->why->now_us,
            .account_id = sync->why->account_id,
            .kind = kind,
            .text = text,
            .detail = detail,
            .generation = advisory_index_digest(sync->index)},
        err);
}

/* The evidence that every event of a sync carries: which SBOM, which versions, why. */
static struct text evidence(
    const struct sync *sync, struct text reason, struct text before, struct text installed)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_id(&out, "sbom_id", sync->part.sbom_id);
    json_print_member(&out, "sbom_digest", sync->part.sbom_digest);
    if (sync->why->former_digest.len && !text_eq(sync->why->former_digest, sync->part.sbom_digest))
        json_print_member(&out, "former_sbom_digest", sync->why->former_digest);
    json_print_member(&out, "reason", reason);
    if (before.len)
        json_print_member_raw(&out, "versions_before", before);
    json_print_member_raw(&out, "versions", installed);
    json_print_close(&out, '}');
    struct text kept = arena_text(sync->arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

static bool write_occurrences(
    const struct sync *sync, const struct slot *slot, const struct ticket *ticket, struct err *err)
{
    size_t count = slot->findings.len, kept = 0;
    struct ticket_occurrence *list = arena_take_array(sync->arena, count, sizeof *list);
    for (size_t i = 0; list && i < count; i++) {
        const struct match_finding *finding = slot->findings.at[i];
        list[kept++] =
            (struct ticket_occurrence){.package_version_id = sync->version_ids[finding->component],
                .reason = finding->reason,
                .fixed = ticket_json_list(finding->fixed, finding->fixed_count, sync->arena)};
    }
    return arena_check(sync->arena, err) &&
           ticket_rows_set_occurrences(sync->db, ticket->id, list, kept, err);
}

static bool open_ticket(struct sync *sync, const struct slot *slot, struct err *err)
{
    const struct match_finding *worst = slot->findings.at[0];
    struct ticket ticket = {.id = rand_id(sync->why->now_us),
        .team_id = sync->part.team_id,
        .service_id = sync->part.service_id,
        .part_id = sync->part.part_id,
        .vulnerability_id = slot->vulnerability_id,
        .ecosystem = sync->components[worst->component].ecosystem,
        .package = worst->package,
        .generation = advisory_index_digest(sync->index),
        .sbom_number = sync->part.sbom_number,
        .created_us = sync->why->now_us,
        .updated_us = sync->why->now_us};
    take_facts(sync, slot, &ticket);
    sync->counts.opened++;
    return ticket_rows_write(sync->db, &ticket, 1, err) &&
           write_occurrences(sync, slot, &ticket, err) &&
           add_event(sync, &ticket, "opened",
               arena_format(sync->arena, "Opened: %.*s is affected by %.*s",
                   TEXT_ARG(ticket.package), TEXT_ARG(ticket.finding.id)),
               evidence(sync, worst->reason, (struct text){0}, ticket.versions), err);
}

static bool tell_decision(
    const struct sync *sync, const struct ticket *before, const struct ticket *now, struct err *err)
{
    if (before->decision.outcome == now->decision.outcome)
        return true;
    return add_event(sync, now, "decision_changed",
        ticket_json_decision_text(before, now, sync->arena),
        ticket_json_decision_change(before, now, "advisory", sync->arena), err);
}

/* Tells what changed between two states of a ticket that stays open. */
static bool tell_changes(const struct sync *sync, const struct ticket *before,
    const struct ticket *now, struct text reason, struct err *err)
{
    struct text detail = evidence(sync, reason, before->versions, now->versions);
    if (before->mark_reason.len &&
        !add_event(sync, now, "unmarked", TEXT("The answer is known again: affected"), detail, err))
        return false;
    if (!text_eq(before->versions, now->versions) &&
        !add_event(
            sync, now, "occurrences_changed", TEXT("Other versions are affected now"), detail, err))
        return false;
    return tell_decision(sync, before, now, err);
}

static void reopen(const struct sync *sync, struct ticket *ticket)
{
    ticket->state = TICKET_OPEN;
    ticket->cause = TICKET_NO_CAUSE;
    ticket->closed_us = 0;
    ticket->due_us = 0;
    ticket->sbom_number = sync->part.sbom_number;
}

static bool write_changed(struct sync *sync, const struct slot *slot, struct ticket *ticket,
    const struct ticket *before, struct err *err)
{
    bool is_reopened = ticket->state != before->state;
    struct text reason = slot->findings.at[0]->reason;
    ticket->updated_us = sync->why->now_us;
    ticket->generation = advisory_index_digest(sync->index);
    if (!ticket_rows_write(sync->db, ticket, 1, err) || !write_occurrences(sync, slot, ticket, err))
        return false;
    sync->counts.reopened += is_reopened;
    sync->counts.updated += !is_reopened;
    if (!is_reopened)
        return tell_changes(sync, before, ticket, reason, err);
    bool was_closed = before->state == TICKET_CLOSED;
    return add_event(sync, ticket, "reopened",
        was_closed ? TEXT("Reopened: it is affected again")
                   : TEXT("Reopened: completed, but another SBOM still has it"),
        evidence(sync, reason, before->versions, ticket->versions), err);
}

/* A ticket whose flaw is there. */
static bool update_ticket(
    struct sync *sync, const struct slot *slot, const struct ticket *before, struct err *err)
{
    struct ticket ticket = *before;
    struct ticket_seen seen = {.affected = slot->findings.len,
        .is_other_sbom = sync->part.sbom_number != before->sbom_number};
    take_facts(sync, slot, &ticket);
    if (ticket_plan(before->state, &seen).step == TICKET_DO_REOPEN)
        reopen(sync, &ticket);
    if (!shows_the_same(before, &ticket))
        return write_changed(sync, slot, &ticket, before, err);
    sync->counts.unchanged++;
    return true;
}

static bool close_ticket(struct sync *sync, struct ticket *ticket, enum ticket_cause cause,
    struct text reason, struct text installed, struct err *err)
{
    static const char *const words[] = {
        [TICKET_REMOVED] = "Closed: the package was removed",
        [TICKET_WITHDRAWN] = "Closed: the advisory was withdrawn",
        [TICKET_NOT_AFFECTED] = "Closed: not affected after all",
        [TICKET_FIXED] = "Closed: fixed",
    };
    ticket->state = TICKET_CLOSED;
    ticket->cause = cause;
    ticket->mark_reason = (struct text){0};
    ticket->closed_us = ticket->updated_us = sync->why->now_us;
    sync->counts.closed++;
    return ticket_rows_write(sync->db, ticket, 1, err) &&
           add_event(sync, ticket, "closed", text_of(words[cause]),
               evidence(sync, reason, ticket->versions, installed), err);
}

static bool mark_ticket(struct sync *sync, struct ticket *ticket, struct text reason,
    struct text installed, struct err *err)
{
    if (text_eq(ticket->mark_reason, reason)) {
        sync->counts.unchanged++;
        return true;
    }
    ticket->mark_reason = reason;
    ticket->updated_us = sync->why->now_us;
    sync->counts.marked++;
    return ticket_rows_write(sync->db, ticket, 1, err) &&
           add_event(sync, ticket, "marked",
               TEXT("Left as it is: whether it is affected is not known any more"),
               evidence(sync, reason, ticket->versions, installed), err);
}

/* A ticket whose flaw no finding speaks of any more. */
static bool settle_ticket(struct sync *sync, struct ticket *ticket, struct err *err)
{
    struct ticket_look look = {.db = sync->db,
        .index = sync->index,
        .arena = sync->arena,
        .components = sync->components,
        .component_count = sync->component_count,
        .result = &sync->result};
    struct ticket_seen seen;
    struct text reason, installed;
    if (ticket->state == TICKET_CLOSED)
        return true;
    if (!ticket_seen_find(&look, ticket, &seen, &reason, &installed, err))
        return false;
    struct ticket_plan plan = ticket_plan(ticket->state, &seen);
    if (plan.step == TICKET_DO_CLOSE)
        return close_ticket(sync, ticket, plan.cause, reason, installed, err);
    return mark_ticket(sync, ticket, reason, installed, err);
}

/* Brings the tickets that exist up to date; what is left of the slots is new. */
static bool take_tickets(struct sync *sync, struct ticket *tickets, size_t count, struct err *err)
{
    bool *is_taken = arena_take_array(sync->arena, sync->slots.len, sizeof *is_taken);
    bool is_ok = arena_check(sync->arena, err);
    for (size_t i = 0; is_ok && i < count; i++) {
        struct ticket *ticket = &tickets[i];
        uint32_t at;
        struct text key =
            key_of(ticket->ecosystem, ticket->package, ticket->vulnerability_id, sync->arena);
        if (map_find(&sync->by_key, key, &at)) {
            is_taken[at] = true;
            is_ok = update_ticket(sync, &sync->slots.at[at], ticket, err);
        } else {
            is_ok = settle_ticket(sync, ticket, err);
        }
    }
    for (size_t i = 0; is_ok && i < sync->slots.len; i++)
        if (!is_taken[i])
            is_ok = open_ticket(sync, &sync->slots.at[i], err);
    return is_ok;
}

static bool run_sync(struct sync *sync, struct err *err)
{
    struct ticket *tickets;
    size_t count;
    struct sbom sbom = {0};
    if (!ticket_rows_components(sync->db, sync->part.sbom_id, sync->arena, &sync->components,
            &sync->version_ids, &sync->component_count, err))
        return false;
    sbom.components = sync->components;
    sbom.component_count = sync->component_count;
    return match_sbom(&sync->result, sync->index, &sbom, sync->arena, err) &&
           fill_slots(sync, err) &&
           ticket_rows_of_part(sync->db, sync->part.part_id, sync->arena, &tickets, &count, err) &&
           take_tickets(sync, tickets, count, err);
}

bool ticket_sync_part(struct db *db, const struct advisory_index *index, int64_t part_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct ticket_counts *ret_counts,
    struct err *err)
{
    struct sync sync = {.db = db, .index = index, .why = why, .arena = arena};
    if (!ticket_rows_part(db, part_id, arena, &sync.part, err))
        return false;
    bool is_ok = sync.part.sbom_id == 0 || run_sync(&sync, err);
    if (is_ok)
        *ret_counts = sync.counts;
    done_sync(&sync);
    return is_ok;
}
