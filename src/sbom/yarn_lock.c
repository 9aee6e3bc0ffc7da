/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/yarn_lock.h"

#include "base/limits.h"
#include "codec/yaml.h"
#include "sbom/sbom_lock.h"

bool yarn_lock_to_json(struct buf *out, struct text bytes, struct err *err)
{
    bool is_yaml = text_starts(bytes, TEXT("__metadata:")) ||
                   text_find_text(bytes, TEXT("\n__metadata:")) >= 0;
    return is_yaml ? yaml_to_json(out, bytes, err) : yarn_lock_v1_to_json(out, bytes, err);
}

/* A key lists patterns, "name@range, name@range"; returns the next of them. */
static struct text cut_pattern(struct text *rest)
{
    ptrdiff_t end = text_find_text(*rest, TEXT(", "));
    struct text pattern = text_slice(*rest, 0, end < 0 ? rest->len : (size_t)end);
    *rest = end < 0 ? (struct text){NULL, 0} : text_from(*rest, (size_t)end + 2);
    return pattern;
}

/* Cuts the name, which may begin with "@", off a pattern; what is behind the next "@" is left. */
static struct text cut_name(struct text *pattern)
{
    ptrdiff_t at = text_find(text_from(*pattern, 1), '@');
    struct text name = text_slice(*pattern, 0, at < 0 ? pattern->len : (size_t)at + 1);
    *pattern = text_from(*pattern, at < 0 ? pattern->len : (size_t)at + 2);
    return name;
}

/* "npm:real@^1.0" is an alias; "npm:^1.0" is Yarn 2's way to say that it is from a registry. */
static struct text name_of_alias(struct text name, struct text range)
{
    ptrdiff_t end = text_find_last(range, '@');
    bool is_alias = text_starts(range, TEXT("npm:")) && end > 4;
    return is_alias ? text_slice(range, 4, (size_t)end) : name;
}

/* Yarn 1: versions have no slash, but places do. The address ends with the SHA-1 of the file. */
static void read_v1(
    struct sbom_lock *lock, uint32_t component, struct text range, yyjson_val *value)
{
    struct sbom_build *build = lock->build;
    struct text resolved = sbom_build_soft_text(build, json_get(value, "resolved"));
    struct text integrity = sbom_build_soft_text(build, json_get(value, "integrity"));
    bool is_place = !text_starts(range, TEXT("npm:")) && text_find(range, '/') >= 0;
    if (is_place || sbom_lock_is_source(range))
        sbom_lock_note_source(build, component, resolved.len ? resolved : range);
    else
        sbom_lock_add_download(build, component, resolved);
    ptrdiff_t digits = text_find(resolved, '#');
    if (!integrity.len && digits >= 0)
        integrity = arena_format(
            build->arena, "sha1:%.*s", TEXT_ARG(text_from(resolved, (size_t)digits + 1)));
    sbom_lock_add_hashes(build, component, integrity);
}

/* Yarn 2 and later: "name@npm:1.2.3", "name@patch:…", "name@https://…". Its checksum is of the zip that it makes itself. */
static void read_resolution(struct sbom_lock *lock, uint32_t component, struct text from)
{
    if (text_starts(from, TEXT("patch:")))
        sbom_build_fact(lock->build, component, SBOM_FACT_PEDIGREE, TEXT("patch"), from);
    else if (!text_starts(from, TEXT("npm:")))
        sbom_lock_note_source(lock->build, component, from);
}

/* The first pattern is the component's own reference. */
static void add_refs(struct sbom_build *build, struct text key, uint32_t component)
{
    struct text first = cut_pattern(&key);
    if (component == SBOM_ROOT)
        sbom_build_ref(build, first, component);
    while (key.at)
        sbom_build_ref(build, cut_pattern(&key), component);
}

static bool read_texts(struct sbom_lock *lock, yyjson_val *value, const struct json_place *at,
    struct text *ret_version, struct text *ret_resolution)
{
    return json_place_is_object(value, at, lock->err) &&
           json_place_text(json_get(value, "version"), at, "version", LIMIT_VERSION_BYTES,
               ret_version, lock->err) &&
           json_place_text(json_get(value, "resolution"), at, "resolution", LIMIT_PURL_BYTES,
               ret_resolution, lock->err);
}

static bool add(
    struct sbom_lock *lock, struct text key, yyjson_val *value, const struct json_place *at)
{
    struct sbom_build *build = lock->build;
    struct text rest = key, range = cut_pattern(&rest), from;
    struct sbom_lock_entry entry = {.ref = range};
    uint32_t component = SBOM_ROOT;
    struct text alias = cut_name(&range);
    if (!read_texts(lock, value, at, &entry.version, &from))
        return false;
    entry.name = from.len ? cut_name(&from) : name_of_alias(alias, range);
    entry.key = alias;
    entry.is_ours = text_starts(from, TEXT("workspace:"));
    if (text_is(from, "workspace:.")) {
        build->sbom->name = text_front(entry.name, LIMIT_NAME_BYTES);
    } else {
        entry.version = entry.is_ours ? (struct text){"", 0} : entry.version;
        if (!sbom_lock_add(lock, &entry, at, &component))
            return false;
        if (from.len && !entry.is_ours)
            read_resolution(lock, component, from);
        else if (!entry.is_ours)
            read_v1(lock, component, range, value);
    }
    *VEC_ADD(&lock->rows) = component;
    add_refs(build, key, component);
    return true;
}

