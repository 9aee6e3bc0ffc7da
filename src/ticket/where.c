/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where.h"

#include "base/map.h"
#include "ticket/where_answer.h"
#include "ticket/where_rows.h"

/* A word shorter than this is in too many names for them to be of use. */
enum { WORD_MIN = 3 };

/* One look-up. */
struct look {
    struct db *db;
    const struct api_principal *who;
    const struct advisory_index *index;
    const struct where_query *query;
    struct arena *arena;
    struct where_select select;
    struct db_args vulnerabilities; /* of an id */
    size_t room;                    /* for items */
    struct where_found found;
};

static struct text key_of(const int64_t *id)
{
    return (struct text){(const char *)id, sizeof *id};
}

/* -- what is asked for -- */

/* An id that only tickets know any more: its record is gone. */
static bool is_id_of_tickets(struct look *look, bool *ret_is_id, struct err *err)
{
    struct text typed = text_trim(look->query->text);
    struct db_args found = {0};
    bool may_be = typed.len && !look->query->ecosystem.len && text_find(typed, '/') < 0;
    if (may_be && !where_rows_vulnerabilities(look->db, &typed, 1, look->arena, &found, err))
        return false;
    *ret_is_id = found.count > 0;
    return true;
}

static bool add_ticket_names(struct look *look, struct err *err)
{
    struct where_select *select = &look->select;
    struct where_name *more;
    size_t count;
    if (!where_rows_vulnerabilities(look->db, select->flaws, select->flaw_count, look->arena,
            &look->vulnerabilities, err) ||
        !where_rows_names(
            look->db, look->who, look->vulnerabilities, look->arena, &more, &count, err))
        return false;
    struct where_name *all = arena_take_array(look->arena, select->name_count + count, sizeof *all);
    for (size_t i = 0; all && i < select->name_count; i++)
        all[i] = select->names[i];
    for (size_t i = 0; all && i < count; i++)
        all[select->name_count + i] = more[i];
    select->names = all;
    select->name_count += count;
    select->is_known = select->is_known || count > 0;
    return arena_check(look->arena, err);
}

static bool read_select(struct look *look, struct err *err)
{
    bool is_id;
    if (!is_id_of_tickets(look, &is_id, err) ||
        !where_select_read(&look->select, look->query, look->index, is_id, look->arena, err))
        return false;
    look->found.kind = look->select.kind;
    look->found.name = look->select.shown;
    return look->select.kind != WHERE_ID || add_ticket_names(look, err);
}

/* -- which versions there are, and who has them -- */

static void count_holder(
    struct where_counts *counts, const struct where_holder *holder, const struct where_holder *last)
{
    counts->services += holder->service_id != last->service_id;
    counts->parts += holder->part_id != last->part_id;
}

/* Holders come by service and part, so the last one seen tells whether a service was counted. */
static void count_holders(struct look *look, const struct map *by_id,
    const struct where_holder *holders, size_t count, struct where_holder *last)
{
    struct where_holder last_of[MATCH_NOT_COVERED + 1] = {0}, last_of_all = {0};
    for (size_t i = 0; i < count; i++) {
        const struct where_holder *holder = &holders[i];
        uint32_t at;
        if (!map_find(by_id, key_of(&holder->version_id), &at))
            continue;
        struct where_version *version = &look->found.versions[at];
        struct where_counts own = {version->service_count, version->part_count};
        enum match_answer answer = version->answer.answer;
        count_holder(&own, holder, &last[at]);
        count_holder(&look->found.total, holder, &last_of_all);
        count_holder(&look->found.by_answer[answer], holder, &last_of[answer]);
        version->service_count = own.services;
        version->part_count = own.parts;
        version->sbom_count += holder->sbom_id != last[at].sbom_id;
        last[at] = last_of[answer] = last_of_all = *holder;
    }
}

