/* SPDX-License-Identifier: Apache-2.0 */
/* A command line as its command sees it: options and words, already split by one table-driven reader.
   Example: static const struct cmd_option options[] = {{"index", "INDEX", "the advisory index", 0}, {0}}; */
#ifndef BASE_CMD_H
#define BASE_CMD_H

#include "base/buf.h"

struct cmd_option {
    const char *name;  /* "index" for --index; NULL ends the table */
    const char *value; /* what to call its value in the help ("FILE"), or NULL for a flag */
    const char *help;
    char letter; /* 'o' for -o, or 0 */
};

enum { CMD_OPTIONS_MAX = 24, CMD_WORDS_MAX = 4096 };

struct cmd_given {
    size_t option; /* its position in the table */
    const char *value;
};

struct cmd {
    const struct cmd_option *options;
    /* By position in the table: NULL not given, "" a flag. The last one given wins. */
    const char *values[CMD_OPTIONS_MAX];
    struct cmd_given *given; /* all of them, in order */
    size_t given_count;
    const char *const *words; /* what is no option, in order */
    size_t word_count;
    bool wants_help; /* --help or -h was there; what stood behind it was not looked at */
};

/* One row of the command table in app/. run returns the exit code: 0 fine, 1 the answer is no, 2 bad usage or input, 3 the
   system failed. It prints its own errors by cmd_fail. Who runs it checks that its output could be written. */
struct cmd_row {
    const char *name;                 /* "advisory import" */
    const char *args;                 /* "PATH…" */
    const char *brief;                /* one line */
    const char *help;                 /* more lines: examples, formats, exit codes; or NULL */
    const struct cmd_option *options; /* or NULL */
    int (*run)(const struct cmd *cmd);
};

/* Splits argv behind the command's name by options ("--name value", "--name=value", "-o value", "--" ends). options may be
   NULL. Fails with ERR_USAGE, naming the option. The values borrow from argv. */
MUST_USE bool cmd_read(struct cmd *ret_cmd, const struct cmd_option *options, int argc,
    const char *const *argv, struct err *err);
void cmd_done(struct cmd *cmd);

/* Returns the value of an option ("" for a flag that is set), or NULL. */
const char *cmd_get(const struct cmd *cmd, const char *name);
bool cmd_has(const struct cmd *cmd, const char *name);

/* Reads the value of an option as a date or a time (RFC 3339); one that is not given leaves *ret_time_us as it is. ERR_USAGE. */
MUST_USE bool cmd_read_time(
    const struct cmd *cmd, const char *name, int64_t *ret_time_us, struct err *err);

/* Returns the values of an option that may be given several times, one by one, then NULL. *at begins as 0. */
const char *cmd_next(const struct cmd *cmd, const char *name, size_t *at);

/* Returns whether there are least to most words; false with ERR_USAGE. SIZE_MAX: as many as one likes. */
MUST_USE bool cmd_check_words(const struct cmd *cmd, size_t least, size_t most, struct err *err);

/* Reads a word as the id of what it names. ERR_USAGE. */
MUST_USE bool cmd_read_id(const struct cmd *cmd, size_t word, int64_t *ret_id, struct err *err);

/* Reads --limit as a number from 1 to most; without it *ret_limit stays as it is. ERR_USAGE. */
MUST_USE bool cmd_read_limit(
    const struct cmd *cmd, size_t most, size_t *ret_limit, struct err *err);

/* Prints "kenzen: TEXT" on stderr and returns err_exit_code. */
int cmd_fail(const struct err *err);

/* Reads the next line of standard input into line, without its end (LF or CR LF). Returns false at the end of input; then
   cmd_check_input tells whether it was one. A line over the buf's maximum is passed over: buf_check says so. */
bool cmd_read_line(struct buf *line);
/* Returns false with ERR_SYSTEM if standard input could not be read. */
MUST_USE bool cmd_check_input(struct err *err);

/* Returns how many letters must be added, taken away, changed or swapped with their neighbour to make b of a: to find
   what somebody meant to type. Texts over 64 bytes are taken for strangers. */
size_t cmd_distance(struct text a, struct text b);
/* Returns whether a distance from what was typed is small enough to ask "did you mean …?". */
bool cmd_is_near(struct text typed, size_t distance);

/* Progress on stderr for work over a second, when stderr is a terminal: "importing … 12,345". total 0: not known. Call as
   often as you like, from one thread. */
void cmd_progress(const char *what, size_t done, size_t total);
/* Takes the line away again. */
void cmd_progress_end(void);

#endif
