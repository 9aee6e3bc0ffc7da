/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen license check" and "kenzen license parse": rows of the command table. Example: &license_cmd_check */
#ifndef LICENSE_LICENSE_CMD_H
#define LICENSE_LICENSE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row license_cmd_check, license_cmd_parse;

#endif
