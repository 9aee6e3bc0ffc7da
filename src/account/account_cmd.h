/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen account signin-link: a new way in for who lost theirs, made by whoever may read the database.
   Example: kenzen account signin-link admin --data /var/lib/kenzen */
#ifndef ACCOUNT_ACCOUNT_CMD_H
#define ACCOUNT_ACCOUNT_CMD_H

#include "base/cmd.h"

extern const struct cmd_row account_cmd_signin_link;

#endif
