/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a request that changes something comes from our own pages: what a browser says about its
   origin, against the host that it asked.
   Example: if (!origin_check(request, true, &err)) …403… */
#ifndef APP_ORIGIN_H
#define APP_ORIGIN_H

#include "net/http.h"

/* Compares Origin and Sec-Fetch-Site with Host. Neither is there: fine unless must_be_told, since
   every browser sends Origin with an unsafe method. Fails with ERR_FORBIDDEN. */
MUST_USE bool origin_check(const struct http_request *request, bool must_be_told, struct err *err);

#endif
