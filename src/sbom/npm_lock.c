/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/npm_lock.h"

#include "base/limits.h"
#include "sbom/sbom_lock.h"

static const struct text folder = {"node_modules/", 13};

/* Above this many folders nothing is looked for: real trees are a dozen deep. */
enum { FOLDERS_UP = 64 };

struct lock {
    struct sbom_build *build;
    struct err *err;
    struct buf scratch;
    size_t lookup_count;
};

/* One installed package. Its path in node_modules is its reference, and says where it looks for its dependencies. */
struct entry {
    struct text path;
    yyjson_val *value;
};

static bool fail_place(
    struct lock *lock, const struct json_place *at, enum err_code code, const char *why)
{
    return json_place_fail(at, lock->err, code, "%s", why);
}

/* lockfileVersion 1 writes a place where the version would be, the later ones in "resolved". */
static void read_source(struct lock *lock, struct sbom_component *component, struct text resolved)
{
    struct text version = component->version;
    bool is_link = sbom_lock_is_source(version) || text_find_text(version, TEXT("://")) >= 0;
    if (text_starts(version, TEXT("npm:"))) {
        /* An alias: "npm:real-name@1.2.3". */
        ptrdiff_t at = text_find_last(version, '@');
        if (at > 4) {
            component->name = text_slice(version, 4, (size_t)at);
            component->version = text_from(version, (size_t)at + 1);
        }
    } else if (is_link) {
        component->version = (struct text){"", 0};
        sbom_lock_note_source(lock->build, component->index, version);
    } else if (sbom_lock_is_source(resolved)) {
        sbom_lock_note_source(lock->build, component->index, resolved);
    } else {
        sbom_lock_add_download(lock->build, component->index, resolved);
    }
}

static struct text scope_of(yyjson_val *entry)
{
    if (yyjson_is_true(json_get(entry, "dev")))
        return TEXT("excluded");
    bool is_optional = yyjson_is_true(json_get(entry, "optional")) ||
                       yyjson_is_true(json_get(entry, "devOptional"));
    return is_optional ? TEXT("optional") : (struct text){"", 0};
}

static bool read_entry_texts(struct lock *lock, yyjson_val *value, const struct json_place *at,
    struct text *name, struct text *version, struct text *resolved)
{
    if (!json_place_is_object(value, at, lock->err) ||
        !json_place_text(json_get(value, "name"), at, "name", LIMIT_NAME_BYTES, name, lock->err) ||
        !json_place_text(
            json_get(value, "version"), at, "version", LIMIT_VERSION_BYTES, version, lock->err))
        return false;
    *resolved = sbom_build_soft_text(lock->build, json_get(value, "resolved"));
    return true;
}

/* Returns the name that a path ends with, or the whole path of a workspace. */
static struct text name_of(struct text path)
{
    for (size_t i = path.len; i >= folder.len; i--)
        if (text_eq(text_slice(path, i - folder.len, i), folder))
            return text_from(path, i);
    return path;
}

/* What stands outside of node_modules is a workspace: our own code, which no advisory is about. */
static bool is_workspace(struct text path)
{
    return text_find_text(path, folder) < 0;
}

static bool add_entry(
    struct lock *lock, struct text path, yyjson_val *value, const struct json_place *at)
{
    struct sbom_build *build = lock->build;
    struct sbom_component *component;
    struct text name, version, resolved;
    if (path.len > LIMIT_NAME_BYTES)
        return fail_place(lock, at->up, ERR_LIMIT, "a path that is too long");
    if (text_find(path, '\0') >= 0)
        return fail_place(lock, at->up, ERR_SYNTAX, "a path with a NUL character in it");
    if (!read_entry_texts(lock, value, at, &name, &version, &resolved) ||
        !sbom_build_component(build, at->up, &component, lock->err))
        return false;
    component->ref = path;
    component->index = (uint32_t)(component - build->sbom->components);
    component->name = name.len ? name : name_of(path);
    component->version = version;
    component->is_package = !is_workspace(path);
    component->type = component->is_package ? TEXT("library") : TEXT("application");
    component->scope = scope_of(value);
    yyjson_val *license = json_get(value, "license");
    component->license =
        yyjson_is_str(license) ? sbom_build_soft_text(build, license) : (struct text){"", 0};
    if (component->is_package) {
        read_source(lock, component, resolved);
        component->purl = sbom_lock_purl(build, "npm", component->name, component->version);
        sbom_lock_add_hashes(
            build, component->index, sbom_build_soft_text(build, json_get(value, "integrity")));
    }
    sbom_build_ref(build, path, component->index);
    return true;
}