static bool map_versions(struct map *by_id, const struct where_version *versions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        map_add(by_id, key_of(&versions[i].id), (uint32_t)i, NULL);
    return true;
}

/* Keeps the versions that somebody has whom one may see: of others not even the answer is told. */
static void keep_held(struct look *look, const struct where_holder *holders, size_t count)
{
    struct where_found *found = &look->found;
    struct map held = {0};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        map_add(&held, key_of(&holders[i].version_id), 0, NULL);
    for (size_t i = 0; i < found->version_count; i++)
        if (map_find(&held, key_of(&found->versions[i].id), NULL))
            found->versions[kept++] = found->versions[i];
    found->version_count = kept;
    map_done(&held);
}

static bool find_holders(
    struct look *look, struct where_holder **ret_holders, size_t *ret_count, struct err *err)
{
    const struct where_found *found = &look->found;
    struct db_value *ids = arena_take_array(look->arena, found->version_count, sizeof *ids);
    for (size_t i = 0; ids && i < found->version_count; i++)
        ids[i] = DB_INT(found->versions[i].id);
    if (!ids)
        return arena_check(look->arena, err);
    return where_rows_holders(look->db, look->who, look->query,
        (struct db_args){ids, found->version_count}, look->arena, ret_holders, ret_count, err);
}

static bool judge_versions(struct look *look, struct err *err)
{
    struct where_found *found = &look->found;
    struct where_holder *holders;
    size_t count;
    if (!find_holders(look, &holders, &count, err))
        return false;
    keep_held(look, holders, count);
    if (!where_answer_fill(
            found->versions, found->version_count, &look->select, look->index, look->arena, err))
        return false;
    where_answer_sort(found->versions, found->version_count);
    struct where_holder *last = arena_take_array(look->arena, found->version_count, sizeof *last);
    struct map by_id = {0};
    if (last && map_versions(&by_id, found->versions, found->version_count))
        count_holders(look, &by_id, holders, count, last);
    map_done(&by_id);
    return arena_check(look->arena, err);
}

static bool find_versions(struct look *look, struct err *err)
{
    struct where_found *found = &look->found;
    struct db_value *names;
    size_t count, kept = 0;
    size_t name_count = where_select_lookups(&look->select, look->arena, &names);
    if (!arena_check(look->arena, err) ||
        (name_count && !where_rows_versions(look->db, (struct db_args){names, name_count},
                           look->arena, &found->versions, &count, &found->is_cut, err)))
        return false;
    for (size_t i = 0; name_count && i < count; i++)
        if (where_select_has(&look->select, &found->versions[i], look->arena))
            found->versions[kept++] = found->versions[i];
    found->version_count = kept;
    return judge_versions(look, err);
}

/* -- names that are near -- */

static void suggest(struct look *look, const struct where_package *like, size_t count)
{
    struct where_found *found = &look->found;
    struct map known = {0};
    found->suggestions =
        arena_take_array(look->arena, WHERE_SUGGESTIONS, sizeof *found->suggestions);
    for (size_t i = 0; found->suggestions && i < count; i++) {
        struct where_package one = {advisory_base_ecosystem(like[i].ecosystem), like[i].package};
        struct text key = arena_join(look->arena, one.ecosystem, "\n", one.package);
        if (found->suggestion_count < WHERE_SUGGESTIONS && map_add(&known, key, 0, NULL))
            found->suggestions[found->suggestion_count++] = one;
    }
    map_done(&known);
}

/* Makes names of the packages whose last part was typed. Returns how many there are. */
static size_t take_last_parts(struct look *look, const struct where_package *like, size_t count)
{
    struct where_select *select = &look->select;
    select->names = arena_take_array(look->arena, count, sizeof *select->names);
    for (size_t i = 0; select->names && select->has_last_part && i < count; i++)
        if (where_select_is_last_part(like[i].package, select->as_typed))
            select->names[select->name_count++] =
                (struct where_name){like[i].ecosystem, like[i].package, select->version};
    return select->name_count;
}

