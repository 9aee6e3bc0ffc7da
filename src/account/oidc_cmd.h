/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen oidc …: providers of single sign-on, for whoever may read the database.
   Example: kenzen oidc add acme.json; kenzen oidc test acme */
#ifndef ACCOUNT_OIDC_CMD_H
#define ACCOUNT_OIDC_CMD_H

#include "base/cmd.h"

extern const struct cmd_row oidc_cmd_add;
extern const struct cmd_row oidc_cmd_list;
extern const struct cmd_row oidc_cmd_test;
extern const struct cmd_row oidc_cmd_remove;

#endif
