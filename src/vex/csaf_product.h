/* SPDX-License-Identifier: Apache-2.0 */
/* The products of a CSAF 2.0 document: its tree, its relationships, its groups (section 3.2.2).
   Example: csaf_product_read(&tree, &build, root, err); csaf_product_add(&tree, id, &at, err); csaf_product_done(&tree) */
#ifndef VEX_CSAF_PRODUCT_H
#define VEX_CSAF_PRODUCT_H

#include "vex/vex_build.h"

/* A product that is a component inside of another one. */
struct csaf_product_relation {
    struct text id, component, product;
};

struct csaf_product_tree {
    struct vex_build *build;
    struct map relation_of; /* product_id → its place in relations */
    struct {
        VEC(struct csaf_product_relation);
    } relations;
    struct map group_of; /* group_id → its place in groups */
    struct {
        VEC(yyjson_val *);
    } groups; /* their arrays of product ids */
};

/* Reads the product_tree of a document into the products of build. In any case csaf_product_done is due. */
MUST_USE bool csaf_product_read(
    struct csaf_product_tree *tree, struct vex_build *build, yyjson_val *root, struct err *err);
void csaf_product_done(struct csaf_product_tree *tree);

/* Adds the product with that id as a target of the statement being read; one that the tree has not is an oddity. */
MUST_USE bool csaf_product_add(const struct csaf_product_tree *tree, struct text id,
    const struct json_place *at, struct err *err);
/* Returns the ids of a group, an array, or NULL. */
yyjson_val *csaf_product_group(const struct csaf_product_tree *tree, struct text group_id);

#endif
