/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen serve: the REST interface and the user interface over HTTP. */
#ifndef APP_SERVE_CMD_H
#define APP_SERVE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row serve_cmd;
/* kenzen internal routes: prints "GET /api/v1/tickets" for each route. */
extern const struct cmd_row serve_cmd_routes;

#endif
