/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_conflict.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"

static bool is_cve(struct text name)
{
    return text_starts(name, TEXT("CVE-"));
}

int advisory_conflict_compare(const struct advisory_conflict *a, const struct advisory_conflict *b)
{
    int order = text_cmp(a->cve, b->cve);
    order = order ? order : text_cmp(a->other_cve, b->other_cve);
    return order ? order : text_cmp(a->name, b->name);
}

static int compare(const void *a, const void *b)
{
    return advisory_conflict_compare(a, b);
}

/* -- from one id along the aliases -- */

/* A name to look at, and the record that gave it. */
struct step {
    struct text name, record, source;
};

struct walk {
    const struct advisory_index *index;
    struct arena *arena;
    struct text own; /* the CVE of all that was joined so far, or empty */
    struct step own_by;
    struct map seen;
    struct {
        VEC(struct step);
    } steps;
    struct {
        VEC(struct advisory_conflict); /* cve is the own one, whatever their order */
    } found;
    size_t record_count;
    bool is_cut;
};

static void done_walk(struct walk *walk)
{
    map_done(&walk->seen);
    VEC_DONE(&walk->steps);
    VEC_DONE(&walk->found);
}

static void want(struct walk *walk, struct text name, struct text record, struct text source)
{
    if (walk->steps.len == LIMIT_CONFLICT_NAMES) {
        walk->is_cut = true;
        return;
    }
    struct text kept = arena_text(walk->arena, name);
    if (map_add(&walk->seen, kept, 0, NULL))
        *VEC_ADD(&walk->steps) = (struct step){kept, record, source};
}

static size_t name_count(const struct advisory *advisory)
{
    return 1 + advisory->alias_count;
}

static struct text name_at(const struct advisory *advisory, size_t i)
{
    return i ? advisory->aliases[i - 1] : advisory->id;
}

static bool has_name(const struct advisory *advisory, struct text name)
{
    bool is = false;
    for (size_t i = 0; !is && i < name_count(advisory); i++)
        is = text_eq(name_at(advisory, i), name);
    return is;
}

static void add_conflict(struct walk *walk, const struct step *step, const struct step *by,
    bool has_own, struct text cve)
{
    if (walk->found.len == LIMIT_CONFLICTS) {
        walk->is_cut = true;
        return;
    }
    const struct step *own = has_own ? by : step->record.len ? step : &walk->own_by;
    *VEC_ADD(&walk->found) = (struct advisory_conflict){.cve = walk->own,
        .other_cve = arena_text(walk->arena, cve),
        .name = has_own ? by->record : step->name,
        .record = own->record,
        .source = own->source,
        .other_record = by->record,
        .other_source = by->source};
}

/* A record that names another CVE joins nothing here; what one without does name is followed. */
static void visit(struct walk *walk, const struct step *step, const struct advisory *advisory)
{
    size_t before = walk->found.len;
    const struct step by = {.record = arena_text(walk->arena, advisory->id),
        .source = arena_text(walk->arena, advisory->source)};
    for (size_t i = 0; !walk->own.len && i < name_count(advisory); i++)
        if (is_cve(name_at(advisory, i))) {
            walk->own = arena_text(walk->arena, name_at(advisory, i));
            walk->own_by = by;
        }
    bool has_own = walk->own.len && has_name(advisory, walk->own);
    for (size_t i = 0; i < name_count(advisory); i++) {
        struct text name = name_at(advisory, i);
        if (is_cve(name) && !text_eq(name, walk->own))
            add_conflict(walk, step, &by, has_own, name);
    }
    for (size_t i = 0; walk->found.len == before && i < name_count(advisory); i++)
        want(walk, name_at(advisory, i), by.record, by.source);
}

