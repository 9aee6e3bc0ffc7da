/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/openvex.h"

#include "base/limits.h"

bool openvex_is(yyjson_val *root)
{
    struct text context = json_get_text(root, "@context");
    return text_find_text(context, TEXT("openvex.dev")) >= 0;
}

/* -- products -- */

static bool is_purl(struct text text)
{
    return text_starts(text, TEXT("pkg:"));
}

/* An id may be a package URL; of the identifiers there may be any. OpenVEX 0.2.0, "Product Data Structure". */
static bool read_identifiers(
    struct vex_product *product, yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct text purl, cpe23, cpe22;
    yyjson_val *object;
    const struct json_place place = {.up = at, .key = "identifiers"};
    if (!json_place_object(json_get(value, "identifiers"), at, "identifiers", &object, err))
        return false;
    const struct vex_build_member members[] = {{"purl", LIMIT_PURL_BYTES, &purl},
        {"cpe23", LIMIT_PURL_BYTES, &cpe23}, {"cpe22", LIMIT_PURL_BYTES, &cpe22}};
    if (!vex_build_texts(object, &place, members, LEN_OF(members), err))
        return false;
    product->purl = purl.len ? purl : is_purl(product->id) ? product->id : (struct text){"", 0};
    product->cpe = cpe23.len ? cpe23 : cpe22;
    return true;
}

static bool read_hashes(struct vex_build *build, struct vex_product *product, yyjson_val *value,
    const struct json_place *at, struct err *err)
{
    yyjson_val *object, *key, *hash;
    size_t i, count;
    if (!json_place_object(json_get(value, "hashes"), at, "hashes", &object, err))
        return false;
    yyjson_obj_foreach(object, i, count, key, hash)
    {
        struct text algorithm = {"", 0}, digits = {"", 0};
        if (i < LIMIT_VEX_HASHES && json_text(key, &algorithm) && json_text(hash, &digits))
            vex_build_hash(build, product, algorithm, digits);
    }
    return true;
}

/* A product or sub-component: an object, or in 0.0.1 its id alone. */
static bool read_product(struct vex_build *build, yyjson_val *value, const struct json_place *at,
    uint32_t *ret_index, struct err *err)
{
    struct vex_product product = {0};
    if (json_text(value, &product.id)) {
        if (product.id.len > LIMIT_PURL_BYTES)
            return json_place_fail(at, err, ERR_LIMIT, "longer than %zu bytes", LIMIT_PURL_BYTES);
        if (text_find(product.id, '\0') >= 0)
            return json_place_fail(at, err, ERR_SYNTAX, "a NUL character in it");
        product.purl = is_purl(product.id) ? product.id : (struct text){"", 0};
    } else if (!json_place_is_object(value, at, err) ||
               !json_place_text(
                   json_get(value, "@id"), at, "@id", LIMIT_PURL_BYTES, &product.id, err) ||
               !read_identifiers(&product, value, at, err) ||
               !read_hashes(build, &product, value, at, err)) {
        return false;
    }
    if (!product.id.len && !product.purl.len && !product.cpe.len && !product.hash_count)
        vex_build_oddity(build, at, "a product that nothing identifies");
    return vex_build_product(build, &product, at, ret_index, err);
}

static bool read_components(struct vex_build *build, yyjson_val *list, uint32_t product,
    const struct json_place *up, struct err *err)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(list, i, count, item)
    {
        struct json_place at = {.up = up, .index = i};
        uint32_t component;
        if (!read_product(build, item, &at, &component, err) ||
            !vex_build_target(build, product, component, &at, err))
            return false;
    }
    return true;
}

/* 0.0.1 has the sub-components beside the products, for all of them. */
static bool read_products(
    struct vex_build *build, yyjson_val *statement, const struct json_place *up, struct err *err)
{
    const struct json_place list = {.up = up, .key = "products"};
    const struct json_place shared_list = {.up = up, .key = "subcomponents"};
    yyjson_val *array, *shared, *item;
    size_t i, count;
    if (!json_place_array(json_get(statement, "products"), up, "products", &array, err) ||
        !json_place_array(json_get(statement, "subcomponents"), up, "subcomponents", &shared, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct json_place own_list = {.up = &at, .key = "subcomponents"};
        yyjson_val *own;
        uint32_t product;
        if (!read_product(build, item, &at, &product, err) ||
            !json_place_array(json_get(item, "subcomponents"), &at, "subcomponents", &own, err) ||
            !read_components(build, own, product, &own_list, err) ||
            !read_components(build, shared, product, &shared_list, err))
            return false;
        bool is_whole = !yyjson_arr_size(own) && !yyjson_arr_size(shared);
        if (is_whole && !vex_build_target(build, product, VEX_NONE, &at, err))
            return false;
    }
    return true;
}

/* -- statements -- */

static bool read_aliases(struct vex_build *build, struct vex_statement *statement,
    yyjson_val *value, const struct json_place *up, struct err *err)
{
    const struct json_place list = {.up = up, .key = "aliases"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(value, "aliases"), up, "aliases", &array, err))
        return false;
    if (yyjson_arr_size(array) > LIMIT_VEX_ALIASES)
        return json_place_fail(&list, err, ERR_LIMIT, "more than %zu", LIMIT_VEX_ALIASES);
    statement->aliases =
        arena_take_array(build->arena, yyjson_arr_size(array), sizeof *statement->aliases);
    if (!statement->aliases)
        return arena_check(build->arena, err);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text alias;
        if (!json_text(item, &alias) || text_find(alias, '\0') >= 0)
            return json_place_fail(
                &at, err, ERR_SYNTAX, "must be a string, not %s", json_kind(item));
        if (alias.len && alias.len <= LIMIT_ID_BYTES)
            statement->aliases[statement->alias_count++] = alias;
    }
    return true;
}

