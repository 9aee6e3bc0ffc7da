/* SPDX-License-Identifier: Apache-2.0 */
/* The file of a new index generation while it is written: beside the old one, which it replaces at once or not at all.
   Example: advisory_index_file_begin(&file, path, err); … section, add, end … advisory_index_file_commit(&file, err) */
#ifndef ADVISORY_ADVISORY_INDEX_FILE_H
#define ADVISORY_ADVISORY_INDEX_FILE_H

#include "advisory/advisory_layout.h"
#include "base/buf.h"
#include "base/err.h"
#include "codec/sha256.h"

struct advisory_index_file {
    struct buf path, temp_path, lock_path;
    int lock_fd;
    FILE *out;
    struct layout_header header;
    struct sha256 *sum; /* of the section being written */
    uint64_t at;
};

/* Locks path against other writers and makes a temporary file in its folder. Fails with ERR_BUSY while another import
   writes it, ERR_NOT_FOUND when there is no such folder, ERR_SYSTEM when it does not let us. */
MUST_USE bool advisory_index_file_begin(
    struct advisory_index_file *file, const char *path, struct err *err);
/* Gives up what is not committed, and the lock. */
void advisory_index_file_done(struct advisory_index_file *file);

/* Opens a nameless file in the same folder for what must wait. Returns a stream, or NULL with ERR_SYSTEM. */
FILE *advisory_index_file_spool(const struct advisory_index_file *file, struct err *err);

/* Sections are written one after the other. Errors are kept until the commit. */
void advisory_index_file_section(struct advisory_index_file *file, enum layout_section_id section);
void advisory_index_file_add(struct advisory_index_file *file, const void *at, size_t size);
void advisory_index_file_end(
    struct advisory_index_file *file, enum layout_section_id section, size_t count);

/* Writes the header, forces all to the disk and puts the file in the old one's place. */
MUST_USE bool advisory_index_file_commit(
    struct advisory_index_file *file, int64_t created_us, struct err *err);

#endif
