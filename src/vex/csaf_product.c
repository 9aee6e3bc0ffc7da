/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/csaf_product.h"

#include "base/limits.h"

/* A relationship of relationships; the longest in real documents is a package in a module in an operating system. */
enum { CHAIN_MAX = 8 };

/* What the branches above a product say of it. */
struct path {
    struct text name, version, range;
};

void csaf_product_done(struct csaf_product_tree *tree)
{
    map_done(&tree->relation_of);
    VEC_DONE(&tree->relations);
    map_done(&tree->group_of);
    VEC_DONE(&tree->groups);
}

/* -- full product names (section 3.1.3) -- */

static bool read_file_hashes(struct vex_build *build, struct vex_product *product,
    yyjson_val *value, const struct json_place *up, struct err *err)
{
    const struct json_place list = {.up = up, .key = "file_hashes"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(value, "file_hashes"), up, "file_hashes", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text algorithm, digits;
        const struct vex_build_member members[] = {
            {"algorithm", LIMIT_NAME_BYTES, &algorithm}, {"value", LIMIT_NAME_BYTES, &digits}};
        if (!json_place_is_object(item, &at, err) ||
            !vex_build_texts(item, &at, members, LEN_OF(members), err))
            return false;
        if (product->hash_count < LIMIT_VEX_HASHES)
            vex_build_hash(build, product, algorithm, digits);
    }
    return true;
}

/* Each entry is a file of the product: a product of one file is told by it. */
static bool read_hashes(struct vex_build *build, struct vex_product *product, yyjson_val *helper,
    const struct json_place *up, struct err *err)
{
    const struct json_place list = {.up = up, .key = "hashes"};
    yyjson_val *array;
    if (!json_place_array(json_get(helper, "hashes"), up, "hashes", &array, err))
        return false;
    if (yyjson_arr_size(array) != 1)
        return true;
    const struct json_place at = {.up = &list, .index = 0};
    return json_place_is_object(yyjson_arr_get_first(array), &at, err) &&
           read_file_hashes(build, product, yyjson_arr_get_first(array), &at, err);
}

static bool read_helper(struct vex_build *build, struct vex_product *product, yyjson_val *value,
    const struct json_place *up, struct err *err)
{
    static const char key[] = "product_identification_helper";
    const struct json_place at = {.up = up, .key = key};
    yyjson_val *helper;
    if (!json_place_object(json_get(value, key), up, key, &helper, err))
        return false;
    const struct vex_build_member members[] = {
        {"purl", LIMIT_PURL_BYTES, &product->purl}, {"cpe", LIMIT_PURL_BYTES, &product->cpe}};
    if (!vex_build_texts(helper, &at, members, LEN_OF(members), err) ||
        !read_hashes(build, product, helper, &at, err))
        return false;
    /* 2.1 has a list instead. */
    struct text first = {0};
    yyjson_val *purls = json_get(helper, "purls");
    if (!product->purl.len && json_text(yyjson_arr_get_first(purls), &first) &&
        first.len <= LIMIT_PURL_BYTES)
        product->purl = first;
    return true;
}

static bool read_product(struct vex_build *build, yyjson_val *value, const struct path *path,
    const struct json_place *at, struct err *err)
{
    struct vex_product product = {0};
    struct text full_name;
    uint32_t index;
    const struct vex_build_member members[] = {
        {"product_id", LIMIT_NAME_BYTES, &product.id}, {"name", LIMIT_NAME_BYTES, &full_name}};
    if (!json_place_is_object(value, at, err) ||
        !json_place_there(json_get(value, "product_id"), at, "product_id", err) ||
        !vex_build_texts(value, at, members, LEN_OF(members), err) ||
        !read_helper(build, &product, value, at, err))
        return false;
    product.name = path->name.len ? path->name : full_name;
    product.version = path->version;
    product.range = path->range;
    if (map_find(&build->by_id, product.id, NULL)) {
        vex_build_oddity(build, at, "the product_id \"%.*s\" is given twice", TEXT_ARG(product.id));
        return true;
    }
    return vex_build_product(build, &product, at, &index, err) &&
           (map_add(&build->by_id, product.id, index, NULL), true);
}

/* -- the tree (section 3.1.2) -- */

static void take_category(struct path *path, struct text category, struct text name)
{
    if (text_is(category, "product_name"))
        path->name = name;
    else if (text_is(category, "product_version"))
        path->version = name;
    else if (text_is(category, "product_version_range"))
        path->range = name;
}

static bool read_branches(struct vex_build *build, yyjson_val *owner, const struct path *path,
    const struct json_place *up, size_t depth, struct err *err);

static bool read_branch(struct vex_build *build, yyjson_val *value, const struct path *above,
    const struct json_place *at, size_t depth, struct err *err)
{
    struct path path = *above;
    struct text category, name;
    const struct json_place product = {.up = at, .key = "product"};
    const struct vex_build_member members[] = {
        {"category", LIMIT_NAME_BYTES, &category}, {"name", LIMIT_NAME_BYTES, &name}};
    if (!json_place_is_object(value, at, err) ||
        !vex_build_texts(value, at, members, LEN_OF(members), err))
        return false;
    take_category(&path, category, name);
    yyjson_val *leaf = json_get(value, "product");
    return (!leaf || read_product(build, leaf, &path, &product, err)) &&
           read_branches(build, value, &path, at, depth + 1, err);
}

