/* SPDX-License-Identifier: Apache-2.0 */
/* Writes JSON of plain ASCII texts that need no escapes, indented by two spaces or not at all, a gigabyte in seconds.
   Example: fleet_json_open(&j, NULL, '{'); fleet_json_text(&j, "name", "%s", name); fleet_json_close(&j, '}'); */
#ifndef FLEET_JSON_H
#define FLEET_JSON_H

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"

struct fleet_json {
    struct buf *out;
    bool is_indented, has_before;
    unsigned depth;
};

static inline void fleet_json_begin(struct fleet_json *j, const char *key)
{
    static const char blanks[] = "\n                                ";
    if (j->has_before)
        buf_add_char(j->out, ',');
    if (j->is_indented && j->depth)
        buf_add(j->out, (struct text){blanks, 1 + (size_t)j->depth * 2});
    if (key) {
        buf_add_char(j->out, '"');
        buf_add_z(j->out, key);
        buf_add(j->out, j->is_indented ? TEXT("\": ") : TEXT("\":"));
    }
    j->has_before = true;
}

static inline void fleet_json_open(struct fleet_json *j, const char *key, char bracket)
{
    fleet_json_begin(j, key);
    buf_add_char(j->out, bracket);
    j->depth++;
    j->has_before = false;
}

static inline void fleet_json_close(struct fleet_json *j, char bracket)
{
    bool is_empty = !j->has_before;
    j->depth--;
    j->has_before = false;
    if (!is_empty && j->is_indented) {
        if (j->depth)
            fleet_json_begin(j, NULL);
        else
            buf_add_char(j->out, '\n');
    }
    buf_add_char(j->out, bracket);
    j->has_before = true;
}

static inline void fleet_json_raw(struct fleet_json *j, const char *key, struct text value)
{
    fleet_json_begin(j, key);
    buf_add_char(j->out, '"');
    buf_add(j->out, value);
    buf_add_char(j->out, '"');
}

static inline void fleet_json_z(struct fleet_json *j, const char *key, const char *value)
{
    fleet_json_raw(j, key, text_of(value));
}

PRINTF_LIKE(3, 4)
static inline void fleet_json_text(struct fleet_json *j, const char *key, const char *format, ...)
{
    char at[512];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(at, sizeof at, format, args);
    va_end(args);
    fleet_json_raw(j, key, (struct text){at, len < (int)sizeof at ? (size_t)len : sizeof at - 1});
}

static inline void fleet_json_number(struct fleet_json *j, const char *key, uint64_t number)
{
    fleet_json_begin(j, key);
    buf_format(j->out, "%llu", (unsigned long long)number);
}

/* {"name": …, "value": …}: a property, as CycloneDX has them. */
static inline void fleet_json_property(struct fleet_json *j, const char *name, const char *value)
{
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "name", name);
    fleet_json_z(j, "value", value);
    fleet_json_close(j, '}');
}

#endif
