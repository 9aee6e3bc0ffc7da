/* SPDX-License-Identifier: Apache-2.0 */
/* Fetches what a badge names. Whoever forges one may name any server, of the reader's own net too: so what stands outside of the public
   Internet is not called, but for nets that are allowed and servers that the reader named. Redirects are not followed.
   Example: badge_fetch_trust(&fetch, url); struct badge_verify_source source = {.get = badge_fetch_get, .context = &fetch} */
#ifndef BADGE_BADGE_FETCH_H
#define BADGE_BADGE_FETCH_H

#include "base/buf.h"
#include "net/address.h"

enum { BADGE_FETCH_TRUSTED = 2 };

struct badge_fetch {
    const struct address_net *allowed; /* --allow-net */
    size_t allowed_count;
    struct text trusted[BADGE_FETCH_TRUSTED]; /* host and port */
    size_t trusted_count;
};

/* Lets the server of a URL be called wherever it stands: the reader has named it. The text must outlive fetch. */
void badge_fetch_trust(struct badge_fetch *fetch, struct text url);

/* Adds what url gives to out. Fails as http_call_run does; ERR_SYSTEM when the server stands where it is not called, ERR_NOT_FOUND for 404
   and 410, ERR_SYSTEM for any other status than 200. context is a struct badge_fetch. */
MUST_USE bool badge_fetch_get(void *context, struct text url, struct buf *out, struct err *err);

#endif
