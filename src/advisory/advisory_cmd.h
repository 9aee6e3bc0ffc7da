/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that fill and ask the advisory index. Example: static const struct cmd_row *const rows[] = {&advisory_cmd_import, …} */
#ifndef ADVISORY_ADVISORY_CMD_H
#define ADVISORY_ADVISORY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row advisory_cmd_import, advisory_cmd_pull, advisory_cmd_show,
    advisory_cmd_status, advisory_cmd_verify;

/* Gives the index that was named (given may be NULL), or the one in the data folder, which is made when is_to_write. */
struct arena;
MUST_USE bool advisory_cmd_find_index(const struct cmd *cmd, const char *given, bool is_to_write,
    struct arena *arena, const char **ret_path, struct err *err);
/* Writes out to standard output and frees it. */
struct buf;
MUST_USE bool advisory_cmd_print(struct buf *out, struct err *err);

#endif
