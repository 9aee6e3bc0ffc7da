/* SPDX-License-Identifier: Apache-2.0 */
/* Why something failed: a code for the program and a sentence for the person, with the place.
   Example: return err_set(err, ERR_SYNTAX, "%.*s: not a package URL", TEXT_ARG(s)); */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

#include "base/attr.h"

enum err_code {
    ERR_NONE,
    ERR_USAGE,       /* the caller asked for something that does not exist or make sense */
    ERR_SYNTAX,      /* the input cannot be read */
    ERR_LIMIT,       /* the input is larger than we accept */
    ERR_UNSUPPORTED, /* a format or version that we do not know */
    ERR_NOT_FOUND,   /* the thing asked for is not there */
    ERR_CONFLICT,    /* the state forbids it: already there, changed meanwhile */
    ERR_FORBIDDEN,   /* known, but not allowed */
    ERR_UNAUTHENTICATED,
    ERR_CREDENTIALS,   /* name or password is wrong: not told which */
    ERR_CODE_REQUIRED, /* right so far, but a code of the authenticator is needed too */
    ERR_CODE,          /* that code is wrong */
    ERR_CONFIRM,       /* allowed, once the person has shown again who they are */
    ERR_RATE,          /* too often: try again when told so */
    ERR_BUSY,          /* try again later */
    ERR_SYSTEM,        /* disk, network, database: not the input's fault */
};

enum { ERR_TEXT_SIZE = 512 };

struct err {
    enum err_code code;
    char text[ERR_TEXT_SIZE]; /* one line, in the user's words, beginning with the place */
};

/* Fills err (which may be NULL) and returns false, so that failing is one line. A text that is too
   long ends with "…". Control characters in it and what is no UTF-8 are replaced, so a hostile name
   cannot steer a terminal or forge a log line. */
bool err_set(struct err *err, enum err_code code, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts context and ": " in front of the text. Returns false. */
bool err_add(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Like err_set with ERR_SYSTEM and the words for errno behind the text. */
bool err_set_errno(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Returns the process exit code for an error: 2 for what the user can mend (usage, input, a thing
   that is not there), 3 for what failed beneath us. */
int err_exit_code(const struct err *err);

/* Returns the code's short name, such as "syntax": used in problem types and logs. */
const char *err_code_name(enum err_code code);

/* For what cannot go on (out of memory, a broken invariant): prints and aborts. */
NORETURN void err_panic(const char *what);

#endif
