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

#include "base/text.h"

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

/* Returns the folder of real data beside the project, or skips the test when it is not there. */
static inline const char *unit_shared(void)
{
    const char *folder = getenv("KENZEN_SHARED");
    return folder ? folder : "../shared";
}

#endif
