/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the issue of a badge is in the issuer's log, and whether that log is the one that somebody kept a head of.
   Example: verify_log(&v) adds the checks "evidence", "entry" and "consistency". */
#ifndef BADGE_VERIFY_LOG_H
#define BADGE_VERIFY_LOG_H

#include "badge/verify.h"

void verify_log(struct verify *v);

#endif
