/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/generation_scope.h"

#include "ticket/ticket_vulnerability.h"
#include "ticket/ticket_vulnerability_rows.h"

void generation_scope_done(struct generation_scope *scope)
{
    map_done(&scope->keys);
    map_done(&scope->packages);
    map_done(&scope->ids);
    VEC_DONE(&scope->part_ids);
    VEC_DONE(&scope->vulnerability_ids);
}

/* -- how much -- */

struct share {
    int64_t part_id;
    size_t weight;
};

static int compare_shares(const void *left, const void *right)
{
    int64_t a = ((const struct share *)left)->part_id, b = ((const struct share *)right)->part_id;
    return (a > b) - (a < b);
}

/* Of a single package: the parts behind those that have followed, until there is enough to do. */
static void take_share(struct generation_scope *scope, struct share *shares, size_t count)
{
    int64_t after = scope->news->changes[0].after_part_id;
    size_t weight = 0;
    if (count)
        qsort(shares, count, sizeof *shares, compare_shares);
    for (size_t i = 0; i < count && !scope->is_partial; i++) {
        if (shares[i].part_id <= after)
            continue;
        bool is_next = shares[i].part_id != scope->last_part_id;
        scope->is_partial = is_next && weight >= scope->most;
        if (!scope->is_partial)
            scope->last_part_id = shares[i].part_id;
        weight += shares[i].weight;
    }
}

static bool list_shares(struct generation_scope *scope, struct err *err)
{
    const struct generation_news *news = scope->news;
    size_t count = 0;
    struct share *shares =
        arena_take_array(news->arena, news->posting_count + scope->marked_count, sizeof *shares);
    if (!shares)
        return arena_check(news->arena, err);
    for (size_t i = 0; i < news->len; i++)
        for (size_t p = 0; p < news->at[i].posting_count; p++)
            shares[count++] = (struct share){
                news->postings[news->at[i].posting_first + p].part_id, news->at[i].touch_count};
    for (size_t i = 0; i < scope->marked_count; i++)
        shares[count++] = (struct share){scope->marked[i].part_id, 1};
    for (size_t i = 0; i < count; i++)
        scope->weight += shares[i].weight;
    if (news->change_count == 1)
        take_share(scope, shares, count);
    return true;
}

bool generation_scope_begin(struct generation_scope *scope, struct err *err)
{
    const struct generation_news *news = scope->news;
    return generation_follow_rows_marked(news->db, news->names.at, news->names.len, news->arena,
               &scope->marked, &scope->marked_count, err) &&
           list_shares(scope, err);
}

static bool has_part(const struct generation_scope *scope, int64_t part_id)
{
    const struct generation_news *news = scope->news;
    return news->change_count != 1 ||
           (part_id > news->changes[0].after_part_id && part_id <= scope->last_part_id);
}

/* -- which tickets -- */

static struct text package_key(struct text ecosystem, struct text package, struct arena *arena)
{
    return arena_format(arena, "%.*s\n%.*s", TEXT_ARG(ecosystem), TEXT_ARG(package));
}

static void want_ticket(struct generation_scope *scope, int64_t part_id, struct text ecosystem,
    struct text package, int64_t vulnerability_id)
{
    struct arena *arena = scope->news->arena;
    struct text key = ticket_scope_key(part_id, ecosystem, package, vulnerability_id, arena);
    if (!map_add(&scope->keys, key, 0, NULL))
        return;
    *VEC_ADD(&scope->part_ids) = part_id;
    *VEC_ADD(&scope->vulnerability_ids) = vulnerability_id;
    map_add(&scope->packages, package_key(ecosystem, package, arena), 0, NULL);
}

