/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/cve5_affected.h"

#include "advisory/cve5_versions.h"
#include "base/limits.h"
#include "base/vec.h"
#include "domain/cpe.h"
#include "domain/ecosystem.h"

struct reading {
    struct arena *arena;
    struct {
        VEC(struct advisory_affected);
    } all;
    size_t product_first; /* in all: of the product at hand */
};

static bool is_there(const struct reading *r, const struct advisory_affected *affected)
{
    for (size_t i = r->product_first; i < r->all.len; i++) {
        const struct advisory_affected *other = &r->all.at[i];
        if (text_eq(other->ecosystem, affected->ecosystem) &&
            text_eq(other->package, affected->package) && text_eq(other->target, affected->target))
            return true;
    }
    return false;
}

/* Adds what is affected of the product that a CPE names. */
static void add(struct reading *r, const struct cpe *cpe, struct advisory_affected affected)
{
    affected.package = cpe_product(cpe, r->arena);
    affected.target = cpe_target(cpe, r->arena);
    if (affected.package.len)
        *VEC_ADD(&r->all) = affected;
}

static struct range *all_versions(struct arena *arena)
{
    struct range *range = arena_take(arena, sizeof *range);
    struct range_bound *bound = arena_take(arena, sizeof *bound);
    if (!range || !bound)
        return NULL;
    *bound = (struct range_bound){RANGE_INTRODUCED, TEXT("0")};
    *range = (struct range){bound, 1};
    return range;
}

/* Fills in the version that the CPE itself names, or all when it names none. */
static void take_own_version(
    struct reading *r, const struct cpe *cpe, struct advisory_affected *affected)
{
    struct text *version = arena_take(r->arena, sizeof *version);
    if (!version)
        return;
    *version = cpe_version(cpe, r->arena);
    if (version->len) {
        affected->versions = version;
        affected->version_count = 1;
        return;
    }
    affected->ranges = all_versions(r->arena);
    affected->range_count = affected->ranges ? 1 : 0;
}

/* -- affected[] -- */

static bool read_cpe(struct reading *r, yyjson_val *value, struct cpe *ret_cpe)
{
    struct text t;
    return json_text(value, &t) && cpe_read(ret_cpe, text_trim(t), r->arena, NULL);
}

/* A product without versions: affected or not as a whole, or the versions that its CPEs name. */
static void take_bare(struct reading *r, yyjson_val *product, yyjson_val *cpes)
{
    yyjson_val *value;
    size_t i, count;
    if (!text_is_nocase(json_get_text(product, "defaultStatus"), "affected"))
        return;
    yyjson_arr_foreach(cpes, i, count, value)
    {
        struct advisory_affected affected = {.ecosystem = TEXT("CPE")};
        struct cpe cpe;
        if (!read_cpe(r, value, &cpe))
            continue;
        take_own_version(r, &cpe, &affected);
        add(r, &cpe, affected);
    }
}

static bool take_order(struct reading *r, yyjson_val *product, const struct json_place *at,
    yyjson_val *cpes, const struct ecosystem *order, struct err *err)
{
    struct advisory_affected affected = {.ecosystem = text_of(order->name)};
    yyjson_val *value;
    size_t i, count;
    bool is_any = false;
    if (!cve5_versions_read(&affected, &is_any, product, at, order, r->arena, err))
        return false;
    r->product_first = r->all.len;
    yyjson_arr_foreach(cpes, i, count, value)
    {
        struct cpe cpe;
        if (!is_any || !read_cpe(r, value, &cpe))
            continue;
        affected.package = cpe_product(&cpe, r->arena);
        affected.target = cpe_target(&cpe, r->arena);
        if (affected.package.len && !is_there(r, &affected))
            *VEC_ADD(&r->all) = affected;
    }
    return true;
}

enum { ORDERS = 8 };

/* Fills orders with those that the product's versions are in, each once. */
static size_t find_orders(yyjson_val *product, const struct ecosystem *orders[ORDERS])
{
    yyjson_val *version, *versions = json_get(product, "versions");
    size_t i, count, found = 0;
    yyjson_arr_foreach(versions, i, count, version)
    {
        struct text type = json_get_text(version, "versionType");
        const struct ecosystem *order =
            type.len ? cve5_versions_order(type) : cve5_versions_plain(product);
        bool is_known = !order;
        for (size_t k = 0; k < found; k++)
            is_known |= orders[k] == order;
        if (!is_known && found < ORDERS)
            orders[found++] = order;
    }
    return found;
}

static bool read_product(
    struct reading *r, yyjson_val *product, const struct json_place *at, struct err *err)
{
    const struct ecosystem *orders[ORDERS];
    yyjson_val *cpes, *versions;
    if (!json_place_is_object(product, at, err) ||
        !json_place_array(json_get(product, "cpes"), at, "cpes", &cpes, err) ||
        !json_place_array(json_get(product, "versions"), at, "versions", &versions, err))
        return false;
    if (yyjson_arr_size(cpes) > LIMIT_CVE_VERSIONS)
        return json_place_fail(at, err, ERR_LIMIT, "more than the %zu CPEs that a product may have",
            LIMIT_CVE_VERSIONS);
    if (yyjson_arr_size(cpes) == 0)
        return true;
    if (yyjson_arr_size(versions) == 0) {
        take_bare(r, product, cpes);
        return true;
    }
    size_t count = find_orders(product, orders);
    for (size_t i = 0; i < count; i++)
        if (!take_order(r, product, at, cpes, orders[i], err))
            return false;
    return true;
}

/* -- cpeApplicability -- */

