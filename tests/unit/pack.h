/* SPDX-License-Identifier: Apache-2.0 */
/* Makes archives for tests, good ones and hostile ones.
   Example: struct pack pack = pack_new(path, PACK_ZIP); pack_add(&pack, "a.json", TEXT("{}")); pack_done(&pack); */
#ifndef PACK_H
#define PACK_H

#include <archive.h>
#include <archive_entry.h>

#include "unit.h"

enum pack_kind { PACK_ZIP, PACK_TAR, PACK_TAR_GZIP, PACK_TAR_ZSTD };

struct pack {
    struct archive *archive;
};

static inline struct pack pack_new(const char *path, enum pack_kind kind)
{
    struct pack pack = {archive_write_new()};
    assert_non_null(pack.archive);
    if (kind == PACK_ZIP)
        archive_write_set_format_zip(pack.archive);
    else
        archive_write_set_format_pax_restricted(pack.archive);
    if (kind == PACK_TAR_GZIP)
        archive_write_add_filter_gzip(pack.archive);
    if (kind == PACK_TAR_ZSTD)
        archive_write_add_filter_zstd(pack.archive);
    assert_int_equal(archive_write_open_filename(pack.archive, path), ARCHIVE_OK);
    return pack;
}

static inline void pack_add_kind(
    struct pack *pack, const char *name, unsigned kind, const char *link, struct text bytes)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, kind);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)bytes.len);
    if (link)
        archive_entry_set_symlink(entry, link);
    assert_int_equal(archive_write_header(pack->archive, entry), ARCHIVE_OK);
    if (bytes.len)
        assert_int_equal(archive_write_data(pack->archive, bytes.at, bytes.len), bytes.len);
    archive_entry_free(entry);
}

static inline void pack_add(struct pack *pack, const char *name, struct text bytes)
{
    pack_add_kind(pack, name, AE_IFREG, NULL, bytes);
}

static inline void pack_done(struct pack *pack)
{
    assert_int_equal(archive_write_close(pack->archive), ARCHIVE_OK);
    archive_write_free(pack->archive);
}

#endif
