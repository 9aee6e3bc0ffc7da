/* SPDX-License-Identifier: Apache-2.0 */
#include "match/diff_api.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "match/match_diff.h"
#include "match/match_stored.h"
#include "sbom/sbom_api.h"

/* The SBOM before it in its part, by number: what one compares with when one does not say. */
static bool find_former(
    struct api_call *call, const struct sbom_row *row, struct sbom_row *ret_former, struct err *err)
{
    struct sbom_row *rows;
    size_t count;
    if (!sbom_rows_list(call->db, row->part_id, row->number, 1, call->arena, &rows, &count, err))
        return false;
    if (!count)
        return err_set(err, ERR_NOT_FOUND,
            "it is the first SBOM of its part: there is nothing to compare it with");
    *ret_former = rows[0];
    return true;
}

static bool find_both(
    struct api_call *call, struct sbom_row *ret_before, struct sbom_row *ret_after, struct err *err)
{
    int64_t after_id, before_id = 0;
    if (!api_param_id(call, "sbom", &after_id, err) ||
        !api_query_id(call, "with", &before_id, err) ||
        !sbom_api_find(call, after_id, RIGHT_SERVICE_READ, ret_after, err))
        return false;
    return before_id ? sbom_api_find(call, before_id, RIGHT_SERVICE_READ, ret_before, err)
                     : find_former(call, ret_after, ret_before, err);
}

static void print_row(struct buf *out, const char *key, const struct sbom_row *row)
{
    json_print_member_open(out, key, '{');
    sbom_api_print(out, row);
    json_print_close(out, '}');
}

static bool print_diff(struct api_call *call, const struct advisory_index *index,
    const struct sbom_row *before, const struct sbom_row *after, struct arena *arena,
    struct err *err)
{
    struct match_stored stored[2];
    struct match_diff diff;
    struct buf *out = &call->reply->body;
    if (!match_stored_read(&stored[0], call->db, index, before->id, arena, err) ||
        !match_stored_read(&stored[1], call->db, index, after->id, arena, err))
        return false;
    struct match_diff_input inputs[2] = {
        {&stored[0].sbom, &stored[0].result}, {&stored[1].sbom, &stored[1].result}};
    if (!match_diff_find(&diff, &inputs[0], &inputs[1], arena, err))
        return false;
    diff.is_matched = index != NULL;
    json_print_open(out, '{');
    print_row(out, "before", before);
    print_row(out, "after", after);
    match_diff_print_json(out, &diff);
    json_print_close(out, '}');
    return true;
}

static bool show_diff(struct api_call *call, struct err *err)
{
    struct sbom_row before, after;
    struct arena arena;
    if (!find_both(call, &before, &after, err))
        return false;
    arena_init(&arena, 2 * LIMIT_SBOM_ARENA);
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_done = print_diff(call, index, &before, &after, &arena, err);
    advisory_live_give(call->tools->advisories, index);
    arena_done(&arena);
    return is_done;
}

const struct api_route diff_api_routes[] = {
    {"GET", "/api/v1/sboms/{sbom}/diff", RIGHT_SERVICE_READ, show_diff, 0},
    {0},
};
