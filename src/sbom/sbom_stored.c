/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_stored.h"

#include <stdio.h>
#include <unistd.h>

#include "store/blob.h"

bool sbom_stored_read(struct sbom_confined *ret_confined, struct db *db,
    struct worker_pool *workers, const struct sbom_row *row, struct arena *arena, struct err *err)
{
    FILE *file = tmpfile();
    if (!file)
        return err_set_errno(err, "a temporary file");
    bool is_read =
        blob_read_fd(db, row->digest, fileno(file), err) &&
        sbom_confined_read(ret_confined, workers, row->file_name, fileno(file), arena, err);
    fclose(file);
    return is_read;
}
