/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files in and out. Example: buf_init(&bytes, LIMIT_SBOM_BYTES); file_read(&bytes, "bom.json", err) */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"

/* Adds the whole file to out; "-" reads standard input. Fails with ERR_NOT_FOUND when there is none, ERR_LIMIT when it is
   larger than what out takes, ERR_USAGE for a folder, ERR_SYSTEM when it cannot be read; the path first. */
MUST_USE bool file_read(struct buf *out, const char *path, struct err *err);

/* Writes bytes to path: to a new file beside it that then takes its name, so that nobody ever sees half of it. "-" writes
   standard output; a device, a pipe or a link that is there is written through instead. Fails with ERR_SYSTEM. */
MUST_USE bool file_write(const char *path, struct text bytes, struct err *err);

/* Checks that writing to path would destroy nothing: ERR_CONFLICT when a file is there. What is no file, a device or a pipe, has nothing
   to lose. */
MUST_USE bool file_check_new(const char *path, struct err *err);

#endif
