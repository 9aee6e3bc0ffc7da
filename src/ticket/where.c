/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where.h"

#include <stdlib.h>

#include "base/map.h"
#include "ticket/where_answer.h"
#include "ticket/where_rows.h"

/* A word shorter than this is in too many names for them to be of use. */
enum { WORD_MIN = 3 };

/* Items that one statement fills: a list in a statement has a limit. */
enum { ITEMS_AT_ONCE = 512 };

/* One look-up. */
struct look {
    struct db *db;
    const struct api_principal *who;
    const struct advisory_index *index;
    const struct where_query *query;
    struct arena *arena;
    struct where_select select;
    struct db_args vulnerabilities; /* of an id */
    struct where_holder *holders;
    size_t holder_count;
    struct where_found found;
};

/* What a package of the operating system brought has an answer of its own. */
static struct text key_of(
    int64_t version_id, struct text owner_ecosystem, struct text owner, struct arena *arena)
{
    return arena_format(arena, "%lld\n%.*s\n%.*s", (long long)version_id, TEXT_ARG(owner_ecosystem),
        TEXT_ARG(owner));
}

static struct text key_of_holder(const struct where_holder *one, struct arena *arena)
{
    return key_of(one->version_id, one->owner_ecosystem, one->owner_package, arena);
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
static void count_holders(struct look *look, const struct map *by_key, struct where_holder *last)
{
    struct where_holder last_of[MATCH_NOT_COVERED + 1] = {0}, last_of_all = {0};
    for (size_t i = 0; i < look->holder_count; i++) {
        struct where_holder *holder = &look->holders[i];
        uint32_t at = 0;
        map_find(by_key, key_of_holder(holder, look->arena), &at);
        holder->version = at;
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

static void map_versions(struct look *look, struct map *by_key)
{
    for (size_t i = 0; i < look->found.version_count; i++) {
        const struct where_version *one = &look->found.versions[i];
        map_add(by_key, key_of(one->id, one->owner_ecosystem, one->owner_package, look->arena),
            (uint32_t)i, NULL);
    }
}

/* Keeps the versions that somebody has whom one may see, once for each owner: of others not even the answer is told. */
static bool keep_held(struct look *look, struct err *err)
{
    struct where_found *found = &look->found;
    struct map by_id = {0}, held = {0};
    size_t kept = 0;
    uint32_t at;
    struct where_version *versions =
        arena_take_array(look->arena, look->holder_count, sizeof *versions);
    for (size_t i = 0; i < found->version_count; i++)
        map_add(&by_id, key_of(found->versions[i].id, TEXT(""), TEXT(""), look->arena), (uint32_t)i,
            NULL);
    for (size_t i = 0; versions && i < look->holder_count; i++) {
        const struct where_holder *one = &look->holders[i];
        struct text bare = key_of(one->version_id, TEXT(""), TEXT(""), look->arena);
        if (!map_add(&held, key_of_holder(one, look->arena), 0, NULL) ||
            !map_find(&by_id, bare, &at))
            continue;
        versions[kept] = found->versions[at];
        versions[kept].owner_ecosystem = one->owner_ecosystem;
        versions[kept++].owner_package = one->owner_package;
    }
    found->versions = versions;
    found->version_count = kept;
    map_done(&by_id);
    map_done(&held);
    return arena_check(look->arena, err);
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
    if (!find_holders(look, &look->holders, &look->holder_count, err))
        return false;
    if (!keep_held(look, err) || !where_answer_fill(found->versions, found->version_count,
                                     &look->select, look->index, look->arena, err))
        return false;
    where_answer_sort(found->versions, found->version_count);
    struct where_holder *last = arena_take_array(look->arena, found->version_count, sizeof *last);
    struct map by_key = {0};
    map_versions(look, &by_key);
    if (last)
        count_holders(look, &by_key, last);
    map_done(&by_key);
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

static int compare_ids(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* The order of the list: by version, service, part, the newest SBOM first. */
static int compare_holders(const void *left, const void *right)
{
    const struct where_holder *a = left, *b = right;
    int order = (a->version > b->version) - (a->version < b->version);
    if (order == 0)
        order = text_cmp(a->service, b->service);
    if (order == 0)
        order = compare_ids(a->service_id, b->service_id);
    if (order == 0)
        order = text_cmp(a->part, b->part);
    return order ? order : compare_ids(b->sbom_id, a->sbom_id);
}

/* What a page begins behind: if its version has gone, what stands in that one's place comes first. */
static struct where_holder place_of(const struct look *look)
{
    const struct where_place *after = &look->query->after;
    struct where_holder place = {.version = after->number < 0 ? 0 : (size_t)after->number,
        .service_id = after->service_id,
        .sbom_id = after->sbom_id,
        .service = after->service,
        .part = after->part};
    const struct where_found *found = &look->found;
    if (place.version < found->version_count &&
        found->versions[place.version].id == after->version_id)
        return place;
    for (size_t i = 0; i < found->version_count; i++)
        if (found->versions[i].id == after->version_id) {
            place.version = i;
            return place;
        }
    return (struct where_holder){.version = place.version};
}

/* Leaves the holders of the page in order, each once. */
static void cut_page(struct look *look)
{
    const struct where_query *query = look->query;
    const struct where_holder *last = NULL;
    struct where_holder place = place_of(look);
    size_t kept = 0;
    if (look->holder_count)
        qsort(look->holders, look->holder_count, sizeof *look->holders, compare_holders);
    for (size_t i = 0; i < look->holder_count && !look->found.has_more; i++) {
        const struct where_holder *one = &look->holders[i];
        bool is_wanted = !query->version_id || one->version_id == query->version_id;
        if (!is_wanted || (query->is_continued && compare_holders(one, &place) <= 0) ||
            (last && compare_holders(one, last) == 0))
            continue;
        look->found.has_more = kept == query->limit;
        if (look->found.has_more)
            break;
        look->holders[kept] = *one;
        last = &look->holders[kept++];
    }
    look->holder_count = kept;
}

/* Versions of one ecosystem mostly stand together, so there are few such runs. */
static bool add_tickets(struct look *look, struct err *err)
{
    struct where_found *found = &look->found;
    bool is_done = true;
    for (size_t at = 0; is_done && at < found->item_count;) {
        struct text ecosystem = found->versions[found->items[at].version].ecosystem;
        size_t end = at + 1;
        while (end < found->item_count && end - at < ITEMS_AT_ONCE &&
               text_eq(found->versions[found->items[end].version].ecosystem, ecosystem))
            end++;
        is_done = where_rows_tickets(look->db, found->versions,
            look->select.kind == WHERE_ID ? &look->vulnerabilities : NULL, &found->items[at],
            end - at, look->arena, err);
        at = end;
    }
    return is_done;
}

/* An SBOM that was taken away since it was listed leaves no item. */
static void drop_empty(struct where_found *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->item_count; i++)
        if (found->items[i].sbom_id)
            found->items[kept++] = found->items[i];
    found->item_count = kept;
}

static bool find_items(struct look *look, struct err *err)
{
    struct where_found *found = &look->found;
    cut_page(look);
    found->items = arena_take_array(look->arena, look->holder_count, sizeof *found->items);
    if (!found->items)
        return arena_check(look->arena, err);
    found->item_count = look->holder_count;
    for (size_t at = 0; at < found->item_count; at += ITEMS_AT_ONCE) {
        size_t left = found->item_count - at;
        if (!where_rows_items(look->db, look->query, &look->holders[at],
                left < ITEMS_AT_ONCE ? left : ITEMS_AT_ONCE, look->arena, &found->items[at], err))
            return false;
    }
    drop_empty(found);
    return add_tickets(look, err) && arena_check(look->arena, err);
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
    found->is_cut = found->is_cut || look.select.is_cut;
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
