/* SPDX-License-Identifier: Apache-2.0 */
/* Verifies a badge without the server's database, and without believing what it says of itself: check by check, each with its reason.
   Everything that is read is hostile: the credential, the pictures that it comes in, and what servers answer.
   Example: badge_verify(&report, file, &source, now_us, arena, err) && badge_verify_is_good(&report) */
#ifndef BADGE_BADGE_VERIFY_H
#define BADGE_BADGE_VERIFY_H

#include "base/arena.h"
#include "base/buf.h"
#include "journal/journal_tree.h"

/* Where documents come from. */
struct badge_verify_source {
    /* Adds what url gives to out; NULL: nothing is fetched, and nobody asks whether it was revoked. */
    bool (*get)(void *context, struct text url, struct buf *out, struct err *err);
    void *context;
    struct text issuer;              /* whose badge it must be, as a DID; empty: whoever it names */
    struct text did;                 /* the issuer's document, known already; or empty */
    const struct journal_head *kept; /* a head of the issuer's journal that was kept; or NULL */
};

enum badge_verdict { BADGE_VERDICT_PASS, BADGE_VERDICT_FAIL, BADGE_VERDICT_SKIPPED };
const char *badge_verdict_word(enum badge_verdict verdict); /* "pass", "fail", "not checked" */

struct badge_check {
    const char *name; /* "signature" */
    enum badge_verdict verdict;
    struct text detail; /* one sentence; may hold what strangers wrote: print it plain */
};

enum { BADGE_CHECKS = 12 };
struct badge_report {
    struct text id, name, issuer, achievement, valid_from, valid_until; /* as it says of itself */
    struct text
        certifier; /* who vouches for it, as its issuer says: a word of badge_certifier_word, or another issuer's own; or empty */
    struct text leaf; /* of its entry, 64 hexadecimal digits; or empty */
    struct badge_check checks[BADGE_CHECKS];
    /* It has a status, which could not be had; the reader said, by a source that fetches nothing, that it need not be. */
    bool is_status_unknown, is_status_waived;
    const char *const *needed; /* the checks without which nothing is verified; NULL ends them */
    size_t count;
};

/* Verifies the credential in a file: a baked SVG or PNG, or a JWT. Fails when there is none in it; what does not hold is in the report.
   Texts live in arena. */
MUST_USE bool badge_verify(struct badge_report *ret_report, struct text file,
    const struct badge_verify_source *source, int64_t now_us, struct arena *arena, struct err *err);

/* Adds a check to a report. */
void badge_verify_add(
    struct badge_report *report, const char *name, enum badge_verdict verdict, struct text detail);

/* What comes of a report. Nothing fails in those but the last, and all that is needed was checked and holds: of a credential its form,
   issuer and signature. Bitstring Status List 1.0, section 3.2: without its list, nothing can be said of a status. */
enum badge_outcome {
    BADGE_GENUINE,
    BADGE_GENUINE_THEN, /* when it was issued: whoever reads it does without its status */
    BADGE_PERHAPS_REVOKED,
    BADGE_NOT_VERIFIED
};
enum badge_outcome badge_verify_outcome(const struct badge_report *report);
/* Whether it is one of the first two. */
bool badge_verify_is_good(const struct badge_report *report);

#endif
