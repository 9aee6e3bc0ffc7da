/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_vex.h"

#include "base/limits.h"

bool match_vex_read(struct vex_set *set, const struct cmd *cmd, const char *option,
    struct arena *arena, struct err *err)
{
    size_t at = 0;
    for (const char *path; (path = cmd_next(cmd, option, &at));) {
        struct vex *vex = arena_take(arena, sizeof *vex);
        if (set->documents.len == LIMIT_VEX_DOCUMENTS)
            return err_set(err, ERR_LIMIT, "more than %zu VEX documents", LIMIT_VEX_DOCUMENTS);
        if (!vex)
            return arena_check(arena, err);
        if (!vex_read_file(vex, path, arena, err))
            return false;
        vex_set_add(set, vex, text_of(path), 0);
    }
    return arena_check(&set->arena, err);
}

/* A component goes on to be undecidable where a finding of it is, for that reason. */
static struct text gap_key(uint32_t component, struct text reason, struct arena *arena)
{
    return arena_format(arena, "%u %.*s", component, TEXT_ARG(reason));
}

static void narrow_gap(struct match_gap *gap, const struct map *left, struct arena *scratch)
{
    size_t kept = 0;
    for (size_t i = 0; i < gap->count; i++)
        if (map_find(left, gap_key(gap->components[i], gap->reason, scratch), NULL))
            gap->components[kept++] = gap->components[i];
    gap->count = kept;
}

static void narrow_gaps(struct match_result *result)
{
    struct map left = {0};
    struct arena scratch;
    size_t kept = 0;
    arena_init(&scratch, SIZE_MAX);
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct match_finding *finding = &result->findings[i];
        if (finding->answer == MATCH_UNDECIDABLE)
            map_add(&left, gap_key(finding->component, finding->reason, &scratch), 0, NULL);
    }
    for (size_t i = 0; i < result->undecidable_count; i++) {
        narrow_gap(&result->undecidable[i], &left, &scratch);
        if (result->undecidable[i].count)
            result->undecidable[kept++] = result->undecidable[i];
    }
    result->undecidable_count = kept;
    map_done(&left);
    arena_done(&scratch);
}

bool match_vex_apply(struct match_vex *ret_vex, struct match_result *result,
    const struct sbom *sbom, const struct vex_set *set, struct arena *arena, struct err *err)
{
    struct match_vex vex = {0};
    const struct sbom_component *system = vex_match_system(sbom);
    if (set->documents.len == 0) {
        *ret_vex = vex;
        return true;
    }
    vex.answers = arena_take_array(arena, result->finding_count, sizeof *vex.answers);
    if (!vex.answers)
        return arena_check(arena, err);
    for (size_t i = 0; i < result->finding_count; i++) {
        struct match_finding *finding = &result->findings[i];
        struct vex_place place = {sbom, &sbom->components[finding->component], system};
        if (!vex_match_find(&vex.answers[i], set, &place, finding->id, finding->aliases,
                finding->alias_count, arena, err))
            return false;
        if (vex.answers[i].is_silenced)
            finding->answer = MATCH_NOT_AFFECTED;
        vex.silenced_count += vex.answers[i].is_silenced;
        vex.contradicted_count += vex.answers[i].is_contradicted;
        vex.elsewhere_count += !vex.answers[i].count && vex.answers[i].elsewhere_count;
    }
    if (vex.silenced_count)
        narrow_gaps(result);
    *ret_vex = vex;
    return true;
}

void match_vex_print(const struct vex_answer *answer, struct buf *out)
{
    const struct vex_bearing *first = &answer->bearing[0];
    const char *why = vex_justification_row(first->statement->justification)->word;
    struct text author = first->document->vex->author;
    buf_add_z(out, vex_status_name(first->statement->status));
    if (why)
        buf_format(out, " (%s)", why);
    buf_add_z(out, " by ");
    buf_add(out, author.len ? author : first->document->name);
}
