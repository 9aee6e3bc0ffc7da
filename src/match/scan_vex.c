/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of a scan as VEX: what documents said of them, else that they are under investigation. A scan alone knows
   that a component is affected, and not whether the product is. */
#include "base/clock.h"
#include "match/scan.h"
#include "vex/vex_build.h"
#include "vex/vex_write.h"

static bool add_subject(
    struct vex_build *build, const struct sbom *sbom, uint32_t *ret_index, struct err *err)
{
    static const struct json_place at = {.key = "products"};
    struct vex_product product = {.name = sbom->name,
        .version = sbom->version,
        .purl = sbom->purl,
        .cpe = sbom->cpe,
        .id = sbom->serial.len ? sbom->serial
                               : vex_product_iri(sbom->name, sbom->version, build->arena)};
    return vex_build_product(build, &product, &at, ret_index, err);
}

static struct text print_remedy(struct vex_build *build, const struct match_finding *finding)
{
    return finding->fixed_count ? arena_format(build->arena, "Upgrade %.*s to %.*s or later",
                                      TEXT_ARG(finding->package), TEXT_ARG(finding->fixed[0]))
                                : (struct text){"", 0};
}

static bool add_finding(struct vex_build *build, const struct scan *scan, size_t number,
    uint32_t subject, struct err *err)
{
    static const struct json_place list = {.key = "findings"};
    const struct json_place at = {.up = &list, .index = number};
    const struct match_finding *finding = &scan->result.findings[number];
    const struct sbom_component *component = &scan->sbom.components[finding->component];
    struct vex_product product = {.name = component->name,
        .version = component->version,
        .purl = component->purl,
        .cpe = component->cpe,
        .id = vex_product_iri(component->name, component->version, build->arena)};
    struct vex_statement statement = {.vulnerability = finding->id,
        .aliases = finding->aliases,
        .alias_count = finding->alias_count,
        .status = VEX_UNDER_INVESTIGATION,
        .impact = {"", 0},
        .action = print_remedy(build, finding),
        .said_us = scan->now_us};
    const struct vex_answer *answer = scan->vex.answers ? &scan->vex.answers[number] : NULL;
    uint32_t index;
    if (answer && answer->count) {
        const struct vex_statement *said = answer->bearing[0].statement;
        statement.status = said->status;
        statement.justification = said->justification;
        statement.impact = said->impact;
        statement.action = said->action;
        statement.said_us = said->said_us;
    }
    return vex_build_product(build, &product, &at, &index, err) &&
           vex_build_target(build, subject, index, &at, err) &&
           vex_build_statement(build, &statement, &at, err);
}

bool scan_vex_print(const struct scan *scan, enum vex_format format, struct arena *arena,
    struct buf *out, struct err *err)
{
    struct vex vex = {.author = TEXT("kenzen"), .issued_us = scan->now_us, .said_us = scan->now_us};
    struct vex_build build;
    uint32_t subject;
    vex.version = arena_format(arena, "%lld", (long long)(scan->now_us / CLOCK_SECOND_US));
    vex.id = scan->sbom.serial.len
                 ? arena_format(arena, "urn:kenzen:scan:%.*s", TEXT_ARG(scan->sbom.serial))
                 : arena_format(arena, "urn:kenzen:scan:%.*s", TEXT_ARG(vex.version));
    vex_build_init(&build, &vex, arena);
    bool is_done = add_subject(&build, &scan->sbom, &subject, err);
    for (size_t i = 0; is_done && i < scan->result.finding_count; i++)
        is_done = add_finding(&build, scan, i, subject, err);
    is_done = is_done && vex_build_finish(&build, err) && vex_write(out, format, &vex, err);
    vex_build_done(&build);
    return is_done;
}
