/* SPDX-License-Identifier: Apache-2.0 */
/* Until when somebody mends a release of a product.
   Example: if (support_state(&support, now_us) == SUPPORT_ENDED) … */
#ifndef DOMAIN_SUPPORT_H
#define DOMAIN_SUPPORT_H

#include <stdint.h>

#define SUPPORT_LONG_OVER ((int64_t)1) /* it ended, and nobody says when */

struct support {
    int64_t end_us; /* 0: no end is known; or SUPPORT_LONG_OVER */
    int64_t
        extended_end_us; /* of support that has to be bought or asked for; 0: there is none, or it is not known */
};

enum support_state { SUPPORT_GOES_ON, SUPPORT_EXTENDED, SUPPORT_ENDED };

/* Returns the state at a time: it ends with the first moment of the day that is given. */
enum support_state support_state(const struct support *support, int64_t now_us);

/* Returns the day on which it ends or ended; 0 when it is not known. */
int64_t support_end_us(const struct support *support);

const char *support_state_name(enum support_state state); /* "supported", "extended", "ended" */

#endif
