/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/root_copyright.h"

#include <stdio.h>

#include "base/limits.h"
#include "sbom/root_file.h"

/* DEP 5 writes "GPL-2+ or Artistic, and BSD" where SPDX writes "GPL-2+ OR Artistic AND BSD". */
static void add_words(struct buf *out, struct text name)
{
    bool is_first = true;
    while (name.at) {
        struct text word = text_trim(text_cut(&name, ' '));
        if (text_ends(word, TEXT(",")))
            word.len--;
        if (!word.len)
            continue;
        if (!is_first)
            buf_add_char(out, ' ');
        is_first = false;
        bool is_operator = text_is_nocase(word, "or") || text_is_nocase(word, "and");
        buf_add(out, !is_operator ? word : text_is_nocase(word, "or") ? TEXT("OR") : TEXT("AND"));
    }
}

/* Adds a licence unless the list has it. */
static void add_license(struct buf *list, struct text name, struct map *seen)
{
    if (!name.len || !map_add(seen, name, 0, NULL))
        return;
    bool has_words = text_find(name, ' ') >= 0;
    buf_add_z(list, list->len ? " AND " : "");
    buf_add_z(list, has_words ? "(" : "");
    add_words(list, name);
    buf_add_z(list, has_words ? ")" : "");
}

/* "License:" stands at the front of a line in every paragraph that has one; its first line is the name. */
static struct text read_licenses(struct root_build *b, struct text text)
{
    struct map seen = {0};
    struct buf list;
    buf_init(&list, LIMIT_NAME_BYTES);
    while (text.at) {
        struct text line = text_cut(&text, '\n');
        struct text key = text_cut(&line, ':');
        if (text_is_nocase(key, "License") && line.at)
            add_license(&list, text_trim(line), &seen);
    }
    struct text found = list.is_over ? TEXT("") : arena_text(b->build->arena, buf_text(&list));
    buf_done(&list);
    map_done(&seen);
    return found;
}

struct text root_copyright_read(struct root_build *b, struct text package)
{
    struct arena arena;
    struct text text, found = {"", 0};
    char path[LIMIT_NAME_BYTES + 64];
    if (!package.len || package.len > LIMIT_NAME_BYTES || text_find(package, '/') >= 0 ||
        text_find(package, '\0') >= 0)
        return found;
    snprintf(path, sizeof path, "usr/share/doc/%.*s/copyright", TEXT_ARG(package));
    arena_init(&arena, LIMIT_COPYRIGHT_BYTES + 4096);
    if (root_file_read(b->root, path, LIMIT_COPYRIGHT_BYTES, &arena, &text, NULL) &&
        text_starts(text, TEXT("Format:")))
        found = read_licenses(b, text);
    arena_done(&arena);
    return found;
}
