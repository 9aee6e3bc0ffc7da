/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/requirements_txt.h"

#include "base/limits.h"
#include "sbom/python_lock.h"

/* A comment "# via flask": what needs the component above it. */
struct via {
    struct text key; /* empty for the root */
    uint32_t component;
};

struct requirements {
    struct buf line; /* of the lines before, which a backslash continues */
    uint32_t newest; /* what a comment is about, or SBOM_ROOT */
    bool is_list;    /* "# via" alone was read: a list follows */
    struct {
        VEC(struct via);
    } vias;
};

/* -- who needs whom -- */

/* "flask", "-r requirements.in", "shop (pyproject.toml)"; constraints need nothing. */
static void add_via(struct sbom_lock *lock, struct text by)
{
    struct requirements *file = lock->of;
    struct text name = text_slice(by, 0, python_lock_name_len(by));
    bool is_root = text_starts(by, TEXT("-r ")) || text_find_text(by, TEXT(" (")) >= 0;
    if (file->newest == SBOM_ROOT || (!is_root && name.len != by.len) || !by.len)
        return;
    struct text key = is_root ? (struct text){"", 0} : python_lock_key(lock->build, name);
    *VEC_ADD(&file->vias) = (struct via){key, file->newest};
}

/* Returns whether a comment is an annotation. */
static void read_comment(struct sbom_lock *lock, struct text comment)
{
    struct requirements *file = lock->of;
    comment = text_trim(comment);
    bool is_via = text_is(comment, "via") || text_starts(comment, TEXT("via "));
    if (!is_via && !file->is_list)
        return;
    struct text names = is_via ? text_trim(text_from(comment, 3)) : comment;
    file->is_list = true;
    while (names.at && names.len)
        add_via(lock, text_trim(text_cut(&names, ',')));
}

static bool add_edges(struct sbom_lock *lock)
{
    struct requirements *file = lock->of;
    struct sbom *sbom = lock->build->sbom;
    static const struct json_place at = {.key = "via"};
    for (size_t i = 0; i < file->vias.len; i++) {
        const struct via *via = &file->vias.at[i];
        uint32_t from = via->key.len ? sbom_lock_named(lock, via->key) : SBOM_ROOT;
        bool is_unknown = via->key.len && from == SBOM_ROOT;
        sbom->dangling_ref_count += is_unknown;
        if (!is_unknown && !sbom_lock_edge(lock, from, via->component, SBOM_LOCK_RUNTIME, &at))
            return false;
    }
    for (uint32_t i = 0; !file->vias.len && i < sbom->component_count; i++)
        if (!sbom_lock_edge(lock, SBOM_ROOT, i, SBOM_LOCK_RUNTIME, &at))
            return false;
    return true;
}

/* -- one requirement -- */

/* Returns the version of a list of specifiers that names one: "==1.2.3", "(==1.2.3)", ">=1,==1.2.3". */
static struct text pinned(struct text specifiers)
{
    struct text rest = specifiers;
    if (text_starts(rest, TEXT("(")) && text_ends(rest, TEXT(")")))
        rest = text_slice(rest, 1, rest.len - 1);
    while (rest.at) {
        struct text one = text_trim(text_cut(&rest, ','));
        if (!text_starts(one, TEXT("==")) || text_ends(one, TEXT("*")))
            continue;
        return text_trim(text_from(one, text_starts(one, TEXT("===")) ? 3 : 2));
    }
    return (struct text){"", 0};
}

/* Takes the options behind a requirement off it: hashes, of which one alone is the package's. */
static struct text cut_hashes(struct text *requirement)
{
    ptrdiff_t at = text_find_text(*requirement, TEXT(" --"));
    struct text options = text_from(*requirement, at < 0 ? requirement->len : (size_t)at);
    struct text mark = TEXT("--hash=");
    *requirement = text_trim(text_slice(*requirement, 0, requirement->len - options.len));
    ptrdiff_t first = text_find_text(options, mark);
    struct text hash = text_from(options, first < 0 ? options.len : (size_t)first + mark.len);
    bool is_only = text_find_text(hash, mark) < 0;
    return is_only ? text_trim(hash) : (struct text){"", 0};
}

