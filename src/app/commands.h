/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands, "noun verb", and what finds, explains and runs them.
   Example: return commands_run(argc - 1, argv + 1); */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "base/cmd.h"

/* Runs the command that argv (behind the program's name) asks for. Returns its exit code; 2 when there is none. */
int commands_run(int argc, const char *const *argv);

#endif
