/* SPDX-License-Identifier: Apache-2.0 */
/* The command "kenzen ticket export". Example: kenzen ticket export 'state=open&kev=1' -o open.csv */
#ifndef TICKET_TICKET_EXPORT_CMD_H
#define TICKET_TICKET_EXPORT_CMD_H

#include "base/cmd.h"

extern const struct cmd_row ticket_export_cmd;

#endif
