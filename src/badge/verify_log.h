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

/* Whether a head that was read is one of the issuer's log, signed by a key of the issuer. Takes v->did. */
MUST_USE bool verify_log_is_of_issuer(
    const struct verify *v, const struct checkpoint *checkpoint, struct err *err);
/* Whether that head and v->source->kept are of one journal: one of them is the beginning of the other, which the log has to prove. Takes
   v->did. ERR_FORBIDDEN when they are not; ERR_BUSY, ERR_SYSTEM when no proof could be had. */
MUST_USE bool verify_log_is_consistent(
    const struct verify *v, const struct journal_head *head, struct err *err);

#endif
