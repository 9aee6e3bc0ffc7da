/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_json.h"

#include "match/match_json.h"
#include "ticket/ticket_decide_json.h"
#include "ticket/ticket_due.h"

static bool is_repeated(const struct text *texts, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_eq(texts[i], texts[at]))
            return true;
    return false;
}

struct text ticket_json_list(const struct text *texts, size_t count, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '[');
    for (size_t i = 0; i < count; i++)
        if (!is_repeated(texts, i))
            json_print_text(&out, texts[i]);
    json_print_close(&out, ']');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

struct text ticket_json_decision(const struct ticket_decision *decision, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    ticket_decide_store(decision, &out);
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

struct text ticket_json_decision_text(
    const struct ticket *before, const struct ticket *now, struct arena *arena)
{
    return arena_format(arena, "The priority went from %s to %s",
        ssvc_word("decision", (int)before->decision.outcome),
        ssvc_word("decision", (int)now->decision.outcome));
}

struct text ticket_json_decision_change(
    const struct ticket *before, const struct ticket *now, const char *cause, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_z(&out, "from", ssvc_word("decision", (int)before->decision.outcome));
    json_print_member_z(&out, "to", ssvc_word("decision", (int)now->decision.outcome));
    json_print_member_z(&out, "cause", cause);
    json_print_member_raw(&out, "decision", now->decision_json);
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

void ticket_json_read_list(
    struct text json, struct arena *arena, struct text **ret_texts, size_t *ret_count)
{
    struct json doc = {0};
    struct err err;
    *ret_texts = NULL;
    *ret_count = 0;
    if (!json_read(&doc, json, &err))
        return;
    size_t i, most = yyjson_arr_size(json_root(&doc)), count = 0;
    yyjson_val *item;
    struct text *texts = arena_take_array(arena, most, sizeof *texts);
    for (i = 0; texts && i < most; i++) {
        item = yyjson_arr_get(json_root(&doc), i);
        struct text text;
        if (json_text(item, &text))
            texts[count++] = arena_text(arena, text);
    }
    json_done(&doc);
    *ret_texts = texts;
    *ret_count = count;
}

static void print_belonging(struct buf *out, const struct ticket_view *view)
{
    const struct ticket *ticket = &view->ticket;
    json_print_member_id(out, "id", ticket->id);
    json_print_member_id(out, "team_id", ticket->team_id);
    json_print_member(out, "team_name", view->team_name);
    json_print_member_id(out, "service_id", ticket->service_id);
    json_print_member(out, "service_name", view->service_name);
    json_print_member_id(out, "part_id", ticket->part_id);
    json_print_member(out, "part_name", view->part_name);
    json_print_member(out, "ecosystem", ticket->ecosystem);
    json_print_member(out, "package", ticket->package);
}

static void print_flaw(struct buf *out, const struct ticket *ticket)
{
    const struct match_finding *finding = &ticket->finding;
    json_print_member(out, "vulnerability_id", finding->id);
    json_print_member_raw(out, "aliases", ticket->aliases);
    json_print_member_or_null(out, "summary", finding->summary);
    json_print_member_or_null(out, "url", finding->url);
    json_print_member_bool(out, "malicious", finding->kind == ADVISORY_MALICIOUS);
    json_print_member_z(out, "severity", cvss_severity_name(finding->severity));
    if (finding->cvss_vector.len)
        json_print_member_double(out, "score", finding->score_tenths / 10.0);
    else
        json_print_member_null(out, "score");
    json_print_member_or_null(out, "cvss_vector", finding->cvss_vector);
    match_json_facts(out, &finding->facts);
}

static void print_state(struct buf *out, const struct ticket *ticket)
{
    const char *cause = ticket_cause_name(ticket->cause);
    json_print_member_z(out, "state", ticket_state_name(ticket->state));
    if (cause)
        json_print_member_z(out, "cause", cause);
    else
        json_print_member_null(out, "cause");
    json_print_member_z(out, "priority", ssvc_word("decision", (int)ticket->decision.outcome));
    json_print_member_raw(out, "versions", ticket->versions);
    json_print_member_raw(out, "fixed", ticket->fixed);
    json_print_member_bool(out, "is_marked", ticket->mark_reason.len != 0);
    json_print_member_or_null(out, "mark_reason", ticket->mark_reason);
    json_print_member_time(out, "due_at", ticket->due_us);
    if (ticket->due_us && ticket->due_source)
        json_print_member_z(out, "due_source", ticket_due_source_word(ticket->due_source));
    else
        json_print_member_null(out, "due_source");
    json_print_member_time(out, "accepted_until", ticket->accepted_until_us);
    json_print_member_raw(
        out, "mitigation", ticket->mitigation.len ? ticket->mitigation : TEXT("[]"));
}

static void print_snooze(struct buf *out, const struct ticket_view *view)
{
    if (!view->is_snoozed) {
        json_print_member_null(out, "snooze");
        return;
    }
    json_print_member_open(out, "snooze", '{');
    json_print_member_time(out, "until", view->until_us);
    json_print_member_bool(out, "until_fix", view->is_until_fix);
    json_print_close(out, '}');
}

void ticket_json_print(struct buf *out, const struct ticket_view *view)
{
    const struct ticket *ticket = &view->ticket;
    print_belonging(out, view);
    print_flaw(out, ticket);
    print_state(out, ticket);
    if (ticket->assignee_id) {
        json_print_member_open(out, "assignee", '{');
        json_print_member_id(out, "id", ticket->assignee_id);
        json_print_member(out, "name", view->assignee_name);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "assignee");
    }
    json_print_member_bool(out, "is_watching", view->is_watching);
    print_snooze(out, view);
    json_print_member_time(out, "created_at", ticket->created_us);
    json_print_member_time(out, "updated_at", ticket->updated_us);
    json_print_member_time(out, "closed_at", ticket->closed_us);
    json_print_member_int(out, "version", ticket->version);
}

void ticket_json_print_counts(struct buf *out, const struct ticket_priorities *counts)
{
    json_print_member_int(out, "immediate", counts->at[SSVC_IMMEDIATE]);
    json_print_member_int(out, "out_of_cycle", counts->at[SSVC_OUT_OF_CYCLE]);
    json_print_member_int(out, "scheduled", counts->at[SSVC_SCHEDULED]);
    json_print_member_int(out, "defer", counts->at[SSVC_DEFER]);
}
