/* SPDX-License-Identifier: Apache-2.0 */
/* poetry.lock, 1.0 to 2.1: the project itself is not in it. */
#include "sbom/python_lock.h"

bool python_lock_is_poetry(yyjson_val *root)
{
    yyjson_val *metadata = json_get(root, "metadata");
    return json_get(metadata, "content-hash") || json_get(metadata, "lock-version");
}

/* "category" before 1.5, "groups" since 2.0; between them nobody says. */
static struct text scope_of(yyjson_val *entry)
{
    yyjson_val *groups = json_get(entry, "groups"), *group;
    struct text category = json_get_text(entry, "category");
    bool is_main = category.len ? text_is(category, "main") : !yyjson_arr_size(groups);
    size_t i, count;
    yyjson_arr_foreach(groups, i, count, group)
    {
        is_main |= yyjson_equals_str(group, "main");
    }
    if (!is_main)
        return TEXT("excluded");
    return yyjson_is_true(json_get(entry, "optional")) ? TEXT("optional") : TEXT("");
}

/* "legacy" is another index. */
static void read_source(struct sbom_lock *lock, uint32_t component, yyjson_val *source)
{
    struct text type = json_get_text(source, "type");
    struct text url = sbom_build_soft_text(lock->build, json_get(source, "url"));
    if (type.len && !text_is(type, "legacy"))
        sbom_lock_note_source(lock->build, component, url);
    else if (type.len)
        sbom_build_fact(
            lock->build, component, SBOM_FACT_PROPERTY, TEXT("kenzen:lock:registry"), url);
}

static bool add(struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at)
{
    yyjson_val *root = lock->of;
    uint32_t component;
    (void)i;
    if (!python_lock_add(lock, entry, false, at, &component))
        return false;
    struct sbom_component *made = &lock->build->sbom->components[component];
    made->scope = scope_of(entry);
    read_source(lock, component, json_get(entry, "source"));
    yyjson_val *files = json_get(entry, "files");
    yyjson_val *old = json_get(json_get(root, "metadata"), "files");
    if (!files && old) /* before 1.3 */
        files = yyjson_obj_getn(old, made->name.at, made->name.len);
    python_lock_add_files(lock, component, files);
    return true;
}

/* "^1.0", { version = "^1.0", optional = true }, or a list of such for different markers. */
static bool is_optional(yyjson_val *value)
{
    yyjson_val *first = yyjson_is_arr(value) ? yyjson_arr_get_first(value) : value;
    return yyjson_is_true(json_get(first, "optional"));
}

static bool add_edges(
    struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at)
{
    yyjson_val *table, *key, *value;
    size_t k, count;
    if (!json_place_object(json_get(entry, "dependencies"), at, "dependencies", &table, lock->err))
        return false;
    yyjson_obj_foreach(table, k, count, key, value)
    {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        bool is_weak = is_optional(value);
        if (!sbom_lock_depend(lock, (uint32_t)i, python_lock_key(lock->build, name),
                is_weak ? SBOM_LOCK_OPTIONAL : SBOM_LOCK_RUNTIME, is_weak, at->up))
            return false;
    }
    return true;
}

bool python_lock_read_poetry(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place list = {.key = "package"};
    struct sbom_lock lock;
    build->sbom->spec_version =
        sbom_build_soft_text(build, json_get(json_get(root, "metadata"), "lock-version"));
    sbom_lock_init(&lock, build, "pypi", err);
    lock.of = root;
    bool is_read = sbom_lock_each(&lock, root, "package", add) &&
                   sbom_lock_each(&lock, root, "package", add_edges) &&
                   sbom_lock_add_roots(&lock, &list) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
