/* SPDX-License-Identifier: Apache-2.0 */
/* A temporary folder for a test, removed at its end with the files in it.
   Example: struct folder folder = folder_new(); const char *path = folder_path(&folder, "a.kzi"); … folder_done(&folder); */
#ifndef FOLDER_H
#define FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "unit.h"

struct folder {
    char path[64];
    struct arena arena;
};

static inline struct folder folder_new(void)
{
    struct folder folder = {.path = "/tmp/kenzen-test-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    arena_init(&folder.arena, SIZE_MAX);
    return folder;
}

static inline int folder_remove(const char *path, const struct stat *stat, int kind, struct FTW *at)
{
    (void)stat, (void)kind, (void)at;
    return remove(path);
}

static inline void folder_done(struct folder *folder)
{
    assert_int_equal(nftw(folder->path, folder_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
    arena_done(&folder->arena);
}

/* Returns the path of a name in the folder. */
static inline const char *folder_path(struct folder *folder, const char *name)
{
    return arena_format(&folder->arena, "%s/%s", folder->path, name).at;
}

/* Writes a file, making the folders that its name tells, and returns its path. */
static inline const char *folder_write(struct folder *folder, const char *name, struct text bytes)
{
    const char *path = folder_path(folder, name);
    for (int i = 0; name[i]; i++)
        if (name[i] == '/')
            (void)mkdir(arena_format(&folder->arena, "%s/%.*s", folder->path, i, name).at, 0755);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* Reads a whole file. */
static inline struct text folder_read(struct folder *folder, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    struct stat stat;
    assert_int_equal(fstat(fileno(file), &stat), 0);
    char *at = arena_take(&folder->arena, (size_t)stat.st_size + 1);
    assert_non_null(at);
    size_t len = fread(at, 1, (size_t)stat.st_size, file);
    fclose(file);
    return (struct text){at, len};
}

#endif
