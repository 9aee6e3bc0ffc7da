/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/pnpm_lock.h"

#include "base/limits.h"
#include "sbom/sbom_lock.h"

struct pnpm {
    bool is_old; /* 5: "/name/1.0.0_peer", where later ones have "name@1.0.0(peer)" */
};

/* -- keys -- */

/* Returns the key without its peers: "/name@1.0.0" of "/name@1.0.0(peer@2.0.0)". */
static struct text without_peers(const struct pnpm *pnpm, struct text key)
{
    ptrdiff_t end = text_find(key, '(');
    if (!pnpm->is_old || end >= 0)
        return text_slice(key, 0, end < 0 ? key.len : (size_t)end);
    size_t version = (size_t)(text_find_last(key, '/') + 1);
    end = text_find(text_from(key, version), '_');
    return text_slice(key, 0, end < 0 ? key.len : version + (size_t)end);
}

/* Splits "/@scope/name/1.0.0" (5), "/name@1.0.0" (6), "name@1.0.0" (9); the oldest kind may begin with a registry's host. */
static void split_key(
    const struct pnpm *pnpm, struct text key, struct text *ret_name, struct text *ret_version)
{
    bool has_slash = text_starts(key, TEXT("/"));
    struct text rest = text_from(key, has_slash);
    if (pnpm->is_old && !has_slash)
        (void)text_cut(&rest, '/');
    ptrdiff_t end = pnpm->is_old ? text_find_last(rest, '/') : text_find(text_from(rest, 1), '@');
    if (!pnpm->is_old && end >= 0)
        end++;
    *ret_name = text_slice(rest, 0, end < 0 ? rest.len : (size_t)end);
    *ret_version = text_from(rest, end < 0 ? rest.len : (size_t)end + 1);
}

/* Returns the component that a dependency's version leads to: a version, or the key of a package whose name is another. */
static uint32_t find(struct sbom_lock *lock, struct text name, struct text version)
{
    static const char *const forms[][2] = {{"", "@"}, {"/", "@"}, {"/", "/"}};
    struct map *refs = &lock->build->refs;
    struct arena *arena = lock->build->arena;
    uint32_t found;
    if (map_find(refs, version, &found))
        return found;
    for (size_t i = 0; i < LEN_OF(forms) && name.len && version.len; i++) {
        struct text key = arena_join(arena, name, forms[i][1], version);
        if (map_find(refs, arena_join(arena, text_of(forms[i][0]), "", key), &found))
            return found;
    }
    return SBOM_BUILD_SKIPPED;
}

/* -- packages -- */

static void read_resolution(struct sbom_lock *lock, uint32_t component, yyjson_val *resolution)
{
    static const char *const places[] = {"repo", "directory", "tarball"};
    struct sbom_build *build = lock->build;
    struct text integrity = sbom_build_soft_text(build, json_get(resolution, "integrity"));
    sbom_lock_add_hashes(build, component, integrity);
    for (size_t i = 0; i < LEN_OF(places); i++) {
        struct text from = sbom_build_soft_text(build, json_get(resolution, places[i]));
        /* Packages of a registry have their hash; those of a web server or GitHub have none, or a version that is a place. */
        bool is_registry = integrity.len && text_is(text_of(places[i]), "tarball");
        if (is_registry)
            sbom_lock_add_download(build, component, from);
        else if (from.len)
            sbom_lock_note_source(build, component, from);
    }
}

static bool add_package(
    struct sbom_lock *lock, struct text key, yyjson_val *value, const struct json_place *at)
{
    const struct pnpm *pnpm = lock->of;
    struct sbom_lock_entry entry = {.ref = without_peers(pnpm, key)};
    struct text name, version;
    uint32_t component;
    if (!json_place_is_object(value, at, lock->err) ||
        !json_place_text(json_get(value, "name"), at, "name", LIMIT_NAME_BYTES, &name, lock->err) ||
        !json_place_text(
            json_get(value, "version"), at, "version", LIMIT_VERSION_BYTES, &version, lock->err))
        return false;
    if (map_find(&lock->build->refs, entry.ref, &component)) {
        sbom_build_ref(lock->build, key, component);
        return true;
    }
    split_key(pnpm, entry.ref, &entry.name, &entry.version);
    bool is_place = text_find(entry.version, ':') >= 0 || text_find(entry.version, '/') >= 0;
    struct text place = is_place ? entry.version : (struct text){"", 0};
    entry.name = name.len ? name : entry.name;
    entry.version = version.len || is_place ? version : entry.version;
    if (!sbom_lock_add(lock, &entry, at, &component))
        return false;
    if (key.len != entry.ref.len)
        sbom_build_ref(lock->build, key, component);
    if (is_place)
        sbom_lock_note_source(lock->build, component, place);
    read_resolution(lock, component, json_get(value, "resolution"));
    return true;
}

