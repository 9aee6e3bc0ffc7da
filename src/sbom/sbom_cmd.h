/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen sbom …": what one SBOM says, on the command line. Example: kenzen sbom convert bom.json --to spdx-json */
#ifndef SBOM_SBOM_CMD_H
#define SBOM_SBOM_CMD_H

#include "base/cmd.h"

extern const struct cmd_row sbom_cmd_check;
extern const struct cmd_row sbom_cmd_convert;
extern const struct cmd_row sbom_cmd_from;
extern const struct cmd_row sbom_cmd_show;

#endif
