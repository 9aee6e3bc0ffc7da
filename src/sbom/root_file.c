/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/root_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int root_file_open_root(const char *folder)
{
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* RESOLVE_IN_ROOT (Linux 5.6): the kernel takes root for "/" in every step, also in those of symbolic links. */
static int open_in_root(int root, const char *path, uint64_t flags)
{
    struct open_how how = {
        .flags = flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

int root_file_open(int root, const char *path)
{
    return open_in_root(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

bool root_file_is_there(int root, const char *path)
{
    int fd = open_in_root(root, path, O_PATH);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool read_all(int fd, char *at, size_t size, size_t *ret_len)
{
    size_t len = 0;
    while (len < size) {
        ssize_t got = read(fd, at + len, size - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    *ret_len = len;
    return true;
}

static bool read_open(int fd, const char *path, size_t max_bytes, struct arena *arena,
    struct text *ret_text, struct err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return err_set_errno(err, "%s: cannot be read", path);
    if (!S_ISREG(info.st_mode))
        return err_set(err, ERR_USAGE, "%s: is not a file", path);
    if ((uint64_t)info.st_size > max_bytes)
        return err_set(err, ERR_LIMIT, "%s: larger than %zu bytes", path, max_bytes);
    size_t len = 0;
    char *at = arena_take_raw(arena, (size_t)info.st_size + 1);
    if (!at)
        return arena_check(arena, err);
    if (!read_all(fd, at, (size_t)info.st_size, &len))
        return err_set_errno(err, "%s: cannot be read", path);
    *ret_text = (struct text){at, len};
    return true;
}

bool root_file_read(int root, const char *path, size_t max_bytes, struct arena *arena,
    struct text *ret_text, struct err *err)
{
    int fd = root_file_open(root, path);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path);
    if (fd < 0)
        return err_set_errno(err, "%s: cannot be read", path);
    bool is_read = read_open(fd, path, max_bytes, arena, ret_text, err);
    close(fd);
    return is_read;
}
