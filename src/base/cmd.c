/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cmd.h"

#include <unistd.h>

#include "base/clock.h"

enum { NEAR_MAX = 64 };

static size_t option_count(const struct cmd_option *options)
{
    size_t count = 0;
    while (options && options[count].name)
        count++;
    if (count > CMD_OPTIONS_MAX)
        err_panic("a command has more options than CMD_OPTIONS_MAX");
    return count;
}

static ptrdiff_t find_option(const struct cmd_option *options, struct text name)
{
    size_t count = option_count(options);
    for (size_t i = 0; i < count; i++)
        if (text_is(name, options[i].name))
            return (ptrdiff_t)i;
    return -1;
}

static ptrdiff_t find_letter(const struct cmd_option *options, char letter)
{
    size_t count = option_count(options);
    for (size_t i = 0; i < count; i++)
        if (letter && options[i].letter == letter)
            return (ptrdiff_t)i;
    return -1;
}

static bool no_such_option(const struct cmd_option *options, const char *arg, struct err *err)
{
    struct text typed = text_cut(&(struct text){arg, strlen(arg)}, '=');
    struct text name = text_from(typed, 2);
    const char *best = NULL;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < option_count(options); i++) {
        size_t distance = cmd_distance(name, text_of(options[i].name));
        if (distance < best_distance) {
            best = options[i].name;
            best_distance = distance;
        }
    }
    if (best && cmd_is_near(name, best_distance))
        return err_set(
            err, ERR_USAGE, "%.*s: no such option; did you mean --%s?", TEXT_ARG(typed), best);
    return err_set(err, ERR_USAGE, "%.*s: no such option", TEXT_ARG(typed));
}

/* Takes the option in argv[*at], and its value where that is the next argument. */
static bool read_option(
    struct cmd *cmd, int argc, const char *const *argv, int *at, struct err *err)
{
    const char *arg = argv[*at];
    bool is_long = arg[1] == '-';
    const char *equals = is_long ? strchr(arg, '=') : NULL;
    struct text name = text_cut(&(struct text){arg + 2, strlen(arg + 1) - 1}, '=');
    ptrdiff_t found = is_long       ? find_option(cmd->options, name)
                      : arg[2] == 0 ? find_letter(cmd->options, arg[1])
                                    : -1;
    if (found < 0)
        return no_such_option(cmd->options, arg, err);
    const char *value = equals ? equals + 1 : NULL;
    if (!cmd->options[found].value) {
        if (value)
            return err_set(err, ERR_USAGE, "--%s: takes no value", cmd->options[found].name);
        value = "";
    } else if (!value) {
        if (*at + 1 >= argc)
            return err_set(err, ERR_USAGE, "%s: needs a value: %s", arg, cmd->options[found].value);
        value = argv[++*at];
    }
    cmd->values[found] = value;
    cmd->given[cmd->given_count++] = (struct cmd_given){(size_t)found, value};
    return true;
}

static bool read_args(
    struct cmd *cmd, const char **words, int argc, const char *const *argv, struct err *err)
{
    bool is_over = false;
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        if (is_over || arg[0] != '-' || arg[1] == '\0') {
            if (cmd->word_count == CMD_WORDS_MAX)
                return err_set(err, ERR_LIMIT, "more than %d arguments", CMD_WORDS_MAX);
            words[cmd->word_count++] = arg;
        } else if (strcmp(arg, "--") == 0) {
            is_over = true;
        } else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            cmd->wants_help = true;
            return true;
        } else if (!read_option(cmd, argc, argv, &i, err)) {
            return false;
        }
    }
    return true;
}

bool cmd_read(struct cmd *ret_cmd, const struct cmd_option *options, int argc,
    const char *const *argv, struct err *err)
{
    size_t room = (size_t)(argc > 0 ? argc : 0) + 1;
    const char **words = calloc(room, sizeof *words);
    struct cmd cmd = {.options = options, .words = words, .given = calloc(room, sizeof *cmd.given)};
    if (!words || !cmd.given)
        err_panic("out of memory");
    if (!read_args(&cmd, words, argc, argv, err)) {
        cmd_done(&cmd);
        return false;
    }
    *ret_cmd = cmd;
    return true;
}

void cmd_done(struct cmd *cmd)
{
    if (!cmd)
        return;
    free((void *)(uintptr_t)cmd->words);
    free(cmd->given);
    *cmd = (struct cmd){0};
}

const char *cmd_get(const struct cmd *cmd, const char *name)
{
    ptrdiff_t found = find_option(cmd->options, text_of(name));
    if (found < 0)
        err_panic("a command asks for an option that it does not have");
    return cmd->values[found];
}

const char *cmd_next(const struct cmd *cmd, const char *name, size_t *at)
{
    ptrdiff_t found = find_option(cmd->options, text_of(name));
    while (*at < cmd->given_count) {
        const struct cmd_given *given = &cmd->given[(*at)++];
        if ((ptrdiff_t)given->option == found)
            return given->value;
    }
    return NULL;
}