static bool read_bound(yyjson_val *match, const struct json_place *at, const char *key,
    struct text *ret_version, struct err *err)
{
    *ret_version = (struct text){"", 0};
    return json_place_text(json_get(match, key), at, key, LIMIT_NAME_BYTES, ret_version, err);
}

/* No event begins behind a version: then neither range nor list is given, and it is undecidable. */
static void take_bounds(struct reading *r, struct advisory_affected *affected, struct text from,
    struct text below, struct text up_to)
{
    struct range *range = arena_take(r->arena, sizeof *range);
    struct range_bound *bounds = arena_take_array(r->arena, 2, sizeof *bounds);
    if (!range || !bounds)
        return;
    bounds[0] = (struct range_bound){RANGE_INTRODUCED, from.len ? from : TEXT("0")};
    bounds[1] = (struct range_bound){
        below.len ? RANGE_FIXED : RANGE_LAST_AFFECTED, below.len ? below : up_to};
    *range = (struct range){bounds, below.len || up_to.len ? 2 : 1};
    affected->ranges = range;
    affected->range_count = 1;
}

static bool read_match(struct reading *r, yyjson_val *match, const struct json_place *at,
    bool is_conditional, struct err *err)
{
    struct advisory_affected affected = {
        .ecosystem = TEXT("CPE"), .is_conditional = is_conditional};
    struct text from, behind, below, up_to;
    struct cpe cpe;
    if (!json_place_is_object(match, at, err) ||
        !read_bound(match, at, "versionStartIncluding", &from, err) ||
        !read_bound(match, at, "versionStartExcluding", &behind, err) ||
        !read_bound(match, at, "versionEndExcluding", &below, err) ||
        !read_bound(match, at, "versionEndIncluding", &up_to, err))
        return false;
    if (!yyjson_is_true(json_get(match, "vulnerable")) ||
        !read_cpe(r, json_get(match, "criteria"), &cpe))
        return true;
    if (from.len || below.len || up_to.len)
        take_bounds(r, &affected, from, below, up_to);
    else if (!behind.len)
        take_own_version(r, &cpe, &affected);
    if (behind.len)
        affected.range_count = 0;
    add(r, &cpe, affected);
    return true;
}

static bool is_and(yyjson_val *object, size_t count)
{
    return count > 1 && text_is_nocase(json_get_text(object, "operator"), "and");
}

static bool read_node(struct reading *r, yyjson_val *node, const struct json_place *at,
    bool is_conditional, struct err *err)
{
    struct json_place list = {.up = at, .key = "cpeMatch"};
    yyjson_val *matches, *match;
    size_t i, count;
    if (!json_place_is_object(node, at, err) ||
        !json_place_array(json_get(node, "cpeMatch"), at, "cpeMatch", &matches, err))
        return false;
    if (yyjson_is_true(json_get(node, "negate")))
        return true;
    is_conditional |= is_and(node, yyjson_arr_size(matches));
    yyjson_arr_foreach(matches, i, count, match)
    {
        struct json_place place = {.up = &list, .index = i};
        if (!read_match(r, match, &place, is_conditional, err))
            return false;
    }
    return true;
}

static bool read_applicability(
    struct reading *r, yyjson_val *one, const struct json_place *at, struct err *err)
{
    struct json_place list = {.up = at, .key = "nodes"};
    yyjson_val *nodes, *node;
    size_t i, count;
    if (!json_place_is_object(one, at, err) ||
        !json_place_array(json_get(one, "nodes"), at, "nodes", &nodes, err))
        return false;
    if (yyjson_is_true(json_get(one, "negate")))
        return true;
    bool is_conditional = is_and(one, yyjson_arr_size(nodes));
    yyjson_arr_foreach(nodes, i, count, node)
    {
        struct json_place place = {.up = &list, .index = i};
        if (!read_node(r, node, &place, is_conditional, err))
            return false;
    }
    return true;
}

/* -- containers -- */

static bool read_list(struct reading *r, yyjson_val *container, const struct json_place *at,
    const char *key,
    bool (*read)(
        struct reading *r, yyjson_val *value, const struct json_place *at, struct err *err),
    struct err *err)
{
    struct json_place list = {.up = at, .key = key};
    yyjson_val *values, *value;
    size_t i, count;
    if (!json_place_array(json_get(container, key), at, key, &values, err))
        return false;
    yyjson_arr_foreach(values, i, count, value)
    {
        struct json_place place = {.up = &list, .index = i};
        if (!read(r, value, &place, err))
            return false;
    }
    return true;
}

static bool read_container(
    struct reading *r, yyjson_val *container, const struct json_place *at, struct err *err)
{
    return json_place_is_object(container, at, err) &&
           read_list(r, container, at, "affected", read_product, err) &&
           read_list(r, container, at, "cpeApplicability", read_applicability, err);
}

bool cve5_affected_read(struct advisory_affected **ret_affected, size_t *ret_count,
    yyjson_val *root, struct arena *arena, struct err *err)
{
    struct json_place at = {.key = "containers"}, cna = {.up = &at, .key = "cna"};
    struct reading r = {.arena = arena};
    yyjson_val *containers = json_get(root, "containers");
    bool is_read =
        !json_get(containers, "cna") || read_container(&r, json_get(containers, "cna"), &cna, err);
    is_read = is_read && read_list(&r, containers, &at, "adp", read_container, err);
    if (is_read) {
        *ret_affected = arena_take_array(arena, r.all.len, sizeof **ret_affected);
        *ret_count = *ret_affected ? r.all.len : 0;
        for (size_t i = 0; i < *ret_count; i++)
            (*ret_affected)[i] = r.all.at[i];
    }
    VEC_DONE(&r.all);
    return is_read && arena_check(arena, err);
}
