/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "advisory/advisory_index_map.h"
#include "domain/version_key.h"

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
    return take_lock(file, err);
}

/* Opens the file to be written at position at, where the first section will begin. */
static bool open_at(
    struct advisory_index_file *file, const char *path, int flags, uint64_t at, struct err *err)
{
    int fd = open(path, flags | O_WRONLY | O_CLOEXEC, 0644);
    file->out = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!file->out)
        return err_set_errno(err, "%s: cannot be written", path);
    file->at = at;
    return fseeko(file->out, (off_t)at, SEEK_SET) == 0 || err_set_errno(err, "%s", path);
}

bool advisory_index_file_append(struct advisory_index_file *file, const struct layout_header *old,
    size_t old_place, struct err *err)
{
    file->header = *old;
    file->header_place = 1 - old_place;
    file->is_appended = true;
    return open_at(file, file->path.at, 0, old->file_bytes, err);
}

bool advisory_index_file_fresh(struct advisory_index_file *file, uint64_t sequence, struct err *err)
{
    file->header = (struct layout_header){.sequence = sequence};
    file->header_place = 0;
    file->is_appended = false;
    return open_at(file, file->temp_path.at, O_CREAT | O_TRUNC | O_NOFOLLOW,
        (uint64_t)LAYOUT_HEADERS * LAYOUT_HEADER_ROOM, err);
}

void advisory_index_file_done(struct advisory_index_file *file)
{
    if (file->sum)
        sha256_end(file->sum, NULL);
    if (file->out) {
        fclose(file->out);
        if (!file->is_appended)
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

void advisory_index_file_segment(struct advisory_index_file *file)
{
    struct layout_header *header = &file->header;
    struct layout_segment *segment = &header->segments[header->segment_count];
    *segment = (struct layout_segment){0};
    if (header->segment_count) {
        const struct layout_segment *last = segment - 1;
        segment->record_first = last->record_first + (uint32_t)last->sections[LAYOUT_RECORDS].count;
        segment->fact_first = last->fact_first + (uint32_t)last->sections[LAYOUT_FACTS].count;
    }
    header->segment_count++;
}

void advisory_index_file_section(struct advisory_index_file *file)
{
    static const char zeroes[LAYOUT_ALIGN];
    size_t padding = (LAYOUT_ALIGN - file->at % LAYOUT_ALIGN) % LAYOUT_ALIGN;
    fwrite(zeroes, 1, padding, file->out);
    file->at += padding;
    file->from = file->at;
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

static void end(struct advisory_index_file *file, struct layout_section *place, size_t count)
{
    place->at = file->from;
    place->bytes = file->at - file->from;
    place->count = count;
    sha256_end(file->sum, place->sum);
    file->sum = NULL;
}

void advisory_index_file_end(
    struct advisory_index_file *file, enum layout_section_id section, size_t count)
{
    struct layout_header *header = &file->header;
    end(file, &header->segments[header->segment_count - 1].sections[section], count);
}

void advisory_index_file_end_table(
    struct advisory_index_file *file, enum layout_table_id table, size_t count)
{
    end(file, &file->header.tables[table], count);
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

static bool sync_file(struct advisory_index_file *file)
{
    return !ferror(file->out) && fflush(file->out) == 0 && fsync(fileno(file->out)) == 0;
}

/* If this is cut off, the former header still counts. */
static bool write_header(struct advisory_index_file *file)
{
    const struct layout_header *header = &file->header;
    off_t at = (off_t)(file->header_place * LAYOUT_HEADER_ROOM);
    return fseeko(file->out, at, SEEK_SET) == 0 &&
           fwrite(header, sizeof *header, 1, file->out) == 1 && sync_file(file);
}

bool advisory_index_file_commit(
    struct advisory_index_file *file, int64_t created_us, struct err *err)
{
    struct layout_header *header = &file->header;
    const struct buf *path = file->is_appended ? &file->path : &file->temp_path;
    memcpy(header->magic, LAYOUT_MAGIC, sizeof header->magic);
    header->version = LAYOUT_VERSION;
    header->key_layout = VERSION_KEY_LAYOUT;
    header->sequence++;
    header->file_bytes = file->at;
    header->created_us = created_us;
    advisory_index_map_sum(header, header->sum);
    /* What the header speaks of must be on the disk before it is. */
    if (!sync_file(file) || !write_header(file))
        return err_set_errno(err, "%s: cannot be written", path->at);
    if (!file->is_appended && rename(file->temp_path.at, file->path.at) != 0)
        return err_set_errno(err, "%s: cannot be put in place", file->path.at);
    fclose(file->out);
    file->out = NULL;
    return sync_folder(file->path.at, err);
}
