/* SPDX-License-Identifier: Apache-2.0 */
/* rpm's database, read by librpm: sqlite and, read-only, Berkeley DB. A database from a stranger is given to librpm in a process
   that can do nothing else. Example: root_rpm_copy(root, "var/lib/rpm/rpmdb.sqlite", &folder, err); …root_rpm_read(&b, folder.path, err) … */
#ifndef SBOM_ROOT_RPM_H
#define SBOM_ROOT_RPM_H

#include "sbom/root_build.h"

/* A folder of our own with a copy of the database: librpm opens its files by their names, which in an image may be links that lead anywhere. */
struct root_rpm_copy {
    char path[64];
};

/* Makes it. Fails as root_file_read does. It must be removed. */
MUST_USE bool root_rpm_copy(
    int root, const char *path, struct root_rpm_copy *ret_copy, struct err *err);
void root_rpm_copy_remove(struct root_rpm_copy *copy);

/* Confines this process to the copy, for good, and adds the packages in it and what they depend on. */
MUST_USE bool root_rpm_read(
    struct root_build *b, const struct root_rpm_copy *copy, struct err *err);

#endif
