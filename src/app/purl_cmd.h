/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen purl parse: package URLs taken apart, as JSON. Example: kenzen purl parse pkg:npm/%40angular/core@17.0.0 */
#ifndef APP_PURL_CMD_H
#define APP_PURL_CMD_H

#include "base/cmd.h"

extern const struct cmd_row purl_cmd_parse;

#endif
