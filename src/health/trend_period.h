/* SPDX-License-Identifier: Apache-2.0 */
/* Days, ISO weeks, months and quarters of a team's calendar, as local days since 1970-01-01 (codec/zone.h).
   Example: day = trend_period_first(TREND_WEEK, today); trend_period_move(TREND_WEEK, day, -1); trend_period_name(TREND_WEEK, day, name) */
#ifndef HEALTH_TREND_PERIOD_H
#define HEALTH_TREND_PERIOD_H

#include <stdint.h>

#include "base/attr.h"
#include "base/text.h"

enum trend_period { TREND_DAY, TREND_WEEK, TREND_MONTH, TREND_QUARTER, TREND_PERIODS };

enum { TREND_PERIOD_NAME_SIZE = 24 };

const char *trend_period_word(enum trend_period period); /* "week" */
/* Fails without a message on another word. */
MUST_USE bool trend_period_read(struct text word, enum trend_period *ret_period);

/* The first day of the period that holds a day. */
int64_t trend_period_first(enum trend_period period, int64_t day);
/* The first day of the period so many later, or earlier, than the one that begins with first. */
int64_t trend_period_move(enum trend_period period, int64_t first, int count);

/* What people call the period that begins with first: "2026-03-31", "2026-W14", "2026-03", "2026-Q1". Returns name. */
const char *trend_period_name(
    enum trend_period period, int64_t first, char name[TREND_PERIOD_NAME_SIZE]);

/* "2026-03-31"; reading fails without a message on what is no date. */
const char *trend_period_date(int64_t day, char name[TREND_PERIOD_NAME_SIZE]);
MUST_USE bool trend_period_read_date(struct text date, int64_t *ret_day);

#endif