static bool take_step(struct walk *walk, struct step step, struct err *err)
{
    struct arena scratch;
    struct err end = {0};
    bool is_more = true;
    arena_init(&scratch, LIMIT_RECORD_ARENA);
    for (uint32_t next = 0; is_more;) {
        struct advisory advisory;
        struct text source;
        is_more = advisory_index_read_id(
            walk->index, step.name, &next, &advisory, &source, &scratch, &end);
        if (is_more && walk->record_count++ >= LIMIT_CONFLICT_RECORDS) {
            walk->is_cut = true;
            break;
        }
        if (is_more && !advisory.withdrawn_us && advisory.kind != ADVISORY_NOTICE)
            visit(walk, &step, &advisory);
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    return is_more || end.code == ERR_NOT_FOUND || err_set(err, end.code, "%s", end.text);
}

/* The walk is to be done by the caller, also when this fails. */
static bool run_walk(struct walk *walk, const struct advisory_index *index, struct text id,
    struct arena *arena, struct err *err)
{
    bool is_ok = true;
    *walk = (struct walk){.index = index, .arena = arena};
    if (is_cve(id))
        walk->own = arena_text(arena, id);
    want(walk, id, (struct text){0}, (struct text){0});
    for (size_t i = 0; is_ok && i < walk->steps.len; i++)
        is_ok = take_step(walk, walk->steps.at[i], err);
    return is_ok && arena_check(arena, err);
}

/* -- the same from either side -- */

struct finder {
    const struct advisory_index *index;
    struct arena *arena;
    struct text id;
    struct map cves; /* of all that are called one, as far as id has to do with it */
    struct {
        VEC(struct advisory_conflict);
    } found;
    bool is_cut;
};

/* The order of the two, and what goes with each. */
static struct advisory_conflict in_order(struct advisory_conflict c)
{
    if (text_cmp(c.cve, c.other_cve) <= 0)
        return c;
    return (struct advisory_conflict){
        c.other_cve, c.cve, c.name, c.other_record, c.other_source, c.record, c.source};
}

static bool has_pair(const struct finder *finder, const struct advisory_conflict *c)
{
    bool has = false;
    for (size_t i = 0; !has && i < finder->found.len; i++)
        has = text_eq(finder->found.at[i].cve, c->cve) &&
              text_eq(finder->found.at[i].other_cve, c->other_cve);
    return has;
}

static bool is_wanted(const struct finder *finder, const struct advisory_conflict *c)
{
    if (is_cve(finder->id) && !text_eq(finder->id, c->cve) && !text_eq(finder->id, c->other_cve))
        return false;
    return map_find(&finder->cves, c->other_cve, NULL);
}

/* A pair is told as the walk from its first CVE sees it. */
static bool look_from(struct finder *finder, struct text cve, struct err *err)
{
    struct walk walk;
    bool is_ok = run_walk(&walk, finder->index, cve, finder->arena, err);
    for (size_t i = 0; is_ok && i < walk.found.len; i++) {
        const struct advisory_conflict *c = &walk.found.at[i];
        if (text_cmp(c->cve, c->other_cve) < 0 && is_wanted(finder, c))
            *VEC_ADD(&finder->found) = *c;
    }
    finder->is_cut |= walk.is_cut;
    done_walk(&walk);
    return is_ok;
}

static bool look_from_all(struct finder *finder, const struct walk *first, struct err *err)
{
    bool is_ok = look_from(finder, first->own, err);
    for (size_t i = 0; is_ok && i < first->found.len; i++) {
        uint32_t place;
        struct text cve = first->found.at[i].other_cve;
        if (map_find(&finder->cves, cve, &place) && place == i)
            is_ok = look_from(finder, cve, err);
    }
    /* What was followed too far from one side shows from the other only. */
    for (size_t i = 0; is_ok && i < first->found.len; i++) {
        struct advisory_conflict c = in_order(first->found.at[i]);
        if (!has_pair(finder, &c))
            *VEC_ADD(&finder->found) = c;
    }
    return is_ok;
}

static void keep(struct finder *finder, struct advisory_conflicts *ret_conflicts)
{
    struct advisory_conflict *found = finder->found.at;
    size_t count = 0;
    if (finder->found.len)
        qsort(found, finder->found.len, sizeof *found, compare);
    for (size_t i = 0; i < finder->found.len; i++)
        if (count == 0 || advisory_conflict_compare(&found[count - 1], &found[i]) != 0)
            found[count++] = found[i];
    bool is_cut = finder->is_cut || count > LIMIT_CONFLICTS;
    count = count < LIMIT_CONFLICTS ? count : LIMIT_CONFLICTS;
    struct advisory_conflict *at = arena_take_array(finder->arena, count, sizeof *at);
    if (at && count)
        memcpy(at, found, count * sizeof *at);
    *ret_conflicts = (struct advisory_conflicts){at, at ? count : 0, is_cut};
}

bool advisory_conflict_find(struct advisory_conflicts *ret_conflicts,
    const struct advisory_index *index, struct text id, struct arena *arena, struct err *err)
{
    struct walk first;
    struct finder finder = {.index = index, .arena = arena, .id = id};
    bool is_ok = run_walk(&first, index, id, arena, err);
    finder.is_cut = first.is_cut;
    if (is_ok && first.found.len) {
        map_add(&finder.cves, first.own, UINT32_MAX, NULL);
        for (size_t i = 0; i < first.found.len; i++)
            map_add(&finder.cves, first.found.at[i].other_cve, (uint32_t)i, NULL);
        is_ok = look_from_all(&finder, &first, err);
    }
    if (is_ok)
        keep(&finder, ret_conflicts);
    done_walk(&first);
    map_done(&finder.cves);
    VEC_DONE(&finder.found);
    return is_ok && arena_check(arena, err);
}

struct text advisory_conflict_print(const struct advisory_conflict *c, struct arena *arena)
{
    if (text_eq(c->record, c->other_record) && text_eq(c->source, c->other_source))
        return arena_format(arena, "%.*s (%.*s) calls %.*s and %.*s one", TEXT_ARG(c->record),
            TEXT_ARG(c->source), TEXT_ARG(c->cve), TEXT_ARG(c->other_cve));
    return arena_format(arena, "%.*s is %.*s by %.*s (%.*s), and %.*s by %.*s (%.*s)",
        TEXT_ARG(c->name), TEXT_ARG(c->cve), TEXT_ARG(c->record), TEXT_ARG(c->source),
        TEXT_ARG(c->other_cve), TEXT_ARG(c->other_record), TEXT_ARG(c->other_source));
}