/* Nothing bears the name as it was typed: it may be the last part of a longer one, or a part of others. */
static bool find_near(struct look *look, struct err *err)
{
    struct where_package *like;
    size_t count;
    struct text word = arena_text_lower(look->arena, look->select.as_typed);
    if (look->found.version_count || look->select.kind == WHERE_ID || word.len < WORD_MIN)
        return true;
    if (!where_rows_like(look->db, look->who, word, look->arena, &like, &count, err))
        return false;
    if (take_last_parts(look, like, count))
        return find_versions(look, err);
    suggest(look, like, count);
    return arena_check(look->arena, err);
}

/* -- items -- */

/* The version that a page begins with: the one of its cursor, or what stands in its place when that has gone. */
static size_t first_version(const struct look *look, bool *ret_is_there)
{
    const struct where_found *found = &look->found;
    const struct where_place *after = &look->query->after;
    *ret_is_there = false;
    if (!look->query->is_continued)
        return 0;
    for (size_t i = 0; i < found->version_count; i++)
        if (found->versions[i].id == after->version_id) {
            *ret_is_there = true;
            return i;
        }
    return after->number < 0 ? 0 : (size_t)after->number;
}

static bool add_items(struct look *look, size_t at, bool is_behind, struct err *err)
{
    struct where_found *found = &look->found;
    const struct where_version *version = &found->versions[at];
    const struct where_query *query = look->query;
    struct where_item *items;
    size_t count, room = look->room - found->item_count;
    if (!where_rows_items(look->db, look->who, query, version->id, is_behind ? &query->after : NULL,
            room + 1, look->arena, &items, &count, err))
        return false;
    found->has_more = count > room;
    count = found->has_more ? room : count;
    if (count && !where_rows_tickets(look->db, version,
                     look->select.kind == WHERE_ID ? &look->vulnerabilities : NULL, items, count,
                     look->arena, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        items[i].version = at;
        found->items[found->item_count++] = items[i];
    }
    return true;
}

static bool find_items(struct look *look, struct err *err)
{
    struct where_found *found = &look->found;
    bool is_there, is_done = true;
    int64_t only = look->query->version_id;
    int64_t held = 0;
    for (size_t i = 0; i < found->version_count; i++)
        held += found->versions[i].sbom_count;
    look->room = (size_t)held < look->query->limit ? (size_t)held : look->query->limit;
    found->items = arena_take_array(look->arena, look->room, sizeof *found->items);
    for (size_t at = first_version(look, &is_there);
        is_done && found->items && at < found->version_count && !found->has_more; at++) {
        if (!only || found->versions[at].id == only)
            is_done = add_items(look, at, is_there, err);
        is_there = false;
    }
    return is_done && arena_check(look->arena, err);
}

bool where_find(struct db *db, const struct api_principal *who, const struct advisory_index *index,
    const struct where_query *query, struct arena *arena, struct where_found *ret_found,
    struct err *err)
{
    struct look look = {.db = db, .who = who, .index = index, .query = query, .arena = arena};
    if (!read_select(&look, err) || !find_versions(&look, err) || !find_near(&look, err) ||
        !find_items(&look, err))
        return false;
    struct where_found *found = &look.found;
    if (found->kind == WHERE_ID && !query->is_continued &&
        !where_rows_removed(db, who, query, look.vulnerabilities, arena, &found->removed,
            &found->removed_count, err))
        return false;
    found->is_known = look.select.is_known;
    found->flaws = look.select.flaws;
    found->flaw_count = look.select.flaw_count;
    *ret_found = *found;
    return true;
}

struct where_place where_place_of(const struct where_found *found, const struct where_item *item)
{
    return (struct where_place){
        .number = (int64_t)item->version,
        .version_id = found->versions[item->version].id,
        .service_id = item->service_id,
        .sbom_id = item->sbom_id,
        .service = item->service,
        .part = item->part,
    };
}
