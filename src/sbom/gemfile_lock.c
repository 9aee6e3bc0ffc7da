/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/gemfile_lock.h"

#include "sbom/sbom_lock.h"
#include "sbom/sbom_version.h"

enum section {
    SECTION_OTHER,
    SECTION_GEM,
    SECTION_GIT,
    SECTION_PATH,
    SECTION_DEPENDENCIES,
    SECTION_CHECKSUMS
};

struct gemfile {
    enum section section;
    struct text remote;
    uint32_t gem;   /* whose dependencies stand below, or SBOM_ROOT */
    bool has_edges; /* the second time through: all gems are known */
};

static enum section section_of(struct text line)
{
    static const struct {
        const char *name;
        enum section section;
    } rows[] = {
        {"CHECKSUMS", SECTION_CHECKSUMS},
        {"DEPENDENCIES", SECTION_DEPENDENCIES},
        {"GEM", SECTION_GEM},
        {"GIT", SECTION_GIT},
        {"PATH", SECTION_PATH},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (text_is(line, rows[i].name))
            return rows[i].section;
    return SECTION_OTHER;
}

/* "name (1.2.3-platform)", "name (>= 1, < 3)", "name!", "name". */
static struct text name_of(struct text line, struct text *ret_version)
{
    ptrdiff_t open = text_find_text(line, TEXT(" ("));
    struct text name = text_slice(line, 0, open < 0 ? line.len : (size_t)open);
    struct text rest = text_from(line, open < 0 ? line.len : (size_t)open + 2);
    *ret_version = text_cut(&rest, ')');
    return text_ends(name, TEXT("!")) ? text_slice(name, 0, name.len - 1) : name;
}

static struct text plain_version(struct sbom_lock *lock, struct text name, struct text version)
{
    return sbom_version_plain(TEXT("RubyGems"), name, version, lock->build->arena);
}

static bool read_gem(struct sbom_lock *lock, struct text line, const struct json_place *at)
{
    struct gemfile *file = lock->of;
    struct text version, name = name_of(line, &version);
    version = plain_version(lock, name, version);
    if (!name.len || !version.len)
        return json_place_fail(at, lock->err, ERR_SYNTAX, "not a gem and its version");
    file->gem = sbom_lock_exact(lock, name, version);
    if (file->has_edges)
        return true;
    if (file->gem != SBOM_ROOT) {
        lock->build->sbom->skipped_count++; /* the same for another platform */
        return true;
    }
    struct sbom_lock_entry entry = {.ref = arena_join(lock->build->arena, name, " ", version),
        .key = name,
        .name = name,
        .version = version,
        .is_ours = file->section == SECTION_PATH};
    if (!sbom_lock_add(lock, &entry, at, &file->gem))
        return false;
    if (file->section == SECTION_GIT)
        sbom_lock_note_source(lock->build, file->gem, file->remote);
    else if (file->section == SECTION_GEM &&
             !text_starts(file->remote, TEXT("https://rubygems.org")))
        sbom_build_fact(
            lock->build, file->gem, SBOM_FACT_PROPERTY, TEXT("kenzen:lock:registry"), file->remote);
    return true;
}

/* Bundler itself is asked for, and never listed. */
static bool depend(
    struct sbom_lock *lock, uint32_t from, struct text line, const struct json_place *at)
{
    struct gemfile *file = lock->of;
    struct text version, name = name_of(line, &version);
    return !file->has_edges ||
           sbom_lock_depend(lock, from, name, SBOM_LOCK_RUNTIME, text_is(name, "bundler"), at);
}

/* "  name (version) sha256=digits" */
static void read_checksum(struct sbom_lock *lock, struct text line)
{
    struct gemfile *file = lock->of;
    struct text version, name = name_of(line, &version);
    ptrdiff_t close = text_find(line, ')');
    uint32_t gem = sbom_lock_exact(lock, name, version);
    if (!file->has_edges && gem != SBOM_ROOT && close >= 0)
        sbom_lock_add_hashes(lock->build, gem, text_trim(text_from(line, (size_t)close + 1)));
}

static bool read_specs(
    struct sbom_lock *lock, struct text line, size_t indent, const struct json_place *at)
{
    struct gemfile *file = lock->of;
    if (indent == 2 && text_starts(line, TEXT("remote: ")))
        file->remote = text_from(line, 8);
    if (indent == 4)
        return read_gem(lock, line, at);
    return indent != 6 || file->gem == SBOM_ROOT || depend(lock, file->gem, line, at);
}

static bool read_line(struct sbom_lock *lock, struct text text, const struct json_place *at)
{
    struct gemfile *file = lock->of;
    size_t indent = 0;
    while (indent < text.len && text.at[indent] == ' ')
        indent++;
    struct text line = text_from(text, indent);
    if (!line.len)
        return true;
    if (text_starts(line, TEXT("<<<<<<<")) || text_starts(line, TEXT(">>>>>>>")))
        return json_place_fail(at, lock->err, ERR_SYNTAX, "a conflict that was not resolved");
    if (indent == 0) {
        file->section = section_of(line);
        file->remote = (struct text){"", 0};
        file->gem = SBOM_ROOT;
        return true;
    }
    if (file->section == SECTION_DEPENDENCIES)
        return depend(lock, SBOM_ROOT, line, at);
    if (file->section == SECTION_CHECKSUMS)
        read_checksum(lock, line);
    else if (file->section != SECTION_OTHER)
        return read_specs(lock, line, indent, at);
    return true;
}

bool gemfile_lock_read(struct sbom_build *build, struct text bytes, struct err *err)
{
    struct sbom_lock lock;
    struct gemfile file = {.gem = SBOM_ROOT};
    sbom_lock_init(&lock, build, "gem", err);
    lock.of = &file;
    bool is_read = sbom_lock_each_line(&lock, bytes, read_line);
    file = (struct gemfile){.gem = SBOM_ROOT, .has_edges = true};
    is_read = is_read && sbom_lock_each_line(&lock, bytes, read_line) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
