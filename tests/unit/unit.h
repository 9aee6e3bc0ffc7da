/* SPDX-License-Identifier: Apache-2.0 */
/* What every unit test needs: cmocka, and assertions for the house's own types. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"

/* Asserts that a text holds exactly the bytes of a C string. */
#define assert_text(text, wanted) unit_assert_text((text), (wanted), __FILE__, __LINE__)

static inline void unit_assert_text(
    struct text text, const char *wanted, const char *file, int line)
{
    if (text_is(text, wanted))
        return;
    print_error("\"%.*s\" is not \"%s\"\n", TEXT_ARG(text), wanted);
    _fail(file, line);
}

/* Returns the folder of real data beside the project, whether it is there or not. */
static inline const char *unit_shared(void)
{
    const char *folder = getenv("KENZEN_SHARED");
    return folder ? folder : "../shared";
}

/* Reads a file of the real data, named from its folder on, into an empty buf. Skips the test when it is not there. */
static inline void unit_read_shared(struct buf *buf, const char *name)
{
    char path[4096], part[65536];
    snprintf(path, sizeof path, "%s/%s", unit_shared(), name);
    FILE *file = fopen(path, "rb");
    if (!file)
        skip();
    buf_cut(buf, 0);
    for (size_t len; (len = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(buf, (struct text){part, len});
    fclose(file);
}

#endif
