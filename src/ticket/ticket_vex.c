/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_vex.h"

#include <stdlib.h>

#include "match/match_vex.h"
#include "ticket/ticket_json.h"
#include "vex/vex_json.h"

bool ticket_vex_open(struct ticket_vex_part *vex, struct db *db, const struct ticket_part *part,
    const struct text *names, size_t name_count, struct arena *arena, struct err *err)
{
    struct vex_scope scope = {part->team_id, part->service_id, part->part_id};
    *vex = (struct ticket_vex_part){.db = db, .sbom_id = part->sbom_id};
    vex_set_init(&vex->set);
    if (!vex_rows_set(&vex->set, db, &scope, names, name_count, arena, err))
        return false;
    return !vex->set.links.len || ticket_vex_read_sbom(vex, arena, err);
}

void ticket_vex_close(struct ticket_vex_part *vex)
{
    vex_set_done(&vex->set);
}

/* -- judging -- */

static struct text print_words(const struct vex_answer *answer, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    match_vex_print(answer, &out);
    struct text words = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return words;
}

static struct text print_statements(const struct vex_answer *answer, struct arena *arena)
{
    struct text list = {"", 0};
    for (size_t i = 0; i < answer->count; i++) {
        const struct vex_bearing *bearing = &answer->bearing[i];
        if (bearing->counts)
            list = arena_join(arena, list, " ",
                arena_format(arena, "%lld:%.*s", (long long)bearing->document->id,
                    TEXT_ARG(bearing->statement->place)));
    }
    return list;
}

/* A place that nothing silences decides, before one that something does. */
static void add_answer(struct ticket_vex_verdict *verdict, const struct vex_answer *answer)
{
    bool is_first = !verdict->answer.count;
    if (!answer->is_silenced && verdict->is_silenced)
        is_first = true;
    verdict->is_silenced = verdict->is_silenced && answer->is_silenced;
    verdict->is_contradicted = verdict->is_contradicted || answer->is_contradicted;
    if (is_first && answer->count)
        verdict->answer = *answer;
}

static bool judge_version(struct ticket_vex_verdict *verdict, const struct ticket_vex_part *vex,
    int64_t version_id, struct text id, const struct text *aliases, size_t alias_count,
    size_t *place_count, struct arena *arena, struct err *err)
{
    struct sbom_component *components;
    size_t count;
    if (!ticket_vex_read_places(vex, version_id, arena, &components, &count, err))
        return false;
    *place_count += count;
    for (size_t i = 0; i < count; i++) {
        struct vex_place place = {
            &vex->sbom, &components[i], vex->system.type.len ? &vex->system : NULL};
        struct vex_answer answer;
        if (!vex_match_find(&answer, &vex->set, &place, id, aliases, alias_count, arena, err))
            return false;
        add_answer(verdict, &answer);
    }
    return true;
}

bool ticket_vex_judge(struct ticket_vex_verdict *ret_verdict, const struct ticket_vex_part *vex,
    const int64_t *version_ids, size_t version_count, struct text id, const struct text *aliases,
    size_t alias_count, struct arena *arena, struct err *err)
{
    struct ticket_vex_verdict verdict = {.is_silenced = true, .words = {"", 0}};
    size_t place_count = 0;
    if (!vex_set_has(&vex->set, id, aliases, alias_count)) {
        *ret_verdict = (struct ticket_vex_verdict){0};
        return true;
    }
    for (size_t i = 0; i < version_count; i++)
        if (!judge_version(
                &verdict, vex, version_ids[i], id, aliases, alias_count, &place_count, arena, err))
            return false;
    verdict.is_silenced = verdict.is_silenced && place_count;
    if (verdict.answer.count)
        verdict.words = print_words(&verdict.answer, arena);
    verdict.statements = print_statements(&verdict.answer, arena);
    *ret_verdict = verdict;
    return arena_check(arena, err);
}

/* -- why a ticket was closed -- */

static int compare_ids(const void *id, const void *row)
{
    int64_t a = *(const int64_t *)id, b = ((const struct ticket_vex_row *)row)->ticket_id;
    return (a > b) - (a < b);
}

const struct ticket_vex_row *ticket_vex_find(
    const struct ticket_vex_row *rows, size_t count, int64_t ticket_id)
{
    return count ? bsearch(&ticket_id, rows, count, sizeof *rows, compare_ids) : NULL;
}

bool ticket_vex_holds(const struct ticket_vex_row *row, const struct ticket *ticket)
{
    return row && ticket->state == TICKET_CLOSED && ticket->cause == TICKET_NOT_AFFECTED &&
           ticket->closed_us == row->closed_us;
}

static void print_row(
    struct buf *out, const struct ticket_vex_row *row, const struct ticket *ticket)
{
    if (!ticket_vex_holds(row, ticket)) {
        json_print_member_null(out, "closed_by");
        return;
    }
    json_print_member_open(out, "closed_by", '{');
    json_print_member_z(out, "status", vex_status_name(row->status));
    json_print_member_or_null(
        out, "justification", text_of(vex_justification_row(row->justification)->word));
    json_print_member_or_null(out, "impact", row->impact);
    if (row->account_id)
        json_print_member_id(out, "account_id", row->account_id);
    json_print_member_or_null(out, "account_name", row->account_name);
    if (row->vex_id)
        json_print_member_id(out, "vex_id", row->vex_id);
    json_print_member_or_null(out, "document", row->document);
    json_print_close(out, '}');
}

/* What documents say at this moment. */
static bool print_now(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err)
{
    struct ticket_vex_part vex = {0};
    struct ticket_vex_verdict verdict = {0};
    struct ticket_part part;
    struct text *names;
    int64_t *versions;
    size_t name_count, version_count;
    ticket_json_read_list(ticket->aliases, arena, &names, &name_count);
    struct text *all = arena_take_array(arena, name_count + 1, sizeof *all);
    if (!all || !ticket_rows_part(db, ticket->part_id, arena, &part, err) ||
        !ticket_vex_read_versions(db, ticket, part.sbom_id, arena, &versions, &version_count, err))
        return all ? false : arena_check(arena, err);
    all[0] = ticket->finding.id;
    for (size_t i = 0; i < name_count; i++)
        all[i + 1] = names[i];
    bool is_ok = ticket_vex_open(&vex, db, &part, all, name_count + 1, arena, err) &&
                 ticket_vex_judge(&verdict, &vex, versions, version_count, all[0], names,
                     name_count, arena, err);
    if (is_ok)
        vex_json_answer(out, &verdict.answer);
    ticket_vex_close(&vex);
    return is_ok;
}

bool ticket_vex_print(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err)
{
    struct ticket_vex_row *rows;
    size_t count;
    bool is_any;
    if (!ticket_vex_read(db, &ticket->id, 1, arena, &rows, &count, err) ||
        !vex_rows_any(db, &is_any, err))
        return false;
    print_row(out, ticket_vex_find(rows, count, ticket->id), ticket);
    if (is_any)
        return print_now(out, db, ticket, arena, err);
    json_print_member_null(out, "vex");
    return true;
}
