/* SPDX-License-Identifier: Apache-2.0 */
/* The document of this server's own did:web, which verifiers ask for the keys of badges and of the journal's heads.
   Example: did_issuer_print(&out, &(struct did_issuer){db, vault, url, now_us}, arena, err) */
#ifndef BADGE_DID_ISSUER_H
#define BADGE_DID_ISSUER_H

#include "base/buf.h"
#include "store/vault.h"

struct did_issuer {
    struct db *db;
    const struct vault *vault;
    struct text url; /* where the server is found */
    int64_t now_us;
};

/* Adds it as JSON, after making the keys that are missing. Must not run inside a transaction. */
MUST_USE bool did_issuer_print(
    struct buf *out, const struct did_issuer *it, struct arena *arena, struct err *err);

#endif
