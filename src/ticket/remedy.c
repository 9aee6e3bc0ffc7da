/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/remedy.h"

#include <stdlib.h>

#include "codec/json.h"
#include "domain/ecosystem.h"

/* The versions that mend one installed version, smallest first. */
struct fixes {
    struct text *at;
    size_t count;
};

static bool read_fixes(
    const struct remedy_row *row, struct arena *arena, struct fixes *ret_fixes, struct err *err)
{
    struct json json;
    size_t i, count;
    yyjson_val *value;
    if (!json_read(&json, row->fixed, err))
        return false;
    struct fixes fixes = {.count = yyjson_arr_size(json_root(&json))};
    fixes.at = arena_take_array(arena, fixes.count, sizeof *fixes.at);
    yyjson_arr_foreach(json_root(&json), i, count, value)
    {
        struct text version = {"", 0};
        if (fixes.at && json_text(value, &version))
            fixes.at[i] = arena_text(arena, version);
    }
    json_done(&json);
    *ret_fixes = fixes;
    return arena_check(arena, err);
}

/* Whether a is at least b; versions without an order are not. */
static bool is_least(enum version_scheme scheme, struct text a, struct text b)
{
    int order;
    return version_compare(scheme, a, b, &order, NULL) && order >= 0;
}

/* Flaws of several branches have a fix in each, and between those lie versions that are affected: so a version mends what it is
   named for, and what ended before it in every branch. */
static bool mends(enum version_scheme scheme, struct text version, const struct fixes *fixes)
{
    bool is_beyond_all = fixes->count > 0;
    for (size_t i = 0; i < fixes->count; i++) {
        if (text_eq(version, fixes->at[i]))
            return true;
        is_beyond_all = is_beyond_all && is_least(scheme, version, fixes->at[i]);
    }
    return is_beyond_all;
}

struct work {
    const struct remedy_row *rows;
    size_t count;
    const struct fixes *fixes; /* by row */
    enum version_scheme scheme;
};

/* Counts the tickets that one version clears: those of which it mends every installed version. */
static void count_cleared(const struct work *work, struct text version, struct remedy *remedy)
{
    size_t to = 0;
    remedy->cleared_count = 0;
    memset(remedy->cleared_by, 0, sizeof remedy->cleared_by);
    for (size_t from = 0; from < work->count; from = to) {
        bool is_cleared = true;
        for (to = from; to < work->count && work->rows[to].ticket_id == work->rows[from].ticket_id;
            to++)
            is_cleared = is_cleared && mends(work->scheme, version, &work->fixes[to]);
        int64_t priority = work->rows[from].priority;
        remedy->cleared_count += is_cleared;
        if (is_cleared && priority >= 0 && priority < REMEDY_PRIORITIES)
            remedy->cleared_by[priority]++;
    }
}

/* Tells which of two comes first: what clears more of what is urgent, then more. */
static int compare_gain(const struct remedy *a, const struct remedy *b)
{
    for (size_t i = REMEDY_PRIORITIES; i-- > 0;)
        if (a->cleared_by[i] != b->cleared_by[i])
            return a->cleared_by[i] > b->cleared_by[i] ? -1 : 1;
    if (a->cleared_count != b->cleared_count)
        return a->cleared_count > b->cleared_count ? -1 : 1;
    return 0;
}

/* Of versions that clear as much, the smallest is the least to change. */
static void choose(const struct work *work, struct text version, struct remedy *best)
{
    struct remedy candidate = *best;
    candidate.to = version;
    count_cleared(work, version, &candidate);
    if (!candidate.cleared_count || text_eq(version, best->to))
        return;
    bool is_more = candidate.cleared_count > best->cleared_count;
    bool is_as_much = candidate.cleared_count == best->cleared_count;
    if (!best->to.len || is_more || (is_as_much && is_least(work->scheme, best->to, version)))
        *best = candidate;
}

