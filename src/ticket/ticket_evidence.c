/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_evidence.h"

#include "ticket/ticket_json.h"
#include "ticket/ticket_silence.h"

static void print_former(struct buf *out, const struct ticket_evidence *evidence)
{
    struct text former = evidence->why->former_digest;
    if (!former.len || text_eq(former, evidence->part->sbom_digest))
        return;
    json_print_member(out, "former_sbom_digest", former);
    if (evidence->why->former_sbom_id)
        json_print_member_id(out, "former_sbom_id", evidence->why->former_sbom_id);
}

struct text ticket_evidence_json(const struct ticket_evidence *evidence, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_id(&out, "sbom_id", evidence->part->sbom_id);
    json_print_member(&out, "sbom_digest", evidence->part->sbom_digest);
    print_former(&out, evidence);
    json_print_member(&out, "reason", evidence->reason);
    if (evidence->before.len)
        json_print_member_raw(&out, "versions_before", evidence->before);
    json_print_member_raw(&out, "versions", evidence->installed);
    if (evidence->facts.len)
        json_print_member(&out, "facts", evidence->facts);
    if (evidence->verdict && evidence->verdict->answer.count)
        json_print_member_raw(&out, "vex", ticket_silence_json(evidence->verdict, arena));
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

struct text ticket_evidence_of_closing(
    enum ticket_cause cause, struct text reason, struct text installed, struct arena *arena)
{
    return arena_format(arena, "close %s %.*s: %.*s", ticket_cause_name(cause), TEXT_ARG(installed),
        TEXT_ARG(reason));
}

struct text ticket_evidence_of_reopening(const struct ticket *now, struct arena *arena)
{
    return arena_format(
        arena, "reopen %.*s: %.*s", TEXT_ARG(now->versions), TEXT_ARG(now->records));
}

/* "1.4, 1.5" of a JSON array. */
static struct text join(struct text list, struct arena *arena)
{
    struct text *texts, joined = {"", 0};
    size_t count;
    ticket_json_read_list(list, arena, &texts, &count);
    for (size_t i = 0; i < count; i++)
        joined = i ? arena_join(arena, joined, ", ", texts[i]) : texts[i];
    return joined;
}

struct text ticket_evidence_closed_text(
    enum ticket_cause cause, struct text before, struct text installed, struct arena *arena)
{
    struct text former = join(before, arena), now = join(installed, arena);
    switch (cause) {
    case TICKET_REMOVED:
        return arena_format(
            arena, "Closed: the package was removed; it was there in %.*s", TEXT_ARG(former));
    case TICKET_FIXED:
        return arena_format(
            arena, "Closed: fixed, %.*s took the place of %.*s", TEXT_ARG(now), TEXT_ARG(former));
    case TICKET_WITHDRAWN: return TEXT("Closed: the advisory was withdrawn");
    case TICKET_NO_CAUSE:
    case TICKET_NOT_AFFECTED:
    case TICKET_DUPLICATE:
    case TICKET_WRONG_MATCH:
    case TICKET_ACCEPTED: break;
    }
    return TEXT("Closed: not affected after all");
}

struct text ticket_evidence_completed_text(
    const struct ticket *before, const struct ticket *now, struct arena *arena)
{
    struct text former = join(before->versions, arena), versions = join(now->versions, arena);
    if (text_eq(former, versions))
        return arena_format(arena,
            "Reopened: it was completed, but the next SBOM has %.*s still, which is affected",
            TEXT_ARG(versions));
    return arena_format(arena,
        "Reopened: it was completed with %.*s, but the next SBOM has %.*s, which is affected too",
        TEXT_ARG(former), TEXT_ARG(versions));
}

/* The rows read back from the database end with a copy, so texts compare by their bytes. */
bool ticket_evidence_is_same(const struct ticket *a, const struct ticket *b)
{
    return a->rank == b->rank && a->due_us == b->due_us && a->due_source == b->due_source &&
           a->use.scope == b->use.scope && a->use.is_direct == b->use.is_direct &&
           text_eq(a->decision_json, b->decision_json) && text_eq(a->finding.id, b->finding.id) &&
           text_eq(a->finding.summary, b->finding.summary) &&
           text_eq(a->finding.url, b->finding.url) &&
           text_eq(a->finding.cvss_vector, b->finding.cvss_vector) &&
           a->finding.severity == b->finding.severity &&
           a->finding.facts.is_kev == b->finding.facts.is_kev &&
           a->finding.facts.kev_due_us == b->finding.facts.kev_due_us &&
           a->finding.facts.epss_date_us == b->finding.facts.epss_date_us &&
           text_eq(a->aliases, b->aliases) && text_eq(a->records, b->records) &&
           text_eq(a->versions, b->versions) && text_eq(a->fixed, b->fixed) &&
           text_eq(a->undone_facts, b->undone_facts) && text_eq(a->mark_reason, b->mark_reason) &&
           a->state == b->state;
}