/* Returns what "require(name)" finds from a path: in its own node_modules, then in those of the folders above. */
static bool find_from(struct lock *lock, struct text path, struct text name, uint32_t *ret_target)
{
    for (int up = 0; up < FOLDERS_UP; up++) {
        buf_cut(&lock->scratch, 0);
        buf_add(&lock->scratch, path);
        buf_add_z(&lock->scratch, path.len ? "/" : "");
        buf_add(&lock->scratch, folder);
        buf_add(&lock->scratch, name);
        if (map_find(&lock->build->refs, buf_text(&lock->scratch), ret_target))
            return true;
        if (!path.len)
            return false;
        ptrdiff_t slash = text_find_last(path, '/');
        path = text_slice(path, 0, slash < 0 ? 0 : (size_t)slash);
    }
    return false;
}

/* must_exist: npm leaves optional and peer dependencies out where they cannot or need not be. */
static bool add_edges(struct lock *lock, uint32_t from, struct text path, yyjson_val *list,
    bool must_exist, const struct json_place *at)
{
    yyjson_val *key, *value;
    size_t i, count;
    if (!yyjson_is_obj(list))
        return true;
    yyjson_obj_foreach(list, i, count, key, value)
    {
        struct text name;
        uint32_t to;
        (void)json_text(key, &name);
        if (++lock->lookup_count > LIMIT_SBOM_EDGES)
            return fail_place(lock, at, ERR_LIMIT, "too many dependencies in this file");
        if (name.len <= LIMIT_NAME_BYTES && find_from(lock, path, name, &to)) {
            if (!sbom_build_edge(lock->build, from, to, at->up, lock->err))
                return false;
        } else {
            lock->build->sbom->dangling_ref_count += must_exist;
        }
    }
    return true;
}

static bool add_all_edges(struct lock *lock, uint32_t from, struct text path, yyjson_val *value,
    const struct json_place *at)
{
    bool is_ours = is_workspace(path);
    return add_edges(lock, from, path, json_get(value, "dependencies"), true, at) &&
           add_edges(lock, from, path, json_get(value, "optionalDependencies"), false, at) &&
           add_edges(lock, from, path, json_get(value, "peerDependencies"), false, at) &&
           (!is_ours || add_edges(lock, from, path, json_get(value, "devDependencies"), true, at));
}

static bool is_link(yyjson_val *value)
{
    return yyjson_is_true(json_get(value, "link"));
}

static bool read_subject(struct lock *lock, yyjson_val *root)
{
    struct sbom *sbom = lock->build->sbom;
    return json_place_text(
               json_get(root, "name"), NULL, "name", LIMIT_NAME_BYTES, &sbom->name, lock->err) &&
           json_place_text(json_get(root, "version"), NULL, "version", LIMIT_VERSION_BYTES,
               &sbom->version, lock->err);
}

typedef bool visitor(
    struct lock *lock, struct text path, yyjson_val *value, const struct json_place *at);

static bool visit_packages(struct lock *lock, yyjson_val *packages, visitor *visit)
{
    static const struct json_place list = {.key = "packages"};
    yyjson_val *key, *value;
    size_t i, count;
    yyjson_obj_foreach(packages, i, count, key, value)
    {
        struct text path = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        struct json_place at = {.up = &list, .key = path.at, .is_entry = true};
        if (!visit(lock, path, value, &at))
            return false;
    }
    return true;
}

static bool add_package(
    struct lock *lock, struct text path, yyjson_val *value, const struct json_place *at)
{
    if (!path.len)
        return json_place_is_object(value, at, lock->err);
    return is_link(value) || add_entry(lock, path, value, at);
}

