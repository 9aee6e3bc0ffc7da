/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert.h"

static const char *const kind_names[ALERT_KINDS] = {
    "flaw", "reopened", "reminder", "overdue", "escalation", "digest", "closed", "test"};
static const char *const cause_names[ALERT_CAUSES] = {"nothing", "advisory", "sbom", "first_sbom",
    "priority", "unacknowledged", "overdue", "quiet_hours", "schedule", "expired", "exploited"};
static const char *const told_words[] = {
    "new", "reminder", "overdue", "escalation", "digest", "closed"};
static const unsigned told_bits[ALERT_KINDS] = {ALERT_TELLS_NEW, ALERT_TELLS_NEW,
    ALERT_TELLS_REMINDER, ALERT_TELLS_OVERDUE, ALERT_TELLS_ESCALATION, ALERT_TELLS_DIGEST,
    ALERT_TELLS_CLOSED, 0};

const char *alert_kind_name(enum alert_kind kind)
{
    return kind_names[kind];
}

const char *alert_cause_name(enum alert_cause cause)
{
    return cause_names[cause];
}

bool alert_kind_read(struct text word, enum alert_kind *ret_kind)
{
    for (size_t i = 0; i < LEN_OF(kind_names); i++)
        if (text_is(word, kind_names[i])) {
            *ret_kind = (enum alert_kind)i;
            return true;
        }
    return false;
}

bool alert_cause_read(struct text word, enum alert_cause *ret_cause)
{
    for (size_t i = 0; i < LEN_OF(cause_names); i++)
        if (text_is(word, cause_names[i])) {
            *ret_cause = (enum alert_cause)i;
            return true;
        }
    return false;
}

unsigned alert_told_bit(enum alert_kind kind)
{
    return told_bits[kind];
}

const char *alert_told_word(unsigned bit)
{
    for (size_t i = 0; i < LEN_OF(told_words); i++)
        if (bit == 1U << i)
            return told_words[i];
    return NULL;
}

unsigned alert_told_read(struct text word)
{
    for (size_t i = 0; i < LEN_OF(told_words); i++)
        if (text_is(word, told_words[i]))
            return 1U << i;
    return 0;
}
