/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_tally.h"

void advisory_tally_done(struct advisory_tally *tally)
{
    advisory_reasons_done(&tally->unusable);
    advisory_reasons_done(&tally->refused);
    VEC_DONE(&tally->bases);
    map_done(&tally->ids);
}

/* No record and no dump names more ecosystems; what a hostile one has beyond is not counted. */
enum { BASES_OF_RECORD = 64, BASES_MAX = 512 };

static void count_base(struct advisory_tally *tally, struct text name, struct arena *arena)
{
    for (size_t i = 0; i < tally->bases.len; i++) {
        if (text_eq(tally->bases.at[i].name, name)) {
            tally->bases.at[i].count++;
            return;
        }
    }
    if (tally->bases.len == BASES_MAX)
        return;
    struct tally_base *base = VEC_ADD(&tally->bases);
    base->name = arena_text(arena, name);
    base->count = 1;
}

/* Counts each base once for the record. */
static void count_bases(
    struct advisory_tally *tally, const struct advisory *advisory, struct arena *arena)
{
    struct text seen[BASES_OF_RECORD], last = {0};
    size_t seen_count = 0;
    for (size_t i = 0; i < advisory->affected_count && seen_count < LEN_OF(seen); i++) {
        struct text base = advisory_base_ecosystem(advisory->affected[i].ecosystem);
        if (base.len == 0 || text_eq(base, last))
            continue;
        last = base;
        size_t j = 0;
        while (j < seen_count && !text_eq(seen[j], base))
            j++;
        if (j < seen_count)
            continue;
        seen[seen_count++] = base;
        count_base(tally, base, arena);
    }
}

static void note_prefix(struct advisory_tally *tally, struct text id, struct arena *arena)
{
    struct text prefix = text_cut(&id, '-');
    if (tally->record_count == 0) {
        tally->prefix = arena_text(arena, prefix);
        tally->has_prefix = id.at && prefix.len;
    } else {
        tally->has_prefix &= id.at && text_eq(prefix, tally->prefix);
    }
}

void advisory_tally_add(
    struct advisory_tally *tally, const struct advisory *advisory, struct arena *arena)
{
    if (map_find(&tally->ids, advisory->id, NULL)) {
        advisory_reasons_add(&tally->refused,
            TEXT("the id stands twice in the source; the newer record stays"), advisory->id, arena);
        return;
    }
    (void)map_add(&tally->ids, arena_text(arena, advisory->id), 0, NULL);
    note_prefix(tally, advisory->id, arena);
    count_bases(tally, advisory, arena);
    tally->record_count++;
    tally->kind_counts[advisory->kind]++;
    const char *useless = advisory_check_use(advisory);
    if (advisory->withdrawn_us)
        tally->withdrawn_count++;
    else if (useless)
        advisory_reasons_add(&tally->unusable, text_of(useless), advisory->id, arena);
    else
        tally->usable_count++;
}

void advisory_tally_add_facts(struct advisory_tally *tally)
{
    tally->record_count++;
    tally->usable_count++;
}

struct text advisory_tally_name(
    const struct advisory_tally *tally, struct text stem, struct arena *arena)
{
    static const char *const names[TALLY_KINDS] = {
        [TALLY_CVE] = "cve", [TALLY_KEV] = "kev", [TALLY_EPSS] = "epss", [TALLY_EOL] = "eol"};
    if (names[tally->kind])
        return text_of(names[tally->kind]);
    for (size_t i = 0; i < tally->bases.len; i++)
        if (tally->bases.at[i].count * 10 >= tally->record_count * 9)
            return arena_format(arena, "osv/%.*s", TEXT_ARG(tally->bases.at[i].name));
    struct text name = tally->has_prefix ? tally->prefix : stem;
    return arena_format(arena, "osv/%.*s", TEXT_ARG(name));
}
