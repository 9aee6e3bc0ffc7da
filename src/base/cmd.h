/* SPDX-License-Identifier: Apache-2.0 */
/* A command line as its command sees it: options and words, already split by one table-driven reader.
   Example: static const struct cmd_option options[] = {{"index", "INDEX", "the advisory index", 0}, {0}}; */
#ifndef BASE_CMD_H
#define BASE_CMD_H

#include "base/err.h"
#include "base/text.h"

struct cmd_option {
    const char *name;  /* "index" for --index; NULL ends the table */
    const char *value; /* what to call its value in the help ("FILE"), or NULL for a flag */
    const char *help;
    char letter; /* 'o' for -o, or 0 */
};

enum { CMD_OPTIONS_MAX = 24, CMD_WORDS_MAX = 4096 };

struct cmd {
    const struct cmd_option *options;
    const char *values
        [CMD_OPTIONS_MAX]; /* by position in the table: NULL not given, "" a flag; the last one given wins */
    const char *const *words;
    size_t word_count;
};

/* One row of the command table in app/. run returns the exit code: 0 fine, 1 the answer is no, 2 bad usage or input, 3 the
   system failed. It prints its own errors by cmd_fail. */
struct cmd_row {
    const char *name;  /* "advisory import" */
    const char *args;  /* "PATH…" */
    const char *brief; /* one line */
    const char *help;  /* more lines: examples, formats, exit codes */
    const struct cmd_option *options;
    int (*run)(const struct cmd *cmd);
};

/* Splits argv behind the command's name by options ("--name value", "--name=value", "-o value", "--" ends). Fails with
   ERR_USAGE, naming the option. */
MUST_USE bool cmd_read(struct cmd *ret_cmd, const struct cmd_option *options, int argc,
    const char *const *argv, struct err *err);

/* Returns the value of an option ("" for a flag that is set), or NULL. */
const char *cmd_get(const struct cmd *cmd, const char *name);
bool cmd_has(const struct cmd *cmd, const char *name);

/* Prints "kenzen: TEXT" on stderr and returns err_exit_code. */
int cmd_fail(const struct err *err);

/* Progress on stderr for work over a second, when stderr is a terminal: "importing … 12,345". Call as often as you like. */
void cmd_progress(const char *what, size_t done, size_t total);
void cmd_progress_end(void);

#endif
