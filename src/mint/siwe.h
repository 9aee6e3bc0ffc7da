/* SPDX-License-Identifier: Apache-2.0 */
/* "Sign in with Ethereum" messages (EIP-4361): the text by which a person shows that an address is theirs. Read strictly: what a
   wallet shows must be all that it means. Example: siwe_read(message, &siwe, err) … siwe_check(&siwe, &wanted, now_us, err) */
#ifndef MINT_SIWE_H
#define MINT_SIWE_H

#include "base/buf.h"
#include "base/clock.h"
#include "chain/address.h"

struct siwe {
    struct text scheme, domain; /* scheme: of who asks; or empty */
    struct chain_address address;
    struct text statement; /* or empty */
    struct text uri, nonce, request_id;
    uint64_t chain_id;
    int64_t issued_us, expires_us, not_before_us; /* 0: not said */
};

/* Reads a whole message, whose texts ret_siwe borrows; resources are checked for their form and not kept. Fails with ERR_SYNTAX and the
   line, ERR_UNSUPPORTED for another version, or ERR_LIMIT beyond LIMIT_SIWE_BYTES. */
MUST_USE bool siwe_read(struct text message, struct siwe *ret_siwe, struct err *err);
void siwe_print(struct buf *out, const struct siwe *siwe);

/* Checks that the message was meant for the server at url ("https://kenzen.example.org"): its domain, scheme and URI; and that it holds
   at now_us. Fails with ERR_USAGE. */
MUST_USE bool siwe_check(const struct siwe *siwe, struct text url, int64_t now_us, struct err *err);

/* "https" and "kenzen.example.org" of a URL; empty when it is none. */
struct text siwe_scheme_of(struct text url);
struct text siwe_domain_of(struct text url);

#endif
