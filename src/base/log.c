/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"

enum { LINE_SIZE = 2048 };

static enum log_level lowest = LOG_INFO;

void log_set_level(enum log_level level)
{
    lowest = level;
}

PRINTF_LIKE(3, 0)
static void write_line(enum log_level level, const char *event, const char *fields, va_list args)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    char line[LINE_SIZE], at[CLOCK_TEXT_SIZE];
    if (level < lowest)
        return;
    vsnprintf(line, sizeof line, fields, args);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
    fprintf(stderr, "time=%s level=%s event=%s%s%s\n", clock_print(clock_now_us(), at),
        names[level], event, line[0] ? " " : "", line);
}

#define LOG_FUNCTION(name, level)                                                                  \
    void name(const char *event, const char *fields, ...)                                          \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, fields);                                                                    \
        write_line(level, event, fields, args);                                                    \
        va_end(args);                                                                              \
    }

LOG_FUNCTION(log_debug, LOG_DEBUG)
LOG_FUNCTION(log_info, LOG_INFO)
LOG_FUNCTION(log_warn, LOG_WARN)
LOG_FUNCTION(log_error, LOG_ERROR)

const char *log_words(char *text)
{
    for (char *c = text; *c; c++)
        if (*c == '"')
            *c = '\'';
    return text;
}
