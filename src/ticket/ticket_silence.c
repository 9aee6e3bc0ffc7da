/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_silence.h"

#include <stdlib.h>

#include "vex/vex_json.h"

/* -- why tickets were closed -- */

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static bool read_rows(
    struct ticket_silence *silence, const struct ticket_scope *scope, struct err *err)
{
    size_t count = 0;
    int64_t *ids = arena_take_array(scope->arena, scope->ticket_count, sizeof *ids);
    if (!ids)
        return arena_check(scope->arena, err);
    for (size_t i = 0; i < scope->ticket_count; i++)
        if (silence->parts || scope->tickets[i].cause == TICKET_NOT_AFFECTED)
            ids[count++] = scope->tickets[i].id;
    if (count)
        qsort(ids, count, sizeof *ids, compare_ids);
    return ticket_vex_read(
        scope->db, ids, count, scope->arena, &silence->rows, &silence->row_count, err);
}

/* -- documents -- */

/* Whether a finding is in a package version of a part. */
static bool is_in_part(
    const struct ticket_scope *scope, const struct ticket_found *found, uint32_t part)
{
    return found->finding.answer == MATCH_AFFECTED &&
           ticket_scope_find(scope, found->finding.component, part);
}

static void add_name(struct map *seen, struct text *names, size_t *count, struct text name)
{
    if (map_add(seen, name, 0, NULL))
        names[(*count)++] = name;
}

static bool open_part(struct ticket_silence *silence, const struct ticket_scope *scope,
    uint32_t part, struct err *err)
{
    struct map seen = {0};
    size_t most = 0, count = 0;
    for (size_t i = 0; i < scope->found_count; i++)
        most += 1 + scope->found[i].finding.alias_count;
    struct text *names = arena_take_array(scope->arena, most, sizeof *names);
    for (size_t i = 0; names && i < scope->found_count; i++) {
        const struct match_finding *finding = &scope->found[i].finding;
        if (!is_in_part(scope, &scope->found[i], part))
            continue;
        add_name(&seen, names, &count, finding->id);
        for (size_t a = 0; a < finding->alias_count; a++)
            add_name(&seen, names, &count, finding->aliases[a]);
    }
    map_done(&seen);
    return names ? ticket_vex_open(&silence->parts[part], scope->db, &scope->parts[part], names,
                       count, scope->arena, err)
                 : arena_check(scope->arena, err);
}

bool ticket_silence_open(
    struct ticket_silence *silence, const struct ticket_scope *scope, struct err *err)
{
    bool is_any;
    *silence = (struct ticket_silence){.scope = scope};
    if (!vex_rows_any(scope->db, &is_any, err))
        return false;
    if (is_any) {
        silence->parts = arena_take_array(scope->arena, scope->part_count, sizeof *silence->parts);
        if (!silence->parts)
            return arena_check(scope->arena, err);
    }
    for (uint32_t i = 0; is_any && i < scope->part_count; i++)
        if (!open_part(silence, scope, i, err))
            return false;
    return read_rows(silence, scope, err);
}

void ticket_silence_close(struct ticket_silence *silence)
{
    for (size_t i = 0; silence->parts && i < silence->scope->part_count; i++)
        ticket_vex_close(&silence->parts[i]);
}

/* -- judging -- */

static bool is_overruled(const struct ticket_silence *silence, const struct ticket *ticket,
    const struct ticket_vex_verdict *verdict)
{
    const struct ticket_vex_row *row =
        ticket ? ticket_vex_find(silence->rows, silence->row_count, ticket->id) : NULL;
    return row && row->is_overruled && text_eq(row->statements, verdict->statements);
}

bool ticket_silence_judge(struct ticket_vex_verdict *ret_verdict,
    const struct ticket_silence *silence, uint32_t part, const struct ticket_found *const *found,
    size_t count, const struct ticket *ticket, struct err *err)
{
    const struct ticket_scope *scope = silence->scope;
    struct ticket_vex_verdict verdict = {0};
    if (!silence->parts) {
        *ret_verdict = verdict;
        return true;
    }
    int64_t *versions = arena_take_array(scope->arena, count, sizeof *versions);
    for (size_t i = 0; versions && i < count; i++)
        versions[i] = scope->version_ids[found[i]->finding.component];
    if (!versions)
        return arena_check(scope->arena, err);
    const struct match_finding *worst = &found[0]->finding;
    if (!ticket_vex_judge(&verdict, &silence->parts[part], versions, count, worst->id,
            worst->aliases, worst->alias_count, scope->arena, err))
        return false;
    if (is_overruled(silence, ticket, &verdict))
        verdict.is_silenced = false;
    *ret_verdict = verdict;
    return true;
}

static const struct ticket_vex_row *holding_row(
    const struct ticket_silence *silence, const struct ticket *ticket)
{
    const struct ticket_vex_row *row =
        ticket_vex_find(silence->rows, silence->row_count, ticket->id);
    return ticket_vex_holds(row, ticket) ? row : NULL;
}

bool ticket_silence_is_judged(const struct ticket_silence *silence, const struct ticket *ticket)
{
    const struct ticket_vex_row *row = holding_row(silence, ticket);
    return (ticket->state == TICKET_CLOSED && ticket->cause == TICKET_WRONG_MATCH) ||
           (row && row->account_id);
}

bool ticket_silence_is_documented(const struct ticket_silence *silence, const struct ticket *ticket)
{
    const struct ticket_vex_row *row = holding_row(silence, ticket);
    return row && row->vex_id;
}

struct ticket_vex_row ticket_silence_row(
    const struct ticket_vex_verdict *verdict, const struct ticket *ticket)
{
    const struct vex_bearing *first = &verdict->answer.bearing[0];
    return (struct ticket_vex_row){.ticket_id = ticket->id,
        .closed_us = ticket->closed_us,
        .status = first->statement->status,
        .justification = first->statement->justification,
        .impact = first->statement->impact,
        .vex_id = first->document->id,
        .statements = verdict->statements};
}

struct text ticket_silence_json(const struct ticket_vex_verdict *verdict, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    vex_json_answer_alone(&out, &verdict->answer);
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}
