/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_vex_out.h"

#include "base/clock.h"
#include "ticket/ticket_json.h"
#include "vex/vex_build.h"

struct writer {
    struct vex_build build;
    struct db *db;
    struct arena *arena;
    struct err *err;
    struct ticket_part part;
    uint32_t subject; /* the product that the part's SBOM is about */
    const struct ticket_vex_row *rows;
    size_t row_count;
    size_t told; /* statements */
};

/* What a ticket says; which package versions it says it of. */
struct word {
    enum vex_status status;
    enum vex_justification justification;
    struct text impact, action;
    enum ticket_vex_out_which which;
};

/* -- products -- */

/* By package URL; without one by its serial number, else by its name. */
static bool add_subject(struct writer *w)
{
    static const struct json_place at = {.key = "products"};
    struct ticket_vex_part sbom = {.db = w->db, .sbom_id = w->part.sbom_id};
    if (!ticket_vex_read_sbom(&sbom, w->arena, w->err))
        return false;
    const struct sbom *head = &sbom.sbom;
    struct vex_product product = {.name = head->name,
        .version = head->version,
        .purl = head->purl,
        .cpe = head->cpe,
        .id =
            head->serial.len ? head->serial : vex_product_iri(head->name, head->version, w->arena)};
    return vex_build_product(&w->build, &product, &at, &w->subject, w->err);
}

static bool add_component(struct writer *w, const struct ticket_vex_out_component *component)
{
    static const struct json_place at = {.key = "products"};
    struct text key = arena_format(w->arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(component->purl),
        TEXT_ARG(component->name), TEXT_ARG(component->version));
    struct vex_product product = {.name = component->name,
        .version = component->version,
        .purl = component->purl,
        .id = vex_product_iri(component->name, component->version, w->arena)};
    uint32_t index;
    if (!map_find(&w->build.by_id, key, &index)) {
        if (!vex_build_product(&w->build, &product, &at, &index, w->err))
            return false;
        map_add(&w->build.by_id, key, index, NULL);
    }
    return vex_build_target(&w->build, w->subject, index, &at, w->err);
}

/* -- what a ticket says -- */

static struct text print_remedy(struct writer *w, const struct ticket *ticket)
{
    struct text *fixed, remedy;
    size_t count;
    char date[CLOCK_TEXT_SIZE];
    ticket_json_read_list(ticket->fixed, w->arena, &fixed, &count);
    if (count)
        remedy = arena_format(w->arena, "Upgrade %.*s to %.*s or later", TEXT_ARG(ticket->package),
            TEXT_ARG(fixed[0]));
    else
        remedy = arena_format(w->arena, "No fixed version of %.*s is known: replace or shield it",
            TEXT_ARG(ticket->package));
    bool is_planned = ticket->state == TICKET_SCHEDULED || ticket->state == TICKET_IN_PROGRESS;
    if (is_planned && ticket->due_us)
        remedy = arena_format(
            w->arena, "%.*s; due %.10s", TEXT_ARG(remedy), clock_print(ticket->due_us, date));
    return remedy;
}

/* What was done, or why the risk is borne: the last action says it. */
static bool say_completed(struct writer *w, const struct ticket *ticket, struct word *word)
{
    struct text done;
    if (!ticket_vex_out_action(w->db, ticket->id, w->arena, &done, w->err))
        return false;
    word->status = VEX_AFFECTED;
    word->action = done.len ? done : print_remedy(w, ticket);
    return true;
}

/* What the advisories themselves say no more, or what is told by another ticket, needs no statement. */
static bool say_closed(
    struct writer *w, const struct ticket *ticket, struct word *word, bool *ret_is_told)
{
    const struct ticket_vex_row *row = ticket_vex_find(w->rows, w->row_count, ticket->id);
    bool is_held = ticket_vex_holds(row, ticket);
    *ret_is_told = true;
    switch (ticket->cause) {
    case TICKET_FIXED:
        word->status = VEX_FIXED;
        word->which = TICKET_VEX_OUT_PRESENT;
        return true;
    case TICKET_REMOVED:
        word->status = VEX_NOT_AFFECTED;
        word->justification = VEX_COMPONENT_NOT_PRESENT;
        word->which = TICKET_VEX_OUT_FORMER;
        return true;
    case TICKET_WRONG_MATCH:
        word->status = VEX_NOT_AFFECTED;
        word->justification = VEX_FALSE_POSITIVE;
        return ticket_vex_out_reason(w->db, ticket->id, w->arena, &word->impact, w->err);
    case TICKET_NOT_AFFECTED:
        word->status = is_held ? row->status : VEX_NOT_AFFECTED;
        word->justification = is_held ? row->justification : VEX_UNJUSTIFIED;
        word->impact = is_held ? row->impact : TEXT("");
        *ret_is_told = is_held;
        return true;
    case TICKET_ACCEPTED: return say_completed(w, ticket, word);
    case TICKET_NO_CAUSE:
    case TICKET_WITHDRAWN:
    case TICKET_DUPLICATE: break;
    }
    *ret_is_told = false;
    return true;
}

