/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/nuget_lock.h"

#include "base/limits.h"
#include "sbom/sbom_lock.h"

static const struct json_place list = {.key = "dependencies"};

bool nuget_lock_is(yyjson_val *root)
{
    return yyjson_is_int(json_get(root, "version")) &&
           yyjson_is_obj(json_get(root, "dependencies"));
}

/* Names are the same in any case. A framework is part of the key: each resolves for itself. */
static struct text key_of(struct sbom_lock *lock, struct text framework, struct text name)
{
    struct arena *arena = lock->build->arena;
    return arena_text_lower(arena, arena_join(arena, framework, "\n", name));
}

typedef bool visitor(struct sbom_lock *lock, struct text framework, struct text name,
    yyjson_val *value, const struct json_place *at);

static bool visit_framework(struct sbom_lock *lock, struct text framework, yyjson_val *packages,
    const struct json_place *up, visitor *visit)
{
    yyjson_val *key, *value;
    size_t i, count;
    yyjson_obj_foreach(packages, i, count, key, value)
    {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        struct json_place at = {.up = up, .key = name.at, .is_entry = true};
        if (!json_place_is_object(value, &at, lock->err) ||
            !visit(lock, framework, name, value, &at))
            return false;
    }
    return true;
}

static bool visit_all(struct sbom_lock *lock, yyjson_val *root, visitor *visit)
{
    yyjson_val *key, *packages;
    size_t i, count;
    yyjson_obj_foreach(json_get(root, "dependencies"), i, count, key, packages)
    {
        struct text framework = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        struct json_place at = {.up = &list, .key = framework.at, .is_entry = true};
        if (!json_place_is_object(packages, &at, lock->err) ||
            !visit_framework(lock, framework, packages, &at, visit))
            return false;
    }
    return true;
}

/* Lets dependencies of this framework find a component, new or known. */
static bool add(struct sbom_lock *lock, struct text framework, struct text name, yyjson_val *value,
    const struct json_place *at)
{
    struct sbom_lock_entry entry = {.name = name};
    uint32_t component;
    if (!json_place_text(json_get(value, "resolved"), at, "resolved", LIMIT_VERSION_BYTES,
            &entry.version, lock->err))
        return false;
    entry.is_ours = text_is(json_get_text(value, "type"), "Project");
    entry.ref = arena_text_lower(
        lock->build->arena, arena_join(lock->build->arena, name, "/", entry.version));
    if (!map_find(&lock->build->refs, entry.ref, &component) &&
        !sbom_lock_add(lock, &entry, at, &component))
        return false;
    (void)map_add(&lock->names, key_of(lock, framework, name), component, NULL);
    return true;
}

/* The root depends on what is "Direct", on packages that a project beside it pins centrally not, and on those projects. */
static bool is_direct(yyjson_val *value)
{
    struct text type = json_get_text(value, "type");
    return text_is(type, "Direct") || text_is(type, "Project");
}

static bool add_edges(struct sbom_lock *lock, struct text framework, struct text name,
    yyjson_val *value, const struct json_place *at)
{
    yyjson_val *table, *key, *item;
    size_t i, count;
    uint32_t from = sbom_lock_named(lock, key_of(lock, framework, name));
    if (!json_place_object(json_get(value, "dependencies"), at, "dependencies", &table, lock->err))
        return false;
    if (is_direct(value) && !sbom_lock_edge(lock, SBOM_ROOT, from, SBOM_LOCK_RUNTIME, &list))
        return false;
    yyjson_obj_foreach(table, i, count, key, item)
    {
        struct text needed = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        uint32_t to = sbom_lock_named(lock, key_of(lock, framework, needed));
        lock->build->sbom->dangling_ref_count += to == SBOM_ROOT;
        if (to != SBOM_ROOT && !sbom_lock_edge(lock, from, to, SBOM_LOCK_RUNTIME, &list))
            return false;
    }
    return true;
}

bool nuget_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct text words[] = {JSON_KEY("1"), JSON_KEY("2")};
    struct sbom_lock lock;
    int64_t version = yyjson_get_sint(json_get(root, "version"));
    if (version != 1 && version != 2)
        return err_set(err, ERR_UNSUPPORTED,
            "version: %lld is not one of packages.lock.json that kenzen reads (1, 2)",
            (long long)version);
    build->sbom->spec_version = words[version - 1];
    sbom_lock_init(&lock, build, "nuget", err);
    bool is_read =
        visit_all(&lock, root, add) && visit_all(&lock, root, add_edges) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
