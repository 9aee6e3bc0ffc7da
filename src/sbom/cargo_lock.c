/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cargo_lock.h"

#include "base/limits.h"
#include "sbom/sbom_lock.h"

bool cargo_lock_is(yyjson_val *root)
{
    yyjson_val *version = json_get(root, "version");
    return yyjson_is_arr(json_get(root, "package")) && (!version || yyjson_is_int(version));
}

/* A path of the workspace has no source: such a package is ours. */
static bool is_ours(yyjson_val *entry)
{
    return !json_get(entry, "source");
}

static bool count_ours(
    struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at)
{
    (void)at;
    if (is_ours(entry)) {
        lock->subject = lock->rows.len ? SBOM_ROOT : (uint32_t)i;
        *VEC_ADD(&lock->rows) = SBOM_ROOT;
    }
    return true;
}

/* Only the one package of ours, of whatever number, is what the file is about. */
static bool find_subject(struct sbom_lock *lock, yyjson_val *root)
{
    if (!sbom_lock_each(lock, root, "package", count_ours))
        return false;
    if (lock->rows.len != 1)
        lock->subject = SBOM_ROOT;
    lock->rows.len = 0;
    return true;
}

static void read_source(struct sbom_lock *lock, uint32_t component, struct text source)
{
    bool is_registry =
        text_starts(source, TEXT("registry+")) || text_starts(source, TEXT("sparse+"));
    if (!is_registry && source.len)
        sbom_lock_note_source(lock->build, component, source);
}

/* lockfileVersion 1 has the checksums in a table behind the packages: "checksum NAME VERSION (SOURCE)". */
static void read_checksum(struct sbom_lock *lock, uint32_t component, yyjson_val *entry)
{
    struct text digits = json_get_text(entry, "checksum");
    if (digits.len)
        sbom_lock_add_hashes(lock->build, component,
            arena_format(lock->build->arena, "sha256:%.*s", TEXT_ARG(digits)));
}

static bool add(struct sbom_lock *lock, size_t i, yyjson_val *value, const struct json_place *at)
{
    struct sbom_lock_entry entry = {.is_ours = is_ours(value)};
    struct text source;
    uint32_t component = SBOM_ROOT;
    if (!json_place_there(json_get(value, "name"), at, "name", lock->err) ||
        !json_place_text(
            json_get(value, "name"), at, "name", LIMIT_NAME_BYTES, &entry.name, lock->err) ||
        !json_place_text(json_get(value, "version"), at, "version", LIMIT_VERSION_BYTES,
            &entry.version, lock->err) ||
        !json_place_text(
            json_get(value, "source"), at, "source", LIMIT_URL_BYTES, &source, lock->err))
        return false;
    entry.key = entry.name;
    entry.ref = arena_join(lock->build->arena, entry.name, " ", entry.version);
    if (i == lock->subject) {
        lock->build->sbom->name = entry.name;
        lock->build->sbom->version = entry.version;
        sbom_build_ref(lock->build, entry.ref, SBOM_ROOT);
    } else if (!sbom_lock_add(lock, &entry, at, &component)) {
        return false;
    } else {
        read_source(lock, component, source);
        read_checksum(lock, component, value);
    }
    *VEC_ADD(&lock->rows) = component;
    return true;
}

/* "name", "name version" where there are several, "name version (source)" where those have several sources or versions
   1 and 2 wrote it. */
static bool add_dependency(
    struct sbom_lock *lock, uint32_t from, struct text written, const struct json_place *at)
{
    struct sbom *sbom = lock->build->sbom;
    struct text rest = written, name = text_cut(&rest, ' ');
    struct text version = rest.at ? text_cut(&rest, ' ') : (struct text){NULL, 0};
    bool is_found = text_eq(name, sbom->name) && lock->subject != SBOM_ROOT;
    for (uint32_t to = sbom_lock_exact(lock, name, version); to != SBOM_ROOT;
        to = sbom_lock_next_exact(lock, to, version)) {
        is_found = true;
        if (!sbom_lock_edge(lock, from, to, SBOM_LOCK_RUNTIME, at))
            return false;
    }
    sbom->dangling_ref_count += !is_found;
    return true;
}

static bool add_edges(
    struct sbom_lock *lock, size_t i, yyjson_val *value, const struct json_place *at)
{
    yyjson_val *array, *item;
    size_t k, count;
    struct json_place inner = {.up = at, .key = "dependencies"};
    uint32_t from = lock->rows.at[i];
    if (is_ours(value) && from != SBOM_ROOT &&
        !sbom_lock_edge(lock, SBOM_ROOT, from, SBOM_LOCK_RUNTIME, at->up))
        return false;
    if (!json_place_array(json_get(value, "dependencies"), at, "dependencies", &array, lock->err))
        return false;
    yyjson_arr_foreach(array, k, count, item)
    {
        struct json_place here = {.up = &inner, .index = k};
        struct text written;
        if (!json_text(item, &written))
            return json_place_fail(
                &here, lock->err, ERR_SYNTAX, "must be a string, not %s", json_kind(item));
        if (!add_dependency(lock, from, written, at->up))
            return false;
    }
    return true;
}

static bool read_version(struct sbom *sbom, yyjson_val *root, struct err *err)
{
    static const struct text words[] = {JSON_KEY("1"), JSON_KEY("3"), JSON_KEY("4")};
    yyjson_val *value = json_get(root, "version");
    int64_t version = value ? yyjson_get_sint(value) : 1;
    if (version != 1 && version != 3 && version != 4)
        return err_set(err, ERR_UNSUPPORTED,
            "version: %lld is not one of Cargo.lock that kenzen reads (none, 3, 4)",
            (long long)version);
    sbom->spec_version = words[version == 1 ? 0 : version - 2];
    return true;
}

/* Returns the hash out of the table that the first version has, by the component's reference. */
static bool read_metadata(struct sbom_lock *lock, yyjson_val *root)
{
    yyjson_val *metadata, *key, *value;
    size_t i, count;
    if (!json_place_object(json_get(root, "metadata"), NULL, "metadata", &metadata, lock->err))
        return false;
    yyjson_obj_foreach(metadata, i, count, key, value)
    {
        struct text written, digits;
        uint32_t component;
        bool is_hash = json_text(key, &written) && json_text(value, &digits) &&
                       text_starts(written, TEXT("checksum "));
        ptrdiff_t end = text_find_text(written, TEXT(" ("));
        if (!is_hash || end < 9)
            continue;
        struct text ref = text_slice(written, 9, (size_t)end);
        if (map_find(&lock->build->refs, ref, &component) && component != SBOM_ROOT)
            sbom_lock_add_hashes(lock->build, component,
                arena_format(lock->build->arena, "sha256:%.*s", TEXT_ARG(digits)));
    }
    return true;
}

bool cargo_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct sbom_lock lock;
    if (!read_version(build->sbom, root, err))
        return false;
    sbom_lock_init(&lock, build, "cargo", err);
    bool is_read = find_subject(&lock, root) && sbom_lock_each(&lock, root, "package", add) &&
                   sbom_lock_each(&lock, root, "package", add_edges) &&
                   read_metadata(&lock, root) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
