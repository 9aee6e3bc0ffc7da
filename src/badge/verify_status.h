/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a badge was revoked: by the issuer's status list. Example: verify_status(&v) adds the check "status". */
#ifndef BADGE_VERIFY_STATUS_H
#define BADGE_VERIFY_STATUS_H

#include "badge/verify.h"

void verify_status(struct verify *v);

#endif