static void count_tickets(const struct work *work, struct remedy *remedy)
{
    for (size_t i = 0; i < work->count; i++) {
        bool is_new = i == 0 || work->rows[i].ticket_id != work->rows[i - 1].ticket_id;
        remedy->ticket_count += is_new;
        remedy->fixable_count += is_new && work->fixes[i].count > 0;
    }
}

static struct text list_installed(const struct work *work, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '[');
    for (size_t i = 0; i < work->count; i++) {
        bool is_listed = false;
        for (size_t j = 0; j < i && !is_listed; j++)
            is_listed = work->rows[j].package_version_id == work->rows[i].package_version_id;
        if (!is_listed)
            json_print_text(&out, work->rows[i].version);
    }
    json_print_close(&out, ']');
    struct text list = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return list;
}

bool remedy_of(const struct remedy_row *rows, size_t count, struct arena *arena,
    struct remedy *ret_remedy, struct err *err)
{
    const struct ecosystem *ecosystem = ecosystem_find(rows[0].ecosystem);
    struct fixes *fixes = arena_take_array(arena, count, sizeof *fixes);
    struct remedy remedy = {.team_id = rows[0].team_id,
        .service_id = rows[0].service_id,
        .part_id = rows[0].part_id,
        .service = rows[0].service,
        .part = rows[0].part,
        .ecosystem = rows[0].ecosystem,
        .package = rows[0].package,
        .package_version_id = rows[0].package_version_id};
    struct work work = {rows, count, fixes,
        ecosystem && ecosystem->has_scheme ? ecosystem->scheme : VERSION_GENERIC};
    for (size_t i = 0; fixes && i < count; i++)
        if (!read_fixes(&rows[i], arena, &fixes[i], err))
            return false;
    for (size_t i = 0; fixes && i < count; i++)
        for (size_t j = 0; j < fixes[i].count; j++)
            choose(&work, fixes[i].at[j], &remedy);
    count_tickets(&work, &remedy);
    remedy.installed = list_installed(&work, arena);
    *ret_remedy = remedy;
    return arena_check(arena, err);
}

static bool is_same_package(const struct remedy_row *a, const struct remedy_row *b)
{
    return a->part_id == b->part_id && text_eq(a->ecosystem, b->ecosystem) &&
           text_eq(a->package, b->package);
}

static int compare(const void *left, const void *right)
{
    const struct remedy *a = left, *b = right;
    int order = compare_gain(a, b);
    if (order == 0)
        order = text_cmp(a->package, b->package);
    return order != 0 ? order : (a->part_id > b->part_id) - (a->part_id < b->part_id);
}

bool remedy_list(struct db *db, const struct api_principal *who, const struct remedy_query *query,
    struct arena *arena, struct remedy **ret_remedies, size_t *ret_count, struct err *err)
{
    struct remedy_row *rows;
    size_t row_count, count = 0, to = 0;
    if (!remedy_rows(db, who, query, arena, &rows, &row_count, err))
        return false;
    struct remedy *list = arena_take_array(arena, row_count, sizeof *list);
    for (size_t from = 0; list && from < row_count; from = to) {
        for (to = from; to < row_count && is_same_package(&rows[from], &rows[to]); to++)
            ;
        if (!remedy_of(&rows[from], to - from, arena, &list[count++], err))
            return false;
    }
    if (!list)
        return arena_check(arena, err);
    if (count)
        qsort(list, count, sizeof *list, compare);
    *ret_remedies = list;
    *ret_count = count;
    return true;
}

bool remedy_find_paths(
    struct db *db, struct remedy *remedies, size_t count, struct arena *arena, struct err *err)
{
    struct ticket_paths paths;
    int64_t open_part_id = 0;
    for (size_t i = 0; i < count; i++) {
        if (remedies[i].part_id != open_part_id &&
            !ticket_path_open(&paths, db, remedies[i].part_id, arena, err))
            return false;
        open_part_id = remedies[i].part_id;
        if (!ticket_path_find(&remedies[i].path, &paths, remedies[i].package_version_id, err))
            return false;
    }
    return true;
}
