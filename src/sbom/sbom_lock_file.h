/* SPDX-License-Identifier: Apache-2.0 */
/* The names of lock files, by ecosystem. Example: sbom_lock_file_find(TEXT("yarn.lock"))->ecosystem is "npm". */
#ifndef SBOM_SBOM_LOCK_FILE_H
#define SBOM_SBOM_LOCK_FILE_H

#include "base/text.h"

/* In one ecosystem they tell of the same packages: what comes first in the table says more, or is what the tool obeys. */
struct sbom_lock_file {
    const char *name, *ecosystem;
    bool is_last_resort; /* says less than a file that is nearly always beside it */
};

/* Returns the row of a name, or NULL. */
const struct sbom_lock_file *sbom_lock_file_find(struct text name);
/* Returns its place in the table, from 0. */
int sbom_lock_file_rank(const struct sbom_lock_file *file);

#endif
