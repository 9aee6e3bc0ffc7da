/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/go_mod.h"

#include "base/limits.h"
#include "domain/version.h"
#include "sbom/sbom_lock.h"

enum { WORDS = 8 };

/* One line without its comment, in words. */
struct line {
    struct text words[WORDS];
    size_t count;
    bool is_indirect;
};

/* What "replace" says of a module, of one version or of all. */
struct replacement {
    struct text path, version, new_path, new_version;
};

struct go {
    struct text block; /* the directive whose parenthesis is open, or empty */
    struct text toolchain, go;
    struct {
        VEC(struct replacement);
    } replacements;
    struct map by_path; /* module, or module@version → replacement */
};

static bool fail(struct sbom_lock *lock, const struct json_place *at, const char *why)
{
    return json_place_fail(at, lock->err, ERR_SYNTAX, "%s", why);
}

/* Words are bare, "interpreted" or `raw`; no path or version has an escape. */
static bool cut_word(struct text *rest, struct text *ret_word)
{
    size_t len = 0;
    char quote = rest->at[0];
    if (quote == '"' || quote == '`') {
        ptrdiff_t end = text_find(text_from(*rest, 1), quote);
        *ret_word = text_slice(*rest, 1, (size_t)(end + 1));
        *rest = text_from(*rest, end < 0 ? rest->len : (size_t)end + 2);
        return end >= 0 && text_find(*ret_word, '\\') < 0;
    }
    while (len < rest->len && !text_is_space(rest->at[len]))
        len++;
    *ret_word = text_slice(*rest, 0, len);
    *rest = text_from(*rest, len);
    return true;
}

static bool split(
    struct sbom_lock *lock, struct text text, const struct json_place *at, struct line *ret_line)
{
    struct line line = {0};
    ptrdiff_t comment = text_find_text(text, TEXT("//"));
    if (comment >= 0) {
        struct text said = text_trim(text_from(text, (size_t)comment + 2));
        line.is_indirect = text_is(said, "indirect") || text_starts(said, TEXT("indirect;"));
        text = text_slice(text, 0, (size_t)comment);
    }
    for (text = text_trim(text); text.len; text = text_trim(text)) {
        if (line.count == WORDS)
            return fail(lock, at, "more words than any line of a go.mod has");
        if (!cut_word(&text, &line.words[line.count++]))
            return fail(lock, at, "a quoted word that does not end, or has an escape");
    }
    *ret_line = line;
    return true;
}

/* -- the directives -- */

static bool add_module(struct sbom_lock *lock, struct text path, struct text version,
    const struct json_place *at, uint32_t *ret_component)
{
    struct sbom_lock_entry entry = {.ref = path, .name = path, .version = version};
    return sbom_lock_add(lock, &entry, at, ret_component);
}

static bool read_require(
    struct sbom_lock *lock, const struct line *line, const struct json_place *at)
{
    uint32_t component;
    if (line->count != 2)
        return fail(lock, at, "require: not a module and its version");
    return add_module(lock, line->words[0], line->words[1], at, &component) &&
           (line->is_indirect || sbom_lock_edge(lock, SBOM_ROOT, component, SBOM_LOCK_RUNTIME, at));
}

/* old [version] => new [version]; without a version the new one is a folder. */
static bool read_replace(
    struct sbom_lock *lock, const struct line *line, const struct json_place *at)
{
    struct go *go = lock->of;
    struct replacement made = {0};
    size_t arrow = 0;
    while (arrow < line->count && !text_is(line->words[arrow], "=>"))
        arrow++;
    size_t behind = line->count - arrow;
    if (arrow < 1 || arrow > 2 || behind < 2 || behind > 3)
        return fail(lock, at, "replace: not \"module [version] => module version\"");
    made.path = line->words[0];
    made.version = arrow == 2 ? line->words[1] : (struct text){"", 0};
    made.new_path = line->words[arrow + 1];
    made.new_version = behind == 3 ? line->words[arrow + 2] : (struct text){"", 0};
    struct text key = arena_join(lock->build->arena, made.path, "@", made.version);
    if (map_add(&go->by_path, key, (uint32_t)go->replacements.len, NULL))
        *VEC_ADD(&go->replacements) = made;
    return true;
}

