/* SPDX-License-Identifier: Apache-2.0 */
/* Where a request comes from: the peer of its connection, or, when that is a proxy that one trusts, what the proxy says.
   Example: caller_address(nets, count, request, arena) */
#ifndef APP_CALLER_H
#define APP_CALLER_H

#include "net/address.h"
#include "net/http.h"

/* Returns the address nearest to us in X-Forwarded-For that is not in the trusted nets: what stands before it, anybody may have
   written. Unless the peer itself is in one, the header is not looked at. */
struct text caller_address(const struct address_net *trusted, size_t count,
    const struct http_request *request, struct arena *arena);

#endif