/* An object with a name, or in 0.0.1 the name alone. */
static bool read_vulnerability(struct vex_build *build, struct vex_statement *statement,
    yyjson_val *value, const struct json_place *up, struct err *err)
{
    const struct json_place at = {.up = up, .key = "vulnerability"};
    if (yyjson_is_str(value))
        return json_place_text(
            value, up, "vulnerability", LIMIT_ID_BYTES, &statement->vulnerability, err);
    if (!json_place_there(value, up, "vulnerability", err) ||
        !json_place_is_object(value, &at, err) ||
        !json_place_there(json_get(value, "name"), &at, "name", err) ||
        !json_place_text(
            json_get(value, "name"), &at, "name", LIMIT_ID_BYTES, &statement->vulnerability, err) ||
        !read_aliases(build, statement, value, &at, err))
        return false;
    return true;
}

static bool read_status(struct vex_build *build, struct vex_statement *statement, yyjson_val *value,
    const struct json_place *up, struct err *err)
{
    const struct json_place at = {.up = up, .key = "status"};
    const struct json_place why = {.up = up, .key = "justification"};
    struct text status, justification, notes;
    const struct vex_build_member members[] = {
        {"status", LIMIT_NAME_BYTES, &status},
        {"justification", LIMIT_NAME_BYTES, &justification},
        {"impact_statement", LIMIT_VEX_TEXT_BYTES, &statement->impact},
        {"status_notes", LIMIT_VEX_TEXT_BYTES, &notes},
        {"action_statement", LIMIT_VEX_TEXT_BYTES, &statement->action},
    };
    if (!vex_build_texts(value, up, members, LEN_OF(members), err) ||
        !json_place_there(json_get(value, "status"), up, "status", err))
        return false;
    if (!vex_status_find(status, &statement->status))
        return json_place_fail(
            &at, err, ERR_SYNTAX, "\"%.*s\" is no status of OpenVEX", TEXT_ARG(status));
    if (!statement->impact.len && statement->status != VEX_NOT_AFFECTED)
        statement->impact = notes;
    if (justification.len &&
        !vex_justification_find_openvex(justification, &statement->justification))
        vex_build_oddity(
            build, &why, "\"%.*s\" is no justification of OpenVEX", TEXT_ARG(justification));
    return true;
}

/* OpenVEX 0.2.0, "Inheritance Flow": what a statement does not say, the document says. */
static bool read_times(struct vex_build *build, struct vex_statement *statement, yyjson_val *value,
    const struct json_place *at, struct err *err)
{
    int64_t first_us, last_us;
    if (!vex_build_time(build, value, at, "timestamp", &first_us, err) ||
        !vex_build_time(build, value, at, "last_updated", &last_us, err))
        return false;
    statement->said_us = last_us ? last_us : first_us ? first_us : build->vex->said_us;
    return true;
}

static bool read_statement(
    struct vex_build *build, yyjson_val *value, const struct json_place *at, struct err *err)
{
    struct vex_statement statement = {0};
    if (!json_place_is_object(value, at, err) ||
        !read_vulnerability(build, &statement, json_get(value, "vulnerability"), at, err) ||
        !read_status(build, &statement, value, at, err) ||
        !read_times(build, &statement, value, at, err) || !read_products(build, value, at, err))
        return false;
    if (!statement.vulnerability.len)
        return json_place_fail(at, err, ERR_SYNTAX, "names no vulnerability");
    return vex_build_statement(build, &statement, at, err);
}

/* -- the document -- */

/* "https://openvex.dev/ns/v0.2.0"; the first version had no number. */
static struct text spec_version(struct text context)
{
    ptrdiff_t at = text_find_text(context, TEXT("/ns/v"));
    return at < 0 ? TEXT("0.0.1") : text_from(context, (size_t)at + 5);
}

/* A number; a text in 0.0.1. */
static bool read_version(struct vex_build *build, yyjson_val *value, struct err *err)
{
    struct text *version = &build->vex->version;
    if (!yyjson_is_uint(value))
        return json_place_text(value, NULL, "version", LIMIT_NAME_BYTES, version, err);
    *version = arena_format(build->arena, "%llu", (unsigned long long)yyjson_get_uint(value));
    return true;
}

static bool read_head(struct vex_build *build, yyjson_val *root, struct err *err)
{
    struct vex *vex = build->vex;
    struct text context;
    const struct vex_build_member members[] = {
        {"@context", LIMIT_NAME_BYTES, &context},
        {"@id", LIMIT_NAME_BYTES, &vex->id},
        {"author", LIMIT_NAME_BYTES, &vex->author},
    };
    if (!vex_build_texts(root, NULL, members, LEN_OF(members), err) ||
        !vex_build_time(build, root, NULL, "timestamp", &vex->issued_us, err) ||
        !vex_build_time(build, root, NULL, "last_updated", &vex->said_us, err))
        return false;
    vex->spec_version = spec_version(context);
    if (!vex->said_us)
        vex->said_us = vex->issued_us;
    return read_version(build, json_get(root, "version"), err);
}

bool openvex_read(struct vex_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place list = {.key = "statements"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!read_head(build, root, err) ||
        !json_place_there(json_get(root, "statements"), NULL, "statements", err) ||
        !json_place_array(json_get(root, "statements"), NULL, "statements", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_statement(build, item, &at, err))
            return false;
    }
    return true;
}
