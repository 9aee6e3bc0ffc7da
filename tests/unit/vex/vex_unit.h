/* SPDX-License-Identifier: Apache-2.0 */
/* Small VEX documents and SBOMs in tests, written with ' for ". Example: vex_unit_read(&vex, "{'@context': …}", arena, err) */
#ifndef VEX_UNIT_H
#define VEX_UNIT_H

#include "base/limits.h"
#include "sbom/sbom.h"
#include "unit.h"
#include "vex/vex_match.h"

static inline struct text vex_unit_quote(const char *json, struct arena *arena)
{
    size_t len = strlen(json);
    char *at = arena_take(arena, len + 1);
    assert_non_null(at);
    for (size_t i = 0; i < len; i++)
        at[i] = json[i] == '\'' ? '"' : json[i];
    return (struct text){at, len};
}

static inline bool vex_unit_read(
    struct vex *vex, const char *json, struct arena *arena, struct err *err)
{
    return vex_read(vex, TEXT("v.json"), vex_unit_quote(json, arena), arena, err);
}

/* An OpenVEX document around statements. */
static inline void vex_unit_openvex(
    struct vex *vex, const char *head, const char *statements, struct arena *arena)
{
    struct err err = {0};
    struct text json = arena_format(arena,
        "{'@context': 'https://openvex.dev/ns/v0.2.0', %s, 'statements': [%s]}", head, statements);
    if (!vex_unit_read(vex, json.at, arena, &err))
        fail_msg("%s", err.text);
}

static inline void vex_unit_sbom(struct sbom *sbom, const char *json, struct arena *arena)
{
    struct err err = {0};
    if (!sbom_read(sbom, TEXT("b.json"), vex_unit_quote(json, arena), arena, &err))
        fail_msg("%s", err.text);
}

#endif
