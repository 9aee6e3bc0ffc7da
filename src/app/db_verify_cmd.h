/* SPDX-License-Identifier: Apache-2.0 */
/* 'kenzen db verify': whether all that is stored is whole, and tickets are what their history says.
   Example: kenzen db verify --data /var/lib/kenzen */
#ifndef APP_DB_VERIFY_CMD_H
#define APP_DB_VERIFY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row db_verify_cmd;

#endif
