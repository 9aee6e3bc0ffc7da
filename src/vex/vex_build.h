/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of all formats share: adding products and statements within their limits.
   Example: statement = vex_build_statement(&build); … vex_build_target(&build, product, VEX_NONE, &at, err); … */
#ifndef VEX_VEX_BUILD_H
#define VEX_VEX_BUILD_H

#include "base/map.h"
#include "base/vec.h"
#include "codec/json_place.h"
#include "vex/vex.h"

struct vex_build {
    struct vex *vex; /* in the making */
    struct arena *arena;
    struct map by_id; /* what the document calls a product → its index */
    struct {
        VEC(struct vex_product);
    } products;
    struct {
        VEC(struct vex_statement);
    } statements;
    struct {
        VEC(struct vex_target);
    } targets; /* of the statement being read */
    struct {
        VEC(struct text);
    } oddities;
    size_t target_total;
};

void vex_build_init(struct vex_build *build, struct vex *vex, struct arena *arena);
void vex_build_done(struct vex_build *build);
/* Moves all into the arena. Fails with ERR_LIMIT. */
MUST_USE bool vex_build_finish(struct vex_build *build, struct err *err);

/* Adds a product; ret_index tells which. Fails with ERR_LIMIT at its place. */
MUST_USE bool vex_build_product(struct vex_build *build, const struct vex_product *product,
    const struct json_place *at, uint32_t *ret_index, struct err *err);
/* Adds a target to the statement being read. */
MUST_USE bool vex_build_target(struct vex_build *build, uint32_t product, uint32_t component,
    const struct json_place *at, struct err *err);
/* Adds a statement with the targets that were added since the last one, and tells what a reader of VEX would miss in it. */
MUST_USE bool vex_build_statement(struct vex_build *build, const struct vex_statement *statement,
    const struct json_place *at, struct err *err);
void vex_build_oddity(struct vex_build *build, const struct json_place *at, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* A member of an object that is a text of up to LIMIT_NAME_BYTES, LIMIT_PURL_BYTES … Fails as json_place_text does. */
struct vex_build_member {
    const char *key;
    size_t max_bytes;
    struct text *text;
};
MUST_USE bool vex_build_texts(yyjson_val *object, const struct json_place *at,
    const struct vex_build_member *members, size_t count, struct err *err);
/* A member that is a time; 0 when it is missing. An unreadable one is an oddity. */
MUST_USE bool vex_build_time(struct vex_build *build, yyjson_val *object,
    const struct json_place *at, const char *key, int64_t *ret_us, struct err *err);
/* Adds a hash to a product, normalised; one that is no hexadecimal number is left out. */
void vex_build_hash(
    struct vex_build *build, struct vex_product *product, struct text algorithm, struct text value);

#endif
