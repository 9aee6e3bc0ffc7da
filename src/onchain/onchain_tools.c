/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_tools.h"

#include <limits.h>
#include <unistd.h>

bool onchain_tools_begin(
    struct onchain_tools *tools, struct db *db, const char *folder, struct err *err)
{
    char host[HOST_NAME_MAX + 1] = "", path[PATH_MAX];
    gethostname(host, sizeof host - 1);
    if (!realpath(folder, path))
        return err_set_errno(err, "%s", folder);
    snprintf(tools->server, sizeof tools->server, "%s:%.900s", host, path);
    return onchain_release_all(db, text_of(tools->server), err);
}
