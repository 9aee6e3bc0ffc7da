/* SPDX-License-Identifier: Apache-2.0 */
/* What the checks of one badge share (badge_verify.h). Example: badge_verify_signature(v, &list, err) */
#ifndef BADGE_VERIFY_H
#define BADGE_VERIFY_H

#include "badge/badge_verify.h"
#include "badge/did.h"
#include "codec/jwt.h"

struct verify {
    const struct badge_verify_source *source;
    struct badge_report *report;
    struct arena *arena;
    int64_t now_us;
    struct jwt jwt;
    struct did_document did;
    bool has_did;    /* there is a document */
    bool has_issuer; /* and it is the issuer's */
    bool is_signed;  /* by a key in it */
};

/* Gets the document of report->issuer into did, whose it must be. */
MUST_USE bool badge_verify_did(struct verify *v, struct err *err);
/* Whether a JWT is signed by a key of the issuer, and whether it holds now. */
MUST_USE bool badge_verify_signature(const struct verify *v, struct jwt *jwt, struct err *err);
MUST_USE bool badge_verify_time(const struct verify *v, const struct jwt *jwt, struct err *err);

#endif