static bool add(
    struct sbom_lock *lock, struct text name, struct text version, const struct json_place *at)
{
    struct requirements *file = lock->of;
    struct sbom_lock_entry entry = {.name = name, .version = version};
    entry.key = python_lock_key(lock->build, name);
    entry.ref = arena_join(lock->build->arena, name, "==", version);
    return sbom_lock_add(lock, &entry, at, &file->newest);
}

/* "git+https://…#egg=name", "https://…/name-1.0-py3-none-any.whl", "./vendor/name" */
static bool add_place(struct sbom_lock *lock, struct text place, const struct json_place *at)
{
    struct requirements *file = lock->of;
    struct text egg = TEXT("#egg="), wheel = TEXT(".whl"), version = {"", 0}, bare = place;
    ptrdiff_t at_egg = text_find_text(place, egg);
    struct text front = text_cut(&bare, '#');
    struct text rest = text_from(front, (size_t)(text_find_last(front, '/') + 1)), name = place;
    if (at_egg >= 0) {
        struct text behind = text_from(place, (size_t)at_egg + egg.len);
        name = text_slice(behind, 0, python_lock_name_len(behind));
    } else if (text_ends(rest, wheel)) {
        name = text_cut(&rest, '-');
        version = rest.at ? text_cut(&rest, '-') : version;
    }
    if (!add(lock, name, version, at))
        return false;
    sbom_lock_note_source(lock->build, file->newest, place);
    return true;
}

static bool is_place(struct text requirement)
{
    struct text scheme = requirement, front = text_cut(&scheme, ':');
    bool has_scheme = text_starts(scheme, TEXT("//")) && text_find(front, '@') < 0;
    return has_scheme || text_starts(requirement, TEXT(".")) ||
           text_starts(requirement, TEXT("/")) || text_ends(requirement, TEXT(".whl"));
}

static struct text without_marker(struct text requirement)
{
    ptrdiff_t marker = text_find(requirement, ';');
    return text_trim(text_slice(requirement, 0, marker < 0 ? requirement.len : (size_t)marker));
}

static bool read_requirement(struct sbom_lock *lock, struct text line, const struct json_place *at)
{
    struct requirements *file = lock->of;
    struct text hash = cut_hashes(&line), requirement = without_marker(line);
    if (is_place(requirement))
        return add_place(lock, requirement, at);
    struct text name = text_slice(requirement, 0, python_lock_name_len(requirement));
    struct text rest = text_trim(text_from(requirement, name.len));
    ptrdiff_t close = text_starts(rest, TEXT("[")) ? text_find(rest, ']') : -1;
    rest = text_trim(text_from(rest, (size_t)(close + 1)));
    if (!name.len || (rest.len && !strchr("=<>!~(@", rest.at[0])))
        return json_place_fail(at, lock->err, ERR_SYNTAX, "not a requirement");
    bool is_url = text_starts(rest, TEXT("@"));
    struct text version = is_url ? (struct text){"", 0} : pinned(rest);
    if (!add(lock, name, version, at))
        return false;
    if (is_url)
        sbom_lock_note_source(lock->build, file->newest, text_trim(text_from(rest, 1)));
    else if (!version.len)
        sbom_lock_note(lock->build, file->newest,
            arena_format(lock->build->arena, "not pinned to one version: \"%.*s\"",
                TEXT_ARG(text_front(line, 120))));
    sbom_lock_add_hashes(lock->build, file->newest, hash);
    return true;
}

/* -- options -- */

/* Returns what follows an option, "-r file", "-rfile", "--requirement=file"; at is NULL when it is not this one. */
static struct text value_of(struct text line, const char *brief, const char *full)
{
    struct text b = text_of(brief), f = text_of(full), value = {NULL, 0};
    if (text_starts(line, f))
        value = text_from(line, f.len);
    else if (text_starts(line, b) && !text_starts(line, TEXT("--")))
        value = text_from(line, b.len);
    if (value.at && text_starts(value, TEXT("=")))
        value = text_from(value, 1);
    return value.at ? text_trim(value) : value;
}

