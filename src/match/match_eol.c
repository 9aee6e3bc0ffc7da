/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_eol.h"

#include "base/vec.h"
#include "domain/ecosystem.h"
#include "domain/purl.h"

bool match_eol_find_one(struct eol_cycle *ret_cycle, bool *ret_is_there,
    const struct advisory_index *index, const struct sbom_component *component, struct arena *arena,
    struct err *err)
{
    struct text ecosystem = component->ecosystem, package = component->package;
    struct purl purl;
    *ret_is_there = false;
    if (!index || !component->is_package || component->owner_package.len)
        return true;
    /* What is looked up by its CPE is still the package that its purl says. */
    if (text_starts(component->purl, TEXT("pkg:generic/")) &&
        purl_read(&purl, component->purl, arena, NULL)) {
        ecosystem = TEXT("generic");
        package = purl.name;
    }
    return eol_find_package(
        ret_cycle, ret_is_there, index, ecosystem, package, component->version, arena, err);
}

bool match_eol_find(struct match_ended **ret_ended, size_t *ret_count,
    const struct advisory_index *index, const struct sbom_component *components, size_t count,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct {
        VEC(struct match_ended);
    } ended = {0};
    struct arena scratch;
    arena_init(&scratch, SIZE_MAX);
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++) {
        struct match_ended one = {.component = (uint32_t)i};
        bool is_there = false;
        arena_clear(&scratch);
        is_ok = match_eol_find_one(&one.cycle, &is_there, index, &components[i], &scratch, err);
        one.state = is_there ? support_state(&one.cycle.support, now_us) : SUPPORT_GOES_ON;
        if (one.state != SUPPORT_GOES_ON)
            *VEC_ADD(&ended) = one;
    }
    arena_done(&scratch);
    struct match_ended *kept = is_ok ? arena_take_array(arena, ended.len, sizeof *kept) : NULL;
    for (size_t i = 0; kept && i < ended.len; i++)
        kept[i] = ended.at[i];
    if (kept) {
        *ret_ended = kept;
        *ret_count = ended.len;
    }
    VEC_DONE(&ended);
    return is_ok && arena_check(arena, err);
}
