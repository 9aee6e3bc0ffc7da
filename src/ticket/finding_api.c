/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/finding_api.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "base/map.h"
#include "match/graph_api.h"
#include "match/match_eol.h"
#include "match/match_json.h"
#include "match/match_stored.h"
#include "sbom/sbom_api.h"
#include "ticket/finding_rows.h"

/* What a request about one SBOM works with. arena is larger than a request's: it holds a whole SBOM. */
struct look {
    struct api_call *call;
    struct sbom_row row;
    struct match_stored stored;
    struct sbom_graph_known known;
    const struct sbom_row_component **by_position;
    const struct advisory_index *index; /* or NULL */
    struct arena arena;
    struct match_words_budget budget; /* of what the sources say */
    struct arena scratch;             /* of that, for one finding */
    size_t first, limit;              /* the page, in the list as a whole */
};

static bool read_page(struct look *look, struct err *err)
{
    struct api_page page;
    struct db_value first = DB_INT(0);
    if (!api_page_read(look->call, &page, err) ||
        !api_cursor_read(page.cursor, "i", look->call->arena, &first, err))
        return false;
    look->first = (size_t)first.number;
    look->limit = page.limit;
    return first.number >= 0 || err_set(err, ERR_USAGE, "cursor: is none of this list");
}

/* Ends a list of which count items were there in all. */
static void close_page(struct look *look, size_t count)
{
    size_t end = look->first + look->limit;
    struct text next = {"", 0};
    if (count > end)
        next = api_cursor_print(look->call->arena, "i", &DB_INT((int64_t)end));
    api_list_close(look->call, next);
}

/* For the ways by which components got in: the graph knows them by position, the rows come by name. */
static bool read_graph(struct look *look, struct err *err)
{
    size_t count = look->stored.sbom.component_count;
    look->by_position = arena_take_array(&look->arena, count, sizeof *look->by_position);
    if (!look->by_position)
        return arena_check(&look->arena, err);
    for (size_t i = 0; i < count; i++)
        if ((size_t)look->stored.rows[i].position < count)
            look->by_position[look->stored.rows[i].position] = &look->stored.rows[i];
    return sbom_graph_rows_read(
        look->call->db, look->row.id, count, &look->arena, &look->known, err);
}

static bool is_on_page(const struct look *look, size_t number)
{
    return number >= look->first && number - look->first < look->limit;
}

/* Matches the SBOM of the path and prints. Texts of findings lie in the index, so it is kept until they are printed. */
static bool answer(
    struct api_call *call, bool (*print)(struct look *look, struct err *err), struct err *err)
{
    int64_t id;
    struct look look = {.call = call, .budget = {.steps = LIMIT_WORDS_STEPS}};
    if (!api_param_id(call, "sbom", &id, err) ||
        !sbom_api_find(call, id, RIGHT_SERVICE_READ, &look.row, err) || !read_page(&look, err))
        return false;
    arena_init(&look.arena, LIMIT_SBOM_ARENA);
    arena_init(&look.scratch, LIMIT_RECORD_ARENA);
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    look.index = index;
    bool is_done = match_stored_read(&look.stored, call->db, index, id, &look.arena, err) &&
                   read_graph(&look, err) && print(&look, err) && arena_check(&look.arena, err);
    advisory_live_give(call->tools->advisories, index);
    arena_done(&look.scratch);
    arena_done(&look.arena);
    return is_done;
}

/* -- components -- */

/* Until when its release cycle is supported, as far as that is known. */
static bool print_support(
    struct look *look, const struct sbom_component *component, struct err *err)
{
    struct buf *out = &look->call->reply->body;
    struct eol_cycle cycle;
    bool is_there;
    if (!match_eol_find_one(&cycle, &is_there, look->index, component, &look->arena, err))
        return false;
    if (!is_there) {
        json_print_member_null(out, "eol");
        return true;
    }
    enum support_state state = support_state(&cycle.support, look->call->now_us);
    json_print_member_open(out, "eol", '{');
    json_print_member_z(out, "state", support_state_name(state));
    json_print_member(out, "product", cycle.product);
    json_print_member(out, "label", arena_join(&look->arena, cycle.label, " ", cycle.name));
    json_print_member(out, "cycle", cycle.name);
    json_print_member_time(out, "support_ends_at", support_end_us(&cycle.support));
    json_print_close(out, '}');
    return true;
}

