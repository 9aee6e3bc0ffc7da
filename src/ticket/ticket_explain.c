/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_explain.h"

#include "match/match_explain_json.h"
#include "match/match_json.h"

/* A kernel's packages are a hundred; what is said of twenty is said of all. */
enum { EXPLAINED_MAX = 20 };

static bool print_one(struct buf *out, const struct advisory_index *index,
    const struct ticket *ticket, const struct ticket_explain_component *one, struct arena *arena,
    struct err *err)
{
    struct match_question question = {.index = index,
        .component = &one->component,
        .id = ticket->finding.id,
        .place = one->place,
        .is_stored = true,
        .twin_count = one->twin_count};
    struct match_explanation explanation;
    if (!match_explain(&explanation, &question, arena, err))
        return false;
    json_print_open(out, '{');
    match_explain_json(out, &explanation, &question);
    json_print_close(out, '}');
    return true;
}

static void print_head(
    struct buf *out, const struct advisory_index *index, const struct ticket *ticket)
{
    struct text digest = index ? advisory_index_digest(index) : (struct text){"", 0};
    json_print_member_id(out, "ticket_id", ticket->id);
    json_print_member(out, "vulnerability_id", ticket->finding.id);
    json_print_member_or_null(out, "generation", digest);
    json_print_member(out, "ticket_generation", ticket->generation);
    json_print_member_bool(out, "is_of_other_generation", !text_eq(digest, ticket->generation));
}

bool ticket_explain_print(struct buf *out, struct db *db, const struct advisory_index *index,
    const struct ticket *ticket, struct arena *arena, struct err *err)
{
    struct ticket_explain_component *components;
    size_t count;
    bool is_present;
    if (!ticket_explain_components(db, ticket, arena, &components, &count, &is_present, err))
        return false;
    json_print_open(out, '{');
    print_head(out, index, ticket);
    json_print_member_bool(out, "is_present", is_present);
    json_print_member_int(out, "component_count", (int64_t)count);
    json_print_member_open(out, "explanations", '[');
    for (size_t i = 0; i < count && i < EXPLAINED_MAX; i++)
        if (!print_one(out, index, ticket, &components[i], arena, err))
            return false;
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}
