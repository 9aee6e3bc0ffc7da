/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the issue of a badge is in the issuer's log, and whether that log is the one that somebody kept a head of.
   Example: verify_log(&v) adds the checks "evidence", "entry" and "consistency". */
#ifndef BADGE_VERIFY_LOG_H
#define BADGE_VERIFY_LOG_H

#include "badge/inclusion.h"
#include "badge/verify.h"
#include "journal/checkpoint.h"

void verify_log(struct verify *v);

/* Whether a proof leads from its leaf to the head in it, and that is signed as one of the issuer's log. Takes v->did. */
MUST_USE bool verify_log_includes(const struct verify *v, const struct inclusion *proof,
    struct checkpoint *ret_checkpoint, struct err *err);

#endif
