/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/composer_lock.h"

#include "base/limits.h"
#include "sbom/sbom_lock.h"

static struct text key_of(struct sbom_lock *lock, struct text name)
{
    return arena_text_lower(lock->build->arena, name);
}

/* "https://packagist.org/downloads/" is said of what comes from there; a path is a folder beside the project. */
static void read_source(struct sbom_lock *lock, uint32_t component, yyjson_val *value)
{
    yyjson_val *dist = json_get(value, "dist");
    yyjson_val *from = json_get(dist, "url") ? dist : json_get(value, "source");
    struct text url = sbom_build_soft_text(lock->build, json_get(from, "url"));
    if (text_is(json_get_text(from, "type"), "path"))
        sbom_lock_note_source(lock->build, component, url);
    else
        sbom_lock_add_download(lock->build, component, url);
    struct text digits = json_get_text(dist, "shasum");
    if (digits.len)
        sbom_lock_add_hashes(lock->build, component,
            arena_format(lock->build->arena, "sha1:%.*s", TEXT_ARG(digits)));
}

/* Several licences are alternatives: "license": ["MIT", "GPL-3.0-only"]. */
static struct text read_license(struct sbom_lock *lock, yyjson_val *value)
{
    yyjson_val *array = sbom_build_soft_array(lock->build, json_get(value, "license")), *item;
    struct text license = {"", 0};
    size_t i, count;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct text one = sbom_build_soft_text(lock->build, item);
        if (license.len + one.len < LIMIT_NAME_BYTES)
            license = arena_join(lock->build->arena, license, " OR ", one);
    }
    return license;
}

static bool add_package(
    struct sbom_lock *lock, yyjson_val *value, struct text scope, const struct json_place *at)
{
    struct sbom_lock_entry entry = {0};
    uint32_t component;
    if (!json_place_there(json_get(value, "name"), at, "name", lock->err) ||
        !json_place_text(
            json_get(value, "name"), at, "name", LIMIT_NAME_BYTES, &entry.name, lock->err) ||
        !json_place_text(json_get(value, "version"), at, "version", LIMIT_VERSION_BYTES,
            &entry.version, lock->err))
        return false;
    entry.ref = entry.name;
    entry.key = key_of(lock, entry.name);
    if (!sbom_lock_add(lock, &entry, at, &component))
        return false;
    struct sbom_component *made = &lock->build->sbom->components[component];
    made->scope = scope;
    made->license = read_license(lock, value);
    read_source(lock, component, value);
    *VEC_ADD(&lock->rows) = component;
    return true;
}

static bool add(struct sbom_lock *lock, size_t i, yyjson_val *value, const struct json_place *at)
{
    (void)i;
    return add_package(lock, value, TEXT(""), at);
}

static bool add_dev(
    struct sbom_lock *lock, size_t i, yyjson_val *value, const struct json_place *at)
{
    (void)i;
    return add_package(lock, value, TEXT("excluded"), at);
}

/* PHP itself, its extensions and Composer's interfaces have no vendor in front; they are no packages. */
static bool is_platform(struct text name)
{
    return text_find(name, '/') < 0;
}

static bool add_edges(
    struct sbom_lock *lock, uint32_t from, yyjson_val *value, const struct json_place *at)
{
    yyjson_val *table, *key, *item;
    size_t i, count;
    if (!json_place_object(json_get(value, "require"), at, "require", &table, lock->err))
        return false;
    yyjson_obj_foreach(table, i, count, key, item)
    {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        /* What another package provides or replaces is listed nowhere. */
        if (!is_platform(name) &&
            !sbom_lock_depend(lock, from, key_of(lock, name), SBOM_LOCK_RUNTIME, true, at->up))
            return false;
    }
    return true;
}

static bool add_edges_of(
    struct sbom_lock *lock, size_t i, yyjson_val *value, const struct json_place *at)
{
    return add_edges(lock, lock->rows.at[i], value, at);
}

static bool add_edges_of_dev(
    struct sbom_lock *lock, size_t i, yyjson_val *value, const struct json_place *at)
{
    yyjson_val *root = lock->of;
    return add_edges(
        lock, lock->rows.at[yyjson_arr_size(json_get(root, "packages")) + i], value, at);
}

bool composer_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place list = {.key = "packages"};
    struct sbom_lock lock;
    sbom_lock_init(&lock, build, "composer", err);
    lock.of = root;
    bool is_read = sbom_lock_each(&lock, root, "packages", add) &&
                   sbom_lock_each(&lock, root, "packages-dev", add_dev) &&
                   sbom_lock_each(&lock, root, "packages", add_edges_of) &&
                   sbom_lock_each(&lock, root, "packages-dev", add_edges_of_dev) &&
                   sbom_lock_add_roots(&lock, &list) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
