/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_gap.h"

void match_gap_init(struct match_gaps *gaps)
{
    *gaps = (struct match_gaps){0};
    buf_init(&gaps->key, SIZE_MAX);
}

void match_gap_done(struct match_gaps *gaps)
{
    for (size_t i = 0; i < gaps->len; i++)
        VEC_DONE(&gaps->at[i].components);
    VEC_DONE(gaps);
    map_done(&gaps->by_key);
    buf_done(&gaps->key);
}

uint32_t match_gap_number(struct match_gaps *gaps, struct text what, enum match_cause cause,
    struct text reason, struct arena *arena)
{
    uint32_t number = (uint32_t)gaps->len;
    /* The length keeps apart causes whose texts joined are the same. */
    buf_cut(&gaps->key, 0);
    buf_format(&gaps->key, "%zu:", what.len);
    buf_add(&gaps->key, what);
    buf_add(&gaps->key, reason);
    if (map_find(&gaps->by_key, buf_text(&gaps->key), &number))
        return number;
    (void)map_add(&gaps->by_key, arena_text(arena, buf_text(&gaps->key)), number, NULL);
    *VEC_ADD(gaps) = (struct match_gap_builder){.what = what, .cause = cause, .reason = reason};
    return number;
}

void match_gap_put(struct match_gaps *gaps, uint32_t number, uint32_t component)
{
    struct match_gap_builder *gap = &gaps->at[number];
    if (gap->components.len == 0 || gap->components.at[gap->components.len - 1] != component)
        *VEC_ADD(&gap->components) = component;
}

void match_gap_add(struct match_gaps *gaps, struct text what, enum match_cause cause,
    struct text reason, uint32_t component, struct arena *arena)
{
    match_gap_put(gaps, match_gap_number(gaps, what, cause, reason, arena), component);
}

void match_gap_finish(const struct match_gaps *gaps, struct match_gap **ret_gaps, size_t *ret_count,
    struct arena *arena)
{
    struct match_gap *kept = arena_take_array(arena, gaps->len, sizeof *kept);
    *ret_gaps = kept;
    *ret_count = kept ? gaps->len : 0;
    for (size_t i = 0; i < *ret_count; i++) {
        const struct match_gap_builder *gap = &gaps->at[i];
        uint32_t *components = arena_take_array(arena, gap->components.len, sizeof *components);
        if (components)
            memcpy(components, gap->components.at, gap->components.len * sizeof *components);
        kept[i] = (struct match_gap){.what = gap->what,
            .reason = gap->reason,
            .cause = gap->cause,
            .count = components ? gap->components.len : 0,
            .components = components};
    }
}