static bool say(struct writer *w, const struct ticket *ticket, struct word *word, bool *ret_is_told)
{
    *word = (struct word){.impact = {"", 0}, .action = {"", 0}};
    *ret_is_told = true;
    if (ticket->state == TICKET_CLOSED)
        return say_closed(w, ticket, word, ret_is_told);
    if (ticket->state == TICKET_COMPLETED)
        return say_completed(w, ticket, word);
    bool is_open = ticket->state == TICKET_OPEN || ticket->mark_reason.len;
    word->status = is_open ? VEX_UNDER_INVESTIGATION : VEX_AFFECTED;
    if (!is_open)
        word->action = print_remedy(w, ticket);
    return true;
}

/* A person opened again what kenzen had closed: none of its versions is there, but the doubt is about those that are, or, where the
   package is gone, about those in which it was last seen. */
static bool find_components(struct writer *w, const struct ticket *ticket,
    enum ticket_vex_out_which which, struct ticket_vex_out_component **ret_components,
    size_t *ret_count)
{
    static const enum ticket_vex_out_which doubted[] = {
        TICKET_VEX_OUT_PRESENT, TICKET_VEX_OUT_FORMER};
    bool is_doubt = which == TICKET_VEX_OUT_AFFECTED && ticket->state != TICKET_CLOSED &&
                    ticket->undone_facts.len;
    bool is_ok = ticket_vex_out_components(
        w->db, ticket, which, w->part.sbom_id, w->arena, ret_components, ret_count, w->err);
    for (size_t i = 0; is_ok && is_doubt && *ret_count == 0 && i < LEN_OF(doubted); i++)
        is_ok = ticket_vex_out_components(w->db, ticket, doubted[i], w->part.sbom_id, w->arena,
            ret_components, ret_count, w->err);
    return is_ok;
}

static bool add_ticket(struct writer *w, const struct ticket *ticket)
{
    static const struct json_place list = {.key = "statements"};
    const struct json_place at = {.up = &list, .index = w->told};
    struct ticket_vex_out_component *components;
    struct word word;
    size_t count;
    bool is_told;
    if (!say(w, ticket, &word, &is_told))
        return false;
    if (!is_told)
        return true;
    if (!find_components(w, ticket, word.which, &components, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add_component(w, &components[i]))
            return false;
    struct vex_statement statement = {.vulnerability = ticket->finding.id,
        .status = word.status,
        .justification = word.justification,
        .impact = word.impact,
        .action = word.action,
        .said_us = ticket->updated_us};
    ticket_json_read_list(ticket->aliases, w->arena, &statement.aliases, &statement.alias_count);
    if (ticket->updated_us > w->build.vex->said_us)
        w->build.vex->said_us = ticket->updated_us;
    w->told += count > 0;
    return count == 0 || vex_build_statement(&w->build, &statement, &at, w->err);
}

/* -- all of it -- */

static bool add_part(struct writer *w, int64_t part_id)
{
    struct ticket *tickets;
    struct ticket_vex_row *rows;
    size_t count;
    if (!ticket_rows_part(w->db, part_id, w->arena, &w->part, w->err))
        return false;
    if (w->part.sbom_id == 0)
        return true;
    if (!ticket_rows_of_part(w->db, part_id, w->arena, &tickets, &count, w->err) ||
        (count && !add_subject(w)))
        return false;
    int64_t *ids = arena_take_array(w->arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = tickets[i].id;
    if (!ids || !ticket_vex_read(w->db, ids, count, w->arena, &rows, &w->row_count, w->err))
        return ids ? false : arena_check(w->arena, w->err);
    w->rows = rows;
    for (size_t i = 0; i < count; i++)
        if (!add_ticket(w, &tickets[i]))
            return false;
    return true;
}

static bool add_parts(struct writer *w, const struct vex_scope *scope)
{
    int64_t *parts;
    size_t count;
    if (!vex_rows_parts(w->db, scope, w->arena, &parts, &count, w->err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add_part(w, parts[i]))
            return false;
    return true;
}

bool ticket_vex_out(struct vex *ret_vex, struct db *db, const struct vex_scope *scope,
    struct text author, int64_t now_us, struct arena *arena, struct err *err)
{
    struct vex vex = {.author = author};
    struct writer w = {.db = db, .arena = arena, .err = err};
    vex.id = arena_format(arena, "urn:kenzen:service:%lld", (long long)scope->service_id);
    if (scope->part_id)
        vex.id = arena_format(arena, "%.*s:part:%lld", TEXT_ARG(vex.id), (long long)scope->part_id);
    vex_build_init(&w.build, &vex, arena);
    bool is_done = add_parts(&w, scope) && vex_build_finish(&w.build, err);
    vex_build_done(&w.build);
    if (!is_done)
        return false;
    /* The document changes when a ticket does, and its number rises with it. */
    if (!vex.said_us)
        vex.said_us = now_us;
    vex.issued_us = vex.said_us;
    vex.version = arena_format(arena, "%lld", (long long)(vex.said_us / CLOCK_SECOND_US));
    *ret_vex = vex;
    return arena_check(arena, err);
}
