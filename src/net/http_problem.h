/* SPDX-License-Identifier: Apache-2.0 */
/* The types of problems that replies tell (RFC 9457), one for each error code: a client goes by the type, a person reads the detail.
   Example: http_problem_row(ERR_RATE)->title is "Too many attempts". */
#ifndef NET_HTTP_PROBLEM_H
#define NET_HTTP_PROBLEM_H

#include "net/http.h"

/* A type's address is this path and its name, err_code_name: it leads to what the table says of it, on the server itself. */
#define HTTP_PROBLEM_PATH "/api/v1/problems"

struct http_problem_row {
    enum err_code code;
    unsigned status; /* the usual one */
    const char *title;
    const char *meaning; /* what happened */
    const char *advice;  /* what a client does about it */
};

/* By code; the last row has no title. */
extern const struct http_problem_row http_problem_rows[];

/* Returns the row of a code; of ERR_SYSTEM for ERR_NONE. */
const struct http_problem_row *http_problem_row(enum err_code code);
/* Finds a row by the name of its code; NULL when there is none. */
const struct http_problem_row *http_problem_find(struct text name);

#endif
