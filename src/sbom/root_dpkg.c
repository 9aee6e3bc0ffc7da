/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/root_dpkg.h"

#include <stddef.h>

#include "base/limits.h"
#include "sbom/root_copyright.h"

struct paragraph {
    struct root_package package;
    struct text status, source, depends, pre_depends, provides;
    size_t line; /* its first one */
    bool is_any; /* it has a field */
};

static const struct {
    const char *name;
    size_t offset;
} fields[] = {
    {"Package", offsetof(struct paragraph, package.name)},
    {"Status", offsetof(struct paragraph, status)},
    {"Version", offsetof(struct paragraph, package.version)},
    {"Architecture", offsetof(struct paragraph, package.arch)},
    {"Source", offsetof(struct paragraph, source)},
    {"Maintainer", offsetof(struct paragraph, package.supplier)},
    {"Homepage", offsetof(struct paragraph, package.url)},
    {"Description", offsetof(struct paragraph, package.description)}, /* its first line */
    {"Depends", offsetof(struct paragraph, depends)},
    {"Pre-Depends", offsetof(struct paragraph, pre_depends)},
    {"Provides", offsetof(struct paragraph, provides)},
};

static void set_field(struct paragraph *paragraph, struct text name, struct text value)
{
    for (size_t i = 0; i < LEN_OF(fields); i++)
        if (text_is_nocase(name, fields[i].name))
            *(struct text *)(void *)((char *)paragraph + fields[i].offset) = value;
    paragraph->is_any = true;
}

/* "install ok installed": its files are there in every state but two (dpkg(1), "Package states"). */
static bool is_installed(struct text status)
{
    struct text state = text_from(status, (size_t)(text_find_last(status, ' ') + 1));
    return !text_is(state, "not-installed") && !text_is(state, "config-files");
}

/* "glibc (2.36-9)" or "glibc". */
static void read_source(struct root_package *package, struct text source)
{
    struct text rest = source;
    package->source = text_trim(text_cut(&rest, '('));
    package->source_version =
        text_ends(rest, TEXT(")")) ? text_trim(text_slice(rest, 0, rest.len - 1)) : TEXT("");
}

/* Cuts a list of names at a character; each without its version and architecture: "libc6:any (>= 2.36)". */
static struct text cut_name(struct text *list, char between)
{
    struct text item = text_trim(text_cut(list, between));
    size_t end = 0;
    while (end < item.len && !strchr(" \t\n(:[<", item.at[end]))
        end++;
    return text_slice(item, 0, end);
}

static bool add_paragraph(struct root_build *b, struct paragraph *paragraph, struct err *err)
{
    struct root_package *package = &paragraph->package;
    size_t line = b->line;
    uint32_t index;
    b->line = paragraph->line;
    if (!is_installed(paragraph->status)) {
        b->build->sbom->skipped_count++;
        b->line = line;
        return true;
    }
    read_source(package, paragraph->source);
    package->license = root_copyright_read(b, package->name);
    package->depends = arena_join(b->build->arena, paragraph->pre_depends, ",", paragraph->depends);
    if (!root_build_package(b, package, &index, err))
        return false;
    b->line = line;
    while (paragraph->provides.len)
        root_build_provide(b, cut_name(&paragraph->provides, ','), index);
    return true;
}

/* dpkg writes every list on one line; what goes on in lines that begin with a space is not needed here. */
bool root_dpkg_add(struct root_build *b, struct text text, struct err *err)
{
    struct paragraph paragraph = {.is_any = false};
    struct text rest = text;
    b->line = 0;
    while (rest.at) {
        struct text line = text_cut(&rest, '\n');
        b->line++;
        bool is_end = text_trim(line).len == 0;
        if (is_end && paragraph.is_any) {
            if (!add_paragraph(b, &paragraph, err))
                return false;
            paragraph = (struct paragraph){.is_any = false};
        }
        if (is_end || line.at[0] == ' ' || line.at[0] == '\t')
            continue;
        if (text_find(line, ':') <= 0)
            return root_build_fail(b, err, ERR_SYNTAX, "is no field: there is no colon");
        if (!paragraph.is_any)
            paragraph.line = b->line;
        struct text key = text_cut(&line, ':');
        set_field(&paragraph, text_trim(key), text_trim(line));
    }
    return !paragraph.is_any || add_paragraph(b, &paragraph, err);
}

/* Of "a | b", the first that is there is meant. */
static bool add_alternatives(
    struct root_build *b, uint32_t from, struct text alternatives, struct err *err)
{
    bool is_there = false;
    while (alternatives.at && !is_there)
        if (!root_build_edge(b, from, cut_name(&alternatives, '|'), &is_there, err))
            return false;
    return true;
}

bool root_dpkg_edges(struct root_build *b, struct err *err)
{
    for (uint32_t i = 0; i < b->len; i++)
        for (struct text list = b->at[i]; list.at && list.len;)
            if (!add_alternatives(b, i, text_cut(&list, ','), err))
                return false;
    return true;
}
