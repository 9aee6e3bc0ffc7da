/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_build.h"

#include <stdarg.h>

#include "base/clock.h"
#include "base/limits.h"

void vex_build_init(struct vex_build *build, struct vex *vex, struct arena *arena)
{
    *build = (struct vex_build){.vex = vex, .arena = arena};
}

void vex_build_done(struct vex_build *build)
{
    map_done(&build->by_id);
    VEC_DONE(&build->products);
    VEC_DONE(&build->statements);
    VEC_DONE(&build->targets);
    VEC_DONE(&build->oddities);
}

static void *move(struct arena *arena, const void *at, size_t count, size_t size)
{
    void *kept = arena_take_array(arena, count, size);
    if (kept && count)
        memcpy(kept, at, count * size);
    return kept;
}

bool vex_build_finish(struct vex_build *build, struct err *err)
{
    struct vex *vex = build->vex;
    struct arena *arena = build->arena;
    vex->products = move(arena, build->products.at, build->products.len, sizeof *vex->products);
    vex->product_count = build->products.len;
    vex->statements =
        move(arena, build->statements.at, build->statements.len, sizeof *vex->statements);
    vex->statement_count = build->statements.len;
    vex->oddities = move(arena, build->oddities.at, build->oddities.len, sizeof *vex->oddities);
    vex->oddity_count = build->oddities.len;
    return arena_check(arena, err);
}

bool vex_build_product(struct vex_build *build, const struct vex_product *product,
    const struct json_place *at, uint32_t *ret_index, struct err *err)
{
    if (build->products.len >= LIMIT_VEX_PRODUCTS)
        return json_place_fail(at, err, ERR_LIMIT, "more than %zu products", LIMIT_VEX_PRODUCTS);
    *ret_index = (uint32_t)build->products.len;
    *VEC_ADD(&build->products) = *product;
    return true;
}

bool vex_build_target(struct vex_build *build, uint32_t product, uint32_t component,
    const struct json_place *at, struct err *err)
{
    if (build->target_total >= LIMIT_VEX_TARGETS)
        return json_place_fail(
            at, err, ERR_LIMIT, "more than %zu products of statements", LIMIT_VEX_TARGETS);
    build->target_total++;
    *VEC_ADD(&build->targets) = (struct vex_target){product, component};
    return true;
}

static struct text print_place(struct vex_build *build, const struct json_place *at)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_place_print(at, &out);
    struct text place = arena_text(build->arena, buf_text(&out));
    buf_done(&out);
    return place;
}

/* CISA, "Minimum Requirements for VEX" 1.0: not_affected needs a justification or an impact statement, affected an action. */
static void tell_missing(
    struct vex_build *build, const struct vex_statement *statement, const struct json_place *at)
{
    if (!statement->target_count)
        vex_build_oddity(build, at, "names no product, so it applies to none");
    if (statement->status == VEX_NOT_AFFECTED && !statement->impact.len &&
        statement->justification == VEX_UNJUSTIFIED)
        vex_build_oddity(build, at, "not_affected without a justification or impact statement");
    if (statement->status != VEX_NOT_AFFECTED && statement->justification != VEX_UNJUSTIFIED)
        vex_build_oddity(
            build, at, "a justification, but the status is %s", vex_status_name(statement->status));
    if (statement->status == VEX_AFFECTED && !statement->action.len)
        vex_build_oddity(build, at, "affected without an action statement");
}

bool vex_build_statement(struct vex_build *build, const struct vex_statement *statement,
    const struct json_place *at, struct err *err)
{
    if (build->statements.len >= LIMIT_VEX_STATEMENTS)
        return json_place_fail(
            at->up, err, ERR_LIMIT, "more than %zu statements", LIMIT_VEX_STATEMENTS);
    struct vex_statement *kept = VEC_ADD(&build->statements);
    *kept = *statement;
    kept->place = print_place(build, at);
    kept->targets =
        move(build->arena, build->targets.at, build->targets.len, sizeof *kept->targets);
    kept->target_count = kept->targets ? build->targets.len : 0;
    build->targets.len = 0;
    tell_missing(build, kept, at);
    return arena_check(build->arena, err);
}

void vex_build_oddity(struct vex_build *build, const struct json_place *at, const char *format, ...)
{
    char why[ERR_TEXT_SIZE];
    va_list args;
    build->vex->odd_count++;
    if (build->oddities.len >= LIMIT_VEX_ODDITIES)
        return;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    struct text place = print_place(build, at);
    *VEC_ADD(&build->oddities) = arena_join(build->arena, place, ": ", text_of(why));
    build->oddities.at[build->oddities.len - 1] =
        arena_text(build->arena, build->oddities.at[build->oddities.len - 1]);
}

bool vex_build_texts(yyjson_val *object, const struct json_place *at,
    const struct vex_build_member *members, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (!json_place_text(json_get(object, members[i].key), at, members[i].key,
                members[i].max_bytes, members[i].text, err))
            return false;
    return true;
}

bool vex_build_time(struct vex_build *build, yyjson_val *object, const struct json_place *at,
    const char *key, int64_t *ret_us, struct err *err)
{
    struct text text;
    struct json_place place = {.up = at, .key = key};
    *ret_us = 0;
    if (!json_place_text(json_get(object, key), at, key, LIMIT_NAME_BYTES, &text, err))
        return false;
    if (text.len && !clock_read(text, ret_us)) {
        vex_build_oddity(build, &place, "is no time as RFC 3339 writes it");
        *ret_us = 0;
    }
    return true;
}

static bool is_hexadecimal(struct text value)
{
    for (size_t i = 0; i < value.len; i++)
        if (!text_is_digit(value.at[i]) &&
            !(text_lower_char(value.at[i]) >= 'a' && text_lower_char(value.at[i]) <= 'f'))
            return false;
    return value.len != 0;
}

void vex_build_hash(
    struct vex_build *build, struct vex_product *product, struct text algorithm, struct text value)
{
    if (!is_hexadecimal(value) || !algorithm.len)
        return;
    struct vex_hash *hashes =
        arena_take_array(build->arena, product->hash_count + 1, sizeof *hashes);
    char *name = arena_take(build->arena, algorithm.len);
    if (!hashes || !name)
        return;
    size_t len = 0;
    for (size_t i = 0; i < algorithm.len; i++)
        if (algorithm.at[i] != '-')
            name[len++] = text_lower_char(algorithm.at[i]);
    if (product->hash_count)
        memcpy(hashes, product->hashes, product->hash_count * sizeof *hashes);
    hashes[product->hash_count++] =
        (struct vex_hash){{name, len}, arena_text_lower(build->arena, value)};
    product->hashes = hashes;
}
