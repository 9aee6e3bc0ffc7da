/* SPDX-License-Identifier: Apache-2.0 */
/* A head of a journal that was kept, as a command line gives it by --head. Example: head_cmd_read(given, &kept, err) */
#ifndef JOURNAL_HEAD_CMD_H
#define JOURNAL_HEAD_CMD_H

#include "journal/journal_tree.h"

/* Reads "SIZE:ROOT", or a file with that in its first line, or with a checkpoint. ERR_NOT_FOUND, ERR_SYNTAX. */
MUST_USE bool head_cmd_read(const char *given, struct journal_head *ret_head, struct err *err);

#endif