static bool read_module(
    struct sbom_lock *lock, const struct line *line, const struct json_place *at)
{
    if (line->count != 1)
        return fail(lock, at, "module: not one path");
    if (line->words[0].len > LIMIT_NAME_BYTES || text_find(line->words[0], '\0') >= 0)
        return fail(lock, at, "module: not a path");
    lock->build->sbom->name = line->words[0];
    return true;
}

static bool read_go(struct sbom_lock *lock, const struct line *line, const struct json_place *at)
{
    struct go *go = lock->of;
    go->go = line->words[0];
    return line->count == 1 || fail(lock, at, "go: not one version");
}

static bool read_toolchain(
    struct sbom_lock *lock, const struct line *line, const struct json_place *at)
{
    struct go *go = lock->of;
    go->toolchain = line->words[0];
    return line->count == 1 || fail(lock, at, "toolchain: not one name");
}

/* What a build does not take packages from. */
static bool skip(struct sbom_lock *lock, const struct line *line, const struct json_place *at)
{
    (void)lock, (void)line, (void)at;
    return true;
}

static const struct directive {
    const char *name;
    bool (*read)(struct sbom_lock *lock, const struct line *line, const struct json_place *at);
} directives[] = {
    {"exclude", skip},
    {"go", read_go},
    {"godebug", skip},
    {"ignore", skip},
    {"module", read_module},
    {"replace", read_replace},
    {"require", read_require},
    {"retract", skip},
    {"tool", skip},
    {"toolchain", read_toolchain},
};

static bool read_directive(
    struct sbom_lock *lock, struct text name, const struct line *line, const struct json_place *at)
{
    for (size_t i = 0; i < LEN_OF(directives); i++)
        if (text_is(name, directives[i].name))
            return directives[i].read(lock, line, at);
    return json_place_fail(
        at, lock->err, ERR_SYNTAX, "\"%.*s\" is no directive of go.mod", TEXT_ARG(name));
}

static bool read_line(struct sbom_lock *lock, struct text text, const struct json_place *at)
{
    struct go *go = lock->of;
    struct line line;
    if (!split(lock, text, at, &line))
        return false;
    if (!line.count)
        return true;
    if (go->block.len && text_is(line.words[0], ")")) {
        go->block = (struct text){"", 0};
        return true;
    }
    if (go->block.len)
        return read_directive(lock, go->block, &line, at);
    if (line.count == 2 && text_is(line.words[1], "(")) {
        go->block = line.words[0];
        return true;
    }
    struct text name = line.words[0];
    line.count--;
    memmove(line.words, line.words + 1, line.count * sizeof *line.words);
    return read_directive(lock, name, &line, at);
}

/* -- what follows from all of them -- */

static void replace(struct sbom_lock *lock, const struct go *go, uint32_t component)
{
    struct sbom_build *build = lock->build;
    struct sbom_component *module = &build->sbom->components[component];
    struct text exact = arena_join(build->arena, module->name, "@", module->version);
    uint32_t at;
    if (!map_find(&go->by_path, exact, &at) && !map_find(&go->by_path, module->name, &at))
        return;
    const struct replacement *by = &go->replacements.at[at];
    if (!by->new_version.len) {
        sbom_lock_note_source(build, component, by->new_path);
        return;
    }
    module->name = by->new_path;
    module->version = by->new_version;
    module->purl = sbom_lock_purl(build, lock->type, module->name, module->version);
}

static bool is_before_17(struct text version)
{
    uint64_t minor;
    struct text rest = version, major = text_cut(&rest, '.');
    struct text second = rest.at ? text_cut(&rest, '.') : (struct text){"", 0};
    return !version.len || (text_is(major, "1") && text_read_u64(second, &minor) && minor < 17);
}