/* A link in node_modules leads to the workspace that it names. */
static bool add_link(
    struct lock *lock, struct text path, yyjson_val *value, const struct json_place *at)
{
    uint32_t target;
    (void)at;
    if (!path.len || !is_link(value))
        return true;
    lock->build->sbom->skipped_count++;
    bool is_known = map_find(&lock->build->refs, json_get_text(value, "resolved"), &target);
    sbom_build_ref(lock->build, path, is_known ? target : SBOM_BUILD_SKIPPED);
    return true;
}

static bool add_package_edges(
    struct lock *lock, struct text path, yyjson_val *value, const struct json_place *at)
{
    uint32_t from = SBOM_ROOT;
    if (path.len && (is_link(value) || !map_find(&lock->build->refs, path, &from)))
        return true;
    /* The root lists its workspaces by a pattern only. */
    if (path.len && is_workspace(path) &&
        !sbom_build_edge(lock->build, SBOM_ROOT, from, at->up, lock->err))
        return false;
    return add_all_edges(lock, from, path, value, at);
}

static bool read_packages(struct lock *lock, yyjson_val *root)
{
    yyjson_val *packages;
    if (!json_place_object(json_get(root, "packages"), NULL, "packages", &packages, lock->err))
        return false;
    return visit_packages(lock, packages, add_package) &&
           visit_packages(lock, packages, add_link) &&
           visit_packages(lock, packages, add_package_edges);
}

/* lockfileVersion 1 nests packages as their folders are; each visit gets the path that the later versions would write. */
static bool visit_tree(struct lock *lock, yyjson_val *tree, struct text above,
    const struct json_place *up, visitor *visit)
{
    struct json_place list = {.up = up, .key = "dependencies"};
    yyjson_val *key, *value, *below;
    size_t i, count;
    if (!json_place_object(json_get(tree, "dependencies"), up, "dependencies", &below, lock->err))
        return false;
    yyjson_obj_foreach(below, i, count, key, value)
    {
        struct text name = {unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key)};
        struct json_place at = {.up = &list, .key = name.at, .is_entry = true};
        struct text path = arena_format(lock->build->arena, "%.*s%s%.*s%.*s", TEXT_ARG(above),
            above.len ? "/" : "", TEXT_ARG(folder), TEXT_ARG(name));
        if (!visit(lock, path, value, &at) || !visit_tree(lock, value, path, &at, visit))
            return false;
    }
    return true;
}

static bool add_required_edges(
    struct lock *lock, struct text path, yyjson_val *value, const struct json_place *at)
{
    uint32_t from;
    return !map_find(&lock->build->refs, path, &from) ||
           add_edges(lock, from, path, json_get(value, "requires"), true, at);
}

static bool read_tree(struct lock *lock, yyjson_val *root)
{
    return visit_tree(lock, root, TEXT(""), NULL, add_entry) &&
           visit_tree(lock, root, TEXT(""), NULL, add_required_edges);
}

static bool read_version(struct sbom *sbom, yyjson_val *root, int64_t *ret_version, struct err *err)
{
    static const struct text words[] = {JSON_KEY("1"), JSON_KEY("2"), JSON_KEY("3")};
    yyjson_val *value = json_get(root, "lockfileVersion");
    if (!yyjson_is_int(value))
        return err_set(
            err, ERR_SYNTAX, "lockfileVersion: must be a number, not %s", json_kind(value));
    int64_t version = yyjson_get_sint(value);
    if (version < 1 || version > 3)
        return err_set(err, ERR_UNSUPPORTED,
            "lockfileVersion: %lld is not one that kenzen reads (1 to 3)", (long long)version);
    sbom->spec_version = words[version - 1];
    *ret_version = version;
    return true;
}

bool npm_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    struct lock lock = {.build = build, .err = err};
    int64_t version;
    if (!read_version(build->sbom, root, &version, err) || !read_subject(&lock, root))
        return false;
    buf_init(&lock.scratch, SIZE_MAX);
    bool is_read = version == 1 ? read_tree(&lock, root) : read_packages(&lock, root);
    buf_done(&lock.scratch);
    if (is_read)
        sbom_build_mark_direct(build);
    return is_read;
}
