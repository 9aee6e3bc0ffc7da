/* SPDX-License-Identifier: Apache-2.0 */
/* A TOML document in memory: its tables may be continued anywhere below, so JSON can be written at the end only.
   Example: toml_tree_init(&tree); toml_tree_add(&tree, TOML_ROOT, key, TOML_DOTTED, &table); toml_tree_print(&tree, &out) */
#ifndef CODEC_TOML_TREE_H
#define CODEC_TOML_TREE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

/* What a value is, and for a table what defined it, on which depends what may go on in it. */
enum toml_kind {
    TOML_SCALAR,
    TOML_IMPLICIT, /* only named on the way to another, [here.there]: may still be defined */
    TOML_DEFINED,  /* by its own [header] */
    TOML_DOTTED,   /* by the dotted key of a value, here.there = 1 */
    TOML_INLINE,   /* { … }: complete */
    TOML_ARRAY,    /* [ … ]: complete */
    TOML_LIST,     /* of tables: [[here]] adds one */
};

enum { TOML_ROOT = 0 };
#define TOML_NONE UINT32_MAX

struct toml_node {
    struct text key, scalar; /* scalar: as JSON */
    uint32_t first, last, next;
    uint32_t depth; /* of tables and arrays: 1 for the root */
    enum toml_kind kind;
};

struct toml_tree {
    VEC(struct toml_node);
    struct arena arena; /* keys and scalars */
    struct map keys;    /* of all tables, with the number of their table in front */
};

/* Begins with the root, a table. */
void toml_tree_init(struct toml_tree *tree);
void toml_tree_done(struct toml_tree *tree);

/* Returns the member of a table, or TOML_NONE. */
uint32_t toml_tree_find(const struct toml_tree *tree, uint32_t table, struct text key);
/* Adds a member to a table, or an element (key.at is NULL) to an array. key is borrowed. Fails with ERR_SYNTAX when the key is
   there, and ERR_LIMIT; the message has no place. */
MUST_USE bool toml_tree_add(struct toml_tree *tree, uint32_t parent, struct text key,
    enum toml_kind kind, uint32_t *ret_node, struct err *err);

/* Adds the whole as JSON to out. */
void toml_tree_print(const struct toml_tree *tree, struct buf *out);

#endif
