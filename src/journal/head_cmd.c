/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/head_cmd.h"

#include "base/file.h"
#include "base/limits.h"
#include "journal/checkpoint.h"

static bool read_file(struct text file, struct journal_head *ret_head)
{
    struct checkpoint checkpoint;
    struct err why;
    struct text rest = file;
    if (journal_tree_read_head(text_cut(&rest, '\n'), ret_head, &why))
        return true;
    if (!checkpoint_read(&checkpoint, file, &why))
        return false;
    *ret_head = checkpoint.head;
    return true;
}

bool head_cmd_read(const char *given, struct journal_head *ret_head, struct err *err)
{
    struct buf file;
    struct err why;
    if (journal_tree_read_head(text_of(given), ret_head, &why))
        return true;
    buf_init(&file, LIMIT_CHECKPOINT_BYTES);
    bool is_read =
        file_read(&file, given, err) &&
        (read_file(buf_text(&file), ret_head) ||
            err_set(err, ERR_SYNTAX, "--head %s: is neither SIZE:ROOT nor a checkpoint", given));
    buf_done(&file);
    return is_read;
}
