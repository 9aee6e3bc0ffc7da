/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const int all_seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

static bool write_all(int fd, struct text rest)
{
    while (rest.len) {
        ssize_t done = write(fd, rest.at, rest.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        rest = text_from(rest, (size_t)done);
    }
    return true;
}

bool sealed_write(struct text bytes, int *ret_fd, struct err *err)
{
    int fd = memfd_create("kenzen", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return err_set_errno(err, "cannot hand over the result");
    if (!write_all(fd, bytes) || fcntl(fd, F_ADD_SEALS, all_seals) != 0) {
        err_set_errno(err, "cannot hand over the result");
        close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

static bool check(int fd, size_t max_bytes, size_t *ret_size, struct err *err)
{
    struct stat st;
    int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 || (seals & all_seals) != all_seals)
        return err_set(err, ERR_SYSTEM, "the result is not sealed");
    if (fstat(fd, &st) != 0)
        return err_set_errno(err, "the result cannot be read");
    if ((uint64_t)st.st_size > max_bytes)
        return err_set(
            err, ERR_LIMIT, "the result is longer than the %zu bytes allowed", max_bytes);
    *ret_size = (size_t)st.st_size;
    return true;
}

bool sealed_open(struct sealed *ret_sealed, int fd, size_t max_bytes, struct err *err)
{
    size_t size = 0;
    void *at = NULL;
    bool is_good = check(fd, max_bytes, &size, err);
    if (is_good && size) {
        at = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
        is_good = at != MAP_FAILED || err_set_errno(err, "the result cannot be mapped");
    }
    close(fd);
    if (is_good)
        ret_sealed->bytes = (struct text){at, size};
    return is_good;
}

void sealed_done(struct sealed *sealed)
{
    if (!sealed)
        return;
    if (sealed->bytes.len)
        munmap((void *)(uintptr_t)sealed->bytes.at, sealed->bytes.len);
    sealed->bytes = (struct text){NULL, 0};
}
