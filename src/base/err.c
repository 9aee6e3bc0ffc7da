/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void clean(char *text, size_t room, int wanted)
{
    static const char mark[] = "…";
    bool is_cut = wanted >= 0 && (size_t)wanted >= room;
    struct text rest = text_of(text);
    ptrdiff_t bad = text_find_bad_utf8(rest);
    char *to = text;
    while (rest.len) {
        size_t control = text_control_len(rest);
        size_t len = control ? control : 1;
        *to++ = control || bad == 0 ? '?' : *rest.at;
        rest = text_from(rest, len);
        bad = bad == 0 ? text_find_bad_utf8(rest) : bad - (bad > 0 ? (ptrdiff_t)len : 0);
    }
    *to = '\0';
    if (!is_cut)
        return;
    size_t end = (size_t)(to - text);
    if (end > room - sizeof mark)
        end = room - sizeof mark;
    while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80)
        end--;
    memcpy(text + end, mark, sizeof mark);
}

PRINTF_LIKE(2, 0)
static void fill(struct err *err, const char *format, va_list args)
{
    int wanted = vsnprintf(err->text, sizeof err->text, format, args);
    clean(err->text, sizeof err->text, wanted);
}

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    err->code = code;
    fill(err, format, args);
    va_end(args);
    return false;
}

bool err_add(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    char front[ERR_TEXT_SIZE];
    char whole[2 * ERR_TEXT_SIZE + 2];
    va_list args;
    va_start(args, format);
    vsnprintf(front, sizeof front, format, args);
    va_end(args);
    snprintf(whole, sizeof whole, "%s: %s", front, err->text);
    int wanted = snprintf(err->text, sizeof err->text, "%s", whole);
    clean(err->text, sizeof err->text, wanted);
    return false;
}

bool err_set_errno(struct err *err, const char *format, ...)
{
    int number = errno;
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    err->code = ERR_SYSTEM;
    fill(err, format, args);
    va_end(args);
    char words[128];
    const char *why = strerror_r(number, words, sizeof words);
    size_t used = strlen(err->text);
    int wanted = snprintf(err->text + used, sizeof err->text - used, ": %s", why);
    clean(err->text + used, sizeof err->text - used, wanted);
    return false;
}

int err_exit_code(const struct err *err)
{
    return err->code == ERR_SYSTEM || err->code == ERR_BUSY || err->code == ERR_RATE ? 3 : 2;
}

const char *err_code_name(enum err_code code)
{
    static const char *const names[] = {
        [ERR_NONE] = "none",
        [ERR_USAGE] = "usage",
        [ERR_SYNTAX] = "syntax",
        [ERR_LIMIT] = "limit",
        [ERR_UNSUPPORTED] = "unsupported",
        [ERR_NOT_FOUND] = "not-found",
        [ERR_CONFLICT] = "conflict",
        [ERR_FORBIDDEN] = "forbidden",
        [ERR_UNAUTHENTICATED] = "unauthenticated",
        [ERR_CREDENTIALS] = "wrong-credentials",
        [ERR_CODE_REQUIRED] = "totp-required",
        [ERR_CODE] = "wrong-code",
        [ERR_CONFIRM] = "confirmation-required",
        [ERR_RATE] = "rate-limited",
        [ERR_BUSY] = "busy",
        [ERR_SYSTEM] = "system",
    };
    return names[code];
}

void err_panic(const char *what)
{
    fprintf(stderr, "kenzen: %s\n", what);
    abort();
}
