/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "advisory/advisory_index_map.h"

static void set_path(struct buf *buf, const char *path, const char *suffix)
{
    buf_init(buf, SIZE_MAX);
    buf_add_z(buf, path);
    buf_add_z(buf, suffix);
}

/* The lock file is removed with the lock, so whoever waited for it must look whether it is still there. */
static bool is_still_there(int fd, const char *path)
{
    struct stat ours, there;
    return fstat(fd, &ours) == 0 && stat(path, &there) == 0 && ours.st_ino == there.st_ino &&
           ours.st_dev == there.st_dev;
}

static bool take_lock(struct advisory_index_file *file, struct err *err)
{
    for (int tries = 0; tries < 10; tries++) {
        int fd = open(file->lock_path.at, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (fd < 0 && errno == ENOENT)
            return err_set(err, ERR_NOT_FOUND, "%s: there is no such folder", file->path.at);
        if (fd < 0)
            return err_set_errno(err, "%s: cannot be written", file->path.at);
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            close(fd);
            return err_set(err, ERR_BUSY, "%s: another import is writing it", file->path.at);
        }
        if (is_still_there(fd, file->lock_path.at)) {
            file->lock_fd = fd;
            return true;
        }
        close(fd);
    }
    return err_set(err, ERR_BUSY, "%s: another import is writing it", file->path.at);
}

bool advisory_index_file_begin(struct advisory_index_file *file, const char *path, struct err *err)
{
    *file = (struct advisory_index_file){.lock_fd = -1};
    set_path(&file->path, path, "");
    set_path(&file->temp_path, path, ".tmp");
    set_path(&file->lock_path, path, ".lock");
    if (!take_lock(file, err))
        return false;
    int fd = open(file->temp_path.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    file->out = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!file->out)
        return err_set_errno(err, "%s: cannot be written", file->temp_path.at);
    /* The header's place; what it says is known at the end. */
    file->at = sizeof file->header;
    return fseeko(file->out, (off_t)file->at, SEEK_SET) == 0 ||
           err_set_errno(err, "%s", file->temp_path.at);
}

void advisory_index_file_done(struct advisory_index_file *file)
{
    if (file->sum)
        sha256_end(file->sum, NULL);
    if (file->out) {
        fclose(file->out);
        unlink(file->temp_path.at);
    }
    if (file->lock_fd >= 0) {
        unlink(file->lock_path.at);
        close(file->lock_fd);
    }
    buf_done(&file->path);
    buf_done(&file->temp_path);
    buf_done(&file->lock_path);
    *file = (struct advisory_index_file){.lock_fd = -1};
}

FILE *advisory_index_file_spool(const struct advisory_index_file *file, struct err *err)
{
    struct buf name;
    set_path(&name, file->path.at, ".spool");
    int fd = open(name.at, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *spool = fd < 0 ? NULL : fdopen(fd, "w+b");
    if (spool)
        unlink(name.at);
    else
        err_set_errno(err, "%s: cannot be written", name.at);
    buf_done(&name);
    return spool;
}

void advisory_index_file_section(struct advisory_index_file *file, enum layout_section_id section)
{
    static const char zeroes[LAYOUT_ALIGN];
    size_t padding = (LAYOUT_ALIGN - file->at % LAYOUT_ALIGN) % LAYOUT_ALIGN;
    fwrite(zeroes, 1, padding, file->out);
    file->at += padding;
    file->header.sections[section].at = file->at;
    file->sum = sha256_new();
}

void advisory_index_file_add(struct advisory_index_file *file, const void *at, size_t size)
{
    if (size == 0)
        return;
    fwrite(at, 1, size, file->out);
    sha256_add(file->sum, (struct text){at, size});
    file->at += size;
}

void advisory_index_file_end(
    struct advisory_index_file *file, enum layout_section_id section, size_t count)
{
    struct layout_section *place = &file->header.sections[section];
    place->bytes = file->at - place->at;
    place->count = count;
    sha256_end(file->sum, place->sum);
    file->sum = NULL;
}

/* A rename lives in its folder, which has to reach the disk as well. */
static bool sync_folder(const char *path, struct err *err)
{
    struct text folder = text_of(path);
    ptrdiff_t slash = text_find_last(folder, '/');
    struct buf name;
    buf_init(&name, SIZE_MAX);
    buf_add(&name, slash < 0 ? TEXT(".") : text_slice(folder, 0, (size_t)slash + 1));
    int fd = open(name.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_fine = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (!is_fine)
        err_set_errno(err, "%s", name.at);
    if (fd >= 0)
        close(fd);
    buf_done(&name);
    return is_fine;
}

bool advisory_index_file_commit(
    struct advisory_index_file *file, int64_t created_us, struct err *err)
{
    struct layout_header *header = &file->header;
    memcpy(header->magic, LAYOUT_MAGIC, sizeof header->magic);
    header->version = LAYOUT_VERSION;
    header->section_count = LAYOUT_SECTIONS;
    header->file_bytes = file->at;
    header->created_us = created_us;
    advisory_index_map_digest(header, header->digest);
    bool is_fine = fseeko(file->out, 0, SEEK_SET) == 0 &&
                   fwrite(header, sizeof *header, 1, file->out) == 1 && !ferror(file->out) &&
                   fflush(file->out) == 0 && fsync(fileno(file->out)) == 0;
    if (!is_fine)
        return err_set_errno(err, "%s: cannot be written", file->temp_path.at);
    if (rename(file->temp_path.at, file->path.at) != 0)
        return err_set_errno(err, "%s: cannot be put in place", file->path.at);
    fclose(file->out);
    file->out = NULL;
    return sync_folder(file->path.at, err);
}
