/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 1 << 20 };

/* Opens path for reading and tells its size, 0 when it has none to tell (a pipe). */
static bool open_input(const char *path, int *ret_fd, size_t *ret_size, struct err *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0 && errno == ENOENT)
        return err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path);
    if (fd < 0 || fstat(fd, &about) != 0) {
        err_set_errno(err, "%s", path);
        if (fd >= 0)
            close(fd);
        return false;
    }
    if (S_ISDIR(about.st_mode)) {
        close(fd);
        return err_set(err, ERR_USAGE, "%s: is a folder, not a file", path);
    }
    *ret_fd = fd;
    *ret_size = S_ISREG(about.st_mode) ? (size_t)about.st_size : 0;
    return true;
}

static ssize_t read_some(int fd, char *at, size_t room)
{
    ssize_t got;
    do
        got = read(fd, at, room);
    while (got < 0 && errno == EINTR);
    return got;
}

/* One byte is read on its own before out grows, so that the end of a file of known size is seen without growing. */
static bool read_rest(struct buf *out, int fd, size_t size, struct err *err)
{
    size_t step = size > 1 ? size : READ_STEP;
    for (;; step = READ_STEP) {
        char probe;
        ssize_t got = read_some(fd, &probe, 1);
        if (got == 0)
            return true;
        size_t before = out->len, room = out->max_bytes - before;
        char *at = got < 0 ? NULL : buf_grow(out, step < room ? step : room);
        if (at && room > 0) {
            *at = probe;
            got = read_some(fd, at + 1, out->len - before - 1);
        }
        if (got < 0)
            return err_set_errno(err, "cannot be read");
        if (room == 0)
            return err_set(
                err, ERR_LIMIT, "larger than the %zu bytes allowed for it", out->max_bytes);
        buf_cut(out, before + 1 + (size_t)got);
    }
}

bool file_read(struct buf *out, const char *path, struct err *err)
{
    int fd = -1;
    size_t size = 0;
    if (!open_input(path, &fd, &size, err))
        return false;
    bool is_ok = read_rest(out, fd, size, err);
    close(fd);
    return is_ok || err_add(err, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
}

static bool write_all(int fd, struct text bytes)
{
    while (bytes.len) {
        ssize_t written = write(fd, bytes.at, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = text_from(bytes, (size_t)written);
    }
    return true;
}

/* Umask-respecting permissions for a file that mkstemp made private. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool write_beside(const char *path, struct text bytes, struct err *err)
{
    struct buf name;
    buf_init(&name, 4096);
    buf_format(&name, "%s.XXXXXX", path);
    if (!buf_check(&name, err)) {
        buf_done(&name);
        return false;
    }
    int fd = mkstemp(name.at);
    bool is_ok = fd >= 0 && write_all(fd, bytes) && fchmod(fd, usual_mode()) == 0 &&
                 fsync(fd) == 0 && rename(name.at, path) == 0;
    if (!is_ok)
        err_set_errno(err, "%s: cannot be written", path);
    if (fd >= 0 && !is_ok)
        unlink(name.at);
    if (fd >= 0)
        close(fd);
    buf_done(&name);
    return is_ok;
}

/* A device, a pipe or a link (/dev/null, /dev/stdout, >(…)) must be written through, never replaced by a file. */
static bool is_special(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

static bool write_through(const char *path, struct text bytes, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool is_ok = fd >= 0 && write_all(fd, bytes);
    if (!is_ok)
        err_set_errno(err, "%s: cannot be written", path);
    if (fd >= 0 && close(fd) != 0 && is_ok)
        is_ok = err_set_errno(err, "%s: cannot be written", path);
    return is_ok;
}

bool file_write(const char *path, struct text bytes, struct err *err)
{
    if (strcmp(path, "-") != 0)
        return is_special(path) ? write_through(path, bytes, err) : write_beside(path, bytes, err);
    return write_all(STDOUT_FILENO, bytes) || err_set_errno(err, "standard output");
}

bool file_check_new(const char *path, struct err *err)
{
    struct stat about;
    return stat(path, &about) != 0 || !S_ISREG(about.st_mode) ||
           err_set(err, ERR_CONFLICT, "%s: is there already", path);
}