static bool print_component(struct look *look, size_t i, struct err *err)
{
    struct buf *out = &look->call->reply->body;
    const struct sbom_row_component *component = &look->stored.rows[i];
    const struct match_stored_answer *its = &look->stored.answers[i];
    json_print_open(out, '{');
    json_print_member_int(out, "position", component->position);
    json_print_member(out, "name", component->name);
    json_print_member_or_null(out, "version", component->version);
    json_print_member_or_null(out, "ecosystem", component->ecosystem);
    json_print_member(out, "package", component->package);
    json_print_member_or_null(out, "purl", component->purl);
    json_print_member_or_null(out, "type", component->type);
    json_print_member_or_null(out, "license", component->license);
    json_print_member_or_null(out, "scope", component->scope);
    json_print_member_bool(out, "is_direct", component->is_direct);
    json_print_member_bool(out, "is_package", component->is_package);
    json_print_member_or_null(out, "oddity", component->oddity);
    json_print_member_or_null(out, "module", component->module);
    json_print_member_or_null(out, "path", component->path);
    json_print_member_or_null(out, "owner", component->owner_package);
    json_print_member_z(out, "answer", match_answer_name(its->answer));
    json_print_member_or_null(
        out, "cause", its->cause ? text_of(match_cause_name(its->cause)) : TEXT(""));
    json_print_member_or_null(out, "reason", its->reason);
    json_print_member_int(out, "finding_count", (int64_t)its->finding_count);
    graph_api_print_path(out, &look->known, look->by_position, component->position);
    if (!print_support(look, &look->stored.sbom.components[i], err))
        return false;
    json_print_close(out, '}');
    return true;
}

static bool has_words(struct look *look, struct text name, struct text words)
{
    return words.len == 0 || text_find_text(arena_text_lower(&look->arena, name), words) >= 0;
}

/* Reads ?answer; -1 when all are asked for. */
static bool read_answer(const struct api_call *call, int *ret_answer, struct err *err)
{
    struct text word;
    *ret_answer = -1;
    if (!http_query(call->request, "answer", &word) || word.len == 0)
        return true;
    for (int a = MATCH_NOT_AFFECTED; a <= MATCH_NOT_COVERED; a++)
        if (text_is(word, match_answer_name((enum match_answer)a))) {
            *ret_answer = a;
            return true;
        }
    return err_set(
        err, ERR_USAGE, "answer: must be affected, not_affected, not_covered or undecidable");
}

static bool print_components(struct look *look, struct err *err)
{
    const struct match_stored *stored = &look->stored;
    struct text words = {"", 0};
    size_t count = 0;
    int wanted;
    if (!read_answer(look->call, &wanted, err))
        return false;
    if (http_query(look->call->request, "q", &words))
        words = arena_text_lower(&look->arena, text_trim(words));
    api_list_open(look->call);
    for (size_t i = 0; i < stored->sbom.component_count; i++) {
        const struct sbom_row_component *row = &stored->rows[i];
        if ((wanted >= 0 && (int)stored->answers[i].answer != wanted) ||
            !has_words(look, row->name, words))
            continue;
        if (is_on_page(look, count++) && !print_component(look, i, err))
            return false;
    }
    close_page(look, count);
    return true;
}

static bool list_components(struct api_call *call, struct err *err)
{
    return answer(call, print_components, err);
}

/* -- findings -- */

static struct text key_of(
    struct text ecosystem, struct text package, struct text name, struct arena *arena)
{
    return arena_format(
        arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(ecosystem), TEXT_ARG(package), TEXT_ARG(name));
}

static void print_finding(struct look *look, const struct match_finding *finding,
    const struct map *by_key, const struct finding_ticket *tickets)
{
    struct buf *out = &look->call->reply->body;
    const struct sbom_component *component = &look->stored.sbom.components[finding->component];
    uint32_t at;
    json_print_open(out, '{');
    match_json_finding(out, finding, component);
    match_json_sources(out, look->index, finding, component, &look->budget, &look->scratch);
    arena_clear(&look->scratch);
    if (map_find(
            by_key, key_of(component->ecosystem, finding->package, finding->id, &look->arena), &at))
        json_print_member_id(out, "ticket_id", tickets[at].id);
    else
        json_print_member_null(out, "ticket_id");
    graph_api_print_path(
        out, &look->known, look->by_position, look->stored.rows[finding->component].position);
    json_print_close(out, '}');
}

static bool print_findings(struct look *look, struct err *err)
{
    struct finding_ticket *tickets;
    size_t count, total = look->stored.result.finding_count;
    struct map by_key = {0};
    if (!finding_rows_tickets(
            look->call->db, look->row.part_id, &look->arena, &tickets, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        map_add(&by_key,
            key_of(tickets[i].ecosystem, tickets[i].package, tickets[i].name, &look->arena),
            (uint32_t)i, NULL);
    api_list_open(look->call);
    for (size_t i = look->first; i < total && is_on_page(look, i); i++)
        print_finding(look, &look->stored.result.findings[i], &by_key, tickets);
    close_page(look, total);
    map_done(&by_key);
    return true;
}

static bool list_findings(struct api_call *call, struct err *err)
{
    return answer(call, print_findings, err);
}

const struct api_route finding_api_routes[] = {
    {"GET", "/api/v1/sboms/{sbom}/components", RIGHT_SERVICE_READ, list_components, 0},
    {"GET", "/api/v1/sboms/{sbom}/findings", RIGHT_SERVICE_READ, list_findings, 0},
    {0},
};