bool cmd_read_time(const struct cmd *cmd, const char *name, int64_t *ret_time_us, struct err *err)
{
    const char *given = cmd_get(cmd, name);
    return !given || clock_read(text_of(given), ret_time_us) ||
           err_set(err, ERR_USAGE,
               "--%s %s: is no time, such as 2026-01-31 or 2026-01-31T12:00:00Z", name, given);
}

bool cmd_has(const struct cmd *cmd, const char *name)
{
    return cmd_get(cmd, name) != NULL;
}

bool cmd_check_words(const struct cmd *cmd, size_t least, size_t most, struct err *err)
{
    if (cmd->word_count >= least && cmd->word_count <= most)
        return true;
    if (cmd->word_count < least)
        return err_set(err, ERR_USAGE, "an argument is missing: %zu given, %s%zu needed",
            cmd->word_count, least == most ? "" : "at least ", least);
    return err_set(err, ERR_USAGE, "%s: one argument too many", cmd->words[most]);
}

bool cmd_read_id(const struct cmd *cmd, size_t word, int64_t *ret_id, struct err *err)
{
    struct text given = text_of(cmd->words[word]);
    return text_read_i64(given, ret_id) ||
           err_set(err, ERR_USAGE, "%.*s: is no id", TEXT_ARG(given));
}

bool cmd_read_limit(const struct cmd *cmd, size_t most, size_t *ret_limit, struct err *err)
{
    const char *given = cmd_get(cmd, "limit");
    uint64_t limit = *ret_limit;
    if (given && (!text_read_u64(text_of(given), &limit) || limit < 1 || limit > most))
        return err_set(err, ERR_USAGE, "--limit %s: must be from 1 to %zu", given, most);
    *ret_limit = (size_t)limit;
    return true;
}

int cmd_fail(const struct err *err)
{
    cmd_progress_end();
    fflush(stdout);
    fprintf(stderr, "kenzen: %s\n", err->text);
    return err_exit_code(err);
}

bool cmd_read_line(struct buf *line)
{
    int c = getc_unlocked(stdin);
    buf_cut(line, 0);
    line->is_over = false;
    if (c == EOF)
        return false;
    for (; c != EOF && c != '\n'; c = getc_unlocked(stdin))
        buf_add_char(line, (char)c);
    if (line->len && line->at[line->len - 1] == '\r')
        buf_cut(line, line->len - 1);
    return true;
}

bool cmd_check_input(struct err *err)
{
    return !ferror(stdin) || err_set(err, ERR_SYSTEM, "standard input: cannot be read");
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t cmd_distance(struct text a, struct text b)
{
    if (a.len > NEAR_MAX || b.len > NEAR_MAX)
        return SIZE_MAX;
    /* Three rows of the table of optimal string alignment: d[i] is a row for i letters of a. */
    size_t d[3][NEAR_MAX + 1];
    size_t *two_before = d[0], *before = d[1], *row = d[2];
    for (size_t j = 0; j <= b.len; j++)
        row[j] = two_before[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *spare = two_before;
        two_before = before, before = row, row = spare;
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = before[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            row[j] = least(change, least(before[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                row[j] = least(row[j], two_before[j - 2] + 1);
        }
    }
    return row[b.len];
}

bool cmd_is_near(struct text typed, size_t distance)
{
    return distance <= 1 + typed.len / 4 && distance < typed.len;
}

/* One line at a time is shown, so one state is enough. */
static struct {
    int64_t start_us, shown_us;
    bool is_terminal, is_shown;
} progress;

/* "12,345": at must have room for 27 characters. */
static const char *grouped(size_t number, char *at, size_t room)
{
    char plain[24];
    int len = snprintf(plain, sizeof plain, "%zu", number);
    size_t out = 0;
    for (int i = 0; i < len && out + 2 < room; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            at[out++] = ',';
        at[out++] = plain[i];
    }
    at[out] = '\0';
    return at;
}

void cmd_progress(const char *what, size_t done, size_t total)
{
    int64_t now = clock_steady_us();
    if (progress.start_us == 0) {
        progress.start_us = now;
        progress.is_terminal = isatty(STDERR_FILENO) == 1;
    }
    if (!progress.is_terminal || now - progress.start_us < CLOCK_SECOND_US ||
        now - progress.shown_us < CLOCK_SECOND_US / 10)
        return;
    char a[32], b[32];
    fprintf(stderr, "\r\033[K%s … %s", what, grouped(done, a, sizeof a));
    if (total)
        fprintf(stderr, " of %s", grouped(total, b, sizeof b));
    fflush(stderr);
    progress.shown_us = now;
    progress.is_shown = true;
}

void cmd_progress_end(void)
{
    if (progress.is_shown)
        fprintf(stderr, "\r\033[K");
    memset(&progress, 0, sizeof progress);
}
