/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "codec/unpack.h"
#include "sbom/root.h"
#include "sbom/sbom_document.h"

static bool fail_size(struct err *err)
{
    return err_set(
        err, ERR_LIMIT, "larger than the %zu MiB that an SBOM may have", LIMIT_SBOM_BYTES >> 20);
}

static bool read_plain(struct sbom *ret_sbom, struct text name, struct text bytes,
    struct arena *arena, struct err *err)
{
    if (bytes.len > LIMIT_SBOM_BYTES)
        return fail_size(err);
    char *at = arena_take_raw(arena, bytes.len + YYJSON_PADDING_SIZE);
    if (!at)
        return arena_check(arena, err);
    if (bytes.len)
        memcpy(at, bytes.at, bytes.len);
    memset(at + bytes.len, 0, YYJSON_PADDING_SIZE);
    struct sbom_document document = {.name = name, .at = at, .len = bytes.len, .original = bytes};
    return sbom_document_read(ret_sbom, &document, arena, err);
}

/* What is inside of requirements.txt.gz is a requirements.txt. */
static struct text unpacked_name(struct text name)
{
    static const char *const ends[] = {".gz", ".zst"};
    for (size_t i = 0; i < LEN_OF(ends); i++)
        if (text_ends(name, text_of(ends[i])))
            return text_slice(name, 0, name.len - strlen(ends[i]));
    return name;
}

static bool read_packed(struct sbom *ret_sbom, struct text name, struct text bytes,
    struct arena *arena, struct err *err)
{
    struct buf out;
    buf_init(&out, LIMIT_SBOM_BYTES);
    bool is_read = unpack_read(&out, bytes, err) &&
                   read_plain(ret_sbom, unpacked_name(name), buf_text(&out), arena, err);
    buf_done(&out);
    return is_read;
}

static bool read_any(struct sbom *ret_sbom, struct text name, struct text bytes,
    struct arena *arena, struct err *err)
{
    if (unpack_is_packed(bytes))
        return read_packed(ret_sbom, name, bytes, arena, err);
    return read_plain(ret_sbom, name, bytes, arena, err);
}

/* Puts the file's name in front of an error. */
static bool told(bool is_fine, struct text name, struct err *err)
{
    return is_fine || err_add(err, "%.*s", TEXT_ARG(name));
}

bool sbom_read(struct sbom *ret_sbom, struct text name, struct text bytes, struct arena *arena,
    struct err *err)
{
    return told(read_any(ret_sbom, name, bytes, arena, err), name, err);
}

/* Reads len bytes from the start of a file; returns how many there were, or -1. */
static ssize_t read_start(int fd, char *at, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t got = pread(fd, at + done, len - done, (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

/* The text was changed while it was parsed: for line and column of what is wrong the file is read once more. */
static void retell(int fd, size_t len, struct err *err)
{
    struct json json;
    struct err again = {0};
    char *at = malloc(len + 1);
    if (at && read_start(fd, at, len) == (ssize_t)len) {
        if (json_read(&json, (struct text){at, len}, &again))
            json_done(&json);
        else if (err)
            *err = again;
    }
    free(at);
}

static bool read_regular(struct sbom *ret_sbom, struct text name, int fd, size_t size,
    struct arena *arena, struct err *err)
{
    if (size > LIMIT_SBOM_BYTES)
        return fail_size(err);
    char *at = arena_take_raw(arena, size + YYJSON_PADDING_SIZE);
    if (!at)
        return arena_check(arena, err);
    ssize_t len = read_start(fd, at, size);
    if (len < 0)
        return err_set_errno(err, "cannot be read");
    memset(at + len, 0, YYJSON_PADDING_SIZE);
    struct text bytes = {at, (size_t)len};
    if (unpack_is_packed(bytes))
        return read_packed(ret_sbom, name, bytes, arena, err);
    struct sbom_document document = {.name = name, .at = at, .len = bytes.len};
    bool is_read = sbom_document_read(ret_sbom, &document, arena, err);
    if (!is_read && document.wants_original)
        retell(fd, bytes.len, err);
    return is_read;
}

static bool read_stream(
    struct sbom *ret_sbom, struct text name, int fd, struct arena *arena, struct err *err)
{
    struct buf bytes;
    char step[64 << 10];
    ssize_t got;
    buf_init(&bytes, LIMIT_SBOM_BYTES);
    do {
        got = read(fd, step, sizeof step);
        if (got > 0)
            buf_add(&bytes, (struct text){step, (size_t)got});
    } while ((got > 0 && !bytes.is_over) || (got < 0 && errno == EINTR));
    bool is_read;
    if (got < 0)
        is_read = err_set_errno(err, "cannot be read");
    else if (bytes.is_over)
        is_read = fail_size(err);
    else
        is_read = read_any(ret_sbom, name, buf_text(&bytes), arena, err);
    buf_done(&bytes);
    return is_read;
}

static bool read_fd(
    struct sbom *ret_sbom, struct text name, int fd, struct arena *arena, struct err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return err_set_errno(err, "cannot be read");
    if (S_ISDIR(info.st_mode))
        return err_set(err, ERR_USAGE, "is a folder");
    if (S_ISREG(info.st_mode))
        return read_regular(ret_sbom, name, fd, (size_t)info.st_size, arena, err);
    return read_stream(ret_sbom, name, fd, arena, err);
}

bool sbom_read_fd(
    struct sbom *ret_sbom, struct text name, int fd, struct arena *arena, struct err *err)
{
    return told(read_fd(ret_sbom, name, fd, arena, err), name, err);
}

bool sbom_read_file(struct sbom *ret_sbom, const char *path, struct arena *arena, struct err *err)
{
    if (strcmp(path, "-") == 0)
        return sbom_read_fd(ret_sbom, TEXT("standard input"), STDIN_FILENO, arena, err);
    if (root_is(path))
        return root_read(ret_sbom, path, arena, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path);
    if (fd < 0)
        return err_set_errno(err, "%s: cannot be opened", path);
    bool is_read = sbom_read_fd(ret_sbom, text_of(path), fd, arena, err);
    close(fd);
    return is_read;
}

void sbom_print_place(const struct sbom *sbom, uint32_t component, struct buf *out)
{
    const struct sbom_component *c = &sbom->components[component];
    const char *list = sbom_format_list(sbom->format);
    if (!list) {
        buf_format(out, "packages[\"%.*s\"]", TEXT_ARG(c->ref));
        return;
    }
    if (c->parent == SBOM_IN_ROOT)
        buf_add_z(out, "metadata.component.");
    else if (c->parent < component)
        sbom_print_place(sbom, c->parent, out);
    if (c->parent < component)
        buf_add_char(out, '.');
    buf_format(out, "%s[%u]", list, c->index);
}
