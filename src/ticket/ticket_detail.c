/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_detail.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/vec.h"
#include "match/match_json.h"
#include "ticket/advice_api.h"
#include "ticket/alias_conflict.h"
#include "ticket/mention.h"
#include "ticket/ticket_decide_json.h"
#include "ticket/ticket_explain.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_path.h"
#include "ticket/ticket_say.h"
#include "ticket/ticket_undo.h"
#include "ticket/ticket_vex.h"
#include "ticket/watch_api.h"

struct detail {
    struct buf *out;
    const struct advisory_index *index;
    const struct ticket *ticket;
    struct arena *arena;
    struct ticket_detail_occurrence *occurrences;
    size_t occurrence_count;
    struct mention_person *people; /* whom its comments name */
    size_t person_count;
};

/* What the rows say is of when it was last known: a ticket that is marked is not sure of it, a closed one is over it.
   A wrong match is what the advisories say still, against a person's word. */
static const char *answer_of(const struct ticket *ticket)
{
    if (ticket->mark_reason.len)
        return "undecidable";
    bool is_over = ticket->state == TICKET_CLOSED && ticket->cause != TICKET_WRONG_MATCH &&
                   ticket->cause != TICKET_ACCEPTED;
    return is_over ? "not_affected" : "affected";
}

/* The way to it, as the components of an SBOM have it. */
static void print_path(struct buf *out, const struct ticket_path *path)
{
    if (!path->count) {
        json_print_member_null(out, "via");
        return;
    }
    json_print_member_open(out, "via", '[');
    for (size_t i = 0; i < path->count; i++) {
        json_print_open(out, '{');
        json_print_member_int(out, "position", path->steps[i].position);
        json_print_member(out, "name", path->steps[i].name);
        json_print_member_or_null(out, "version", path->steps[i].version);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static bool print_occurrence(const struct detail *detail, const struct ticket_paths *paths,
    const struct ticket_detail_occurrence *one, struct err *err)
{
    struct ticket_path path;
    if (!ticket_path_find(&path, paths, one->package_version_id, err))
        return false;
    json_print_open(detail->out, '{');
    json_print_member_id(detail->out, "package_version", one->package_version_id);
    json_print_member(detail->out, "version", one->version);
    json_print_member_or_null(detail->out, "purl", one->purl);
    json_print_member_z(detail->out, "answer", answer_of(detail->ticket));
    json_print_member_or_null(detail->out, "reason", one->reason);
    json_print_member_raw(detail->out, "fixed", one->fixed);
    print_path(detail->out, &path);
    json_print_close(detail->out, '}');
    return true;
}

static bool print_occurrences(const struct detail *detail, struct db *db, struct err *err)
{
    struct ticket_paths paths;
    if (!ticket_path_open(&paths, db, detail->ticket->part_id, detail->arena, err))
        return false;
    json_print_member_open(detail->out, "occurrences", '[');
    for (size_t i = 0; i < detail->occurrence_count; i++)
        if (!print_occurrence(detail, &paths, &detail->occurrences[i], err))
            return false;
    json_print_close(detail->out, ']');
    if (paths.sbom_id)
        json_print_member_id(detail->out, "sbom_id", paths.sbom_id);
    else
        json_print_member_null(detail->out, "sbom_id");
    return true;
}

/* -- records -- */

/* Finds the record of an id and source in the index; false when it is not there any more. */
static bool find_record(
    const struct detail *detail, struct text id, struct text source, struct advisory *ret_advisory)
{
    struct err err;
    struct text its_source;
    uint32_t next = 0;
    while (detail->index && advisory_index_read_id(detail->index, id, &next, ret_advisory,
                                &its_source, detail->arena, &err))
        if (text_eq(ret_advisory->id, id) && text_eq(its_source, source))
            return true;
    return false;
}

/* Cuts "PYSEC-2021-1 (osv/PyPI)" into the id and the source. */
static void cut_record(struct text record, struct text *ret_id, struct text *ret_source)
{
    ptrdiff_t at = text_find_text(record, TEXT(" ("));
    bool has_source = at >= 0 && text_ends(record, TEXT(")"));
    *ret_id = has_source ? text_slice(record, 0, (size_t)at) : record;
    *ret_source = has_source ? text_slice(record, (size_t)at + 2, record.len - 1) : TEXT("");
}

static void print_record(const struct detail *detail, struct text record)
{
    struct advisory advisory = {0};
    struct text id, source;
    cut_record(record, &id, &source);
    bool is_there = find_record(detail, id, source, &advisory);
    if (!is_there)
        advisory = (struct advisory){0};
    json_print_open(detail->out, '{');
    json_print_member(detail->out, "id", id);
    json_print_member_or_null(detail->out, "source", source);
    json_print_member_or_null(detail->out, "summary", advisory.summary);
    json_print_member_or_null(detail->out, "url", advisory.url);
    if (is_there)
        json_print_member_z(detail->out, "severity", cvss_severity_name(advisory.severity));
    else
        json_print_member_null(detail->out, "severity");
    json_print_member_or_null(detail->out, "cvss_vector", advisory.cvss_vector);
    json_print_member_time(detail->out, "modified_at", advisory.modified_us);
    json_print_close(detail->out, '}');
}

static void print_records(const struct detail *detail)
{
    struct text *records;
    size_t count;
    ticket_json_read_list(detail->ticket->records, detail->arena, &records, &count);
    json_print_member_open(detail->out, "records", '[');
    for (size_t i = 0; i < count; i++)
        print_record(detail, records[i]);
    json_print_close(detail->out, ']');
}

/* What the sources say of the package version that the ticket is open for; of several, of the first. */
static bool print_sources(const struct detail *detail, struct db *db, struct err *err)
{
    struct ticket_explain_component *components;
    size_t count;
    bool is_present;
    struct match_finding finding = detail->ticket->finding;
    ticket_json_read_list(
        detail->ticket->aliases, detail->arena, &finding.aliases, &finding.alias_count);
    if (!ticket_explain_components(
            db, detail->ticket, detail->arena, &components, &count, &is_present, err))
        return false;
    const struct sbom_component none = {0};
    struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
    const struct sbom_component *component = count ? &components[0].component : &none;
    struct arena scratch;
    arena_init(&scratch, LIMIT_RECORD_ARENA);
    match_json_sources(detail->out, detail->index, &finding, component, &budget, &scratch);
    arena_done(&scratch);
    return true;
}

/* -- what to do -- */

static void print_remedy(const struct detail *detail, const struct ticket_detail_occurrence *one)
{
    struct text package = detail->ticket->package, *fixed, line;
    size_t count;
    ticket_json_read_list(one->fixed, detail->arena, &fixed, &count);
    if (detail->ticket->finding.kind == ADVISORY_MALICIOUS)
        line = arena_format(detail->arena,
            "Remove %.*s %.*s: the package itself is the attack; treat what it could reach as stolen",
            TEXT_ARG(package), TEXT_ARG(one->version));
    else if (count)
        line = arena_format(detail->arena, "Upgrade %.*s from %.*s to %.*s or later",
            TEXT_ARG(package), TEXT_ARG(one->version), TEXT_ARG(fixed[0]));
    else
        line = arena_format(detail->arena,
            "No fixed version of %.*s %.*s is known: replace it, shield it, or accept the risk",
            TEXT_ARG(package), TEXT_ARG(one->version));
    json_print_text(detail->out, line);
}

static void print_what_to_do(const struct detail *detail)
{
    const struct ticket *ticket = detail->ticket;
    char at[CLOCK_TEXT_SIZE];
    json_print_member_open(detail->out, "what_to_do", '[');
    for (size_t i = 0; ticket->state != TICKET_CLOSED && i < detail->occurrence_count; i++)
        print_remedy(detail, &detail->occurrences[i]);
    if (ticket->state != TICKET_CLOSED && ticket->finding.facts.kev_due_us)
        json_print_text(detail->out,
            arena_format(detail->arena,
                "CISA's catalogue of exploited vulnerabilities wanted it done by %.10s",
                clock_print(ticket->finding.facts.kev_due_us, at)));
    if (ticket->mark_reason.len)
        json_print_text(detail->out,
            arena_format(detail->arena, "Check by hand whether it is still there: %.*s",
                TEXT_ARG(ticket->mark_reason)));
    json_print_close(detail->out, ']');
}

/* -- events -- */

/* Those whom comments name, by what they are called now. */
static bool find_mentioned(struct db *db, const struct ticket_detail_event *events, size_t count,
    struct arena *arena, struct mention_person **ret_people, size_t *ret_count, struct err *err)
{
    struct {
        VEC(int64_t);
    } all = {0};
    for (size_t i = 0; i < count; i++) {
        int64_t *ids;
        size_t id_count;
        mention_read(events[i].event.detail, arena, &ids, &id_count);
        for (size_t at = 0; at < id_count; at++)
            *VEC_ADD(&all) = ids[at];
    }
    *ret_people = NULL;
    *ret_count = 0;
    bool is_ok =
        arena_check(arena, err) &&
        (all.len == 0 || mention_named(db, all.at, all.len, arena, ret_people, ret_count, err));
    VEC_DONE(&all);
    return is_ok;
}

/* Only who is named by the event itself: another "@[42]" is what somebody typed. */
static struct text text_to_read(const struct detail *detail, const struct ticket_detail_event *row)
{
    int64_t *ids;
    size_t id_count, count = 0;
    mention_read(row->event.detail, detail->arena, &ids, &id_count);
    struct mention_person *people = arena_take_array(detail->arena, id_count, sizeof *people);
    for (size_t i = 0; people && i < id_count; i++)
        for (size_t at = 0; at < detail->person_count; at++)
            if (detail->people[at].id == ids[i])
                people[count++] = detail->people[at];
    return mention_show(row->event.text, people, count, detail->arena);
}

static void print_mentions(const struct detail *detail, const struct ticket_detail_event *row)
{
    int64_t *ids;
    size_t id_count;
    mention_read(row->event.detail, detail->arena, &ids, &id_count);
    json_print_member_open(detail->out, "mentions", '[');
    for (size_t i = 0; i < id_count; i++)
        for (size_t at = 0; at < detail->person_count; at++) {
            if (detail->people[at].id != ids[i])
                continue;
            json_print_open(detail->out, '{');
            json_print_member_id(detail->out, "id", ids[i]);
            json_print_member(detail->out, "name", detail->people[at].name);
            json_print_close(detail->out, '}');
        }
    json_print_close(detail->out, ']');
}

static void print_event(const struct detail *detail, const struct ticket_detail_event *row)
{
    struct buf *out = detail->out;
    json_print_open(out, '{');
    json_print_member_int(out, "seq", row->event.seq);
    json_print_member_time(out, "at", row->event.at_us);
    if (row->event.account_id) {
        json_print_member_open(out, "actor", '{');
        json_print_member_id(out, "id", row->event.account_id);
        json_print_member(out, "name", row->actor);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "actor");
    }
    json_print_member(out, "kind", row->kind);
    json_print_member_or_null(out, "text", text_to_read(detail, row));
    print_mentions(detail, row);
    json_print_member_raw(out, "detail", row->event.detail);
    json_print_member_or_null(out, "generation", row->event.generation);
    json_print_close(out, '}');
}

/* One that cannot be read is shown as it was kept: its outcome stands in the ticket. */
static void print_decision(struct buf *out, const struct ticket *ticket)
{
    struct ticket_decision decision;
    if (!ticket_decide_read(&decision, ticket->decision_json)) {
        json_print_member_raw(out, "decision", ticket->decision_json);
        return;
    }
    json_print_member_open(out, "decision", '{');
    ticket_decide_print(&decision, out);
    json_print_close(out, '}');
}

/* Which event a person may take back. */
static bool print_undoable(
    struct buf *out, struct db *db, int64_t ticket_id, struct arena *arena, struct err *err)
{
    struct ticket_undo_event *events;
    size_t count;
    if (!ticket_undo_events(db, ticket_id, arena, &events, &count, err))
        return false;
    int64_t seq = ticket_undo_find(events, count);
    if (seq)
        json_print_member_int(out, "undoable_event", seq);
    else
        json_print_member_null(out, "undoable_event");
    return true;
}

/* How the component is used, as the SBOM tells: the least harmless of its occurrences. */
static void print_use(struct buf *out, const struct ticket_use *use)
{
    static const char *const scopes[] = {[TICKET_SCOPE_REQUIRED] = "required",
        [TICKET_SCOPE_OPTIONAL] = "optional",
        [TICKET_SCOPE_EXCLUDED] = "excluded"};
    json_print_member_open(out, "use", '{');
    if (use->scope == TICKET_SCOPE_NOT_TOLD)
        json_print_member_null(out, "scope");
    else
        json_print_member_z(out, "scope", scopes[use->scope]);
    json_print_member_bool(out, "is_direct", use->is_direct);
    json_print_close(out, '}');
}

bool ticket_detail_print(struct buf *out, struct db *db, const struct advisory_index *index,
    const struct ticket_view *view, struct arena *arena, struct err *err)
{
    struct detail detail = {.out = out, .index = index, .ticket = &view->ticket, .arena = arena};
    struct ticket_detail_event *events;
    size_t event_count;
    if (!ticket_detail_occurrences(
            db, &view->ticket, arena, &detail.occurrences, &detail.occurrence_count, err) ||
        !ticket_detail_events(db, view->ticket.id, arena, &events, &event_count, err) ||
        !find_mentioned(db, events, event_count, arena, &detail.people, &detail.person_count, err))
        return false;
    json_print_open(out, '{');
    ticket_json_print(out, view);
    print_decision(out, &view->ticket);
    print_use(out, &view->ticket.use);
    if (!ticket_say_print(out, db, &view->ticket, arena, err))
        return false;
    if (!print_occurrences(&detail, db, err))
        return false;
    print_records(&detail);
    if (!print_sources(&detail, db, err))
        return false;
    print_what_to_do(&detail);
    if (!alias_conflict_print_ticket(out, db, &view->ticket, arena, err) ||
        !advice_api_print(out, db, &view->ticket, arena, err) ||
        !ticket_vex_print(out, db, &view->ticket, arena, err) ||
        !watch_api_print(out, db, view->ticket.id, arena, err))
        return false;
    json_print_member(out, "generation", view->ticket.generation);
    if (!print_undoable(out, db, view->ticket.id, arena, err))
        return false;
    json_print_member_open(out, "events", '[');
    for (size_t i = 0; i < event_count; i++)
        print_event(&detail, &events[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}
