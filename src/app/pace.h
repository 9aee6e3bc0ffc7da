/* SPDX-License-Identifier: Apache-2.0 */
/* How often one account, or one address that is not signed in, may ask: so many requests a minute, all of them at once or spread.
   It is kept in memory, by each server for itself, in one small table: it keeps a script that runs wild from taking all threads, and
   is no accounting. Example: pace_new(6000) … pace_take(pace, key, now_us) */
#ifndef APP_PACE_H
#define APP_PACE_H

#include "base/text.h"

struct pace;

/* per_minute 0: there is no limit. */
struct pace *pace_new(int64_t per_minute);
void pace_free(struct pace *pace);

/* Returns 0 when key may ask now, else what it has to wait, in microseconds. */
int64_t pace_take(struct pace *pace, uint64_t key, int64_t now_us);

/* Returns a key of a text. */
uint64_t pace_key(struct text name);

#endif