static void want_touched(struct generation_scope *scope, const struct generation_new *fresh)
{
    const struct generation_news *news = scope->news;
    struct text ecosystem = news->versions.components[fresh->component].ecosystem;
    for (size_t t = 0; t < fresh->touch_count; t++) {
        const struct generation_touch *touch = &news->touches.at[fresh->touch_first + t];
        for (size_t p = 0; p < fresh->posting_count && touch->vulnerability_id; p++) {
            int64_t part_id = news->postings[fresh->posting_first + p].part_id;
            if (has_part(scope, part_id))
                want_ticket(scope, part_id, ecosystem, touch->package, touch->vulnerability_id);
        }
    }
}

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void make_distinct(int64_t *ids, size_t *count)
{
    size_t kept = 0;
    if (*count)
        qsort(ids, *count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < *count; i++)
        if (kept == 0 || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    *count = kept;
}

static void want_tickets(struct generation_scope *scope)
{
    for (size_t i = 0; i < scope->news->len; i++)
        want_touched(scope, &scope->news->at[i]);
    for (size_t i = 0; i < scope->marked_count; i++) {
        const struct ticket *ticket = &scope->marked[i];
        if (has_part(scope, ticket->part_id))
            want_ticket(scope, ticket->part_id, ticket->ecosystem, ticket->package,
                ticket->vulnerability_id);
    }
    make_distinct(scope->part_ids.at, &scope->part_ids.len);
    make_distinct(scope->vulnerability_ids.at, &scope->vulnerability_ids.len);
}

/* -- which vulnerabilities -- */

/* Those of findings that are affected now, learning new names. */
static bool name_found(struct generation_scope *scope, struct err *err)
{
    struct generation_news *news = scope->news;
    size_t at = 0;
    if (!ticket_vulnerability_find(
            news->db, news->index, news->found.at, news->found.len, &scope->why, news->arena, err))
        return false;
    for (size_t i = 0; i < news->touches.len; i++)
        if (news->touches.at[i].is_there)
            news->touches.at[i].vulnerability_id = news->found.at[at++].vulnerability_id;
    return true;
}

/* Those of findings that went, or are not decidable: only ones that have tickets matter. */
static bool name_others(struct generation_scope *scope, struct err *err)
{
    struct generation_news *news = scope->news;
    struct ticket_vulnerability_alias *rows;
    size_t count = 0, row_count;
    struct map by_alias = {0};
    struct text *names = arena_take_array(news->arena, news->touches.len, sizeof *names);
    for (size_t i = 0; names && i < news->touches.len; i++)
        if (!news->touches.at[i].vulnerability_id &&
            map_add(&by_alias, news->touches.at[i].id, UINT32_MAX, NULL))
            names[count++] = news->touches.at[i].id;
    bool is_ok =
        arena_check(news->arena, err) && ticket_vulnerability_rows_of_aliases(news->db, names,
                                             count, news->arena, &rows, &row_count, err);
    for (size_t i = 0; is_ok && i < row_count; i++)
        map_set(&by_alias, rows[i].alias, (uint32_t)i);
    for (size_t i = 0; is_ok && i < news->touches.len; i++) {
        struct generation_touch *touch = &news->touches.at[i];
        uint32_t row;
        if (!touch->vulnerability_id && map_find(&by_alias, touch->id, &row) && row != UINT32_MAX)
            touch->vulnerability_id = rows[row].vulnerability.id;
    }
    map_done(&by_alias);
    return is_ok;
}

/* Other package versions may have the same flaw by another name. */
static bool list_names(struct generation_scope *scope, struct err *err)
{
    struct generation_news *news = scope->news;
    struct ticket_vulnerability_alias *rows;
    size_t count;
    if (!ticket_vulnerability_rows_names(news->db, scope->vulnerability_ids.at,
            scope->vulnerability_ids.len, news->arena, &rows, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        map_add(&scope->ids, rows[i].alias, 0, NULL);
    for (size_t i = 0; i < news->touches.len; i++)
        map_add(&scope->ids, news->touches.at[i].id, 0, NULL);
    return true;
}

/* -- what they are computed from -- */

static bool is_of_wanted_package(
    const struct generation_scope *scope, const struct sbom_component *component)
{
    struct arena *arena = scope->news->arena;
    return map_find(&scope->packages, package_key(component->ecosystem, component->package, arena),
               NULL) ||
           map_find(&scope->packages,
               package_key(component->ecosystem, component->source_package, arena), NULL);
}

static int compare_parts(const void *id, const void *part)
{
    int64_t a = *(const int64_t *)id, b = ((const struct ticket_part *)part)->part_id;
    return (a > b) - (a < b);
}

/* Keeps the postings of one package version in the parts that are looked at. */
static void keep_postings(struct generation_scope *scope, uint32_t component,
    const struct generation_posting *from, size_t count)
{
    struct ticket_scope *tickets = &scope->tickets;
    struct ticket_posting *to = (struct ticket_posting *)(uintptr_t)tickets->postings;
    for (size_t i = 0; i < count; i++) {
        const struct ticket_part *part = tickets->part_count
                                             ? bsearch(&from[i].part_id, tickets->parts,
                                                   tickets->part_count, sizeof *part, compare_parts)
                                             : NULL;
        if (part)
            to[tickets->posting_count++] = (struct ticket_posting){.component = component,
                .part = (uint32_t)(part - tickets->parts),
                .owner_ecosystem = from[i].owner_ecosystem,
                .owner_package = from[i].owner_package,
                .use = from[i].use};
    }
}

/* Those of package versions with other findings are known; both lists are by version. */
static bool keep_all_postings(struct generation_scope *scope, const uint32_t *components,
    size_t count, const struct generation_posting *others, size_t other_count, struct err *err)
{
    const struct generation_news *news = scope->news;
    size_t most = news->posting_count + other_count;
    scope->tickets.postings = arena_take_array(news->arena, most, sizeof *scope->tickets.postings);
    for (size_t c = 0, fresh = 0, from = 0; scope->tickets.postings && c < count; c++) {
        size_t end = from;
        while (fresh < news->len && news->at[fresh].component < components[c])
            fresh++;
        if (fresh < news->len && news->at[fresh].component == components[c]) {
            keep_postings(scope, components[c], news->postings + news->at[fresh].posting_first,
                news->at[fresh].posting_count);
            continue;
        }
        while (end < other_count && others[end].version_id == news->versions.ids[components[c]])
            end++;
        keep_postings(scope, components[c], others + from, end - from);
        from = end;
    }
    return arena_check(news->arena, err);
}

static bool find_postings(struct generation_scope *scope, struct err *err)
{
    const struct generation_news *news = scope->news;
    size_t count = 0, id_count = 0, other_count;
    struct generation_posting *others;
    uint32_t *components = arena_take_array(news->arena, news->versions.count, sizeof *components);
    int64_t *ids = arena_take_array(news->arena, news->versions.count, sizeof *ids);
    for (size_t i = 0, fresh = 0; components && ids && i < news->versions.count; i++) {
        bool is_known = fresh < news->len && news->at[fresh].component == i;
        fresh += is_known;
        if (!is_of_wanted_package(scope, &news->versions.components[i]))
            continue;
        if (!is_known)
            ids[id_count++] = news->versions.ids[i];
        components[count++] = (uint32_t)i;
    }
    return arena_check(news->arena, err) &&
           generation_follow_rows_postings(
               news->db, ids, id_count, news->arena, &others, &other_count, err) &&
           keep_all_postings(scope, components, count, others, other_count, err);
}

struct findings {
    VEC(struct ticket_found);
};

/* Matches a package version once more, and keeps what it has of the wanted flaws. */
static bool find_again(struct generation_scope *scope, uint32_t component, struct arena *scratch,
    struct findings *found, struct err *err)
{
    const struct generation_news *news = scope->news;
    struct match_result result;
    if (!match_component(&result, news->index, &news->versions.components[component], scratch, err))
        return false;
    for (size_t i = 0; i < result.finding_count; i++) {
        if (!map_find(&scope->ids, result.findings[i].id, NULL))
            continue;
        struct ticket_found *one = VEC_ADD(found);
        one->finding = generation_news_copy(&result.findings[i], news->arena);
        one->finding.component = component;
    }
    return true;
}

static bool find_findings(struct generation_scope *scope, struct err *err)
{
    struct ticket_scope *tickets = &scope->tickets;
    struct findings found = {0};
    struct arena scratch;
    bool is_ok = true;
    arena_init(&scratch, SIZE_MAX);
    for (size_t p = 0; is_ok && p < tickets->posting_count; p++) {
        uint32_t component = tickets->postings[p].component;
        if (p == 0 || tickets->postings[p - 1].component != component)
            is_ok = find_again(scope, component, &scratch, &found, err);
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    struct ticket_found *kept = arena_take_array(tickets->arena, found.len, sizeof *kept);
    if (kept && found.len) {
        memcpy(kept, found.at, found.len * sizeof *kept);
        qsort(kept, found.len, sizeof *kept, ticket_found_compare);
    }
    tickets->found = kept;
    tickets->found_count = found.len;
    VEC_DONE(&found);
    return is_ok && arena_check(tickets->arena, err) &&
           ticket_vulnerability_find(tickets->db, tickets->index, kept, tickets->found_count,
               &scope->why, tickets->arena, err);
}

static bool find_parts(struct generation_scope *scope, struct err *err)
{
    struct ticket_part *parts;
    if (!ticket_rows_parts(scope->news->db, scope->part_ids.at, scope->part_ids.len,
            scope->news->arena, &parts, &scope->tickets.part_count, err))
        return false;
    scope->tickets.parts = parts;
    return true;
}

static bool find_tickets(struct generation_scope *scope, struct err *err)
{
    struct ticket_scope *tickets = &scope->tickets;
    size_t count, kept = 0;
    if (!generation_follow_rows_tickets(tickets->db, scope->vulnerability_ids.at,
            scope->vulnerability_ids.len, tickets->arena, &tickets->tickets, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct ticket *ticket = &tickets->tickets[i];
        struct text key = ticket_scope_key(ticket->part_id, ticket->ecosystem, ticket->package,
            ticket->vulnerability_id, tickets->arena);
        if (map_find(&scope->keys, key, NULL))
            tickets->tickets[kept++] = *ticket;
    }
    tickets->ticket_count = kept;
    return true;
}

bool generation_scope_fill(struct generation_scope *scope, struct err *err)
{
    struct generation_news *news = scope->news;
    scope->why = (struct ticket_cause_of_sync){.now_us = news->now_us};
    scope->tickets = (struct ticket_scope){.db = news->db,
        .index = news->index,
        .why = &scope->why,
        .arena = news->arena,
        .components = news->versions.components,
        .version_ids = news->versions.ids,
        .component_count = news->versions.count,
        .keys = &scope->keys};
    if (!name_found(scope, err) || !name_others(scope, err))
        return false;
    want_tickets(scope);
    return arena_check(news->arena, err) && list_names(scope, err) && find_parts(scope, err) &&
           find_postings(scope, err) && find_findings(scope, err) && find_tickets(scope, err);
}
