/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen sighting add" and "kenzen sighting list". */
#ifndef HEALTH_SIGHTING_CMD_H
#define HEALTH_SIGHTING_CMD_H

#include "base/cmd.h"

extern const struct cmd_row sighting_cmd_add, sighting_cmd_list;

#endif
