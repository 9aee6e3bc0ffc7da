/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON object in a file, of the members that a route takes: so that a command and the route read the same, by the same reader.
   Example: body_cmd_read(&body, path, "name endpoints", err) && … ; json_done(&body) */
#ifndef ACCOUNT_BODY_CMD_H
#define ACCOUNT_BODY_CMD_H

#include "account/api.h"

/* Reads the file, "-" for standard input, up to what a route takes. ERR_NOT_FOUND, ERR_SYNTAX, ERR_USAGE for a member that is none of
   members; the path first. Give it to json_done. */
MUST_USE bool body_cmd_read(
    struct json *ret_body, const char *path, const char *members, struct err *err);

#endif
