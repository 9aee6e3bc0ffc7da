/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_flaw.h"

#include "base/map.h"
#include "match/match_record.h"

/* A vendor's roll-up mends hundreds of CVEs, and a kernel's CVE is in the advisories of every distribution. */
enum { IDS_MAX = 256, RECORDS_MAX = 4000, NAMES_MAX = 8192 };

struct gathering {
    const struct advisory_index *index;
    struct arena *arena;
    struct where_flaw *flaw;
    struct map known_ids, known_names;
    size_t name_room, record_count;
};

static bool is_cve(struct text id)
{
    return text_starts(id, TEXT("CVE-"));
}

static void add_id(struct gathering *g, struct text id)
{
    if (!map_add(&g->known_ids, id, 0, NULL))
        return;
    if (g->flaw->id_count < IDS_MAX)
        g->flaw->ids[g->flaw->id_count++] = id;
    else
        g->flaw->is_cut = true;
}

static bool has_key(const struct match_keys *keys, struct text id)
{
    for (size_t i = 0; i < keys->count; i++)
        if (text_eq(keys->at[i], id))
            return true;
    return false;
}

static bool grow_names(struct gathering *g)
{
    if (g->flaw->name_count < g->name_room)
        return true;
    size_t room = g->name_room ? 2 * g->name_room : 16;
    struct where_name *names = arena_take_array(g->arena, room, sizeof *names);
    if (!names)
        return false;
    for (size_t i = 0; i < g->flaw->name_count; i++)
        names[i] = g->flaw->names[i];
    g->flaw->names = names;
    g->name_room = room;
    return true;
}

/* Which release it is does not matter here: of every version that has the name, the matching says what holds. */
static void add_names(struct gathering *g, const struct advisory *advisory)
{
    for (size_t i = 0; i < advisory->affected_count; i++) {
        const struct advisory_affected *affected = &advisory->affected[i];
        struct text base = advisory_base_ecosystem(affected->ecosystem);
        struct text key = arena_join(g->arena, base, "\n", affected->package);
        if (!affected->package.len || !map_add(&g->known_names, key, 0, NULL))
            continue;
        if (g->flaw->name_count == NAMES_MAX || !grow_names(g)) {
            g->flaw->is_cut = true;
            return;
        }
        g->flaw->names[g->flaw->name_count++] =
            (struct where_name){.ecosystem = base, .package = affected->package};
    }
}

/* A record that only relates to the id, without standing for it, is of another flaw. */
static void take_record(struct gathering *g, struct text id, enum advisory_link link,
    const struct advisory *advisory, bool is_first)
{
    static const struct ecosystem none = {0};
    const struct ecosystem *ecosystem =
        advisory->affected_count ? ecosystem_find(advisory->affected[0].ecosystem) : NULL;
    bool is_own = link == ADVISORY_LINK_ID || link == ADVISORY_LINK_ALIAS;
    struct match_keys keys = match_record_keys(ecosystem ? ecosystem : &none, advisory, g->arena);
    if (!is_own && !has_key(&keys, id))
        return;
    g->flaw->is_known = true;
    if (advisory->withdrawn_us || advisory->kind == ADVISORY_NOTICE)
        return;
    add_names(g, advisory);
    for (size_t i = 0; is_first && !is_cve(id) && i < keys.count; i++)
        add_id(g, keys.at[i]);
}

static bool take_records(struct gathering *g, struct text id, bool is_first, struct err *err)
{
    struct advisory advisory;
    enum advisory_link link;
    struct err end = {0};
    uint32_t next = 0;
    while (g->record_count < RECORDS_MAX &&
           advisory_index_read_link(g->index, id, &next, &link, &advisory, g->arena, &end)) {
        take_record(g, id, link, &advisory, is_first);
        g->record_count++;
    }
    g->flaw->is_cut = g->flaw->is_cut || g->record_count == RECORDS_MAX;
    if (g->record_count == RECORDS_MAX || end.code == ERR_NOT_FOUND)
        return true;
    *err = end;
    return false;
}

/* People type ids in any case. CVE ids and vendors' are in capitals, GHSA ids in small letters behind their prefix. */
static struct text spelling(struct text typed, int attempt, struct arena *arena)
{
    struct text copy = arena_text(arena, typed);
    char *at = (char *)(uintptr_t)copy.at;
    size_t end = attempt == 1 ? copy.len : text_starts(copy, TEXT("ghsa-")) ? 5 : 0;
    for (size_t i = 0; i < end; i++)
        if (at[i] >= 'a' && at[i] <= 'z')
            at[i] = (char)(at[i] - 'a' + 'A');
    return copy;
}

static bool read_typed(struct gathering *g, struct text typed, struct err *err)
{
    bool is_read = true;
    for (int attempt = 0; is_read && attempt < 3 && !g->flaw->is_known; attempt++) {
        struct text base = attempt == 2 ? arena_text_lower(g->arena, typed) : typed;
        struct text id = spelling(base, attempt, g->arena);
        if (attempt == 0 || !text_eq(id, typed))
            is_read = take_records(g, id, true, err);
        if (g->flaw->is_known)
            g->flaw->id = id;
    }
    if (!g->flaw->is_known)
        g->flaw->id = spelling(typed, 1, g->arena);
    return is_read;
}

bool where_flaw_read(struct where_flaw *ret_flaw, const struct advisory_index *index,
    struct text typed, struct arena *arena, struct err *err)
{
    struct where_flaw flaw = {.ids = arena_take_array(arena, IDS_MAX, sizeof *flaw.ids)};
    struct gathering g = {.index = index, .arena = arena, .flaw = &flaw};
    bool is_read = flaw.ids && (!index || read_typed(&g, typed, err));
    if (!index)
        flaw.id = spelling(typed, 1, arena);
    if (flaw.ids && flaw.id_count == 0)
        add_id(&g, flaw.id);
    size_t first_count = flaw.id_count;
    for (size_t i = 0; is_read && index && i < first_count; i++)
        if (!text_eq(flaw.ids[i], flaw.id))
            is_read = take_records(&g, flaw.ids[i], false, err);
    map_done(&g.known_ids);
    map_done(&g.known_names);
    if (flaw.ids && !is_read)
        return false;
    *ret_flaw = flaw;
    return arena_check(arena, err);
}

static bool is_among(struct text id, const struct text *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(ids[i], id))
            return true;
    return false;
}

bool where_flaw_is(const struct match_finding *finding, const struct text *ids, size_t count)
{
    if (is_among(finding->id, ids, count))
        return true;
    for (size_t i = 0; i < finding->alias_count; i++)
        if (is_among(finding->aliases[i], ids, count))
            return true;
    return false;
}