static bool add_list(struct sbom_lock *lock, uint32_t from, yyjson_val *entry, const char *list,
    enum sbom_lock_need need, const struct json_place *at)
{
    yyjson_val *table, *key, *value;
    size_t i, count;
    if (!json_place_object(json_get(entry, list), at, list, &table, lock->err))
        return false;
    yyjson_obj_foreach(table, i, count, key, value)
    {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        /* Importers have { specifier: …, version: … } since 6. */
        struct text version = sbom_build_soft_text(
            lock->build, yyjson_is_obj(value) ? json_get(value, "version") : value);
        bool is_link = text_starts(version, TEXT("link:")); /* another importer, or a folder */
        uint32_t to = is_link ? SBOM_BUILD_SKIPPED : find(lock, name, version);
        lock->build->sbom->dangling_ref_count += to == SBOM_BUILD_SKIPPED && !is_link;
        if (!sbom_lock_edge(lock, from, to, need, at))
            return false;
    }
    return true;
}

/* Since 9 a package's dependencies stand apart, under the key with its peers. */
static bool add_snapshot(
    struct sbom_lock *lock, struct text key, yyjson_val *value, const struct json_place *at)
{
    uint32_t component;
    struct text plain = without_peers(lock->of, key);
    if (!json_place_is_object(value, at, lock->err))
        return false;
    if (!map_find(&lock->build->refs, plain, &component)) {
        lock->build->sbom->dangling_ref_count++;
        return true;
    }
    if (plain.len != key.len)
        sbom_build_ref(lock->build, key, component);
    return true;
}

static bool add_package_edges(
    struct sbom_lock *lock, struct text key, yyjson_val *value, const struct json_place *at)
{
    uint32_t from;
    return !map_find(&lock->build->refs, key, &from) ||
           (add_list(lock, from, value, "dependencies", SBOM_LOCK_RUNTIME, at) &&
               add_list(lock, from, value, "optionalDependencies", SBOM_LOCK_OPTIONAL, at));
}

/* -- the projects -- */

static bool add_project_edges(
    struct sbom_lock *lock, uint32_t from, yyjson_val *value, const struct json_place *at)
{
    return add_list(lock, from, value, "dependencies", SBOM_LOCK_RUNTIME, at) &&
           add_list(lock, from, value, "optionalDependencies", SBOM_LOCK_OPTIONAL, at) &&
           add_list(lock, from, value, "devDependencies", SBOM_LOCK_DEV, at);
}

/* "." is the root of a workspace, the others are packages of ours in it. */
static bool add_importer(
    struct sbom_lock *lock, struct text key, yyjson_val *value, const struct json_place *at)
{
    struct sbom_lock_entry entry = {.ref = key, .name = key, .is_ours = true};
    uint32_t component = SBOM_ROOT;
    return json_place_is_object(value, at, lock->err) &&
           (text_is(key, ".") ||
               (sbom_lock_add(lock, &entry, at, &component) &&
                   sbom_lock_edge(lock, SBOM_ROOT, component, SBOM_LOCK_RUNTIME, at->up))) &&
           add_project_edges(lock, component, value, at);
}

/* -- the file -- */

typedef bool visitor(
    struct sbom_lock *lock, struct text key, yyjson_val *value, const struct json_place *at);

static bool visit(struct sbom_lock *lock, yyjson_val *root, const char *name, visitor *each)
{
    struct json_place list = {.key = name};
    yyjson_val *table, *key, *value;
    size_t i, count;
    if (!json_place_object(json_get(root, name), NULL, name, &table, lock->err))
        return false;
    yyjson_obj_foreach(table, i, count, key, value)
    {
        struct text text = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        struct json_place at = {.up = &list, .key = text.at, .is_entry = true};
        if (!each(lock, text, value, &at))
            return false;
    }
    return true;
}

static bool read_version(
    struct sbom_build *build, yyjson_val *root, struct pnpm *pnpm, struct err *err)
{
    struct text version;
    uint64_t major;
    if (!json_place_text(json_get(root, "lockfileVersion"), NULL, "lockfileVersion",
            LIMIT_VERSION_BYTES, &version, err))
        return false;
    struct text rest = version;
    if (!text_read_u64(text_cut(&rest, '.'), &major) || (major != 5 && major != 6 && major != 9))
        return err_set(err, ERR_UNSUPPORTED,
            "lockfileVersion: \"%.*s\" is not one of pnpm that kenzen reads (5, 6, 9)",
            TEXT_ARG(version));
    build->sbom->spec_version = version;
    pnpm->is_old = major == 5;
    return true;
}

bool pnpm_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct sbom_lock lock;
    struct pnpm pnpm;
    if (!read_version(build, root, &pnpm, err))
        return false;
    sbom_lock_init(&lock, build, "npm", err);
    lock.of = &pnpm;
    bool is_read = visit(&lock, root, "packages", add_package) &&
                   visit(&lock, root, "snapshots", add_snapshot) &&
                   visit(&lock, root, "packages", add_package_edges) &&
                   visit(&lock, root, "snapshots", add_package_edges) &&
                   add_project_edges(&lock, SBOM_ROOT, root, NULL) &&
                   visit(&lock, root, "importers", add_importer) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
