/* SPDX-License-Identifier: Apache-2.0 */
/* What they share, and the two without much of a graph: Pipfile.lock and pdm.lock. */
#include "sbom/python_lock.h"

#include "base/limits.h"
#include "domain/ecosystem.h"

struct text python_lock_key(struct sbom_build *build, struct text name)
{
    return ecosystem_normal_name(ecosystem_find(TEXT("PyPI")), name, build->arena);
}

/* PEP 508: letters, digits, "-", "_" and "."; it begins and ends with one of the first two. */
size_t python_lock_name_len(struct text requirement)
{
    size_t len = 0, end = 0;
    for (; len < requirement.len; len++) {
        char c = requirement.at[len];
        bool is_word = text_is_alpha(c) || text_is_digit(c);
        if (!is_word && (len == 0 || !strchr("-_.", c)))
            break;
        end = is_word ? len + 1 : end;
    }
    return end;
}

bool python_lock_add(struct sbom_lock *lock, yyjson_val *entry, bool is_ours,
    const struct json_place *at, uint32_t *ret_component)
{
    struct sbom_lock_entry made = {.is_ours = is_ours};
    if (!json_place_there(json_get(entry, "name"), at, "name", lock->err) ||
        !json_place_text(
            json_get(entry, "name"), at, "name", LIMIT_NAME_BYTES, &made.name, lock->err) ||
        !json_place_text(json_get(entry, "version"), at, "version", LIMIT_VERSION_BYTES,
            &made.version, lock->err))
        return false;
    made.key = python_lock_key(lock->build, made.name);
    made.ref = arena_join(lock->build->arena, made.name, "==", made.version);
    return sbom_lock_add(lock, &made, at, ret_component);
}

void python_lock_add_files(struct sbom_lock *lock, uint32_t component, yyjson_val *files)
{
    yyjson_val *only = yyjson_arr_size(files) == 1 ? yyjson_arr_get_first(files) : NULL;
    yyjson_val *hash = yyjson_is_obj(only) ? json_get(only, "hash") : only;
    sbom_lock_add_hashes(lock->build, component, sbom_build_soft_text(lock->build, hash));
}

/* Tells where a package comes from that is from no index, by the members that say so. */
static void read_source(struct sbom_lock *lock, uint32_t component, yyjson_val *entry)
{
    static const char *const members[] = {"git", "hg", "svn", "bzr", "url", "file", "path"};
    for (size_t i = 0; i < LEN_OF(members); i++) {
        struct text from = sbom_build_soft_text(lock->build, json_get(entry, members[i]));
        if (from.len)
            sbom_lock_note_source(lock->build, component, from);
    }
}

/* -- Pipfile.lock -- */

/* A version is a specifier, "==2.31.0"; what comes from a repository has none. */
static bool add_pipfile_entry(struct sbom_lock *lock, struct text name, yyjson_val *entry,
    bool is_dev, const struct json_place *at)
{
    struct sbom_lock_entry made = {.name = name, .key = python_lock_key(lock->build, name)};
    struct text specifier;
    uint32_t component;
    if (!json_place_is_object(entry, at, lock->err) ||
        !json_place_text(
            json_get(entry, "version"), at, "version", LIMIT_VERSION_BYTES, &specifier, lock->err))
        return false;
    made.version = text_from(specifier, text_starts(specifier, TEXT("===")) ? 3 : 2);
    if (!text_starts(specifier, TEXT("==")))
        made.version = (struct text){"", 0};
    uint32_t known = sbom_lock_named(lock, made.key);
    if (known != SBOM_ROOT && text_eq(lock->build->sbom->components[known].version, made.version))
        return true; /* needed for development too */
    made.ref = arena_join(lock->build->arena, name, "==", made.version);
    if (!sbom_lock_add(lock, &made, at, &component))
        return false;
    lock->build->sbom->components[component].scope = is_dev ? TEXT("excluded") : TEXT("");
    read_source(lock, component, entry);
    if (!made.version.len && specifier.len)
        sbom_lock_note(lock->build, component,
            arena_format(lock->build->arena, "no one version but \"%.*s\"", TEXT_ARG(specifier)));
    python_lock_add_files(lock, component, json_get(entry, "hashes"));
    return true;
}

static bool add_pipfile_part(
    struct sbom_lock *lock, yyjson_val *root, const char *part, bool is_dev)
{
    struct json_place list = {.key = part};
    yyjson_val *entries, *key, *entry;
    size_t i, count;
    if (!json_place_object(json_get(root, part), NULL, part, &entries, lock->err))
        return false;
    yyjson_obj_foreach(entries, i, count, key, entry)
    {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        struct json_place at = {.up = &list, .key = name.at, .is_entry = true};
        if (!add_pipfile_entry(lock, name, entry, is_dev, &at))
            return false;
    }
    return true;
}

bool python_lock_read_pipfile(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct sbom_lock lock;
    sbom_lock_init(&lock, build, "pypi", err);
    bool is_read = add_pipfile_part(&lock, root, "default", false) &&
                   add_pipfile_part(&lock, root, "develop", true) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}

/* -- pdm.lock -- */

bool python_lock_is_pdm(yyjson_val *root)
{
    return json_get(json_get(root, "metadata"), "lock_version");
}

/* Groups are "default", and those of the project; without any, all is default. */
static struct text scope_of_groups(yyjson_val *groups)
{
    yyjson_val *group;
    size_t i, count;
    yyjson_arr_foreach(groups, i, count, group)
    {
        if (yyjson_equals_str(group, "default"))
            return TEXT("");
    }
    return count ? TEXT("excluded") : TEXT("");
}

static bool add_pdm_package(
    struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at)
{
    uint32_t component;
    (void)i;
    if (!python_lock_add(lock, entry, false, at, &component))
        return false;
    lock->build->sbom->components[component].scope = scope_of_groups(json_get(entry, "groups"));
    read_source(lock, component, entry);
    python_lock_add_files(lock, component, json_get(entry, "files"));
    return true;
}

static bool add_pdm_edges(
    struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at)
{
    yyjson_val *array = sbom_build_soft_array(lock->build, json_get(entry, "dependencies")), *item;
    size_t k, count;
    yyjson_arr_foreach(array, k, count, item)
    {
        struct text written = sbom_build_soft_text(lock->build, item);
        struct text name = text_slice(written, 0, python_lock_name_len(written));
        if (!sbom_lock_depend(lock, (uint32_t)i, python_lock_key(lock->build, name),
                SBOM_LOCK_RUNTIME, false, at->up))
            return false;
    }
    return true;
}

bool python_lock_read_pdm(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place list = {.key = "package"};
    struct sbom_lock lock;
    build->sbom->spec_version =
        sbom_build_soft_text(build, json_get(json_get(root, "metadata"), "lock_version"));
    sbom_lock_init(&lock, build, "pypi", err);
    bool is_read = sbom_lock_each(&lock, root, "package", add_pdm_package) &&
                   sbom_lock_each(&lock, root, "package", add_pdm_edges) &&
                   sbom_lock_add_roots(&lock, &list) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
