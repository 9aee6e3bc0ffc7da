/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/toml_tree.h"

#include "base/limits.h"
#include "codec/json.h"

enum { KEY_ROOM = 256 };

void toml_tree_init(struct toml_tree *tree)
{
    *tree = (struct toml_tree){0};
    arena_init(&tree->arena, SIZE_MAX);
    *VEC_ADD(tree) = (struct toml_node){
        .kind = TOML_DEFINED, .depth = 1, .first = TOML_NONE, .last = TOML_NONE, .next = TOML_NONE};
}

void toml_tree_done(struct toml_tree *tree)
{
    map_done(&tree->keys);
    arena_done(&tree->arena);
    VEC_DONE(tree);
}

/* Puts the number of the table in front of a key, into room where it fits. */
static struct text full_key(
    uint32_t table, struct text key, char room[KEY_ROOM], struct arena *arena)
{
    size_t len = sizeof table + key.len;
    char *at = len <= KEY_ROOM ? room : arena_take_raw(arena, len);
    memcpy(at, &table, sizeof table);
    if (key.len)
        memcpy(at + sizeof table, key.at, key.len);
    return (struct text){at, len};
}

uint32_t toml_tree_find(const struct toml_tree *tree, uint32_t table, struct text key)
{
    NOT_ZEROED char room[KEY_ROOM];
    uint32_t node;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_there = map_find(&tree->keys, full_key(table, key, room, &arena), &node);
    arena_done(&arena);
    return is_there ? node : TOML_NONE;
}

static bool add_key(struct toml_tree *tree, uint32_t parent, struct text key, uint32_t node)
{
    NOT_ZEROED char room[KEY_ROOM];
    struct text full = full_key(parent, key, room, &tree->arena);
    if (full.at == room)
        full = arena_text(&tree->arena, full);
    return map_add(&tree->keys, full, node, NULL);
}

bool toml_tree_add(struct toml_tree *tree, uint32_t parent, struct text key, enum toml_kind kind,
    uint32_t *ret_node, struct err *err)
{
    uint32_t node = (uint32_t)tree->len, depth = tree->at[parent].depth + 1;
    if (tree->len > LIMIT_TOML_VALUES)
        return err_set(err, ERR_LIMIT, "more than %zu values", LIMIT_TOML_VALUES);
    if (kind != TOML_SCALAR && depth > LIMIT_JSON_DEPTH)
        return err_set(err, ERR_LIMIT, "nested deeper than %zu", LIMIT_JSON_DEPTH);
    if (key.at && !add_key(tree, parent, key, node))
        return err_set(err, ERR_SYNTAX, "the key \"%.*s\" stands twice", TEXT_ARG(key));
    *VEC_ADD(tree) = (struct toml_node){.key = key,
        .kind = kind,
        .depth = depth,
        .first = TOML_NONE,
        .last = TOML_NONE,
        .next = TOML_NONE};
    struct toml_node *above = &tree->at[parent];
    if (above->last == TOML_NONE)
        above->first = node;
    else
        tree->at[above->last].next = node;
    above->last = node;
    *ret_node = node;
    return true;
}

/* No deeper than LIMIT_JSON_DEPTH, which adding keeps. */
static void print_node(const struct toml_tree *tree, uint32_t at, struct buf *out)
{
    const struct toml_node *node = &tree->at[at];
    bool is_array = node->kind == TOML_ARRAY || node->kind == TOML_LIST;
    if (node->kind == TOML_SCALAR) {
        buf_add(out, node->scalar);
        return;
    }
    buf_add_char(out, is_array ? '[' : '{');
    for (uint32_t child = node->first; child != TOML_NONE; child = tree->at[child].next) {
        if (!is_array)
            json_print_key_text(out, tree->at[child].key);
        else if (child != node->first)
            buf_add_char(out, ',');
        print_node(tree, child, out);
    }
    buf_add_char(out, is_array ? ']' : '}');
}

void toml_tree_print(const struct toml_tree *tree, struct buf *out)
{
    print_node(tree, TOML_ROOT, out);
}