static bool read_branches(struct vex_build *build, yyjson_val *owner, const struct path *path,
    const struct json_place *up, size_t depth, struct err *err)
{
    const struct json_place list = {.up = up, .key = "branches"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(owner, "branches"), up, "branches", &array, err))
        return false;
    if (array && depth > LIMIT_VEX_BRANCHES)
        return json_place_fail(
            &list, err, ERR_LIMIT, "nested deeper than %zu branches", LIMIT_VEX_BRANCHES);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_branch(build, item, path, &at, depth, err))
            return false;
    }
    return true;
}

static bool read_names(
    struct vex_build *build, yyjson_val *tree, const struct json_place *up, struct err *err)
{
    static const struct path nothing = {0};
    const struct json_place list = {.up = up, .key = "full_product_names"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(
            json_get(tree, "full_product_names"), up, "full_product_names", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_product(build, item, &nothing, &at, err))
            return false;
    }
    return true;
}

/* -- relationships (section 3.2.2.4) -- */

static bool read_relation(
    struct csaf_product_tree *tree, yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct csaf_product_relation relation;
    const struct json_place name = {.up = at, .key = "full_product_name"};
    const struct vex_build_member members[] = {
        {"product_reference", LIMIT_NAME_BYTES, &relation.component},
        {"relates_to_product_reference", LIMIT_NAME_BYTES, &relation.product},
    };
    yyjson_val *product;
    if (!json_place_is_object(value, at, err) ||
        !vex_build_texts(value, at, members, LEN_OF(members), err) ||
        !json_place_there(json_get(value, name.key), at, name.key, err) ||
        !json_place_object(json_get(value, name.key), at, name.key, &product, err) ||
        !json_place_text(json_get(product, "product_id"), &name, "product_id", LIMIT_NAME_BYTES,
            &relation.id, err))
        return false;
    uint32_t number = (uint32_t)tree->relations.len;
    if (tree->relations.len >= LIMIT_VEX_PRODUCTS)
        return json_place_fail(
            at->up, err, ERR_LIMIT, "more than %zu relationships", LIMIT_VEX_PRODUCTS);
    if (map_add(&tree->relation_of, relation.id, number, NULL))
        *VEC_ADD(&tree->relations) = relation;
    return true;
}

static bool read_relations(
    struct csaf_product_tree *tree, yyjson_val *value, const struct json_place *up, struct err *err)
{
    const struct json_place list = {.up = up, .key = "relationships"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(value, "relationships"), up, "relationships", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_relation(tree, item, &at, err))
            return false;
    }
    return true;
}

/* -- groups (section 3.2.2.3) -- */

static bool read_groups(
    struct csaf_product_tree *tree, yyjson_val *value, const struct json_place *up, struct err *err)
{
    const struct json_place list = {.up = up, .key = "product_groups"};
    yyjson_val *array, *item, *ids;
    size_t i, count;
    if (!json_place_array(json_get(value, "product_groups"), up, "product_groups", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text id;
        if (!json_place_is_object(item, &at, err) ||
            !json_place_text(
                json_get(item, "group_id"), &at, "group_id", LIMIT_NAME_BYTES, &id, err) ||
            !json_place_array(json_get(item, "product_ids"), &at, "product_ids", &ids, err))
            return false;
        if (ids && map_add(&tree->group_of, id, (uint32_t)tree->groups.len, NULL))
            *VEC_ADD(&tree->groups) = ids;
    }
    return true;
}

bool csaf_product_read(
    struct csaf_product_tree *tree, struct vex_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place at = {.key = "product_tree"};
    static const struct path nothing = {0};
    yyjson_val *value;
    *tree = (struct csaf_product_tree){.build = build};
    return json_place_object(json_get(root, at.key), NULL, at.key, &value, err) &&
           read_names(build, value, &at, err) &&
           read_branches(build, value, &nothing, &at, 1, err) &&
           read_relations(tree, value, &at, err) && read_groups(tree, value, &at, err);
}

yyjson_val *csaf_product_group(const struct csaf_product_tree *tree, struct text group_id)
{
    uint32_t number;
    return map_find(&tree->group_of, group_id, &number) ? tree->groups.at[number] : NULL;
}

/* -- what a statement names -- */

static const struct csaf_product_relation *find_relation(
    const struct csaf_product_tree *tree, struct text id)
{
    uint32_t number;
    return map_find(&tree->relation_of, id, &number) ? &tree->relations.at[number] : NULL;
}

/* Follows relationships to the component itself, or to the product that is no part of another. */
static struct text follow(const struct csaf_product_tree *tree, struct text id, bool is_component)
{
    for (int i = 0; i < CHAIN_MAX; i++) {
        const struct csaf_product_relation *relation = find_relation(tree, id);
        if (!relation)
            return id;
        id = is_component ? relation->component : relation->product;
    }
    return (struct text){"", 0};
}

bool csaf_product_add(const struct csaf_product_tree *tree, struct text id,
    const struct json_place *at, struct err *err)
{
    struct vex_build *build = tree->build;
    const struct csaf_product_relation *relation = find_relation(tree, id);
    struct text product_id = relation ? follow(tree, relation->product, false) : id;
    struct text component_id = relation ? follow(tree, relation->component, true) : id;
    uint32_t product, component = VEX_NONE;
    bool is_known = map_find(&build->by_id, product_id, &product) &&
                    (!relation || map_find(&build->by_id, component_id, &component));
    if (is_known)
        return vex_build_target(build, product, component, at, err);
    vex_build_oddity(build, at, "the product tree has no \"%.*s\"", TEXT_ARG(id));
    return true;
}