/* The least that may build it: an older Go fetches this one, a newer one is taken as it is. */
static bool add_stdlib(struct sbom_lock *lock, const struct go *go)
{
    static const struct json_place at = {.key = "toolchain"};
    struct text version = go->toolchain.len ? go->toolchain : go->go;
    uint32_t component;
    if (text_starts(version, TEXT("go")))
        version = text_from(version, 2);
    if (!version.len || text_is(version, "default"))
        return true;
    if (!add_module(lock, TEXT("stdlib"), version, &at, &component) ||
        !sbom_lock_edge(lock, SBOM_ROOT, component, SBOM_LOCK_RUNTIME, &at))
        return false;
    sbom_lock_note(lock->build, component,
        TEXT("the least version of Go that go.mod asks for; a newer one may build it"));
    return true;
}

static bool finish(struct sbom_lock *lock, const struct go *go)
{
    struct sbom *sbom = lock->build->sbom;
    if (go->block.len)
        return err_set(lock->err, ERR_SYNTAX, "the document ends too early: \"%.*s (\" is open",
            TEXT_ARG(go->block));
    for (uint32_t i = 0; i < sbom->component_count; i++)
        replace(lock, go, i);
    if (is_before_17(go->go)) {
        sbom_lock_tell(lock->build,
            TEXT("before Go 1.17 a go.mod names direct dependencies only; go.sum has more"));
        sbom_build_fact(lock->build, SBOM_ROOT, SBOM_FACT_COMPOSITION, TEXT("incomplete"),
            TEXT("dependencies"));
    }
    return add_stdlib(lock, go) && sbom_lock_finish(lock);
}

bool go_mod_read(struct sbom_build *build, struct text bytes, struct err *err)
{
    struct sbom_lock lock;
    struct go go = {.block = {"", 0}};
    sbom_lock_init(&lock, build, "golang", err);
    lock.of = &go;
    bool is_read = sbom_lock_each_line(&lock, bytes, read_line) && finish(&lock, &go);
    build->sbom->spec_version = go.go;
    VEC_DONE(&go.replacements);
    map_done(&go.by_path);
    sbom_lock_done(&lock);
    return is_read;
}

/* -- go.sum -- */

static bool is_newer(struct text a, struct text b)
{
    int order;
    struct err why;
    return version_compare(VERSION_SEMVER, text_from(a, text_starts(a, TEXT("v"))),
               text_from(b, text_starts(b, TEXT("v"))), &order, &why) &&
           order > 0;
}

/* "module version h1:hash", or "module version/go.mod h1:hash" for what was only looked at. */
static bool read_sum_line(struct sbom_lock *lock, struct text text, const struct json_place *at)
{
    struct text rest = text, path = text_cut(&rest, ' ');
    struct text version = rest.at ? text_cut(&rest, ' ') : (struct text){"", 0};
    struct sbom *sbom = lock->build->sbom;
    uint32_t known;
    if (!text.len)
        return true;
    if (!path.len || !version.len || !rest.at || !text_starts(rest, TEXT("h")))
        return fail(lock, at, "not \"module version h1:hash\"");
    if (text_ends(version, TEXT("/go.mod")))
        return true;
    if (!map_find(&lock->build->refs, path, &known))
        return add_module(lock, path, version, at, &known);
    struct sbom_component *module = &sbom->components[known];
    if (version.len <= LIMIT_VERSION_BYTES && text_find(version, '\0') < 0 &&
        is_newer(version, module->version)) {
        module->version = version;
        module->purl = sbom_lock_purl(lock->build, lock->type, path, version);
    }
    return true;
}

bool go_mod_read_sum(struct sbom_build *build, struct text bytes, struct err *err)
{
    struct sbom_lock lock;
    sbom_lock_init(&lock, build, "golang", err);
    bool is_read = sbom_lock_each_line(&lock, bytes, read_sum_line) && sbom_lock_finish(&lock);
    sbom_lock_tell(build,
        TEXT("go.sum lists what was downloaded, which may be more than is built; go.mod says"));
    sbom_lock_done(&lock);
    return is_read;
}
