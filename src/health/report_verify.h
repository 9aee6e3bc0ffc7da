/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a report is what was made, and whether the journal still says what it says: every way in which the two do not agree is told.
   Example: report_verify(db, file_text, tell, context, &verdict, err) */
#ifndef HEALTH_REPORT_VERIFY_H
#define HEALTH_REPORT_VERIFY_H

#include "store/db.h"

struct report_verdict {
    int64_t id;       /* of the report; 0: a preview, which nothing vouches for */
    int64_t seq;      /* place of its entry in the journal; -1: it waits */
    int64_t size;     /* of the journal that it rests on */
    int64_t figures;  /* that were counted anew */
    int64_t entries;  /* from which */
    int64_t problems; /* 0: all agrees */
};

/* Of a false file each line may be a problem: so many are told, all are counted. */
enum { REPORT_VERIFY_TOLD = 100 };

/* what is plain text, whatever the file holds. place: "figure \"Tickets opened\""; what: the sentence behind it. */
typedef void (*report_verify_tell)(void *context, struct text place, struct text what);

/* file is JSON, HTML or CSV, as kenzen gave it out. Fails when it is none, or when the database does; what does not agree is in the verdict. */
MUST_USE bool report_verify(struct db *db, struct text file, report_verify_tell tell, void *context,
    struct report_verdict *ret_verdict, struct err *err);

#endif
