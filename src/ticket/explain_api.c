/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/explain_api.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "match/match_explain_find.h"
#include "match/match_explain_json.h"
#include "match/match_json.h"
#include "match/match_stored.h"
#include "sbom/sbom_api.h"
#include "ticket/ticket_explain.h"
#include "ticket/ticket_view.h"

/* What a request about one component works with. arena is larger than a request's: it holds a whole SBOM. */
struct asking {
    struct api_call *call;
    struct match_stored stored; /* only its components */
    struct match_question question;
    struct arena arena;
};

/* ?position= is the component's own number; without it ?purl= says which it is. */
static bool find_component(struct asking *asking, struct err *err)
{
    const struct http_request *request = asking->call->request;
    struct text digits = {"", 0}, asked = {"", 0};
    struct match_found found = {.component = UINT32_MAX};
    int64_t position;
    size_t count = asking->stored.sbom.component_count;
    http_query(request, "purl", &asked);
    if (http_query(request, "position", &digits) && digits.len) {
        if (!text_read_i64(digits, &position))
            return err_set(err, ERR_USAGE, "position: must be a number");
        for (uint32_t i = 0; i < count; i++)
            if (asking->stored.rows[i].position == position)
                found.component = i;
        if (found.component == UINT32_MAX)
            return err_set(err, ERR_NOT_FOUND, "the SBOM has no component at that position");
    } else if (!match_explain_find(&found, &asking->stored.sbom, asked, &asking->arena, err)) {
        return err->code == ERR_USAGE ? err_add(err, "purl") : false;
    }
    asking->question.component = &asking->stored.sbom.components[found.component];
    asking->question.asked = asked;
    asking->question.twin_count = found.twin_count;
    asking->question.is_stored = true;
    asking->question.place = arena_format(
        &asking->arena, "%lld", (long long)asking->stored.rows[found.component].position + 1);
    return true;
}

static bool print_explanation(struct asking *asking, struct err *err)
{
    struct buf *out = &asking->call->reply->body;
    struct match_explanation explanation;
    if (!match_explain(&explanation, &asking->question, &asking->arena, err))
        return false;
    json_print_open(out, '{');
    match_explain_json(out, &explanation, &asking->question);
    json_print_close(out, '}');
    return true;
}

static bool read_id(const struct api_call *call, struct text *ret_id, struct err *err)
{
    struct text id = {"", 0};
    if (http_query(call->request, "id", &id))
        id = match_explain_read_id(id, call->arena);
    *ret_id = id;
    return id.len <= LIMIT_ID_BYTES || err_set(err, ERR_USAGE, "id: is too long");
}

static bool explain_component(struct api_call *call, struct err *err)
{
    int64_t id;
    struct sbom_row row;
    struct asking asking = {.call = call};
    if (!api_param_id(call, "sbom", &id, err) ||
        !sbom_api_find(call, id, RIGHT_SERVICE_READ, &row, err) ||
        !read_id(call, &asking.question.id, err))
        return false;
    arena_init(&asking.arena, LIMIT_SBOM_ARENA);
    asking.question.index = advisory_live_take(call->tools->advisories);
    bool is_done = match_stored_read_components(&asking.stored, call->db, id, &asking.arena, err) &&
                   find_component(&asking, err) && print_explanation(&asking, err);
    advisory_live_give(call->tools->advisories, asking.question.index);
    arena_done(&asking.arena);
    return is_done;
}

static bool explain_ticket(struct api_call *call, struct err *err)
{
    int64_t id;
    struct ticket_view view;
    if (!api_param_id(call, "ticket", &id, err) ||
        !ticket_view_find(call->db, &call->who, id, RIGHT_TICKET_READ, call->arena, &view, err))
        return false;
    struct arena arena;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_done =
        ticket_explain_print(&call->reply->body, call->db, index, &view.ticket, &arena, err);
    advisory_live_give(call->tools->advisories, index);
    arena_done(&arena);
    return is_done;
}

const struct api_route explain_api_routes[] = {
    {"GET", "/api/v1/sboms/{sbom}/explain", RIGHT_SERVICE_READ, explain_component, 0},
    {"GET", "/api/v1/tickets/{ticket}/explain", RIGHT_TICKET_READ, explain_ticket, 0},
    {0},
};