/* A project's "resolutions" replace what was asked for; where one version is there, it is that. */
static uint32_t find(struct sbom_lock *lock, struct text name, struct text range)
{
    struct map *refs = &lock->build->refs;
    struct arena *arena = lock->build->arena;
    uint32_t found;
    if (map_find(refs, arena_join(arena, name, "@", range), &found) ||
        map_find(refs, arena_join(arena, name, "@npm:", range), &found))
        return found;
    found = sbom_lock_named(lock, name);
    bool is_only = found != SBOM_ROOT && sbom_lock_next(lock, found) == SBOM_ROOT;
    return is_only ? found : SBOM_BUILD_SKIPPED;
}

static bool add_list(struct sbom_lock *lock, uint32_t from, yyjson_val *entry, const char *list,
    const struct json_place *at)
{
    yyjson_val *table, *key, *value;
    yyjson_val *meta = json_get(entry, "dependenciesMeta");
    size_t i, count;
    bool all_optional = list[0] == 'o';
    if (!json_place_object(json_get(entry, list), at, list, &table, lock->err))
        return false;
    yyjson_obj_foreach(table, i, count, key, value)
    {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        struct text range = sbom_build_soft_text(lock->build, value);
        yyjson_val *about = meta ? yyjson_obj_getn(meta, name.at, name.len) : NULL;
        bool is_optional = all_optional || yyjson_is_true(json_get(about, "optional"));
        uint32_t to = find(lock, name, range);
        lock->build->sbom->dangling_ref_count += to == SBOM_BUILD_SKIPPED && !is_optional;
        if (to != SBOM_ROOT && to != SBOM_BUILD_SKIPPED)
            (void)map_add(lock->of, arena_join(lock->build->arena, name, "@", range), to, NULL);
        if (to != SBOM_ROOT && !sbom_lock_edge(lock, from, to,
                                   is_optional ? SBOM_LOCK_OPTIONAL : SBOM_LOCK_RUNTIME, at->up))
            return false;
    }
    return true;
}

static bool add_edges(
    struct sbom_lock *lock, uint32_t from, yyjson_val *value, const struct json_place *at)
{
    bool is_ours = from != SBOM_ROOT && !lock->build->sbom->components[from].is_package;
    if (is_ours && !sbom_lock_edge(lock, SBOM_ROOT, from, SBOM_LOCK_RUNTIME, at->up))
        return false;
    return add_list(lock, from, value, "dependencies", at) &&
           add_list(lock, from, value, "optionalDependencies", at);
}

/* In Yarn 1's files, the project asks for what no package does. */
static bool add_rest(
    struct sbom_lock *lock, struct text key, uint32_t component, const struct json_place *at)
{
    bool is_asked_for = true;
    while (key.at)
        is_asked_for &= map_find(lock->of, cut_pattern(&key), NULL);
    return is_asked_for || sbom_lock_edge(lock, SBOM_ROOT, component, SBOM_LOCK_RUNTIME, at->up);
}

enum pass { PASS_ADD, PASS_EDGES, PASS_REST };

static bool visit(struct sbom_lock *lock, yyjson_val *root, enum pass pass)
{
    static const struct json_place list = {.key = "packages"};
    yyjson_val *name, *value;
    size_t i, count, row = 0;
    yyjson_obj_foreach(root, i, count, name, value)
    {
        struct text key = {unsafe_yyjson_get_str(name), unsafe_yyjson_get_len(name)};
        struct json_place at = {.up = &list, .key = key.at, .is_entry = true};
        if (text_is(key, "__metadata"))
            continue;
        uint32_t component = pass == PASS_ADD ? SBOM_ROOT : lock->rows.at[row++];
        if (!(pass == PASS_ADD       ? add(lock, key, value, &at)
                : pass == PASS_EDGES ? add_edges(lock, component, value, &at)
                                     : add_rest(lock, key, component, &at)))
            return false;
    }
    return true;
}

bool yarn_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct sbom_lock lock;
    struct map asked_for = {0};
    yyjson_val *metadata = json_get(root, "__metadata");
    build->sbom->spec_version =
        metadata ? sbom_build_soft_text(build, json_get(metadata, "version")) : TEXT("1");
    sbom_lock_init(&lock, build, "npm", err);
    lock.of = &asked_for;
    bool is_read = visit(&lock, root, PASS_ADD) && visit(&lock, root, PASS_EDGES) &&
                   (metadata || visit(&lock, root, PASS_REST)) && sbom_lock_finish(&lock);
    map_done(&asked_for);
    sbom_lock_done(&lock);
    return is_read;
}