static void tell_file(struct sbom_lock *lock, struct text file, const char *what)
{
    struct sbom_build *build = lock->build;
    sbom_lock_tell(build, arena_format(build->arena, "it %s %.*s, which was not read", what,
                              TEXT_ARG(text_front(file, 200))));
}

static bool read_option(struct sbom_lock *lock, struct text line, const struct json_place *at)
{
    struct text more = value_of(line, "-r", "--requirement");
    struct text constraints = value_of(line, "-c", "--constraint");
    struct text editable = value_of(line, "-e", "--editable");
    struct text index = value_of(line, "-i", "--index-url");
    if (index.at) {
        sbom_build_fact(
            lock->build, SBOM_ROOT, SBOM_FACT_PROPERTY, TEXT("kenzen:lock:registry"), index);
    } else if (more.at) {
        tell_file(lock, more, "includes");
        sbom_build_fact(lock->build, SBOM_ROOT, SBOM_FACT_COMPOSITION, TEXT("incomplete"),
            TEXT("dependencies"));
    } else if (constraints.at) {
        tell_file(lock, constraints, "is constrained by");
    } else if (editable.at && sbom_lock_is_source(editable)) {
        return add_place(lock, editable, at);
    } else if (editable.at) {
        lock->build->sbom->skipped_count++; /* ours */
    }
    return true;
}

/* -- lines -- */

/* "#" begins a comment at the start of a line, or behind white space. */
static ptrdiff_t find_comment(struct text line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == '#' && (i == 0 || text_is_space(line.at[i - 1])))
            return (ptrdiff_t)i;
    return -1;
}

/* A whole line, in memory that stays. */
static bool read_whole(struct sbom_lock *lock, struct text line, const struct json_place *at)
{
    struct requirements *file = lock->of;
    ptrdiff_t comment = find_comment(line);
    struct text said = text_from(line, comment < 0 ? line.len : (size_t)comment + 1);
    line = text_trim(text_slice(line, 0, comment < 0 ? line.len : (size_t)comment));
    if (line.len) {
        file->newest = SBOM_ROOT;
        file->is_list = false;
        bool is_option = text_starts(line, TEXT("-"));
        if (!(is_option ? read_option : read_requirement)(lock, line, at))
            return false;
    }
    read_comment(lock, said);
    return true;
}

static bool read_line(struct sbom_lock *lock, struct text line, const struct json_place *at)
{
    struct requirements *file = lock->of;
    bool is_comment = text_starts(text_trim(line), TEXT("#"));
    bool goes_on = !is_comment && text_ends(line, TEXT("\\"));
    if (!goes_on && !file->line.len)
        return read_whole(lock, line, at);
    buf_add(&file->line, text_slice(line, 0, line.len - goes_on));
    buf_add_char(&file->line, ' ');
    if (goes_on)
        return true;
    struct text whole = arena_text(lock->build->arena, buf_text(&file->line));
    buf_cut(&file->line, 0);
    return read_whole(lock, whole, at);
}

bool requirements_txt_read(struct sbom_build *build, struct text bytes, struct err *err)
{
    struct sbom_lock lock;
    struct requirements file = {.newest = SBOM_ROOT};
    sbom_lock_init(&lock, build, "pypi", err);
    lock.of = &file;
    buf_init(&file.line, SIZE_MAX);
    bool is_read =
        sbom_lock_each_line(&lock, bytes, read_line) &&
        (!file.line.len || read_line(&lock, TEXT(""), &(struct json_place){.key = "end"})) &&
        add_edges(&lock) && sbom_lock_finish(&lock);
    buf_done(&file.line);
    VEC_DONE(&file.vias);
    sbom_lock_done(&lock);
    return is_read;
}
