/* SPDX-License-Identifier: Apache-2.0 */
#include "match/graph_api.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "match/match_json.h"
#include "match/match_stored.h"
#include "sbom/sbom_api.h"

struct look {
    struct api_call *call;
    struct sbom_row row;
    struct match_stored stored;
    struct sbom_graph_known known;
    const struct sbom_row_component **components; /* by position */
    const struct match_stored_answer **answers;
    size_t count;
    struct arena arena;
};

static void print_identity(struct buf *out, const struct sbom_row_component *component)
{
    json_print_member_int(out, "position", component->position);
    json_print_member(out, "name", component->name);
    json_print_member_or_null(out, "version", component->version);
}

void graph_api_print_path(struct buf *out, const struct sbom_graph_known *known,
    const struct sbom_row_component *const *components, int64_t position)
{
    uint32_t path[GRAPH_API_PATH], component = (uint32_t)position;
    if (!known->is_known || component >= known->graph.component_count ||
        !sbom_graph_is_reached(&known->paths, component)) {
        json_print_member_null(out, "via");
        return;
    }
    size_t length = sbom_graph_path(&known->paths, component, path, LEN_OF(path));
    json_print_member_open(out, "via", '[');
    for (size_t i = 0; i < length && i < LEN_OF(path); i++) {
        json_print_open(out, '{');
        print_identity(out, components[path[i]]);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

/* Components come by name; the graph knows them by position. */
static bool place(struct look *look, struct err *err)
{
    look->count = look->stored.sbom.component_count;
    look->components = arena_take_array(&look->arena, look->count, sizeof *look->components);
    look->answers = arena_take_array(&look->arena, look->count, sizeof *look->answers);
    if (!look->components || !look->answers)
        return arena_check(&look->arena, err);
    for (size_t i = 0; i < look->count; i++) {
        size_t position = (size_t)look->stored.rows[i].position;
        if (position >= look->count)
            return err_set(err, ERR_SYSTEM, "the components of the SBOM are damaged");
        look->components[position] = &look->stored.rows[i];
        look->answers[position] = &look->stored.answers[i];
    }
    return true;
}

static void print_neighbour(struct look *look, uint32_t component)
{
    struct buf *out = &look->call->reply->body;
    const struct match_stored_answer *answer = look->answers[component];
    const struct sbom_row_component *row = look->components[component];
    json_print_open(out, '{');
    print_identity(out, row);
    json_print_member_bool(out, "is_package", row->is_package);
    json_print_member_or_null(out, "scope", row->scope);
    json_print_member_z(out, "answer", match_answer_name(answer->answer));
    json_print_member_int(out, "finding_count", (int64_t)answer->finding_count);
    json_print_member_int(
        out, "needs_count", (int64_t)sbom_graph_needs(&look->known.graph, component).count);
    json_print_close(out, '}');
}

static void print_needs(struct look *look, uint32_t component)
{
    struct buf *out = &look->call->reply->body;
    struct sbom_graph_row row = sbom_graph_needs(&look->known.graph, component);
    json_print_member_int(out, "needs_count", (int64_t)row.count);
    json_print_member_open(out, "needs", '[');
    for (size_t i = 0; i < row.count && i < LIMIT_GRAPH_NEIGHBOURS; i++)
        print_neighbour(look, row.at[i]);
    json_print_close(out, ']');
}

static bool needs(const struct look *look, uint32_t from, uint32_t component)
{
    struct sbom_graph_row row = sbom_graph_needs(&look->known.graph, from);
    for (size_t i = 0; i < row.count; i++)
        if (row.at[i] == component)
            return true;
    return false;
}

static void print_needed_by(struct look *look, uint32_t component)
{
    struct buf *out = &look->call->reply->body;
    size_t count = 0;
    json_print_member_open(out, "needed_by", '[');
    for (uint32_t i = 0; component != SBOM_ROOT && i < look->count; i++)
        if (needs(look, i, component) && count++ < LIMIT_GRAPH_NEIGHBOURS)
            print_neighbour(look, i);
    json_print_close(out, ']');
    json_print_member_int(out, "needed_by_count", (int64_t)count);
}

static void print_asked(struct look *look, uint32_t component)
{
    struct buf *out = &look->call->reply->body;
    json_print_open(out, '{');
    if (component == SBOM_ROOT) {
        json_print_member_null(out, "component");
        json_print_member_null(out, "via");
    } else {
        json_print_key(out, "component");
        print_neighbour(look, component);
        graph_api_print_path(out, &look->known, look->components, component);
    }
    json_print_member_bool(
        out, "is_direct", component != SBOM_ROOT && needs(look, SBOM_ROOT, component));
    print_needs(look, component);
    print_needed_by(look, component);
    json_print_close(out, '}');
}

static bool print(struct look *look, struct err *err)
{
    int64_t position = -1;
    struct text asked;
    if (!sbom_graph_rows_read(
            look->call->db, look->row.id, look->count, &look->arena, &look->known, err))
        return false;
    if (!look->known.is_known)
        return err_set(err, ERR_NOT_FOUND,
            "the dependencies of this SBOM were not kept: it was stored by an earlier version; upload it again");
    if (http_query(look->call->request, "component", &asked) && asked.len &&
        !text_read_i64(asked, &position))
        return err_set(err, ERR_USAGE, "component: must be a position");
    if (position >= (int64_t)look->count)
        return err_set(err, ERR_NOT_FOUND, "there is no such component");
    print_asked(look, position < 0 ? SBOM_ROOT : (uint32_t)position);
    return true;
}

static bool show_dependencies(struct api_call *call, struct err *err)
{
    int64_t id;
    struct look look = {.call = call};
    if (!api_param_id(call, "sbom", &id, err) ||
        !sbom_api_find(call, id, RIGHT_SERVICE_READ, &look.row, err))
        return false;
    arena_init(&look.arena, LIMIT_SBOM_ARENA);
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_done = match_stored_read(&look.stored, call->db, index, id, &look.arena, err) &&
                   place(&look, err) && print(&look, err);
    advisory_live_give(call->tools->advisories, index);
    arena_done(&look.arena);
    return is_done;
}

const struct api_route graph_api_routes[] = {
    {"GET", "/api/v1/sboms/{sbom}/dependencies", RIGHT_SERVICE_READ, show_dependencies, 0},
    {0},
};
