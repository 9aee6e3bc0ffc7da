/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/root_apk.h"

#include <stddef.h>

struct entry {
    struct root_package package;
    struct text provides;
    size_t line;
    bool is_any;
};

/* A line is a letter, a colon, a value; the letters in capitals of files (F, R, M, Z) and the rest say nothing of use here. */
static const struct {
    char letter;
    size_t offset;
} fields[] = {
    {'P', offsetof(struct entry, package.name)},
    {'V', offsetof(struct entry, package.version)},
    {'A', offsetof(struct entry, package.arch)},
    {'o', offsetof(struct entry, package.source)},
    {'L', offsetof(struct entry, package.license)},
    {'m', offsetof(struct entry, package.supplier)},
    {'U', offsetof(struct entry, package.url)},
    {'T', offsetof(struct entry, package.description)},
    {'D', offsetof(struct entry, package.depends)},
    {'p', offsetof(struct entry, provides)},
};

/* Cuts a name off a list: "so:libc.musl-x86_64.so.1=1", "cmd:sh", "busybox>=1.36", "busybox@edge". */
static struct text cut_name(struct text *list)
{
    struct text item = text_trim(text_cut(list, ' '));
    size_t end = 0;
    while (end < item.len && !strchr("=<>~@", item.at[end]))
        end++;
    return text_slice(item, 0, end);
}

static bool add_entry(struct root_build *b, struct entry *entry, struct err *err)
{
    size_t line = b->line;
    uint32_t index;
    b->line = entry->line;
    if (!root_build_package(b, &entry->package, &index, err))
        return false;
    b->line = line;
    while (entry->provides.len)
        root_build_provide(b, cut_name(&entry->provides), index);
    return true;
}

static void set_field(struct entry *entry, char letter, struct text value)
{
    for (size_t i = 0; i < LEN_OF(fields); i++)
        if (letter == fields[i].letter)
            *(struct text *)(void *)((char *)entry + fields[i].offset) = value;
    entry->is_any = true;
}

static bool add_entries(struct root_build *b, struct text text, struct err *err)
{
    struct entry entry = {.is_any = false};
    struct text rest = text;
    while (rest.at) {
        struct text line = text_cut(&rest, '\n');
        b->line++;
        if (line.len == 0 && entry.is_any) {
            if (!add_entry(b, &entry, err))
                return false;
            entry = (struct entry){.is_any = false};
        }
        if (line.len == 0)
            continue;
        if (line.len < 2 || line.at[1] != ':')
            return root_build_fail(
                b, err, ERR_SYNTAX, "is no field: a letter and a colon must begin it");
        if (!entry.is_any)
            entry.line = b->line;
        set_field(&entry, line.at[0], text_trim(text_from(line, 2)));
    }
    return !entry.is_any || add_entry(b, &entry, err);
}

bool root_apk_read(struct root_build *b, struct text text, struct err *err)
{
    if (!add_entries(b, text, err))
        return false;
    for (uint32_t i = 0; i < b->len; i++)
        for (struct text list = b->at[i]; list.at && list.len;)
            /* "!name" is a conflict, and the name of nothing. */
            if (!root_build_edge(b, i, cut_name(&list), NULL, err))
                return false;
    return true;
}
