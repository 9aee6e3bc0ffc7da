/* SPDX-License-Identifier: Apache-2.0 */
/* uv.lock, version 1: the project and its workspace are packages of it, with "editable" or "virtual" sources. */
#include "base/limits.h"
#include "sbom/python_lock.h"

bool python_lock_is_uv(yyjson_val *root)
{
    return json_get(root, "requires-python") && yyjson_is_int(json_get(root, "version"));
}

/* Returns where a package of ours lies, or nothing. */
static struct text place_of_ours(yyjson_val *entry)
{
    yyjson_val *source = json_get(entry, "source");
    struct text place = json_get_text(source, "editable");
    return place.len ? place : json_get_text(source, "virtual");
}

static void read_source(struct sbom_lock *lock, uint32_t component, yyjson_val *source)
{
    static const char *const members[] = {"git", "url", "path", "directory"};
    for (size_t i = 0; i < LEN_OF(members); i++) {
        struct text from = sbom_build_soft_text(lock->build, json_get(source, members[i]));
        if (from.len)
            sbom_lock_note_source(lock->build, component, from);
    }
    struct text registry = sbom_build_soft_text(lock->build, json_get(source, "registry"));
    if (registry.len && !text_starts(registry, TEXT("https://pypi.org/")))
        sbom_build_fact(
            lock->build, component, SBOM_FACT_PROPERTY, TEXT("kenzen:lock:registry"), registry);
}

/* The source distribution and the wheels; the hash is told where that is one file. */
static void read_files(struct sbom_lock *lock, uint32_t component, yyjson_val *entry)
{
    yyjson_val *sdist = json_get(entry, "sdist"), *wheels = json_get(entry, "wheels");
    if (!sdist)
        python_lock_add_files(lock, component, wheels);
    else if (!yyjson_arr_size(wheels))
        sbom_lock_add_hashes(
            lock->build, component, sbom_build_soft_text(lock->build, json_get(sdist, "hash")));
}

static bool add(struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at)
{
    struct text place = place_of_ours(entry);
    uint32_t component = SBOM_ROOT;
    if (text_is(place, ".") && lock->subject == SBOM_ROOT) {
        struct sbom *sbom = lock->build->sbom;
        lock->subject = (uint32_t)i;
        if (!json_place_text(
                json_get(entry, "name"), at, "name", LIMIT_NAME_BYTES, &sbom->name, lock->err) ||
            !json_place_text(json_get(entry, "version"), at, "version", LIMIT_VERSION_BYTES,
                &sbom->version, lock->err))
            return false;
    } else {
        if (!python_lock_add(lock, entry, place.len, at, &component))
            return false;
        read_source(lock, component, json_get(entry, "source"));
        read_files(lock, component, entry);
    }
    *VEC_ADD(&lock->rows) = component;
    return true;
}

/* { name = "numpy", version = "1.26.4", marker = "…" }: the version only where there are several. */
static bool add_dependency(struct sbom_lock *lock, uint32_t from, yyjson_val *item,
    enum sbom_lock_need need, const struct json_place *at)
{
    struct sbom *sbom = lock->build->sbom;
    struct text name = sbom_build_soft_text(lock->build, json_get(item, "name"));
    struct text version = json_get_text(item, "version");
    struct text key = python_lock_key(lock->build, name);
    bool is_found =
        lock->subject != SBOM_ROOT && text_eq(key, python_lock_key(lock->build, sbom->name));
    for (uint32_t to = sbom_lock_exact(lock, key, version); to != SBOM_ROOT;
        to = sbom_lock_next_exact(lock, to, version)) {
        is_found = true;
        if (!sbom_lock_edge(lock, from, to, need, at))
            return false;
    }
    sbom->dangling_ref_count += !is_found;
    return true;
}

static bool add_list(struct sbom_lock *lock, uint32_t from, yyjson_val *list,
    enum sbom_lock_need need, const struct json_place *at)
{
    yyjson_val *array = sbom_build_soft_array(lock->build, list), *item;
    size_t i, count;
    yyjson_arr_foreach(array, i, count, item)
    {
        if (!add_dependency(lock, from, item, need, at))
            return false;
    }
    return true;
}

/* Lists by the name of an extra or a group. */
static bool add_lists(struct sbom_lock *lock, uint32_t from, yyjson_val *table,
    enum sbom_lock_need need, const struct json_place *at)
{
    yyjson_val *key, *list;
    size_t i, count;
    yyjson_obj_foreach(table, i, count, key, list)
    {
        if (!add_list(lock, from, list, need, at))
            return false;
    }
    return true;
}

/* Extras of others are in the file when something asks for them; our own are for who installs us. */
static bool add_edges(
    struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at)
{
    uint32_t from = lock->rows.at[i];
    bool is_ours = place_of_ours(entry).len > 0;
    if (is_ours && from != SBOM_ROOT &&
        !sbom_lock_edge(lock, SBOM_ROOT, from, SBOM_LOCK_RUNTIME, at->up))
        return false;
    enum sbom_lock_need extra = is_ours ? SBOM_LOCK_OPTIONAL : SBOM_LOCK_RUNTIME;
    return add_list(lock, from, json_get(entry, "dependencies"), SBOM_LOCK_RUNTIME, at->up) &&
           add_lists(lock, from, json_get(entry, "optional-dependencies"), extra, at->up) &&
           add_lists(lock, from, json_get(entry, "dev-dependencies"), SBOM_LOCK_DEV, at->up);
}

bool python_lock_read_uv(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct sbom_lock lock;
    int64_t version = yyjson_get_sint(json_get(root, "version"));
    if (version != 1)
        return err_set(err, ERR_UNSUPPORTED,
            "version: %lld is not one of uv.lock that kenzen reads (1)", (long long)version);
    build->sbom->spec_version = TEXT("1");
    sbom_lock_init(&lock, build, "pypi", err);
    bool is_read = sbom_lock_each(&lock, root, "package", add) &&
                   sbom_lock_each(&lock, root, "package", add_edges) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
